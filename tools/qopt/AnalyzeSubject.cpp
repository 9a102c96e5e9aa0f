//===- AnalyzeSubject.cpp - One circuit through all predictions -----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Analyze.h"

#include "qopt/Analysis/DeadParameters.h"
#include "qopt/Analysis/Fidelity.h"

using namespace qopt;
using namespace qopt::tool;

static TrainabilityEngine engineNamed(llvm::StringRef name) {
  const std::pair<const char *, TrainabilityEngine> engines[] = {
      {"walk", TrainabilityEngine::Walk},
      {"dictionary", TrainabilityEngine::Dictionary},
      {"pairs", TrainabilityEngine::Pairs},
      {"fourier", TrainabilityEngine::Fourier},
      {"orbit", TrainabilityEngine::Orbit},
      {"splitting", TrainabilityEngine::Splitting},
      {"sample", TrainabilityEngine::Sample}};
  for (auto [known, engine] : engines)
    if (name == known)
      return engine;
  return TrainabilityEngine::Auto;
}

/// Drops an error of resources under `--engine auto`, keeping its message:
/// what else is known of the circuit is still worth printing.
static llvm::Error takeUnlessLimit(llvm::Error error,
                                   const AnalyzeOptions &options,
                                   std::string &message) {
  if (options.engine != "auto")
    return error;
  return llvm::handleErrors(std::move(error),
                            [&](std::unique_ptr<Diagnostic> d) -> llvm::Error {
                              if (d->code != ExitCode::ResourceLimit)
                                return llvm::Error(std::move(d));
                              message = d->message;
                              return llvm::Error::success();
                            });
}

NoiseOptions tool::noiseOptionsOf(const Initialisation &init) {
  NoiseOptions options;
  options.meanFolded = [init](const AffineAngle &angle, double lower,
                              double upper) {
    return meanFoldedAngle(init, angle, lower, upper);
  };
  return options;
}

llvm::Expected<AnalyzeSubject> tool::makeSubject(const AnalyzeOptions &options,
                                                 CircuitFile file,
                                                 NamedDevices devices,
                                                 std::optional<DataLoss> loss) {
  AnalyzeSubject subject;
  subject.file = std::move(file);
  subject.devices = std::move(devices);
  // Laws name parameters, which compiling keeps.
  llvm::Expected<Initialisation> init =
      parseInitialisation(options.init, subject.file.view);
  if (!init)
    return inFile("--init", init.takeError());
  PhysicalOptions physical = options.physical;
  physical.noiseOptions = noiseOptionsOf(*init);
  physical.takesStates = loss && !loss->states.empty();
  if (physical.takesStates)
    physical.stateQubits = loss->stateQubits;
  llvm::Expected<PhysicalInput> input = makePhysicalInput(
      subject.file, physical, subject.devices, options.common.seed);
  if (!input)
    return input.takeError();
  subject.input = std::move(*input);
  // A file or a shorthand is spelt out where qubits keep their numbers.
  const std::string &text = options.physical.observable;
  bool renumbered = !subject.view().sites().empty();
  subject.observableText = renumbered ? text : subject.input.observable.str();
  if (renumbered && isOwnObservable(text))
    subject.observableText =
        llvm::cantFail(ownObservable(text, subject.file.view)).str();
  subject.options.engine = engineNamed(options.engine);
  subject.options.seed = options.common.seed;
  subject.options.samples = options.samples;
  subject.resolution = options.resolution;
  subject.options.init = std::move(*init);
  subject.loss = std::move(loss);
  // States enter where compiling put their qubits.
  if (physical.takesStates && subject.input.layout) {
    llvm::ArrayRef<unsigned> sites = subject.view().sites();
    for (unsigned &q : subject.loss->stateQubits)
      q = llvm::find(sites, subject.input.layout->initial[q]) - sites.begin();
  }
  return subject;
}

llvm::Expected<TrainabilityResult>
tool::estimateSubject(const AnalyzeSubject &subject, bool rareEvents) {
  const PhysicalInput &input = subject.input;
  TrainabilityOptions options = subject.options;
  options.rareEvents = rareEvents;
  // For the subject, not for each variant of it.
  if (rareEvents)
    options.resolution = subject.resolution;
  return subject.loss
             ? estimateDataTrainability(input.noisy, input.observable,
                                        *subject.loss, subject.options)
             : estimateTrainability(input.noisy, input.observable, options);
}

/// Success and noise resilience, where a device says what goes wrong.
static llvm::Error estimateFidelity(const AnalyzeSubject &subject,
                                    AnalyzeResult &result) {
  std::vector<unsigned> measured;
  for (unsigned q : subject.input.observable.support())
    measured.push_back(q);
  if (subject.input.device) {
    llvm::Expected<SuccessEstimate> success =
        estimateSuccess(subject.view(), *subject.input.device, measured,
                        noiseOptionsOf(subject.options.init));
    if (!success)
      return success.takeError();
    result.esp = success->esp;
    result.gateSuccess = success->gateSuccess;
    result.durationNs = success->durationNs;
  }
  if (subject.input.noisy.isNoiseless())
    return llvm::Error::success();
  llvm::Expected<Warranted> resilience = cliffordNoiseResilience(
      subject.input.noisy, measured, 32, subject.options.seed);
  if (resilience)
    result.cnr = std::move(*resilience);
  else
    llvm::consumeError(resilience.takeError());
  return llvm::Error::success();
}

/// Of the circuit as it was given: compiling adds qubits and no expressivity.
static llvm::Expected<CapacityResult>
capacityOf(const AnalyzeSubject &subject, const AnalyzeOptions &options) {
  CapacityOptions wanted;
  wanted.init = subject.options.init;
  wanted.seed = options.common.seed;
  wanted.samples = wanted.walks = options.samples;
  const DataLoss *data = subject.loss ? &*subject.loss : nullptr;
  const CircuitView &given = subject.file.view;
  if (!given.sites().empty())
    return estimateCapacity(subject.view(), subject.input.observable, data,
                            wanted);
  const std::string &text = options.physical.observable;
  llvm::Expected<PauliSum> observable =
      isOwnObservable(text) ? ownObservable(text, given)
                            : readObservable(text, given.numQubits());
  if (!observable)
    return inFile("--observable", observable.takeError());
  return estimateCapacity(given, *observable, data, wanted);
}

llvm::Expected<AnalyzeResult>
tool::analyzeSubject(const AnalyzeSubject &subject,
                     const AnalyzeOptions &options, const AnalyzeData *data) {
  AnalyzeResult result;
  // Splitting can take a minute: for the subject, not for each variant.
  llvm::Expected<TrainabilityResult> trainability =
      estimateSubject(subject, /*rareEvents=*/true);
  std::string untreated;
  if (!trainability) {
    llvm::Error error =
        takeUnlessLimit(trainability.takeError(), options, untreated);
    if (error)
      return inFile(options.circuit.path, std::move(error));
    trainability =
        unknownTrainability(subject.view(), subject.options, untreated);
  }
  result.trainability = std::move(*trainability);
  std::vector<std::string> &notes = result.trainability.notes;
  std::vector<std::string> before = subject.input.notes;
  for (const std::string &note : notes)
    if (!llvm::is_contained(before, note))
      before.push_back(note);
  notes = std::move(before);

  llvm::Expected<SimulabilityResult> simulability = classifySimulability(
      subject.view(), subject.input.observable, subject.options.init,
      options.limits, options.common.seed);
  if (simulability)
    result.simulability = std::move(*simulability);
  else
    result.simulabilityNote = llvm::toString(simulability.takeError());
  if (llvm::Error error = estimateFidelity(subject, result))
    return error;
  const PhysicalInput &input = subject.input;
  result.deadReasons =
      explainDead(input.noisy, input.observable, subject.options.init,
                  result.trainability.dead);
  // What follows compares circuits of finite depth.
  bool finite = options.engine != "orbit" && untreated.empty();
  if (!options.noCauses && finite)
    result.causes = splitCauses(input.noisy, input.observable,
                                subject.loss ? &*subject.loss : nullptr,
                                subject.options, result.trainability);
  if (!options.noAdvice && finite) {
    result.advice = adviseTrainability(input.noisy, input.observable,
                                       subject.loss ? &*subject.loss : nullptr,
                                       subject.options, result.trainability);
    for (Advice &advice :
         adviseCircuit(options, subject, data, result.trainability))
      result.advice.push_back(std::move(advice));
    rankAdvice(result.advice);
  }
  if (input.noiseDevice && !options.noSensitivities && finite)
    result.sensitivities = noiseSensitivities(
        subject.view(), *input.noiseDevice,
        noiseOptionsOf(subject.options.init), input.observable,
        subject.loss ? &*subject.loss : nullptr, subject.options,
        options.sensitivities);
  if (options.capacity) {
    llvm::Expected<CapacityResult> capacity = capacityOf(subject, options);
    if (!capacity)
      return capacity.takeError();
    result.capacity = std::move(*capacity);
  }
  if (!options.whatIf.empty()) {
    llvm::Expected<WhatIfResult> change =
        evaluateChange(options, subject, result.trainability);
    if (!change)
      return change.takeError();
    result.whatIf = std::move(*change);
  }
  return result;
}
