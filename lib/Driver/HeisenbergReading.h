//===- HeisenbergReading.h - What two circuits' ends come from --*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// A circuit as Pauli rotations, with their values at common bindings, and what
// is seen at its end pulled back through its Clifford.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_HEISENBERGREADING_H
#define QOPT_LIB_DRIVER_HEISENBERGREADING_H

#include "RotationMatching.h"

namespace qopt {

/// A circuit as rotations with values, and what is seen at its end.
struct Reading {
  RotationSide side;
  /// What each entry of side.seen is.
  std::vector<std::string> names;
  /// The observable each entry is a term of, and its coefficient.
  std::vector<std::pair<size_t, double>> terms;
  /// Z of the other qubits at the end (Relation::Unitary).
  std::vector<SignedPauli> ancillas;
};

/// Reads the two circuits with common names for qubits and symbols.
class HeisenbergReader {
public:
  HeisenbergReader(const EquivalenceSide &a, const EquivalenceSide &b,
                   Relation relation);

  /// False if the circuits' expressions cannot be matched.
  bool isValid() const { return valid; }
  /// Rotations get a value at this binding too; all read afterwards.
  void addBinding(DrawnBinding binding);
  /// The first circuit, or the second; the compared qubits come first. None if
  /// a gate has no exact form.
  std::optional<Reading> read(bool second) const;

  std::vector<DrawnBinding> bindings;

private:
  void readSeen(const EquivalenceSide &side, const PauliProgram &form,
                Reading &reading) const;

  const EquivalenceSide &sideA, &sideB;
  Relation relation;
  bool valid = true;
  std::vector<unsigned> symbolsA, symbolsB;
  std::vector<std::vector<double>> symbolValues;
};

/// Leaves the first `n` qubits alone; false unless the others, which start in
/// |0⟩, only ever carry a phase.
bool narrow(Reading &reading, unsigned n);

} // namespace qopt

#endif // QOPT_LIB_DRIVER_HEISENBERGREADING_H
