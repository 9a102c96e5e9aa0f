//===- TruncationError.h - What weight truncation loses ---------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Pauli propagation that drops every string of more than w letters loses the
// paths that ever were heavier. Paths of different strings are uncorrelated, so
// the mean square of what is lost is E[⟨Q⟩² 1{weight ever > w}] over the walk
// of a term (Angrisani et al., arXiv:2409.01706). Terms whose product commutes
// with all generators are correlated, under narrow laws all are: then
// (Σ|c_a|·√MSE_a)² bounds the sum.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_TRUNCATIONERROR_H
#define QOPT_LIB_ANALYSIS_TRUNCATIONERROR_H

#include "PlainWalk.h"

namespace qopt {

/// Mean square error by weight kept.
struct TruncationError {
  struct Figure {
    double value = 0, lower = 0, upper = 0;
  };
  /// [w], w = 0 … largest weight seen; beyond it the error is that of its last
  /// entry.
  std::vector<Figure> byWeight;
  /// Correlated terms were bounded.
  bool isBound = false;
  size_t walks = 0;

  const Figure &at(unsigned weight) const {
    return byWeight[std::min<size_t>(weight, byWeight.size() - 1)];
  }
};

/// Needs PlainWalk::whyNot(program) to be empty.
TruncationError truncationError(const MomentProgram &program, uint64_t seed);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_TRUNCATIONERROR_H
