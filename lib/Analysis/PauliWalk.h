//===- PauliWalk.h - Bit-parallel random walks of Pauli strings -*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// For Clifford gates and Pauli rotations by independent angles that are
// symmetric about a Clifford angle, E[C²] is the expectation, over a walk of
// one Pauli string from the observable back to the input, of ⟨Q_f⟩²: where a
// string anticommutes with a generator it hops to i·P·Q with probability
// E[sin²], else it stays. The part of it carried by walks that anticommute
// with generator k is E[(∂_k C)²]. (Heyraud et al., arXiv:2302.04649; Letcher
// et al., arXiv:2309.12681; estimatemse in PauliPropagation.jl.)
//
// Noise: Pauli channels multiply the weight of a walk. Relaxation splits Z into
// Z and I in each copy of the observable on its own: two strings then walk
// together, hop together, and where just one anticommutes the pair gets the
// factor E[cos] (it dies under the full period). The same pairs carry the cross
// terms of Pauli sums under narrow laws.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_PAULIWALK_H
#define QOPT_LIB_ANALYSIS_PAULIWALK_H

#include "WalkProgram.h"

namespace qopt {

/// The mean of N independent walks with what its interval needs.
struct WalkMean {
  double value = 0;
  double variance = 0; ///< of `value`
  /// What one walk that contributes adds to `value`: at most, and typically.
  double unit = 0, typical = 0;
  /// The largest value there can be.
  double ceiling = 0;
  double walkers = 0;
  /// Walks that contributed, at the weight of a typical one.
  double hits = 0;

  /// 95 % interval of the expectation; of a mean without hits [0, 3·unit].
  std::pair<double, double> interval() const;
  /// Adds the part of one group of terms: Σ and Σ² over its `walkers` walks of
  /// contributions of at most `largest`, all times `factor`.
  void add(double sum, double square, double groupWalkers, double largest,
           double factor);
};

struct WalkOptions {
  /// Walks, rounded up to whole blocks of 512; the first round of them if a
  /// resolution is asked for.
  size_t walkers = 32 * 1024;
  /// Walks on until no interval is wider than this or 20 % of its value; 0:
  /// only one round.
  double resolution = 0;
  /// Operations on 512 walks that it may take to get there.
  double maxWork = 4e9;
  /// Results are smooth functions of the noise for one seed, as differences of
  /// them need.
  bool smooth = false;
};

struct WalkResult {
  WalkMean second; ///< E[C²]
  WalkMean cross;  ///< E[C·C_ideal]
  WalkMean ideal;  ///< E[C_ideal²]
  /// By program symbol: E[(∂C)²].
  std::vector<WalkMean> gradients;
  bool pairs = false;
  size_t walkers = 0;
  /// The resolution that was asked for is reached.
  bool resolved = true;
};

WalkResult runWalk(const WalkProgram &walk, size_t numSymbols,
                   const WalkOptions &options, uint64_t seed);

/// Exact E[C] without the observable's constant, and E[∂C] by symbol (empty:
/// all zero). The walk leaves out terms that are constant; `varying` means are
/// without them too.
struct FirstMoments {
  double mean = 0;
  double idealMean = 0;
  double varyingMean = 0;
  double varyingIdealMean = 0;
  std::vector<double> gradients;
};
llvm::Expected<FirstMoments> firstMoments(const MomentProgram &program,
                                          const WalkProgram &walk,
                                          size_t maxTransitions = 20'000'000);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_PAULIWALK_H
