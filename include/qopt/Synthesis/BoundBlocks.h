//===- BoundBlocks.h - Constant runs on one pair of qubits ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// A run of gates with constant angles on one pair is one 4×4 unitary. Its
// Cartan decomposition (Kak.h) says how many entanglers it needs: none, one,
// two or three, by its place in the Weyl chamber (Zhang, Vala, Sastry and
// Whaley, PRA 67, 042313; Vidal and Dawson, PRA 69, 010301 for CX).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_SYNTHESIS_BOUNDBLOCKS_H
#define QOPT_SYNTHESIS_BOUNDBLOCKS_H

#include "qopt/Synthesis/NativeSet.h"
#include "qopt/Synthesis/PairBlocks.h"

namespace qopt {

/// A constant two-qubit unitary as local gates before and after a block.
struct BoundBlock {
  /// U gates, or RZ where they are diagonal; on qubits 0 and 1.
  std::vector<Operation> before, after;
  PairBlock block;
};

/// The 4×4 matrix of constant gates on the qubits 0 and 1, as below.
std::vector<Complex> blockMatrix(llvm::ArrayRef<Operation> gates);

/// `matrix` is 4×4, row-major, bit j of an index is operand j; none if it is
/// not unitary.
std::optional<BoundBlock> asBoundBlock(llvm::ArrayRef<Complex> matrix);

/// Rewrites maximal runs of constant gates on one pair as RXX, RYY, RZZ between
/// one-qubit gates where that takes fewer of the pair's entanglers, and every
/// two-qubit matrix. Keeps the unitary up to a global phase (to 1e-9).
std::vector<Operation>
resynthesizeBoundBlocks(llvm::ArrayRef<Operation> operations,
                        unsigned numQubits, EntanglerOf entanglerOf);

struct ResynthesisOptions {
  /// Write blocks with this gate (cz, cx, ecr, rzz, rxx, ryy, iswap); none:
  /// with RXX, RYY and RZZ, for lowering to write.
  std::optional<GateKind> entangler;
  /// Rewrite constant runs on pairs.
  bool blocks = true;
  /// Rewrite runs of one-qubit gates with these gates where they get shorter:
  /// one entry a qubit, or one for all; empty: leave them alone.
  std::vector<OneQubitNatives> natives;
  /// Rewrite all runs, shorter or not.
  bool translate = false;
};

/// Constant blocks, and one-qubit runs with symbolic angles, written anew.
/// Angles stay affine. `entanglerOf` counts where no entangler is prescribed.
std::vector<Operation> resynthesize(
    llvm::ArrayRef<Operation> operations, unsigned numQubits,
    const ResynthesisOptions &options,
    EntanglerOf entanglerOf = [](unsigned, unsigned) {
      return Entangler::Controlled;
    });

/// What blocks between the qubits with the ids `a` and `b` are best written
/// with.
Entangler entanglerOn(const NativeSet &natives, unsigned a, unsigned b);
/// Some gate between these qubits is one that lowering can use.
bool canEntangle(const NativeSet &natives, unsigned a, unsigned b);

} // namespace qopt

#endif // QOPT_SYNTHESIS_BOUNDBLOCKS_H
