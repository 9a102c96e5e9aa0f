//===- LieClosure.h - Lie algebras of sums of Pauli strings -----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The algebra that commutators make of generators iΣ c_a P_a, as angles shared
// by several rotations have them (Larocca et al., arXiv:2105.14377; Allcock et
// al., arXiv:2407.12587). [iP, iQ] = ∓2iR where P and Q anticommute; with
// integer coefficients the dimension is counted modulo 2^61 − 1, where it is at
// most the true one and differs with a probability below 1e-12.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_LIECLOSURE_H
#define QOPT_LIB_ANALYSIS_LIECLOSURE_H

#include "MomentProgram.h"

#include "qopt/Pauli/PauliString.h"

#include <optional>

namespace qopt {

/// Σ c_a P_a with real coefficients, Hermitian.
using StringSum = std::vector<std::pair<PauliString, double>>;

/// The generators of `program`, one for each run of rotations by one angle that
/// commute, carried through the Clifford gates to the input with their signs;
/// none if there are other operations, or rotations by constants that are no
/// Clifford gates.
std::optional<std::vector<StringSum>>
sharedGenerators(const MomentProgram &program);

/// Dimension of the algebra; none beyond `limit`, where coefficients have no
/// common divisor, or where it takes too long.
std::optional<size_t> closureDimension(const std::vector<StringSum> &generators,
                                       size_t limit);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_LIECLOSURE_H
