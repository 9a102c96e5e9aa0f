//===- Decompose.h - Gates as products of smaller gates ---------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Exact decompositions up to a global phase, with affine angles kept affine.
// Multi-controlled gates are phase polynomials over parities in Gray-code order
// (Barenco et al., PRA 52, 3457; Welch et al., NJP 16, 033040): 6 CX for CCX,
// 14 for C3X, 30 for C4X.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_SYNTHESIS_DECOMPOSE_H
#define QOPT_SYNTHESIS_DECOMPOSE_H

#include "qopt/Synthesis/Operations.h"

namespace qopt {

enum class DecomposeLevel {
  /// Gates on at most two qubits.
  TwoQubit,
  /// One-qubit gates, CZ, RZZ, SWAP and iSWAP.
  Base,
};

/// Appends the product that makes `op`; operations that are no unitaries are
/// copied, global phases dropped at the Base level. Unitaries on three and more
/// qubits are refused.
llvm::Error decompose(const Operation &op, DecomposeLevel level,
                      std::vector<Operation> &out);

/// The whole circuit with gates on at most two qubits.
llvm::Expected<CircuitView> lowerToTwoQubit(const CircuitView &circuit);

/// exp(iα XX + iβ YY + iγ ZZ) on (a, b) with as few CZ as its Weyl class needs,
/// and one-qubit gates (Vatan and Williams, PRA 69, 032315). Symbolic angles
/// take three CZ, two where one angle is zero. The arguments are rotation
/// angles: RXX(xx)·RYY(yy)·RZZ(zz).
void appendCanonicalGate(const AffineAngle &xx, const AffineAngle &yy,
                         const AffineAngle &zz, unsigned a, unsigned b,
                         std::vector<Operation> &out);

/// The same with exactly two CX, for every value of the angles; that of the
/// axis `absent` (0: XX, 1: YY, 2: ZZ) is left out.
void appendTwoCX(const AffineAngle &xx, const AffineAngle &yy,
                 const AffineAngle &zz, unsigned absent, unsigned a, unsigned b,
                 std::vector<Operation> &out);
/// The same with exactly three CX.
void appendThreeCX(const AffineAngle &xx, const AffineAngle &yy,
                   const AffineAngle &zz, unsigned a, unsigned b,
                   std::vector<Operation> &out);

} // namespace qopt

#endif // QOPT_SYNTHESIS_DECOMPOSE_H
