//===- Trainability.cpp - Gradient variances before simulation ------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Chooses the engine, and turns moments into what a user asked: variances by
// name, dead parameters, shots, a verdict.
//
//===----------------------------------------------------------------------===//

#include "EngineResult.h"
#include "Splitting.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace qopt;

namespace {
/// Transitions (about 100 bytes each) the exact engines may record: at first,
/// and when there is nothing better.
constexpr size_t QuickTransitions = 1'500'000;
constexpr size_t MaxTransitions = 12'000'000;

/// One call of estimateTrainability().
class Estimation {
public:
  Estimation(const NoisyCircuit &circuit, const PauliSum &observable,
             const TrainabilityOptions &options)
      : circuit(circuit), observable(observable), options(options) {}
  llvm::Expected<TrainabilityResult> run();
  TrainabilityResult describe(EngineResult moments) const;

  std::vector<std::string> notes;
  /// Shots of a loss relative to those of one cost of the same variance.
  double shotFactor = 1;

private:
  using Result = llvm::Expected<EngineResult>;
  Result choose();
  Result byName(const MomentProgram &program);
  Result automatic(const MomentProgram &program);
  Result pairs(const MomentProgram &program, size_t limit,
               llvm::StringRef name = "pairs");
  Result fourier(const MomentProgram &program, size_t limit);
  Result walk(const MomentProgram &program);
  Result dictionary(const MomentProgram &program);
  Result splitting(const MomentProgram &program);
  Result sample() { return sampleMoments(circuit, observable, options); }
  /// Sampling, or an error that says why each engine gave up.
  Result lastResort();
  /// True (and the error dropped) if `result` failed for want of resources.
  bool gaveUp(Result &result, llvm::StringRef engine);

  void describeShots(TrainabilityResult &result) const;

  const NoisyCircuit &circuit;
  const PauliSum &observable;
  const TrainabilityOptions &options;
};
} // namespace

Estimation::Result Estimation::pairs(const MomentProgram &program, size_t limit,
                                     llvm::StringRef name) {
  llvm::Expected<ExactMoments> moments =
      momentsByPairs(program, limit, zeroStateValue);
  if (!moments)
    return moments.takeError();
  return fromExact(program, *moments, name);
}

Estimation::Result Estimation::fourier(const MomentProgram &program,
                                       size_t limit) {
  llvm::Expected<ExactMoments> moments =
      momentsByFourier(program, limit, zeroStateValue);
  if (!moments)
    return moments.takeError();
  return fromExact(program, *moments, "fourier");
}

Estimation::Result Estimation::walk(const MomentProgram &program) {
  std::string why = whyNoWalk(program);
  if (!why.empty())
    return inputError("engine 'walk' cannot treat this circuit: " + why);
  llvm::Expected<WalkProgram> walk = buildWalk(program);
  if (!walk)
    return walk.takeError();
  llvm::Expected<FirstMoments> first = firstMoments(
      program, *walk, options.quick ? QuickTransitions : MaxTransitions);
  if (!first)
    return first.takeError();
  WalkOptions walks;
  if (options.samples)
    walks.walkers = options.samples;
  else if (!options.quick)
    walks.resolution = options.resolution;
  WalkResult moments =
      runWalk(*walk, program.symbols.size(), walks, options.seed);
  EngineResult result = fromWalk(program, moments, *first);
  result.notes.push_back(std::to_string(moments.walkers) + " walks" +
                         (moments.pairs ? " of pairs" : ""));
  if (!moments.resolved) {
    char text[80];
    std::snprintf(text, sizeof(text),
                  "some intervals are wider than 20 %% and than %g",
                  options.resolution);
    result.notes.push_back(text);
  }
  return result;
}

/// Exact where it fits, else with certified intervals.
Estimation::Result Estimation::dictionary(const MomentProgram &program) {
  auto refuse = [](const std::string &why) {
    return inputError("engine 'dictionary' cannot treat this circuit: " + why);
  };
  if (std::string why = whyNoWalk(program); !why.empty())
    return refuse(why);
  llvm::Expected<WalkProgram> walk = buildWalk(program);
  if (!walk)
    return walk.takeError();
  std::string why = whyNoDictionary(*walk);
  // Interfering terms are pairs that stay together.
  if (!walk->hasRelaxation && !options.samples) {
    Result exact = pairs(program, MaxTransitions, "dictionary");
    if (!why.empty() || !gaveUp(exact, "pairs"))
      return exact;
  }
  if (!why.empty())
    return refuse(why);
  llvm::Expected<FirstMoments> first = firstMoments(program, *walk);
  if (!first)
    return first.takeError();
  llvm::Expected<CertifiedMoments> moments =
      certifiedMoments(*walk, program.symbols.size(), options.samples);
  if (!moments)
    return moments.takeError();
  return fromDictionary(program, *moments, *first);
}

Estimation::Result Estimation::splitting(const MomentProgram &program) {
  auto refuse = [](const std::string &why) {
    return inputError("engine 'splitting' cannot treat this circuit: " + why);
  };
  if (std::string why = whyNoWalk(program); !why.empty())
    return refuse(why);
  llvm::Expected<WalkProgram> walk = buildWalk(program);
  if (!walk)
    return walk.takeError();
  if (std::string why = whyNoSplitting(*walk); !why.empty())
    return refuse(why);
  llvm::Expected<FirstMoments> first = firstMoments(program, *walk);
  if (!first)
    return first.takeError();
  llvm::Expected<SplittingResult> moments = runSplitting(
      *walk, program.symbols.size(), options.samples, options.seed);
  if (!moments)
    return moments.takeError();
  return fromSplitting(program, *moments, *first);
}

bool Estimation::gaveUp(Result &result, llvm::StringRef engine) {
  if (result)
    return false;
  bool limited = false;
  llvm::Error rest = llvm::handleErrors(
      result.takeError(), [&](std::unique_ptr<Diagnostic> d) -> llvm::Error {
        if (d->code != ExitCode::ResourceLimit)
          return llvm::Error(std::move(d));
        limited = true;
        notes.push_back("engine '" + engine.str() +
                        "' handed over: " + d->message);
        return llvm::Error::success();
      });
  if (limited)
    return true;
  result = std::move(rest);
  return false;
}

Estimation::Result Estimation::automatic(const MomentProgram &program) {
  if (program.hasSharedSymbols) {
    if (program.symbols.size() <= 16 && !program.hasIncommensurate) {
      Result quick = fourier(program, QuickTransitions);
      if (!gaveUp(quick, "fourier"))
        return quick;
    }
    Result exact =
        pairs(program, options.quick ? QuickTransitions : MaxTransitions);
    if (!gaveUp(exact, "pairs"))
      return exact;
    return lastResort();
  }
  std::string why = whyNoWalk(program);
  // Small cones are exact whatever it costs; others only where it is cheap.
  bool wants = !options.quick && (program.numQubits <= 8 || !why.empty());
  Result exact = pairs(program, wants ? MaxTransitions : QuickTransitions);
  if (!gaveUp(exact, "pairs"))
    return exact;
  if (why.empty()) {
    Result walked = walk(program);
    if (!walked || !options.rareEvents ||
        walked->variance.warranty != Warranty::Bound)
      return walked;
    // No walk contributed: splitting leads them to the input.
    Result led = splitting(program);
    if (led) {
      notes.push_back("engine 'walk' handed over: no walk contributed");
      return led;
    }
    llvm::consumeError(led.takeError());
    return walked;
  }
  notes.push_back("no walk: " + why);
  return lastResort();
}

Estimation::Result Estimation::lastResort() {
  Result sampled = sample();
  if (!gaveUp(sampled, "sample"))
    return sampled;
  std::string reasons;
  for (const std::string &note : notes)
    reasons += (reasons.empty() ? "" : "; ") + note;
  return limitError("no engine treats this circuit: " + reasons);
}

Estimation::Result Estimation::byName(const MomentProgram &program) {
  using Engine = TrainabilityEngine;
  switch (options.engine) {
  case Engine::Walk:
    return walk(program);
  case Engine::Dictionary:
    return dictionary(program);
  case Engine::Pairs:
    return pairs(program, 2 * MaxTransitions);
  case Engine::Fourier:
    return fourier(program, 2 * MaxTransitions);
  case Engine::Splitting:
    return splitting(program);
  default:
    return automatic(program);
  }
}

Estimation::Result Estimation::choose() {
  const CircuitView &view = circuit.circuit;
  if (observable.numQubits() != view.numQubits())
    return inputError(
        "the observable is on " + llvm::Twine(observable.numQubits()) +
        " qubits, the circuit on " + llvm::Twine(view.numQubits()));
  if (!view.inputQubits().empty())
    return inputError("the circuit takes a quantum state as input; give its "
                      "data, or prepare the state in the circuit");
  if (options.engine == TrainabilityEngine::Orbit &&
      !options.init.identityBlocks)
    return orbitMoments(circuit, observable, options);
  if (options.init.identityBlocks)
    return identityBlockMoments(circuit, observable, options);
  if (options.engine == TrainabilityEngine::Sample)
    return sample();
  llvm::Expected<MomentProgram> program =
      buildProgram(circuit, observable, options.init);
  if (program)
    return byName(*program);
  if (options.engine != TrainabilityEngine::Auto)
    return program.takeError();
  notes.push_back("exact engines handed over: " +
                  llvm::toString(program.takeError()));
  return sample();
}

void Estimation::describeShots(TrainabilityResult &result) const {
  std::vector<double> live;
  bool bounded = false;
  for (const ParameterVariance &parameter : result.parameters) {
    if (parameter.dead)
      continue;
    bounded |= parameter.variance.warranty == Warranty::Bound;
    live.push_back(parameter.variance.value);
  }
  const char *rule = "signal-to-noise 1 on the median live parameter: "
                     "parameter shift, all qubit-wise commuting groups";
  if (live.empty()) {
    result.shotsToResolve =
        Warranted::heuristic(0, "no live trainable parameter");
    result.verdict = "nothing to train: no parameter has an effect";
    return;
  }
  std::sort(live.begin(), live.end());
  double median =
      live.size() % 2
          ? live[live.size() / 2]
          : 0.5 * (live[live.size() / 2 - 1] + live[live.size() / 2]);
  char text[200];
  // Sums of terms that cancel leave rounding; walks and orbits do not.
  bool sums = result.engine != "walk" && result.engine != "splitting" &&
              result.engine != "orbit";
  if (median <= (sums ? 1e-15 : 0)) {
    result.shotsToResolve = Warranted::heuristic(
        shotsForGradient(observable, 1e-15),
        "the median derivative is 0 to rounding; a lower bound");
    result.verdict = "flat: the median derivative does not vary";
    return;
  }
  double shots = shotFactor * shotsForGradient(observable, median);
  result.shotsToResolve = Warranted::heuristic(std::ceil(shots), rule);
  const char *word = shots <= 1e4   ? "trainable"
                     : shots <= 1e6 ? "trainable at a price"
                     : shots <= 1e9 ? "barely trainable"
                                    : "a plateau at any sane shot budget";
  std::snprintf(text, sizeof(text),
                "%s: median gradient variance %s%.3g over %zu live parameters, "
                "%.3g shots resolve a typical derivative",
                word, bounded ? "at most " : "", median, live.size(), shots);
  result.verdict = text;
}

TrainabilityResult Estimation::describe(EngineResult moments) const {
  const CircuitView &view = circuit.circuit;
  TrainabilityResult result;
  result.engine = moments.engine;
  result.init = options.init.text;
  // Values taken from a median lower what would be exact.
  auto warranted = [&](Warranted number) {
    if (circuit.missing.empty() || number.warranty != Warranty::Exact)
      return number;
    number.warranty = Warranty::Estimate;
    number.method += "; " + circuit.missing.front();
    if (circuit.missing.size() > 1)
      number.method +=
          " and " + std::to_string(circuit.missing.size() - 1) + " more";
    return number;
  };
  result.mean = warranted(moments.mean);
  result.variance = warranted(moments.variance);
  result.noiseAttenuation = warranted(moments.attenuation);
  for (unsigned p = 0; p < view.numParameters(); ++p) {
    if (view.parameterRole(p) != ParameterRole::Trainable)
      continue;
    std::string name = view.parameterName(p);
    if (moments.dead[p]) {
      moments.gradients[p] = Warranted::exact(0, "no effect, by proof");
      result.dead.push_back(name);
      result.parameters.push_back({name, moments.gradients[p], true});
    } else {
      result.parameters.push_back(
          {name, warranted(moments.gradients[p]), false});
    }
  }
  result.notes = notes;
  for (std::string &note : moments.notes)
    result.notes.push_back(std::move(note));
  if (circuit.incoherentModel)
    result.notes.push_back("incoherent model: coherent crosstalk of the device "
                           "is left out");
  describeShots(result);
  return result;
}

TrainabilityResult
qopt::describeMoments(const NoisyCircuit &circuit, const PauliSum &observable,
                      const TrainabilityOptions &options, EngineResult moments,
                      std::vector<std::string> notes, double shotFactor) {
  Estimation estimation(circuit, observable, options);
  estimation.shotFactor = shotFactor;
  estimation.notes = std::move(notes);
  return estimation.describe(std::move(moments));
}

llvm::Expected<TrainabilityResult> Estimation::run() {
  Result moments = choose();
  if (!moments)
    return moments.takeError();
  return describe(std::move(*moments));
}

llvm::Expected<TrainabilityResult>
qopt::estimateTrainability(const NoisyCircuit &circuit,
                           const PauliSum &observable,
                           const TrainabilityOptions &options) {
  if (options.init.laws.size() != circuit.circuit.numParameters()) {
    // Without laws: uniform.
    TrainabilityOptions filled = options;
    filled.init.laws.resize(circuit.circuit.numParameters());
    return Estimation(circuit, observable, filled).run();
  }
  return Estimation(circuit, observable, options).run();
}

TrainabilityResult qopt::unknownTrainability(const CircuitView &circuit,
                                             const TrainabilityOptions &options,
                                             llvm::StringRef reason) {
  TrainabilityResult result;
  Warranted unknown = Warranted::heuristic(std::nan(""), "not known");
  result.init = options.init.text;
  result.mean = result.variance = unknown;
  result.noiseAttenuation = result.shotsToResolve = unknown;
  for (unsigned p = 0; p < circuit.numParameters(); ++p)
    if (circuit.parameterRole(p) == ParameterRole::Trainable)
      result.parameters.push_back({circuit.parameterName(p), unknown, false});
  result.verdict = "not known: " + reason.str();
  return result;
}
