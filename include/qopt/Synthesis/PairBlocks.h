//===- PairBlocks.h - Commuting gates on one pair of qubits -----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// RXX, RYY, RZZ and SWAP on one pair commute; any product of them takes three
// CZ at most (appendCanonicalGate), with symbolic angles: a Heisenberg term
// three instead of six, a SWAP beside an RZZ three instead of five.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_SYNTHESIS_PAIRBLOCKS_H
#define QOPT_SYNTHESIS_PAIRBLOCKS_H

#include "qopt/Synthesis/Operations.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace qopt {

/// What a coupler entangles with: a gate of the class of CZ, a rotation by any
/// angle or by constant ones only, or iSWAP.
enum class Entangler : uint8_t {
  Controlled,
  Rotation,
  ConstantRotation,
  Exchange
};

/// A product RXX(xx)·RYY(yy)·RZZ(zz) up to a global phase; SWAP is
/// (−π/2, −π/2, −π/2).
struct PairBlock {
  AffineAngle xx, yy, zz;
  /// CZ the gates it is made of would take one by one.
  unsigned separate = 0;
  /// CZ the block takes.
  unsigned together() const;
  /// Entanglers of this kind the block takes. iSWAP is SWAP·CZ up to one-qubit
  /// gates, so k of them make U where k CZ make SWAP^k·U.
  unsigned cost(Entangler entangler) const;
};

/// The block that a single gate is: RXX, RYY, RZZ, their pauli_rot forms,
/// xx_plus_yy and xx_minus_yy without phase, SWAP, iSWAP and its roots.
std::optional<PairBlock> asPairBlock(const Operation &op);

/// Replaces CX·RZ·CX (RZ on the target) by RZZ, also across what commutes with
/// it on the control.
std::vector<Operation> recognizeRotations(llvm::ArrayRef<Operation> operations);

/// The entangler of a pair of the circuit's qubits.
using EntanglerOf = llvm::function_ref<Entangler(unsigned a, unsigned b)>;

/// Joins gates of one pair with nothing between them into blocks where that
/// saves an entangler; blocks are written as CZ (iSWAP where that is what the
/// pair has) and one-qubit gates.
std::vector<Operation> joinPairBlocks(
    llvm::ArrayRef<Operation> operations, unsigned numQubits,
    EntanglerOf entanglerOf = [](unsigned, unsigned) {
      return Entangler::Controlled;
    });

/// Appends the block with as few entanglers of this kind as it takes: CZ (a
/// lone rotation as RXX, RYY or RZZ for Entangler::Rotation) or iSWAP.
void appendPairBlock(const PairBlock &block, Entangler entangler, unsigned a,
                     unsigned b, std::vector<Operation> &out);

} // namespace qopt

#endif // QOPT_SYNTHESIS_PAIRBLOCKS_H
