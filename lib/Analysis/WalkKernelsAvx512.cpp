//===- WalkKernelsAvx512.cpp - Uniform walks for avx512 ---===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "WalkKernels.h"

#include "llvm/ADT/SmallVector.h"

#define QOPT_NATIVE_WORDS 8

namespace qopt::walkavx512 {
#include "WalkKernels.inc"
} // namespace qopt::walkavx512
