//===- PauliAlgebra.h - Few Paulis on many qubits, densely ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The algebra that a few Pauli strings generate is that of a few qubits,
// however many the strings act on: a symplectic basis of pairs (X_i, Z_i) of
// strings names those qubits. Every string is then a product of one from the
// algebra and one that commutes with all of it, so products of rotations about
// strings of the algebra are small matrices.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_PAULIALGEBRA_H
#define QOPT_LIB_DRIVER_PAULIALGEBRA_H

#include "qopt/Synthesis/PauliProgram.h"

namespace qopt {

/// ±(a Hermitian string of the algebra's own qubits), by masks of X and Z.
struct LocalPauli {
  unsigned x = 0, z = 0;
  bool negative = false;
};

/// k in a·b = i^k·(the Hermitian string of both masks), signs left out.
unsigned phaseOfProduct(const LocalPauli &a, const LocalPauli &b);

class PauliAlgebra {
public:
  /// Adds a string unless it is there already.
  void add(const PauliString &string);
  bool contains(const PauliString &string) const;
  unsigned numPairs() const { return xs.size(); }

  /// string = rest · local, where `rest` commutes with the whole algebra.
  struct Split {
    SignedPauli rest;
    LocalPauli local;
  };
  Split split(const PauliString &string) const;
  /// The string without letters.
  SignedPauli identity() const;
  /// rest · local as a string.
  SignedPauli join(const SignedPauli &rest, const LocalPauli &local) const;

private:
  void rebuild();
  SignedPauli stringOf(const LocalPauli &local) const;

  std::vector<PauliString> generators;
  std::vector<PauliString> xs, zs;
};

/// A matrix on the algebra's qubits, [2^k × 2^k] by columns.
class LocalMatrix {
public:
  explicit LocalMatrix(unsigned pairs);
  size_t dim() const { return size; }
  Complex at(size_t row, size_t column) const {
    return entries[column * size + row];
  }
  /// this = exp(−i angle/2 · pauli) · this.
  void rotate(const LocalPauli &pauli, double angle);
  /// this = pauli · this.
  void apply(const LocalPauli &pauli);
  /// this† · other.
  LocalMatrix adjointTimes(const LocalMatrix &other) const;
  /// The signed Pauli this is, or none.
  std::optional<LocalPauli> asPauli() const;
  /// Coefficients above 1e-8 of the Hermitian strings this is a sum of.
  std::vector<std::pair<LocalPauli, double>> expand() const;
  /// Largest difference of entries.
  double distance(const LocalMatrix &other) const;

private:
  size_t size;
  std::vector<Complex> entries;
};

} // namespace qopt

#endif // QOPT_LIB_DRIVER_PAULIALGEBRA_H
