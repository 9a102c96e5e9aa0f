//===- Commutation.h - Which operations commute -----------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_SYNTHESIS_COMMUTATION_H
#define QOPT_SYNTHESIS_COMMUTATION_H

#include "qopt/Synthesis/Operations.h"

namespace qopt {

/// What an operation does on one of its qubits, for all its angles: commutes
/// with the letter Pauli there, does nothing (`identity`), or neither.
struct AxisOnQubit {
  bool identity = false;
  std::optional<char> letter;
};

/// A Pauli rotation an operation is, up to a global phase.
struct RotationAxis {
  /// (qubit, letter) without I, ascending by qubit.
  llvm::SmallVector<std::pair<unsigned, char>, 2> word;
  AffineAngle angle;
  bool operator==(const RotationAxis &) const = default;
};

AxisOnQubit axisOnQubit(const Operation &op, unsigned index);

/// `op` as a rotation: RX … RZX, P, pauli_rot, and the fixed gates Z, S, T, X,
/// √X, Y, √Y with their constant angles.
std::optional<RotationAxis> asRotation(const Operation &op);

/// Proof that the unitaries `a` and `b` commute at all angles; false where
/// there is none.
bool commute(const Operation &a, const Operation &b);

/// `b` after `a` is the identity up to a global phase, on the same qubits.
bool areInverse(const Operation &a, const Operation &b);

/// Moves Pauli rotations in front of the operations on their qubits that they
/// commute with; false if none moved.
bool commuteRotations(std::vector<Operation> &operations);

} // namespace qopt

#endif // QOPT_SYNTHESIS_COMMUTATION_H
