//===- StateMoments.h - Second moments of a circuit's states ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// v(Q) = E[⟨Q⟩²] of all 4^n Pauli strings in one pass from the input on: 1 on
// the Z strings of |0…0⟩, permuted by Clifford gates, and mixed by a rotation
// about P, v(Q) ← E[cos²]·v(Q) + E[sin²]·v(PQ) where Q anticommutes with P.
//
// Under full periods two different strings Q, RQ have E[⟨Q⟩⟨RQ⟩] ≠ 0 only if R
// is a Z string of the input that commutes with all generators, carried to the
// input; then R stabilises every state of the circuit and ⟨RQ⟩ = ±⟨Q⟩. There
// are 2^s of them, s = n − rank of the generators' X parts. So
//
//   E|⟨ψ|φ⟩|²  = 2^−n Σ_Q E[⟨Q⟩]²        = 2^(s−n)
//   E|⟨ψ|φ⟩|⁴  = 4^−n Σ_QR E[⟨Q⟩⟨R⟩]²     = 2^s 4^−n Σ_Q v(Q)²
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_STATEMOMENTS_H
#define QOPT_LIB_ANALYSIS_STATEMOMENTS_H

#include "PlainWalk.h"

#include <optional>

namespace qopt {

class StateMoments {
public:
  /// Qubits and operations this is for.
  static bool fits(const PlainWalk &walk) {
    return walk.numQubits <= 10 &&
           double(walk.steps.size()) * std::ldexp(1, 2 * walk.numQubits) <= 4e9;
  }
  explicit StateMoments(const PlainWalk &walk);

  /// Index: X bits, then Z bits of Q.
  const std::vector<double> &values() const { return v; }
  double sumOfSquares() const;
  /// Σ over the letters of one qubit.
  double singleQubit(unsigned qubit) const;

private:
  unsigned n;
  std::vector<double> v;
};

/// s above, of a program without unusual operations.
unsigned stabilizerDimension(const MomentProgram &program);

/// E|⟨ψ|φ⟩|² and E|⟨ψ|φ⟩|⁴ of a circuit whose angles have full periods, exact;
/// none where it is too large or no walk describes it. Unconnected qubits are
/// treated apart, so a product of small parts may have any size.
struct OverlapMoments {
  double first = 1, second = 1;
};
std::optional<OverlapMoments> overlapMoments(const CircuitView &circuit,
                                             const Initialisation &init);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_STATEMOMENTS_H
