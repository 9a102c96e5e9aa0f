//===- WalkKernelsGeneric.cpp - Uniform walks for generic ---===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "WalkKernels.h"

#include "llvm/ADT/SmallVector.h"

#define QOPT_NATIVE_WORDS 2

namespace qopt::walkgeneric {
#include "WalkKernels.inc"
} // namespace qopt::walkgeneric
