//===- StringReach.h - Strings an observable becomes ------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_STRINGREACH_H
#define QOPT_LIB_ANALYSIS_STRINGREACH_H

#include "MomentProgram.h"

namespace qopt {

/// How many strings exact Pauli propagation holds at most, and the coefficient
/// updates it makes in all.
struct StringReach {
  size_t peak = 0;
  size_t updates = 0;
};

/// Follows the strings of the ideal program at generic angles; none beyond
/// `limit` strings or `maxUpdates`, or where a gate is no Clifford gate or
/// rotation. Strings of more than `maxWeight` letters are dropped where they
/// arise.
std::optional<StringReach> reachableStrings(const MomentProgram &program,
                                            size_t limit,
                                            unsigned maxWeight = ~0u,
                                            size_t maxUpdates = ~size_t(0));

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_STRINGREACH_H
