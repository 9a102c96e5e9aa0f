//===- Analyze.h - What the parts of qopt analyze share ---------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_TOOLS_QOPT_ANALYZE_H
#define QOPT_TOOLS_QOPT_ANALYZE_H

#include "PhysicalInput.h"

#include "qopt/Analysis/Advice.h"
#include "qopt/Analysis/Capacity.h"
#include "qopt/Analysis/Causes.h"
#include "qopt/Analysis/Scaling.h"
#include "qopt/Analysis/Sensitivity.h"
#include "qopt/Analysis/Simulability.h"
#include "qopt/Templates/Templates.h"

namespace qopt::tool {

/// `--data` and what goes with it.
struct DataArguments {
  std::string file, embedding, label, labels;
  std::vector<std::string> classes, features, drop;
  unsigned pca = 0;
  std::string scaling = "minmax";
};

struct AnalyzeOptions {
  CommonOptions common;
  CircuitArgument circuit;
  PhysicalOptions physical;
  std::string init = "uniform";
  std::string engine = "auto";
  std::string loss = "expectation";
  DataArguments data;
  std::string scale, whatIf;
  size_t samples = 0;
  /// Walks go on until intervals are this narrow; 0: a fixed number.
  double resolution = 1e-4;
  bool noAdvice = false;
  bool noCauses = false;
  bool capacity = false;
  /// Derivatives in the device's values, however long they take.
  bool sensitivities = false;
  bool noSensitivities = false;
  /// For --scale.
  TemplateOptions templateOptions;
  SimulabilityLimits limits;
};

/// A data set as the circuit sees it.
struct AnalyzeData {
  DataLoss loss;
  /// The circuit with its embedding, and as it was given.
  CircuitFile file, plain;
  /// Features a sample after scaling; 0 for quantum data.
  unsigned features = 0;
  std::vector<std::string> inputs, notes;
};
/// Usage errors of options that go with `--data`.
llvm::Error checkDataOptions(const AnalyzeOptions &options);
llvm::Expected<AnalyzeData> readData(const AnalyzeOptions &options,
                                     CircuitFile file);
/// The circuit with the embedding of that name in front.
llvm::Expected<CircuitFile> embedCircuit(const CircuitFile &file,
                                         const std::string &embedding,
                                         unsigned features);

/// A circuit with everything that its prediction needs.
struct AnalyzeSubject {
  CircuitFile file;
  NamedDevices devices;
  PhysicalInput input;
  TrainabilityOptions options;
  double resolution = 0;
  /// On the qubits of the input, which compiling may put elsewhere.
  std::string observableText;
  /// The cost is this loss over data.
  std::optional<DataLoss> loss;

  const CircuitView &view() const { return input.noisy.circuit; }
};

/// What a change of the device moves.
struct DeviceFigures {
  Warranted variance, attenuation, shots;
  std::optional<Warranted> medianVariance, esp;
  size_t gates2q = 0;
};
struct WhatIfResult {
  std::vector<std::string> changes;
  DeviceFigures before, after;
  /// The compiler places the circuit elsewhere.
  bool moved = false;
  std::vector<unsigned> initialLayout;
};

struct ScalingPoint {
  unsigned qubits = 0, layers = 0;
  std::string engine;
  Warranted variance, medianVariance;
};
struct ScalingResult {
  ScalingRule rule;
  std::vector<ScalingPoint> points;
  ScalingFit variance, medianVariance;
};

/// What is known in the end; parts that were not asked for are empty.
struct AnalyzeResult {
  TrainabilityResult trainability;
  std::optional<SimulabilityResult> simulability;
  /// Why there is no verdict on simulability.
  std::string simulabilityNote;
  std::optional<Warranted> esp, gateSuccess, cnr;
  std::optional<double> durationNs;
  /// Of trainability.dead.
  std::vector<std::string> deadReasons;
  std::optional<CauseSplit> causes;
  std::vector<Advice> advice;
  std::optional<SensitivityMap> sensitivities;
  std::optional<WhatIfResult> whatIf;
  std::optional<ScalingResult> scaling;
  std::optional<CapacityResult> capacity;
};

/// Attaches laws and devices to `file`.
llvm::Expected<AnalyzeSubject> makeSubject(const AnalyzeOptions &options,
                                           CircuitFile file,
                                           NamedDevices devices,
                                           std::optional<DataLoss> loss);
/// Trainability of the subject's cost or loss.
llvm::Expected<TrainabilityResult>
estimateSubject(const AnalyzeSubject &subject, bool rareEvents = false);

/// Everything that is said of one subject; `data` may be null.
llvm::Expected<AnalyzeResult> analyzeSubject(const AnalyzeSubject &subject,
                                             const AnalyzeOptions &options,
                                             const AnalyzeData *data);

/// What changes of the circuit, its data or its qubits would give; `data` may
/// be null.
std::vector<Advice> adviseCircuit(const AnalyzeOptions &options,
                                  const AnalyzeSubject &subject,
                                  const AnalyzeData *data,
                                  const TrainabilityResult &present);

/// The subject on its device as `--what-if` changes it.
llvm::Expected<WhatIfResult> evaluateChange(const AnalyzeOptions &options,
                                            const AnalyzeSubject &subject,
                                            const TrainabilityResult &present);

/// The template IN names at a size.
llvm::Expected<CircuitFile> templateOfSize(const AnalyzeOptions &options,
                                           unsigned qubits, unsigned layers);
llvm::Expected<ScalingResult> analyzeScaling(const AnalyzeOptions &options,
                                             const ScalingRule &rule,
                                             const NamedDevices &devices);

/// Mean of |θ| folded into a gate's range under the initialisation laws.
NoiseOptions noiseOptionsOf(const Initialisation &init);

/// Adds all parts to a document begun by beginDocument().
void writeAnalysis(Json &document, const AnalyzeSubject &subject,
                   const AnalyzeResult &result);
/// The same for people.
std::string describeAnalysis(const AnalyzeSubject &subject,
                             const AnalyzeResult &result);

/// The key "report" of a document: circuit and device for the drawings
/// (docs/report.md).
Json drawingsOf(const CircuitView &circuit, const Device *device);

} // namespace qopt::tool

#endif // QOPT_TOOLS_QOPT_ANALYZE_H
