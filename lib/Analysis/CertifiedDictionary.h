//===- CertifiedDictionary.h - Walk probabilities, truncated ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The probabilities p(Q) of the walk's strings, carried exactly while they fit
// and cut to the largest ones where they do not. What a string still adds to
// E[C²] is p(Q)·v(Q) with 0 ≤ v ≤ 1, for every step is a contraction: so the
// truth lies in [V, V + δ], δ the sum of the probabilities dropped. For the
// derivative at gate k, which exchanges E[cos²] and E[sin²] there, strings
// dropped before k count in full, and those dropped after it as far as they
// could have been reached, by the same sweep back that gives the v(Q).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_CERTIFIEDDICTIONARY_H
#define QOPT_LIB_ANALYSIS_CERTIFIEDDICTIONARY_H

#include "WalkProgram.h"

namespace qopt {

/// A number in [value, value + lost], for certain.
struct CertifiedNumber {
  double value = 0;
  double lost = 0;
};

struct CertifiedMoments {
  CertifiedNumber second; ///< E[C²]
  CertifiedNumber cross;  ///< E[C·C_ideal], ± lost
  CertifiedNumber ideal;  ///< E[C_ideal²]
  /// By program symbol: E[(∂C)²].
  std::vector<CertifiedNumber> gradients;
  size_t peak = 0;
};

/// Why the strings of `walk` are no dictionary of probabilities, or empty.
std::string whyNoDictionary(const WalkProgram &walk);

/// Holds at most `maxTerms` strings between gates; 0: as many as the record of
/// them allows in about half a gigabyte.
llvm::Expected<CertifiedMoments>
certifiedMoments(const WalkProgram &walk, size_t numSymbols, size_t maxTerms);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_CERTIFIEDDICTIONARY_H
