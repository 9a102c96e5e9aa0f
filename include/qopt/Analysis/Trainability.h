//===- Trainability.h - Gradient variances before simulation ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_ANALYSIS_TRAINABILITY_H
#define QOPT_ANALYSIS_TRAINABILITY_H

#include "qopt/Noise/NoisyCircuit.h"
#include "qopt/Support/Warranted.h"

#include <string>
#include <vector>

namespace qopt {

/// The law a parameter is drawn from.
struct AngleLaw {
  enum class Kind : uint8_t {
    Uniform,  ///< the full period of the cost in that parameter
    Gaussian, ///< mean 0, standard deviation `width`
    Range,    ///< uniform in [−width, width]
    Fixed,    ///< at `value`
  };
  Kind kind = Kind::Uniform;
  double width = 0;
  double value = 0;
};

/// The initialisation of a whole circuit: one law a named parameter.
struct Initialisation {
  std::vector<AngleLaw> laws;
  bool identityBlocks = false;
  /// As given: "uniform", "theta=gaussian:0.1".
  std::string text = "uniform";
};

/// Reads `--init` for the parameters of `circuit`.
llvm::Expected<Initialisation> parseInitialisation(llvm::StringRef text,
                                                   const CircuitView &circuit);

/// E|θ| of an angle whose value is reflected into [lower, upper], under the
/// laws: what angle-dependent gate errors need.
double meanFoldedAngle(const Initialisation &init, const AffineAngle &angle,
                       double lower, double upper);

enum class TrainabilityEngine {
  Auto,
  Walk,
  Dictionary,
  Pairs,
  Fourier,
  Orbit,
  Splitting,
  Sample
};

struct TrainabilityOptions {
  TrainabilityEngine engine = TrainabilityEngine::Auto;
  Initialisation init;
  uint64_t seed = 1;
  /// Walkers (walk) or samples (sample); 0: by the engine's rule.
  size_t samples = 0;
  /// Walks go on until no interval is wider than this or 20 % of its value, or
  /// until it takes too long; 0: a fixed number of walks.
  double resolution = 0;
  /// Give up, or hand over, sooner than for the figure itself (advice).
  bool quick = false;
  /// Engine `auto` spends up to a minute on a variance too small for walks.
  bool rareEvents = false;
};

struct ParameterVariance {
  std::string name;
  Warranted variance;
  /// Its derivative vanishes everywhere, by proof.
  bool dead = false;
};

/// What is known about a cost before it is simulated.
struct TrainabilityResult {
  std::string engine;
  std::string init;
  Warranted mean;
  Warranted variance;
  /// All trainable parameters, in order of declaration.
  std::vector<ParameterVariance> parameters;
  /// Names of those whose derivative vanishes everywhere, by proof.
  std::vector<std::string> dead;
  Warranted noiseAttenuation;
  /// Shots for signal-to-noise 1 on the median live parameter.
  Warranted shotsToResolve;
  std::string verdict;
  std::vector<std::string> notes;
};

/// Moments of the cost ⟨observable⟩ and of its gradient under the law.
/// An engine that cannot treat the circuit honestly refuses (input error).
llvm::Expected<TrainabilityResult>
estimateTrainability(const NoisyCircuit &circuit, const PauliSum &observable,
                     const TrainabilityOptions &options);

/// A result that claims nothing: `reason` says why. The engine's name is empty,
/// and every figure is an unknown (NaN), which documents write as null.
TrainabilityResult unknownTrainability(const CircuitView &circuit,
                                       const TrainabilityOptions &options,
                                       llvm::StringRef reason);

} // namespace qopt

#endif // QOPT_ANALYSIS_TRAINABILITY_H
