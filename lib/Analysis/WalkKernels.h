//===- WalkKernels.h - The inner loops of uniform walks ---------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// 512 walks at a time, compiled once an instruction set from WalkKernels.inc.
// All arithmetic is on integers, so every instruction set gives the same bytes.
// The bits that decide hops are Threefry-4x64-12 of (rotation, block, lane
// word, group) (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
// SC 2011: the shortest variant of it that passes BigCrush).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_WALKKERNELS_H
#define QOPT_LIB_ANALYSIS_WALKKERNELS_H

#include "BitLanes.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace qopt {

/// One operation of a uniform walk, from the observable back.
struct KernelOp {
  enum class Kind : uint8_t {
    RotX,     ///< hops by X on qubit a with probability 1/2
    RotY,     ///< by Y
    RotZ,     ///< by Z
    RotMany,  ///< by the word of `count` letters from `a` in the pool
    TurnMany, ///< the same, always
    CZ,
    CX,     ///< control a, target b
    Linear, ///< 4×4 bits: row j of `linear` selects from (x_a, z_a, x_b, z_b)
    Touch1, ///< noise slot: a is touched
    Touch2, ///< a or b is touched
    TouchMany,
    MaskX,  ///< noise slot: X or Y on a
    Match,  ///< noise slot: the letters `linear` on (a, b) exactly
    Forbid, ///< walks with the letters `linear` on (a, b) end
    Slow,   ///< left to UniformProgram::slow()
    Decay,  ///< Z on a may become I, where `event` says so
  };
  Kind kind;
  uint8_t count = 1;
  uint16_t linear = 0;
  uint32_t a = 0, b = 0;
  uint32_t slot = 0; ///< rotation or noise slot
};

/// A letter of a word on several qubits.
struct KernelLetter {
  uint32_t qubit;
  uint8_t code; ///< as in Pauli
};

/// What 512 walks carry.
struct WalkLanes {
  BitLanes *x, *z;        ///< [qubits]
  const uint8_t *differs; ///< [qubits]: copies differ there in some lane
  BitLanes *anti;         ///< [rotations]
  BitLanes *noise;        ///< [noise slots since the last checkpoint]
  BitLanes dead;
};

struct WalkKey {
  uint64_t key[4];
  uint64_t block;
  uint64_t group;
};

/// A set of lanes that count the same.
struct LaneSet {
  BitLanes lanes;
  int64_t weight; ///< in 1/WeightOne; negative where copies have unlike signs
};

struct WalkKernels {
  /// Runs `ops`; calls `slow(i)` at operation i where copies differ or events
  /// are possible.
  void (*run)(llvm::ArrayRef<KernelOp> ops, const KernelLetter *letters,
              const WalkKey &key, uint32_t firstSlot, WalkLanes &lanes,
              llvm::function_ref<void(size_t)> slow);
  /// total[64]: adds amounts[s] to the lanes of word `word` that masks[s] has.
  void (*weigh)(llvm::ArrayRef<uint32_t> amounts, const BitLanes *masks,
                unsigned word, uint32_t *total);
  /// By rotation: Σ weight and Σ weight² over the lanes that anticommuted.
  void (*count)(llvm::ArrayRef<BitLanes> anti, llvm::ArrayRef<LaneSet> sets,
                int64_t *sums, int64_t *squares);
  /// The first `count` words of the random stream, eight a time: for tests.
  void (*random)(const WalkKey &key, uint64_t batch, BitLanes out[4]);
};

/// The kernels of the instruction set that setInstructionSet() chose.
const WalkKernels &walkKernels();

namespace walkgeneric {
const WalkKernels &kernels();
}
namespace walkavx2 {
const WalkKernels &kernels();
}
namespace walkavx512 {
const WalkKernels &kernels();
}

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_WALKKERNELS_H
