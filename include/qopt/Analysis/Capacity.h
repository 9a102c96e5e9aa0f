//===- Capacity.h - Expressivity and capacity of a circuit ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// What a parameterized circuit can express, without noise: how its states
// cover the state space, how many directions its parameters move them in, which
// functions of the data its cost can be, and how its kernel concentrates. Each
// number has a warranty; derivations: docs/prediction.md.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_ANALYSIS_CAPACITY_H
#define QOPT_ANALYSIS_CAPACITY_H

#include "qopt/Analysis/DataLoss.h"

#include <optional>

namespace qopt {

struct CapacityOptions {
  Initialisation init;
  uint64_t seed = 1;
  /// Pairs of states for expressibility, draws of parameters for spectra, and
  /// walks beyond the exact engines; 0: by the cost of one.
  size_t samples = 0;
  size_t walks = 0;
};

/// A figure, or why there is none.
struct CapacityFigure {
  std::optional<Warranted> value;
  std::string reason;

  CapacityFigure() = default;
  CapacityFigure(Warranted known) : value(std::move(known)) {}
  static CapacityFigure unknown(std::string why) {
    CapacityFigure figure;
    figure.reason = std::move(why);
    return figure;
  }
};

/// How the states of the circuit cover the state space.
struct EnsembleFigures {
  /// E|⟨ψ|φ⟩|⁴ of two independent states, and that over 2/(d(d+1)), the value
  /// of Haar-random states (at least 1).
  CapacityFigure framePotential, frameRatio;
  /// Mean Meyer–Wallach entanglement 1 − (1/n) Σ_j Σ_P ⟨P_j⟩² in [0, 1], and
  /// its value for Haar-random states.
  CapacityFigure meyerWallach;
  double haarMeyerWallach = 0;
  /// Divergence of the fidelities of two states from Haar-random ones, nats.
  CapacityFigure expressibility;
};
EnsembleFigures estimateEnsemble(const CircuitView &circuit,
                                 const CapacityOptions &options);

/// Lie algebra of the generators, carried through the Clifford gates.
struct AlgebraFigures {
  /// Dimension with an angle of its own for each rotation; infinite beyond
  /// 1e308, where only the logarithm is kept.
  CapacityFigure dimension;
  double log2Dimension = 0;
  /// Kinds of the components: "so(8)", "orthogonal type, 12 planes".
  std::vector<std::string> components;
  /// Rotations that commute with all others, each one dimension.
  size_t centre = 0;
  /// Dimension with the angles shared as in the circuit, where it is small.
  CapacityFigure shared;
};
AlgebraFigures lieAlgebra(const CircuitView &circuit,
                          const Initialisation &init);

/// Rank of the quantum Fisher information of the trainable parameters: the
/// largest over all points.
struct FisherFigures {
  /// Interval between the best lower and the best upper bound; exact where they
  /// meet.
  CapacityFigure rank;
  /// Best of Clifford points, proven; rank at a random point, to rounding, and
  /// the ratio of the smallest eigenvalue counted to the largest left out.
  std::optional<size_t> clifford, numerical;
  double gap = 0;
  size_t parameters = 0;
};
FisherFigures fisherRank(const CircuitView &circuit,
                         const AlgebraFigures &algebra,
                         const CapacityOptions &options);

/// Fourier spectrum of the cost in one data parameter x.
struct FeatureSpectrum {
  std::string parameter;
  /// Frequencies the generators allow, 0 first, and the mean-square amplitude
  /// E|c_ω|² + E|c_−ω|² of each over the laws of everything else; their sum is
  /// E[C²].
  std::vector<double> frequencies;
  std::vector<Warranted> weights;
  std::string reason;
};
std::vector<FeatureSpectrum> fourierSpectrum(const CircuitView &circuit,
                                             const PauliSum &observable,
                                             const CapacityOptions &options);

/// The fidelity kernel k(x, x') = |⟨ψ(x)|ψ(x')⟩|² over pairs of data.
struct KernelFigures {
  CapacityFigure mean, variance;
  /// Shots for a signal-to-noise ratio of 1 on the kernel's own spread,
  /// E[k(1 − k)]/Var[k].
  CapacityFigure shots;
  /// With data: kernel–target alignment, representational capacity.
  CapacityFigure alignment, capacity;
};
/// `data` may be null: then data parameters follow the laws.
KernelFigures kernelFigures(const CircuitView &circuit,
                            const PauliSum &observable, const DataLoss *data,
                            const CapacityOptions &options);

struct CapacityResult {
  EnsembleFigures ensemble;
  AlgebraFigures algebra;
  FisherFigures fisher;
  std::vector<FeatureSpectrum> spectrum;
  /// Only where the circuit takes data.
  std::optional<KernelFigures> kernel;
};
/// All of them; `data` may be null.
CapacityResult estimateCapacity(const CircuitView &circuit,
                                const PauliSum &observable,
                                const DataLoss *data,
                                const CapacityOptions &options);

} // namespace qopt

#endif // QOPT_ANALYSIS_CAPACITY_H
