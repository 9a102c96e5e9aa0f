//===- FoldedRotations.h - What binding makes of two entanglers -*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// A rotation gate with a limited range (fractional rzz in [0, π/2]) cannot take
// a symbol, so lowering writes two entanglers with the symbol between them.
// Once bound, the angle can be folded into the range by Paulis around one
// rotation. The place is marked, so that binding can take that form.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_SYNTHESIS_FOLDEDROTATIONS_H
#define QOPT_SYNTHESIS_FOLDEDROTATIONS_H

#include "qopt/Synthesis/NativeSet.h"

namespace qopt {

/// One rotation in place of two entanglers and what is between them.
struct FoldedRotation {
  /// The entanglers, by number.
  size_t first = 0, last = 0;
  /// The gate to write, with its range (radians).
  GateKind gate = GateKind::RZZ;
  double minAngle = 0, maxAngle = 0;
  /// "rzz 0 1.5707963267948966", which parseFoldedMark() reads.
  std::string text() const;
};

/// Reads the gate and the range; none if `text` is no such mark.
std::optional<FoldedRotation> parseFoldedMark(llvm::StringRef text);

/// Pairs of entanglers of a native circuit on its sites that are one rotation
/// with a symbolic angle, where the coupler has a rotation for a limited range.
std::vector<FoldedRotation> findFoldedRotations(const CircuitView &circuit,
                                                const NativeSet &natives);

/// `circuit`, whose angles are constant by now, with the marked pairs written
/// as rotations in range, and one-qubit runs with the gates the circuit has.
/// Marks whose pair is no single rotation are passed over.
CircuitView takeFoldedRotations(const CircuitView &circuit,
                                llvm::ArrayRef<FoldedRotation> marks);

} // namespace qopt

#endif // QOPT_SYNTHESIS_FOLDEDROTATIONS_H
