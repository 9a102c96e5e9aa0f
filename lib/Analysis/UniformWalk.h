//===- UniformWalk.h - Walks under full periods -----------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The walk of one string where every angle has its full period: hops are fair
// bits, and signs matter only where relaxation has made the two copies of the
// observable differ. One copy A is carried as bit planes, the other as the
// difference D = A·B, which is the identity almost everywhere: a D that
// anticommutes with a generator ends the pair, so it lives for a gate or two.
//
// Noise leaves a mask each channel; the weight e^(−Σ) of a walk is formed where
// it is wanted: for the walks that arrive, and at checkpoints, where a walk of
// weight w < f goes on with probability w/f and weight f (Russian roulette). At
// the end a weight is rounded at random to a power of two, so that sums over
// walks are counts. Both leave expectations as they are.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_UNIFORMWALK_H
#define QOPT_LIB_ANALYSIS_UNIFORMWALK_H

#include "WalkKernels.h"
#include "WalkProgram.h"

namespace qopt {

/// A WalkProgram for the kernels.
struct UniformProgram {
  std::vector<KernelOp> ops;
  /// Number in WalkProgram::ops of each.
  std::vector<uint32_t> source;
  std::vector<KernelLetter> letters;
  /// By noise slot: −ln of the factor that one copy gets, in units of
  /// 2^-Fraction.
  std::vector<uint32_t> amounts;
  std::vector<uint32_t> doubled; ///< of both copies
  /// By slot of a Decay: −ln of the probability to stay Z.
  std::vector<double> hazards;
  /// Ends of the stretches between checkpoints.
  struct Segment {
    size_t endOp;
    uint32_t endSlot;
  };
  std::vector<Segment> segments;
  unsigned numQubits = 0, numRotations = 0;

  static constexpr unsigned Fraction = 24;
};

/// An exponentially distributed number of mean 1.
double firstDecay(RandomStream &random);

/// True if walks of `walk` can be uniform ones: full periods, no readout inside
/// the walk, channels with factors in [0, 1], and few pairs of terms that
/// interfere.
bool isUniform(const WalkProgram &walk);
/// `withNoise`: else operations that are noise are left out.
UniformProgram compileUniform(const WalkProgram &walk, bool withNoise);

/// Runs blocks of 512 walks.
class UniformWalker {
public:
  static constexpr int64_t WeightOne = 64;
  /// `copies` that feel the noise: 2 for E[C²], 1 for E[C·C_ideal]. Roulette
  /// is played below the weight `floor`: 1/64, or 1 where walks are many and
  /// few of them arrive.
  UniformWalker(const WalkProgram &walk, const UniformProgram &program,
                unsigned copies, double floor = 1.0 / WeightOne);

  /// Adds Σ weight and Σ weight² of one block, in 1/WeightOne and its square;
  /// by rotation too, unless `sums` is empty.
  struct Total {
    int64_t sum = 0, square = 0;
  };
  /// The copies start from `first` and `second`.
  void run(const PauliString &first, const PauliString &second, uint64_t seed,
           uint64_t group, uint64_t block, Total &total,
           llvm::MutableArrayRef<int64_t> sums,
           llvm::MutableArrayRef<int64_t> squares);

private:
  void start(const PauliString &first, const PauliString &second);
  bool walkSegments();
  void weigh(uint32_t firstSlot, uint32_t endSlot, const BitLanes &lanes);
  bool roulette();
  std::vector<LaneSet> arrivals();

  // Operations where copies differ (UniformDifference.cpp).
  void slow(size_t index);
  void slowRotation(const KernelOp &op, const WalkOp &from);
  void slowTurn(const WalkOp &from);
  void slowClifford(const WalkOp &from);
  void slowNoise(const KernelOp &op);
  void decay(const KernelOp &op);
  void reset(unsigned q);
  BitLanes touched(const KernelOp &op, bool second) const;
  BitLanes letterX(unsigned q, bool second) const {
    return second ? x[q] ^ dx[q] : x[q];
  }
  BitLanes letterZ(unsigned q, bool second) const {
    return second ? z[q] ^ dz[q] : z[q];
  }
  void end(const BitLanes &lanes);
  void refresh(unsigned q);

  const WalkProgram &walk;
  const UniformProgram &program;
  const WalkKernels &kernels;
  unsigned copies;
  double floor;
  std::vector<BitLanes> x, z, dx, dz, anti, noise;
  std::vector<uint8_t> differs;
  /// Qubits where copies differ, and some where they did.
  std::vector<unsigned> different;
  WalkLanes lanes;
  BitLanes negative;
  WalkKey key;
  uint32_t firstSlot = 0;
  /// Half an amount on top, where noise acts on one copy only.
  struct Extra {
    uint32_t slot;
    BitLanes mask;
  };
  std::vector<Extra> extras;
  std::vector<double> logWeight; ///< −ln, [512]
  /// Lanes that were alive at the last checkpoint: only these decay.
  std::vector<uint16_t> living;
  /// Distance to the next decay, as a hazard.
  double nextDecay = 0;
  RandomStream decays, decisions;
};

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_UNIFORMWALK_H
