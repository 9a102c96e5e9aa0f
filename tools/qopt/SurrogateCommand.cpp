//===- SurrogateCommand.cpp - qopt surrogate ------------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Builds the classical surrogate of a cost, keeps it in a file, and evaluates
// it: values, gradients and errors at given angles, on |0…0⟩ or on states that
// a device has acquired.
//
//===----------------------------------------------------------------------===//

#include "Common.h"
#include "PhysicalInput.h"

#include "qopt/Analysis/Surrogate.h"
#include "qopt/Support/Files.h"
#include "qopt/Support/Parallel.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

using namespace qopt;
using namespace qopt::tool;

namespace {
struct SurrogateArguments {
  CommonOptions common;
  CircuitArgument circuit;
  PhysicalOptions physical;
  std::string bind, states, evaluate, strings;
  bool gradient = false;
  SurrogateOptions options;
};

/// A surrogate and where its parameters and data come from.
struct Subject {
  Surrogate surrogate;
  /// Declares the parameters.
  CircuitView parameters;
  std::vector<std::string> inputs, notes;
  std::string observable;
};
} // namespace

/// The declarations behind names such as "theta[0]", "theta[1]", "a".
static CircuitView declare(llvm::ArrayRef<std::string> names) {
  CircuitView view;
  for (size_t i = 0; i < names.size();) {
    llvm::StringRef name = names[i];
    llvm::StringRef base = name.take_until([](char c) { return c == '['; });
    if (base == name) {
      view.addParameter(base, ParameterRole::Trainable);
      ++i;
      continue;
    }
    unsigned size = 0;
    while (i < names.size() &&
           names[i] == (base + "[" + llvm::Twine(size) + "]").str()) {
      ++i;
      ++size;
    }
    if (size == 0) { // no array that starts at 0
      view.addParameter(name, ParameterRole::Trainable);
      ++i;
      continue;
    }
    view.addParameter(base, ParameterRole::Trainable, size);
  }
  return view;
}

/// The first binding: the surrogate is to be good there.
static llvm::Expected<std::vector<double>>
referenceOf(const SurrogateArguments &args, const CircuitView &circuit) {
  if (args.bind.empty() || args.options.maxWeight != 0)
    return std::vector<double>();
  llvm::Expected<std::vector<std::vector<double>>> rows =
      readBindings(args.bind, circuit);
  if (!rows)
    return rows.takeError();
  return rows->empty() ? std::vector<double>() : std::move(rows->front());
}

static llvm::Expected<Subject> openSubject(const SurrogateArguments &args) {
  Subject subject;
  if (!args.evaluate.empty()) {
    llvm::Expected<Surrogate> read = Surrogate::read(args.evaluate);
    if (!read)
      return read.takeError();
    subject.surrogate = std::move(*read);
    subject.parameters = declare(subject.surrogate.parameterNames);
    subject.inputs.push_back(args.evaluate);
    return subject;
  }
  llvm::Expected<CircuitFile> file = readCircuit(args.circuit);
  if (!file)
    return file.takeError();
  PhysicalOptions physical = args.physical;
  bool acquired = !args.states.empty() || !args.strings.empty();
  physical.takesStates = acquired;
  llvm::Expected<PhysicalInput> input =
      readPhysicalInput(*file, physical, args.common);
  if (!input)
    return input.takeError();
  SurrogateOptions options = args.options;
  options.zeroInput = !acquired;
  llvm::Expected<std::vector<double>> reference = referenceOf(args, file->view);
  if (!reference)
    return reference.takeError();
  options.reference = std::move(*reference);
  if (options.zeroInput && !input->noisy.circuit.inputQubits().empty())
    return inFile(args.circuit.path,
                  inputError("the circuit takes a quantum state as input; give "
                             "its data with --states"));
  llvm::Expected<Surrogate> built =
      Surrogate::build(input->noisy, input->observable, options);
  if (!built)
    return inFile(args.circuit.path, built.takeError());
  subject.surrogate = std::move(*built);
  subject.parameters = file->view;
  subject.inputs.push_back(args.circuit.path);
  if (llvm::StringRef(args.physical.observable).starts_with("@"))
    subject.inputs.push_back(args.physical.observable.substr(1));
  subject.inputs.insert(subject.inputs.end(), input->inputs.begin(),
                        input->inputs.end());
  subject.notes = input->notes;
  subject.observable = args.physical.observable;
  return subject;
}

static Json errorOf(const SurrogateValue &value) {
  Json error;
  error["truncation_bound"] = value.bound;
  error["truncation_rms"] =
      toJson(Warranted::heuristic(value.rms, "dropped coefficients, as if of "
                                             "random sign"));
  error["data"] = value.standardError;
  error["unknown_strings"] = value.unknown;
  error["unknown_rms"] =
      toJson(Warranted::heuristic(value.unknownRms, "coefficients of unknown "
                                                    "strings, as if of random "
                                                    "sign"));
  return error;
}

/// Values of all bindings (rows) and states.
static void describe(Json &document, const Subject &subject,
                     const std::vector<std::vector<SurrogateValue>> &values,
                     llvm::ArrayRef<AcquiredState> states, bool many,
                     std::string &text) {
  llvm::raw_string_ostream os(text);
  const CircuitView &parameters = subject.parameters;
  if (!many && states.empty()) {
    const SurrogateValue &value = values[0][0];
    document["value"] = toJson(value.warranted());
    document["gradient"] = byGroup(parameters, value.gradient);
    document["error"] = errorOf(value);
    os << "value " << toText(value.warranted()) << "\n";
    for (size_t p = 0; p < value.gradient.size() && p < 20; ++p)
      os << "  d/d " << parameters.parameterName(p) << " "
         << llvm::format("%.12g", value.gradient[p]) << "\n";
    return;
  }
  if (!many) {
    document["states"] = Json::array();
    for (size_t s = 0; s < states.size(); ++s) {
      const SurrogateValue &value = values[0][s];
      document["states"].push_back(
          {{"name", states[s].name},
           {"value", toJson(value.warranted())},
           {"gradient", byGroup(parameters, value.gradient)},
           {"error", errorOf(value)}});
      os << states[s].name << "  " << toText(value.warranted()) << "\n";
    }
    return;
  }
  document["bindings"] = values.size();
  for (const char *key : {"values", "gradients", "errors"})
    document[key] = Json::array();
  for (const std::vector<SurrogateValue> &row : values) {
    Json numbers = Json::array(), gradients = Json::array(),
         errors = Json::array();
    for (const SurrogateValue &value : row) {
      numbers.push_back(value.value);
      gradients.push_back(byGroup(parameters, value.gradient));
      errors.push_back(value.bound + value.unknown);
    }
    // Without states one number a binding.
    document["values"].push_back(states.empty() ? numbers[0] : numbers);
    document["gradients"].push_back(states.empty() ? gradients[0] : gradients);
    document["errors"].push_back(states.empty() ? errors[0] : errors);
  }
  os << values.size() << " bindings\n";
}

/// The strings a device has to measure, largest coefficient first; without a
/// binding the coefficients are not known.
static llvm::Error
writeStrings(const std::string &path, const Subject &subject,
             const std::vector<std::vector<double>> &bindings, Json &summary,
             std::string &text) {
  const Surrogate &surrogate = subject.surrogate;
  std::vector<double> zero(surrogate.parameterNames.size(), 0);
  std::vector<std::pair<PauliString, double>> strings = surrogate.strings(
      surrogate.at(bindings.empty() ? zero : bindings[0], /*gradient=*/false));
  if (bindings.empty())
    std::sort(strings.begin(), strings.end());
  Json file{{"schema", "qopt.acquisition/1"},
            {"qubits", surrogate.numQubits},
            {"strings", Json::array()}};
  for (const auto &[string, coefficient] : strings) {
    std::string letters;
    for (unsigned q : string.support()) {
      if (!letters.empty())
        letters += "*";
      letters += letterOf(string.at(q)) + std::to_string(q);
    }
    file["strings"].push_back(Json::array(
        {letters, bindings.empty() ? Json(nullptr) : Json(coefficient)}));
  }
  summary = {{"file", path}, {"strings", strings.size()}};
  text += "wrote " + std::to_string(strings.size()) +
          " strings to be acquired to " + path + "\n";
  return writeFileAtomically(path, file.dump(1) + "\n");
}

static llvm::Expected<ExitCode> runBody(const SurrogateArguments &args) {
  const CommonOptions &common = args.common;
  if (!common.report.empty())
    return inputError("qopt surrogate writes no report");
  auto usage = [](llvm::StringRef why) {
    llvm::errs() << "error: " << why << "\n";
    return ExitCode::Usage;
  };
  if (args.evaluate.empty() == args.circuit.path.empty())
    return usage("give a circuit, or a surrogate's file with --evaluate");
  if (!args.circuit.path.empty() && args.physical.observable.empty())
    return usage("--observable is required");
  if (!common.output.empty() &&
      !llvm::StringRef(common.output).ends_with(".npz"))
    return inputError("-o takes a file named *.npz here, for --evaluate");
  llvm::Expected<Subject> subject = openSubject(args);
  if (!subject)
    return subject.takeError();
  const Surrogate &surrogate = subject->surrogate;
  // What to acquire is asked before there are data.
  bool asksOnly = !args.strings.empty() && args.states.empty();
  std::vector<AcquiredState> states;
  if (!args.states.empty()) {
    if (surrogate.zeroInput)
      return inputError("the surrogate was made for the input |0…0⟩; build "
                        "it with --states");
    llvm::Expected<std::vector<AcquiredState>> read =
        readAcquiredStates(args.states, surrogate.numQubits);
    if (!read)
      return read.takeError();
    states = std::move(*read);
    subject->inputs.push_back(args.states);
    if (states.empty())
      return inFile(args.states, inputError("there is no state"));
  } else if (!surrogate.zeroInput && !asksOnly) {
    return inputError("the surrogate was made for acquired data; give them "
                      "with --states");
  }
  std::vector<std::vector<double>> bindings;
  bool many = false;
  if (!args.bind.empty()) {
    llvm::Expected<std::vector<std::vector<double>>> read =
        readBindings(args.bind, subject->parameters);
    if (!read)
      return read.takeError();
    bindings = std::move(*read);
    subject->inputs.push_back(args.bind);
    many = bindings.size() != 1;
  } else if (subject->parameters.numParameters() == 0) {
    bindings.emplace_back();
  }

  llvm::Expected<Json> document =
      beginDocument("surrogate", common, subject->inputs);
  if (!document)
    return document.takeError();
  if (!subject->observable.empty())
    (*document)["observable"] = subject->observable;
  (*document)["strings"] = surrogate.numTerms();
  (*document)["mixings"] = surrogate.numMixings();
  (*document)["truncated"] = surrogate.truncated;
  (*document)["max_weight"] =
      surrogate.maxWeight ? Json(surrogate.maxWeight) : Json(nullptr);
  (*document)["min_coefficient"] = surrogate.minCoefficient > 0
                                       ? Json(surrogate.minCoefficient)
                                       : Json(nullptr);
  if (!subject->notes.empty())
    (*document)["notes"] = subject->notes;

  size_t perBinding = std::max<size_t>(1, states.size());
  std::vector<std::vector<SurrogateValue>> values(bindings.size());
  for (std::vector<SurrogateValue> &row : values)
    row.resize(perBinding);
  auto evaluate = [&](size_t b, size_t s, const SurrogateAt &point) {
    values[b][s] =
        surrogate.evaluate(point, states.empty() ? nullptr : &states[s]);
  };
  // One point for all of its states; points hold what the way back needs, so
  // no more of them at once than there are threads.
  if (!asksOnly && bindings.size() == 1) {
    SurrogateAt point = surrogate.at(bindings[0], /*gradient=*/true);
    parallelFor(perBinding, [&](size_t s) { evaluate(0, s, point); });
  } else if (!asksOnly) {
    parallelFor(bindings.size(), [&](size_t b) {
      SurrogateAt point = surrogate.at(bindings[b], /*gradient=*/true);
      for (size_t s = 0; s < perBinding; ++s)
        evaluate(b, s, point);
    });
  }
  std::string text =
      "surrogate of " + std::to_string(surrogate.numTerms()) + " strings, " +
      (!surrogate.truncated ? "nothing dropped"
       : surrogate.maxWeight
           ? "at most " + std::to_string(surrogate.maxWeight) + " letters"
           : "small coefficients dropped") +
      "\n";
  if (!args.strings.empty())
    if (llvm::Error error = writeStrings(args.strings, *subject, bindings,
                                         (*document)["acquire"], text))
      return error;
  if (!asksOnly && !bindings.empty())
    describe(*document, *subject, values, states, many, text);
  printSummary(text, common);
  if (!common.output.empty())
    if (llvm::Error error = writeArtefact(surrogate.write(), common))
      return error;
  if (llvm::Error error = writeDocument(*document, common))
    return error;
  return ExitCode::Ok;
}

namespace qopt::tool {
void addSurrogateCommand(CLI::App &app) {
  static SurrogateArguments args;
  CLI::App *command = addCommand(
      app, "surrogate",
      "Values and gradients by truncated Pauli propagation, with their error",
      "qopt surrogate circuit.qasm3 --observable Z0 --bind values.json",
      args.common, [] { return runBody(args); });
  addCircuitArgument(*command, args.circuit);
  command->get_option("IN")->required(false);
  command->add_option("--observable", args.physical.observable,
                      "Pauli sum, shorthand (Z0, global-z, mean-z, "
                      "zero-projector) or @FILE.json");
  command->add_option("--bind", args.bind,
                      "Values of the parameters: FILE.json (an object or an "
                      "array of objects) or FILE.npy");
  command->add_option("--evaluate", args.evaluate,
                      "A surrogate that -o has written, in place of IN");
  command->add_option("--states", args.states,
                      "Acquired input states: measured expectations or "
                      "classical shadows (JSON)");
  command->add_option("--strings", args.strings,
                      "Write the Pauli strings to be acquired for --states, "
                      "largest coefficient first");
  command->add_flag("--gradient", args.gradient,
                    "Derivative in every named parameter (always given)");
  command->add_option("--max-weight", args.options.maxWeight,
                      "Letters a string may have; 0: as many as --max-terms "
                      "allows");
  command
      ->add_option("--max-terms", args.options.maxTerms,
                   "Strings the surrogate may hold")
      ->check(CLI::Range(size_t(1), size_t(20'000'000)))
      ->capture_default_str();
  command->add_option("--device", args.physical.device,
                      "Device: a bundled name or FILE.json");
  command->add_option("--noise", args.physical.noise,
                      "none, device, or FILE.json (default: device if there "
                      "is one)");
}
} // namespace qopt::tool
