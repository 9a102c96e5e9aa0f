//===- CompileCommand.cpp - From any circuit to a device's gates ----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Common.h"

#include "qopt/Driver/Compile.h"
#include "qopt/Synthesis/Operations.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <ctime>

using namespace qopt;
using namespace qopt::tool;

namespace {
struct CompileArguments {
  CommonOptions common;
  CircuitArgument input;
  std::string device;
  std::string emit = "qasm3";
  std::string objective = "fidelity";
  std::string effort = "default";
  bool noSimplify = false;
  bool routeOnly = false;
  std::vector<unsigned> layout;
  std::string bind;
  std::string previous;
  std::string observable;
  bool timing = false;
};

/// Processor seconds (all threads) of the parts of a run.
class PartTimes {
public:
  void end(const char *part) {
    std::clock_t now = std::clock();
    seconds[part] = double(now - begin) / CLOCKS_PER_SEC;
    begin = now;
  }
  Json seconds = Json::object();

private:
  std::clock_t begin = std::clock();
};
} // namespace

/// Wall seconds of one binding: from values to all angles.
static double bindingTime(const CircuitView &view,
                          llvm::ArrayRef<double> values) {
  auto begin = std::chrono::steady_clock::now();
  std::vector<double> angles = view.evaluateAngles(values);
  auto end = std::chrono::steady_clock::now();
  return angles.empty() ? 0
                        : std::chrono::duration<double>(end - begin).count();
}

static Json countsDocument(unsigned qubits, const CircuitCounts &counts) {
  return {{"qubits", qubits},
          {"gates", counts.gates},
          {"gates_2q", counts.gates2q},
          {"depth", counts.depth},
          {"depth_2q", counts.depth2q}};
}

/// The observable on physical qubits, as `qopt run` and `analyze` take it.
static Json mappedObservable(const CircuitView &view) {
  const PauliSum &sum = view.observables().back();
  unsigned width = 0;
  for (unsigned id : view.sites())
    width = std::max(width, id + 1);
  PauliSum physical = sum.relabel(view.sites(), width);
  Json terms = Json::array();
  for (const PauliTerm &term : physical.terms())
    terms.push_back({term.string.str(), term.coefficient});
  return {{"text", physical.str()},
          {"pauli_sum",
           {{"schema", "qopt.pauli-sum/1"},
            {"qubits", width},
            {"terms", std::move(terms)}}}};
}

static Json resultDocument(Json document, const CompileArguments &arguments,
                           const CompileResult &result) {
  document["device"] = arguments.device;
  document["before"] = countsDocument(result.qubitsBefore, result.before);
  Json after = countsDocument(result.qubitsAfter, result.after);
  after["swaps_inserted"] = result.swapsInserted;
  after["folded_when_bound"] = result.foldedRotations;
  after["duration_ns"] =
      result.hasEstimate ? Json(result.durationNs) : Json(nullptr);
  after["log_cost"] = result.hasEstimate ? Json(result.logCost) : Json(nullptr);
  after["esp"] = result.hasEstimate ? toJson(result.esp) : Json(nullptr);
  after["gate_success"] =
      result.hasEstimate ? toJson(result.gateSuccess) : Json(nullptr);
  after["per_gate"] = Json::object();
  for (auto &[name, count] : result.perGate)
    after["per_gate"][name] = count;
  document["after"] = std::move(after);
  document["initial_layout"] = result.layout.initial;
  document["final_layout"] = result.layout.final;
  document["verified"] = {{"relation", result.verified.relation},
                          {"method", result.verified.method},
                          {"warranty", result.verified.warranty}};
  document["parameters"] = Json::array();
  const CircuitView &view = result.circuit.view;
  for (unsigned i = 0; i < view.numParameters(); ++i)
    document["parameters"].push_back(view.parameterName(i));
  document["notes"] = result.notes;
  if (!arguments.observable.empty())
    document["observable"] = mappedObservable(view);
  if (!result.decision.empty()) {
    Json choices = Json::array();
    for (const CompileChoice &choice : result.choices) {
      Json entry = {{"choice", choice.name}};
      if (!choice.whyNot.empty()) {
        entry["why_not"] = choice.whyNot;
      } else {
        entry["gates_2q"] = choice.gates2q;
        entry["log_cost"] = choice.logCost ? Json(*choice.logCost) : Json();
      }
      choices.push_back(std::move(entry));
    }
    document["previous"] = {{"decision", result.decision},
                            {"choices", std::move(choices)}};
  }
  return document;
}

static std::string summary(const CompileResult &result) {
  std::string text =
      llvm::formatv("{0} qubits, {1} gates ({2} on two qubits, depth {3}) -> "
                    "{4} gates ({5} on two qubits, depth {6}), {7} SWAPs\n",
                    result.qubitsBefore, result.before.gates,
                    result.before.gates2q, result.before.depth2q,
                    result.after.gates, result.after.gates2q,
                    result.after.depth2q, result.swapsInserted)
          .str();
  text += "layout: " +
          llvm::join(
              llvm::map_range(result.layout.initial,
                              [](unsigned id) { return std::to_string(id); }),
              " ") +
          "\n";
  if (result.hasEstimate)
    text += "esp: " + toText(result.esp) + "\n";
  if (!result.decision.empty())
    text += "decision: " + result.decision + "\n";
  text += "verified: " + result.verified.relation + ", " +
          result.verified.method + " (" + result.verified.warranty + ")\n";
  for (const std::string &note : result.notes)
    text += "note: " + note + "\n";
  return text;
}

/// An observable with X or Y on a measured qubit is meant before the
/// measurements at the end: these go.
static llvm::Error leaveOutMeasurements(CircuitView &view, const PauliSum &sum,
                                        std::vector<std::string> &notes) {
  std::vector<bool> measured(view.numQubits(), false);
  std::vector<Operation> kept;
  for (const Gate &gate : view.gates()) {
    if (gate.kind == GateKind::Measure) {
      measured[view.qubitsOf(gate)[0]] = true;
      continue;
    }
    for (unsigned q : view.qubitsOf(gate))
      if (measured[q] && gate.kind != GateKind::Barrier)
        return inputError("--observable needs measurements at the end only; "
                          "qubit " +
                          llvm::Twine(q) + " is used after one");
    kept.push_back(unpackOperation(view, gate));
  }
  bool crossed = false;
  for (const PauliTerm &term : sum.terms())
    for (unsigned q : term.string.support())
      crossed |= measured[q] && term.string.at(q) != Pauli::Z;
  if (!crossed)
    return llvm::Error::success();
  view = withOperations(view, kept);
  notes.push_back("the measurements are left out: the observable is not "
                  "diagonal on what they measure");
  return llvm::Error::success();
}

static EmitFormat emitFormat(const std::string &name) {
  return name == "qasm3"   ? EmitFormat::QASM3
         : name == "qasm2" ? EmitFormat::QASM2
         : name == "mlir"  ? EmitFormat::MLIR
         : name == "qir"   ? EmitFormat::QIR
                           : EmitFormat::JSON;
}

static llvm::Expected<ExitCode> compile(const CompileArguments &arguments) {
  const CommonOptions &common = arguments.common;
  if (!common.report.empty())
    return inputError("qopt compile writes no report");
  PartTimes times;
  llvm::Expected<CircuitFile> input = readCircuit(arguments.input);
  if (!input)
    return input.takeError();
  llvm::Expected<Device> device = openDevice(arguments.device, common);
  if (!device)
    return device.takeError();
  std::vector<double> values;
  if (!arguments.bind.empty()) {
    auto bindings = readBindings(arguments.bind, input->view);
    if (!bindings)
      return bindings.takeError();
    if (bindings->size() != 1)
      return inputError("--bind holds " + llvm::Twine(bindings->size()) +
                            " bindings; compile takes one",
                        {arguments.bind});
    values = bindings->front();
  }
  bool needsValues = arguments.emit == "qasm2" || arguments.emit == "qir";
  if (needsValues && values.empty() && input->view.numParameters())
    return inputError("--emit " + arguments.emit +
                          " needs the values of all parameters: give --bind",
                      {input->path});
  CompileOptions options;
  options.objective = arguments.objective == "depth" ? CompileObjective::Depth
                      : arguments.objective == "two-qubit"
                          ? CompileObjective::TwoQubit
                          : CompileObjective::Fidelity;
  options.effort = arguments.effort == "fast"  ? CompileEffort::Fast
                   : arguments.effort == "max" ? CompileEffort::Max
                                               : CompileEffort::Default;
  options.simplify = !arguments.noSimplify;
  options.routeOnly = arguments.routeOnly;
  options.layout = arguments.layout;
  options.seed = common.seed;
  std::optional<CircuitFile> previous;
  if (!arguments.previous.empty()) {
    if (arguments.routeOnly || !arguments.layout.empty() ||
        !arguments.observable.empty())
      return llvm::make_error<Diagnostic>(
          ExitCode::Usage, SourceLocation{},
          "--previous goes with neither --route-only nor --layout nor "
          "--observable");
    CircuitArgument earlier = arguments.input;
    earlier.path = arguments.previous;
    llvm::Expected<CircuitFile> read = readCircuit(earlier);
    if (!read)
      return read.takeError();
    previous = std::move(*read);
    options.previous = &*previous;
  }
  std::vector<std::string> notes;
  if (!arguments.observable.empty()) {
    llvm::Expected<PauliSum> sum =
        readObservable(arguments.observable, input->view.numQubits());
    if (!sum)
      return sum.takeError();
    if (llvm::Error error = leaveOutMeasurements(input->view, *sum, notes))
      return inFile(input->path, std::move(error));
    input->view.addObservable(std::move(*sum));
  }
  times.end("reading");
  llvm::Expected<CompileResult> result =
      compileCircuit(*input, *device, options);
  if (!result)
    return inFile(input->path, result.takeError());
  times.end("compiling");
  result->notes.insert(result->notes.begin(), notes.begin(), notes.end());
  llvm::Expected<std::string> text =
      emitCircuit(result->circuit, emitFormat(arguments.emit), values);
  if (!text)
    return text.takeError();
  std::vector<std::string> inputs{arguments.input.path};
  if (previous)
    inputs.push_back(arguments.previous);
  llvm::Expected<Json> document = beginDocument("compile", common, inputs);
  if (!document)
    return document.takeError();
  if (llvm::Error error = writeArtefact(*text, common))
    return error;
  times.end("writing");
  Json made = resultDocument(std::move(*document), arguments, *result);
  if (arguments.timing) {
    double verifying = result->verifyingSeconds;
    times.seconds["compiling"] =
        times.seconds["compiling"].get<double>() - verifying;
    times.seconds["verifying"] = verifying;
    if (!values.empty())
      times.seconds["binding_wall"] = bindingTime(result->circuit.view, values);
    made["timing"] = std::move(times.seconds);
  }
  if (llvm::Error error = writeDocument(std::move(made), common))
    return error;
  printSummary(summary(*result), common, common.output.empty());
  return ExitCode::Ok;
}

namespace qopt::tool {
void addCompileCommand(CLI::App &app) {
  static CompileArguments arguments;
  CLI::App *command = addCommand(
      app, "compile",
      "Simplify, place, route, lower to native gates and verify; parameters "
      "stay symbolic.",
      "qopt compile circuit.qasm3 --device fez -o mapped.qasm3",
      arguments.common, [] { return compile(arguments); });
  addCircuitArgument(*command, arguments.input);
  command
      ->add_option("--device", arguments.device, "Bundled name or device file")
      ->required();
  command
      ->add_option("--emit", arguments.emit, "Format of the compiled circuit")
      ->check(CLI::IsMember({"qasm3", "qasm2", "mlir", "qir", "json"}))
      ->capture_default_str();
  command
      ->add_option("--objective", arguments.objective,
                   "What the mapping should be good at")
      ->check(CLI::IsMember({"fidelity", "two-qubit", "depth"}))
      ->capture_default_str();
  command->add_option("--effort", arguments.effort, "Trials of the router")
      ->check(CLI::IsMember({"fast", "default", "max"}))
      ->capture_default_str();
  command->add_flag("--no-simplify", arguments.noSimplify,
                    "Keep gates that could be merged or left out");
  command->add_flag("--route-only", arguments.routeOnly,
                    "Insert SWAPs and change nothing else");
  command
      ->add_option("--layout", arguments.layout,
                   "Physical id of each qubit at the start, as 3,4,7")
      ->delimiter(',');
  command->add_option("--previous", arguments.previous,
                      "The circuit as compiled earlier: keep, move or compile "
                      "anew, whichever is best on this device");
  command->add_option("--observable", arguments.observable,
                      "Pauli sum to take along: the document has it on the "
                      "physical qubits");
  command->add_option("--bind", arguments.bind,
                      "Values of the parameters (JSON or .npy)");
  command->add_flag("--timing", arguments.timing,
                    "Put processor seconds of the parts into the document");
}
} // namespace qopt::tool
