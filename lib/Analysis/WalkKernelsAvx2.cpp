//===- WalkKernelsAvx2.cpp - Uniform walks for avx2 ---===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "WalkKernels.h"

#include "llvm/ADT/SmallVector.h"

#define QOPT_NATIVE_WORDS 4

namespace qopt::walkavx2 {
#include "WalkKernels.inc"
} // namespace qopt::walkavx2
