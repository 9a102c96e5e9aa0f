//===- ClusterTurn.h - By what two clusters of rotations differ -*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// M = Ua·Ub† of two products of rotations, at each binding. Where M is a
// Clifford it turns Paulis into Paulis; where it is one up to a few rotations
// these are found by what M makes of single Paulis.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_CLUSTERTURN_H
#define QOPT_LIB_DRIVER_CLUSTERTURN_H

#include "PauliAlgebra.h"
#include "RotationMatching.h"

#include <map>

namespace qopt {

class ClusterTurn {
public:
  /// `adjoints` are M† at each binding.
  ClusterTurn(const PauliAlgebra &algebra, std::vector<LocalMatrix> adjoints)
      : algebra(algebra), adjoints(std::move(adjoints)) {}

  /// M†·pauli·M if that is one Pauli, the same at all bindings.
  std::optional<LocalPauli> imageOf(const LocalPauli &pauli);

  /// Writes M as M'·R with R a product of a few rotations and M' a Clifford,
  /// and becomes M'; the factors of R, first applied first. Empty if there is
  /// no such form. An angle that depends on the binding gets a symbol of its
  /// own, counted down in `nextSymbol`, and `bindings` values.
  std::vector<BoundRotation> splitRotations(unsigned bindings,
                                            unsigned &nextSymbol);

private:
  std::optional<BoundRotation>
  takeRotation(const LocalPauli &pauli, const LocalPauli &q,
               const LocalPauli &r, unsigned bindings, unsigned &nextSymbol);

  const PauliAlgebra &algebra;
  std::vector<LocalMatrix> adjoints;
  std::map<std::pair<unsigned, unsigned>, std::optional<LocalPauli>> images;
};

} // namespace qopt

#endif // QOPT_LIB_DRIVER_CLUSTERTURN_H
