//===- StripRotations.h - Equal ends of two products ------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_STRIPROTATIONS_H
#define QOPT_LIB_DRIVER_STRIPROTATIONS_H

#include "RotationMatching.h"

namespace qopt {

/// Erases the marked entries.
void eraseRotations(std::vector<BoundRotation> &list,
                    const std::vector<bool> &marked);

/// Takes away rotations of both sides that can be brought to the front and are
/// equal, for all values of their symbols.
void stripFront(RotationSide &a, RotationSide &b);

/// The same at the end, where X and Z of every qubit are seen: axes are
/// compared in the frame of the end, behind the Clifford.
void stripBack(RotationSide &a, RotationSide &b);

/// The inverse circuit, where X and Z of every qubit are seen.
void invert(RotationSide &side);

} // namespace qopt

#endif // QOPT_LIB_DRIVER_STRIPROTATIONS_H
