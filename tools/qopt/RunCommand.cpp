//===- RunCommand.cpp - qopt run ------------------------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Values and derivatives of an observable at given parameters.
//
//===----------------------------------------------------------------------===//

#include "Common.h"
#include "PhysicalInput.h"
#include "RunEngine.h"

#include "qopt/Data/Numpy.h"
#include "qopt/Simulation/InstructionSet.h"
#include "qopt/Support/Files.h"
#include "qopt/Support/Parallel.h"
#include "qopt/Support/Progress.h"
#include "qopt/Support/Warranted.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

using namespace qopt;
using namespace qopt::tool;

namespace {

struct RunOptions {
  CommonOptions common;
  CircuitArgument circuit;
  PhysicalOptions physical;
  std::string bind;
  EngineOptions engine;
};

} // namespace

static Warranted warranted(const Point &point, const Engine &engine,
                           const PhysicalInput &input, bool shots) {
  if (shots)
    return Warranted::estimate(point.value, point.standardError, engine.method);
  Warranted result = Warranted::exact(point.value, engine.method);
  // A calibration value was guessed: exact for another device.
  if (!input.noisy.missing.empty())
    result.warranty = Warranty::Estimate;
  return result;
}

/// The arrays `value` [B], `gradient` [B, P] and, from shots, their errors.
static std::string arraysOf(llvm::ArrayRef<Point> points,
                            const RunOptions &options, size_t parameters) {
  std::vector<double> value, error, gradient, gradientError;
  for (const Point &point : points) {
    value.push_back(point.value);
    error.push_back(point.standardError);
    gradient.insert(gradient.end(), point.gradient.begin(),
                    point.gradient.end());
    gradientError.insert(gradientError.end(), point.gradientError.begin(),
                         point.gradientError.end());
  }
  size_t count = points.size();
  std::vector<std::pair<std::string, NumpyArray>> arrays;
  arrays.push_back({"value", realArray({count}, value)});
  if (options.engine.gradient)
    arrays.push_back({"gradient", realArray({count, parameters}, gradient)});
  if (options.engine.shots != 0) {
    arrays.push_back({"standard_error", realArray({count}, error)});
    if (options.engine.gradient)
      arrays.push_back({"gradient_standard_error",
                        realArray({count, parameters}, gradientError)});
  }
  return writeNpz(arrays);
}

static void printPoint(const Point &point, const CircuitView &circuit,
                       const Warranted &value, const RunOptions &options) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "value " << toText(value) << "\n";
  for (size_t p = 0; p < point.gradient.size(); ++p) {
    os << "  d/d " << circuit.parameterName(p) << " "
       << llvm::format("%.12g", point.gradient[p]);
    if (!point.gradientError.empty())
      os << " ± " << llvm::format("%.2g", point.gradientError[p]);
    os << "\n";
  }
  printSummary(text, options.common);
}

/// Fills the document and prints the summary.
static void describe(Json &document, llvm::ArrayRef<Point> points,
                     const CircuitView &circuit, const Engine &engine,
                     const PhysicalInput &input, const RunOptions &options,
                     bool many) {
  bool shots = options.engine.shots != 0;
  document["observable"] = options.physical.observable;
  document["engine"] = engine.name;
  if (shots)
    document["shots"] = options.engine.shots;
  if (!input.notes.empty())
    document["notes"] = input.notes;
  if (!many) {
    Warranted value = warranted(points[0], engine, input, shots);
    document["value"] = toJson(value);
    if (options.engine.gradient) {
      document["gradient"] = byGroup(circuit, points[0].gradient);
      if (shots)
        document["gradient_standard_error"] =
            byGroup(circuit, points[0].gradientError);
    }
    printPoint(points[0], circuit, value, options);
    return;
  }
  document["bindings"] = points.size();
  document["warranty"] =
      shots || !input.noisy.missing.empty() ? "estimate" : "exact";
  document["method"] = engine.method;
  std::string text;
  llvm::raw_string_ostream os(text);
  os << points.size() << " bindings (" << engine.method << ")\n";
  if (options.common.output.empty()) {
    document["values"] = Json::array();
    for (const Point &point : points) {
      document["values"].push_back(point.value);
      os << llvm::format("%.12g", point.value) << "\n";
      if (shots)
        document["standard_errors"].push_back(point.standardError);
      if (options.engine.gradient)
        document["gradients"].push_back(byGroup(circuit, point.gradient));
      if (options.engine.gradient && shots)
        document["gradient_standard_errors"].push_back(
            byGroup(circuit, point.gradientError));
    }
  }
  printSummary(text, options.common);
}

/// True if the file holds a list of bindings, be it of one.
static llvm::Expected<bool> holdsMany(const std::string &path) {
  if (path.empty() || llvm::StringRef(path).ends_with(".npy"))
    return !path.empty();
  llvm::Expected<std::string> text = readInputFile(path);
  if (!text)
    return text.takeError();
  return llvm::StringRef(*text).ltrim().starts_with("[");
}

static llvm::Expected<std::vector<std::vector<double>>>
readPoints(const RunOptions &options, const CircuitView &circuit) {
  if (!options.bind.empty())
    return readBindings(options.bind, circuit);
  if (circuit.numParameters() != 0)
    return inputError("the circuit has " +
                      llvm::Twine(circuit.numParameters()) +
                      " parameters; give their values with --bind");
  return std::vector<std::vector<double>>(1);
}

static llvm::Expected<ExitCode> runBody(RunOptions &options) {
  const CommonOptions &common = options.common;
  if (!common.report.empty())
    return inputError("qopt run writes no report");
  if (!common.output.empty() &&
      !llvm::StringRef(common.output).ends_with(".npz"))
    return inputError("-o takes a file named *.npz here, for the arrays "
                      "'value' and 'gradient'");
  if (llvm::Error error = setInstructionSet(common.isa))
    return error;
  options.engine.seed = common.seed;
  llvm::Expected<CircuitFile> file = readCircuit(options.circuit);
  if (!file)
    return file.takeError();
  llvm::Expected<std::vector<std::vector<double>>> bindings =
      readPoints(options, file->view);
  if (!bindings)
    return bindings.takeError();
  llvm::Expected<bool> many = holdsMany(options.bind);
  if (!many)
    return many.takeError();
  llvm::Expected<PhysicalInput> input =
      readPhysicalInput(*file, options.physical, common);
  if (!input)
    return input.takeError();
  llvm::Expected<Engine> engine = makeEngine(*input, options.engine);
  if (!engine)
    return engine.takeError();

  std::vector<std::string> inputs = {options.circuit.path};
  inputs.insert(inputs.end(), input->inputs.begin(), input->inputs.end());
  inputs.push_back(options.bind);
  llvm::Expected<Json> document = beginDocument("run", common, inputs);
  if (!document)
    return document.takeError();

  std::vector<Point> points(bindings->size());
  Progress progress("run", points.size());
  std::vector<llvm::Expected<Point>> results;
  results.reserve(points.size());
  for (size_t i = 0; i < points.size(); ++i)
    results.emplace_back(Point());
  parallelFor(points.size(), [&](size_t i) {
    llvm::cantFail(results[i].takeError());
    results[i] = engine->evaluate((*bindings)[i], i);
    progress.advance();
  });
  // The first binding that failed speaks, at any number of threads.
  llvm::Error failed = llvm::Error::success();
  for (size_t i = 0; i < points.size(); ++i) {
    if (results[i])
      points[i] = std::move(*results[i]);
    else if (!failed)
      failed = results[i].takeError();
    else
      llvm::consumeError(results[i].takeError());
  }
  if (failed)
    return failed;

  describe(*document, points, file->view, *engine, *input, options, *many);
  if (!common.output.empty())
    if (llvm::Error error = writeArtefact(
            arraysOf(points, options, file->view.numParameters()), common))
      return error;
  if (llvm::Error error = writeDocument(*document, common))
    return error;
  return ExitCode::Ok;
}

namespace qopt::tool {

void addRunCommand(CLI::App &app) {
  static RunOptions options;
  CLI::App *command = addCommand(
      app, "run", "Value and derivatives of an observable",
      "qopt run circuit.qasm --observable 'Z0*Z1 + 0.5*X2' --bind values.json "
      "--gradient",
      options.common, [] { return runBody(options); });
  addCircuitArgument(*command, options.circuit);
  command
      ->add_option("--observable", options.physical.observable,
                   "Pauli sum, shorthand (Z0, global-z, mean-z, "
                   "zero-projector) or @FILE.json")
      ->required();
  command->add_option("--bind", options.bind,
                      "Values of the parameters: FILE.json (an object or an "
                      "array of objects) or FILE.npy");
  command->add_flag("--gradient", options.engine.gradient,
                    "Derivative in every named parameter too");
  command
      ->add_option("--shots", options.engine.shots,
                   "Estimate from this many shots instead of exactly")
      ->check(CLI::Range(uint64_t(1), uint64_t(1000000000)));
  command->add_option("--device", options.physical.device,
                      "Device: a bundled name or FILE.json");
  command->add_option("--noise", options.physical.noise,
                      "none, device, or FILE.json (default: device if there "
                      "is one)");
  command
      ->add_option("--engine", options.engine.name, "Engine of the simulation")
      ->check(CLI::IsMember({"auto", "statevector", "lanes", "density",
                             "trajectories", "pauli", "stabilizer", "mps"}))
      ->capture_default_str();
}

} // namespace qopt::tool
