//===- AnalyzeCommand.cpp - qopt analyze ----------------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Trainability, simulability, fidelity, resources and advice of one circuit
// with one observable (docs/prediction.md).
//
//===----------------------------------------------------------------------===//

#include "Analyze.h"

#include "qopt/Report/Reports.h"
#include "qopt/Simulation/InstructionSet.h"
#include "qopt/Support/Files.h"

#include <nlohmann/json.hpp>

using namespace qopt;
using namespace qopt::tool;

static llvm::Error writeReport(const Json &document,
                               const AnalyzeSubject &subject,
                               const CommonOptions &common) {
  if (common.report.empty())
    return llvm::Error::success();
  Json whole = document;
  whole["report"] = drawingsOf(
      subject.view(), subject.input.device ? &*subject.input.device : nullptr);
  llvm::Expected<std::string> html = renderReport(whole);
  if (!html)
    return html.takeError();
  return writeFileAtomically(common.report, *html);
}

static llvm::Error checkOptions(const AnalyzeOptions &options) {
  auto usage = [](const char *message) {
    return llvm::make_error<Diagnostic>(ExitCode::Usage, SourceLocation{},
                                        message);
  };
  if (llvm::Error error = checkDataOptions(options))
    return error;
  const TemplateOptions &wanted = options.templateOptions;
  if (options.scale.empty()) {
    if (!wanted.entanglement.empty() || !wanted.rotations.empty() ||
        !wanted.entangler.empty())
      return usage("--entanglement, --rotations and --entangler go with "
                   "--scale");
    return llvm::Error::success();
  }
  if (!options.data.file.empty())
    return usage("--scale takes no data");
  if (!findTemplate(llvm::StringRef(options.circuit.path).rsplit('+').second) &&
      !findTemplate(options.circuit.path))
    return inputError("--scale: IN is the name of a template (`qopt ansatz "
                      "--list`), not '" +
                      escapeForTerminal(options.circuit.path) + "'");
  return llvm::Error::success();
}

/// What is analysed, and the files that were read for it.
static llvm::Expected<AnalyzeData> readSubject(const AnalyzeOptions &options,
                                               const ScalingRule *rule) {
  AnalyzeData data;
  if (rule) {
    unsigned qubits = rule->sizes.front();
    llvm::Expected<CircuitFile> file =
        templateOfSize(options, qubits, rule->layers(qubits));
    if (!file)
      return file.takeError();
    data.file = std::move(*file);
    data.file.path = options.circuit.path;
    data.notes.push_back("all but 'scaling' is of the smallest size, " +
                         std::to_string(qubits) + " qubits");
    return data;
  }
  llvm::Expected<CircuitFile> file = readCircuit(options.circuit);
  if (!file)
    return file.takeError();
  if (!options.data.file.empty())
    return readData(options, std::move(*file));
  data.file = std::move(*file);
  return data;
}

static llvm::Expected<ExitCode> analyze(const AnalyzeOptions &options) {
  if (llvm::Error error = checkOptions(options))
    return error;
  if (llvm::Error error = setInstructionSet(options.common.isa))
    return error;
  std::optional<ScalingRule> rule;
  if (!options.scale.empty()) {
    llvm::Expected<ScalingRule> parsed = parseScalingRule(options.scale);
    if (!parsed)
      return inFile("--scale", parsed.takeError());
    rule = std::move(*parsed);
  }
  llvm::Expected<AnalyzeData> data =
      readSubject(options, rule ? &*rule : nullptr);
  if (!data)
    return data.takeError();
  llvm::Expected<NamedDevices> devices =
      openDevices(options.physical, options.common);
  if (!devices)
    return devices.takeError();
  bool hasData = !options.data.file.empty();
  llvm::Expected<AnalyzeSubject> subject =
      makeSubject(options, data->file, *devices,
                  hasData ? std::optional<DataLoss>(data->loss) : std::nullopt);
  if (!subject)
    return subject.takeError();
  llvm::Expected<AnalyzeResult> result =
      analyzeSubject(*subject, options, hasData ? &*data : nullptr);
  if (!result)
    return result.takeError();
  if (rule) {
    llvm::Expected<ScalingResult> scaling =
        analyzeScaling(options, *rule, *devices);
    if (!scaling)
      return scaling.takeError();
    result->scaling = std::move(*scaling);
  }

  result->trainability.notes.insert(result->trainability.notes.begin(),
                                    data->notes.begin(), data->notes.end());
  std::vector<std::string> inputs;
  if (!rule)
    inputs.push_back(options.circuit.path);
  inputs.insert(inputs.end(), data->inputs.begin(), data->inputs.end());
  inputs.insert(inputs.end(), subject->input.inputs.begin(),
                subject->input.inputs.end());
  inputs.push_back(options.whatIf);
  llvm::Expected<Json> document =
      beginDocument("analyze", options.common, inputs);
  if (!document)
    return document.takeError();
  writeAnalysis(*document, *subject, *result);
  if (llvm::Error error = writeReport(*document, *subject, options.common))
    return error;
  if (llvm::Error error = writeDocument(*document, options.common))
    return error;
  printSummary(describeAnalysis(*subject, *result), options.common);
  return ExitCode::Ok;
}

static void addDataOptions(CLI::App &command, DataArguments &data) {
  command.add_option("--data", data.file,
                     "Samples: CSV or NumPy with a label column, or states "
                     "(.npy, with --labels)");
  command.add_option("--embedding", data.embedding,
                     "Template in front of the circuit that takes the features "
                     "(`qopt ansatz --list`)");
  command.add_option("--label", data.label,
                     "Label column [the last but 'split']");
  command.add_option("--labels", data.labels,
                     "CSV with the labels of quantum data");
  command.add_option("--classes", data.classes, "Two classes, as a,b")
      ->delimiter(',');
  command.add_option("--features", data.features, "Feature columns, as a,b")
      ->delimiter(',');
  command.add_option("--drop", data.drop, "Columns to leave out")
      ->delimiter(',');
  command.add_option("--pca", data.pca,
                     "Principal components to take as features; 0: none");
  command
      .add_option("--scaling", data.scaling,
                  "Features as angles: minmax (to ±π/2), standard (then "
                  "minmax), none")
      ->check(CLI::IsMember({"minmax", "standard", "none"}));
}

namespace qopt::tool {
void addAnalyzeCommand(CLI::App &app) {
  static AnalyzeOptions options;
  CLI::App *command = addCommand(
      app, "analyze",
      "Predict trainability, simulability and fidelity without simulating",
      "qopt analyze circuit.qasm3 --observable Z0 --device fez", options.common,
      [] { return analyze(options); });
  addCircuitArgument(*command, options.circuit);
  command->add_option("--observable", options.physical.observable,
                      "Pauli sum, @FILE.json, global-z, mean-z, "
                      "zero-projector, or expval:K of the circuit [its only "
                      "expval]");
  command->add_option("--device", options.physical.device,
                      "Device whose noise counts, by name or file");
  command->add_option("--noise", options.physical.noise,
                      "none, device or a device file with uniform noise "
                      "[device if --device is given, else none]");
  command->add_option("--init", options.init,
                      "Law of the parameters: uniform, gaussian:SIGMA, "
                      "range:R, zeros, identity-blocks, file:VALUES.json, or "
                      "GROUP=LAW,...");
  command->add_option("--engine", options.engine, "Engine of the prediction")
      ->check(CLI::IsMember({"auto", "walk", "dictionary", "pairs", "fourier",
                             "orbit", "splitting", "sample"}));
  command->add_option("--samples", options.samples,
                      "Walks, samples, or strings that the dictionary "
                      "holds; 0 is the engine's own number");
  command
      ->add_option("--resolution", options.resolution,
                   "Walks go on until no interval is wider than this or 20 % "
                   "of its value; 0 walks a fixed number")
      ->check(CLI::Range(0.0, 1.0));
  command
      ->add_option("--loss", options.loss,
                   "expectation: (1/N) Σ y C(x); mse: (1/N) Σ (C(x) − y)²; "
                   "cross-entropy: (1/N) Σ ln(1 + e^(−y C(x)))")
      ->check(CLI::IsMember({"expectation", "mse", "cross-entropy"}));
  addDataOptions(*command, options.data);
  command->add_option("--scale", options.scale,
                      "Fit over sizes, as n=4..64,depth=n (depth: n, 2n, log "
                      "or a number); IN is a template");
  TemplateOptions &wanted = options.templateOptions;
  command->add_option("--entanglement", wanted.entanglement,
                      "Of the template of --scale, as in qopt ansatz");
  command->add_option("--rotations", wanted.rotations,
                      "Of the template of --scale");
  command->add_option("--entangler", wanted.entangler,
                      "Of the template of --scale");
  command->add_option("--what-if", options.whatIf,
                      "Changes of the device (docs/prediction.md): what they "
                      "would buy");
  command->add_flag("--sensitivities", options.sensitivities,
                    "Derivatives in every error of the device, however long "
                    "they take");
  command->add_flag("--no-sensitivities", options.noSensitivities,
                    "No derivatives in the errors of the device");
  command->add_flag("--capacity", options.capacity,
                    "Expressivity and capacity too: expressibility, Lie "
                    "algebra, Fisher rank, spectrum, kernel");
  command->add_flag("--no-advice", options.noAdvice, "Compute no advice");
  command->add_flag("--no-causes", options.noCauses,
                    "Do not split the variance into its causes");
  command->add_option("--max-flop", options.limits.maxFlop,
                      "Operations a simulable circuit may take");
  command->add_option("--max-bytes", options.limits.maxBytes,
                      "Memory a simulable circuit may take");
  command->add_option("--max-rmse", options.limits.maxError,
                      "Error a classical simulation may have, in standard "
                      "deviations of the cost");
  command->add_option("--shots", options.limits.shots,
                      "It may have no more than the statistical error of that "
                      "many shots either; 0: no such limit");
}
} // namespace qopt::tool
