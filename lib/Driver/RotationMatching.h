//===- RotationMatching.h - Equality of Pauli rotation products -*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Two products of Pauli rotations before a Clifford, compared from both ends:
// equal rotations that can be brought to an end are taken away there. Where
// constants were multiplied out, a cluster of rotations of one side equals one
// of the other up to a Clifford, which then turns all that follows; clusters
// are compared as matrices of the small algebra they generate
// (PauliAlgebra.h), whatever the number of qubits. What is left over in the end
// is compared in the same way, and differs for sure if it does.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_ROTATIONMATCHING_H
#define QOPT_LIB_DRIVER_ROTATIONMATCHING_H

#include "Equivalence.h"
#include "qopt/Synthesis/PauliProgram.h"

namespace qopt {

/// A rotation with its angle at each of the bindings (radians).
struct BoundRotation {
  PauliString axis;
  AffineAngle angle;
  llvm::SmallVector<double, 3> values;
};

struct RotationSide {
  std::vector<BoundRotation> rotations;
  /// What is seen at the end, pulled back through the Clifford.
  std::vector<SignedPauli> seen;
};

struct RotationMatch {
  Answer answer = Answer::Unknown;
  /// Symbols were compared at the bindings only.
  bool sampled = false;
  /// With Answer::No: the number of the seen operator that differs, by how
  /// much, and at which binding.
  size_t seen = 0;
  /// The inverses were compared: what is seen is at the start.
  bool atStart = false;
  double difference = 0;
  unsigned binding = 0;
};

/// Compares what is seen of `a` and `b` pairwise. With `complete` these are the
/// X and Z of every qubit, so that the unitaries are compared. Answer::Yes
/// leaves no rotations, but what is seen must still be compared: turned into
/// one frame in `a.seen`, `b.seen`. The search for clusters ends, undecided,
/// after about `maxWork` comparisons of strings and operations on entries.
RotationMatch matchRotations(RotationSide &a, RotationSide &b, bool complete,
                             uint64_t maxWork);

} // namespace qopt

#endif // QOPT_LIB_DRIVER_ROTATIONMATCHING_H
