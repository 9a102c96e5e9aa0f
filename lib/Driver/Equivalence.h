//===- Equivalence.h - Comparing circuits as numbers ------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_EQUIVALENCE_H
#define QOPT_LIB_DRIVER_EQUIVALENCE_H

#include "qopt/Circuit/CircuitView.h"

#include <map>

namespace qopt {

/// A circuit and where the compared qubits are in it before its first and after
/// its last gate; its other qubits start in |0⟩.
struct EquivalenceSide {
  const CircuitView *view = nullptr;
  std::vector<unsigned> start;
  std::vector<unsigned> end;
};

enum class Relation {
  /// Equal up to a global phase on all inputs.
  Unitary,
  /// Equal joint distributions of the measured bits for all inputs.
  Distribution,
  /// Equal expectation values of the observables for all inputs.
  Observables,
};

/// Outcome of one method: shown, refuted, or neither.
enum class Answer { Yes, No, Unknown };

/// A classical bit and the qubit it is read from.
struct MeasuredBit {
  std::string reg;
  unsigned index = 0;
  unsigned qubit = 0;
};

/// The measured bits by register name and index; none if something but barriers
/// follows a measurement, or if there are resets or channels.
std::optional<std::vector<MeasuredBit>>
finalMeasurements(const CircuitView &view);

/// Qubits of the bits, in their order; empty where finalMeasurements() is none.
std::vector<unsigned> measuredQubits(const CircuitView &view);

/// A circuit whose measurements are all at its end, on more qubits.
struct DeferredCircuit {
  CircuitView view;
  EquivalenceSide side; ///< without the view
  /// Qubits that hold outcomes, by bit and then by time; how many each bit has.
  std::vector<unsigned> records;
  std::vector<size_t> perBit;
};

/// The circuit with measurements and resets inside put off; none with channels.
std::optional<DeferredCircuit> deferMeasurements(const EquivalenceSide &side);

/// By state vectors at random bindings: every column (`columns`), or random
/// inputs, of which one would do with probability one since a polynomial that
/// is not zero vanishes almost nowhere. `witness` says where they differ.
Answer compareByStates(const EquivalenceSide &a, const EquivalenceSide &b,
                       Relation relation, bool columns, uint64_t seed,
                       std::string &witness);

/// Values of the named parameters of both circuits, drawn by `trial`: uniform
/// in (−3, 3), or multiples of π/2 (`quarters`).
struct DrawnBinding {
  std::map<std::string, double> values;
  std::vector<double> of(const CircuitView &view) const;
  /// " a = 0.1 b = 0.3 …", some of them; empty without parameters.
  std::string text() const;
};
DrawnBinding drawBinding(const CircuitView &a, const CircuitView &b,
                         uint64_t seed, unsigned trial, bool quarters = false);

struct NormalFormAnswer {
  Answer answer = Answer::Unknown;
  /// "exact" or "random bindings".
  std::string warranty = "exact";
  std::string witness;
};

/// Comparisons of strings and operations on entries of matrices that the search
/// for clusters may take; 1.8e9 took 15 s on one core.
inline constexpr uint64_t clusterWork = 3'000'000'000;

/// By normal forms: a circuit is a product of Pauli rotations and a Clifford;
/// the products are compared up to commutation, for all bindings at once, and
/// where constants were multiplied out by clusters, at random bindings if these
/// have symbols (RotationMatching.h). Unknown where that takes more than
/// `work`.
NormalFormAnswer compareByNormalForm(const EquivalenceSide &a,
                                     const EquivalenceSide &b,
                                     Relation relation, uint64_t seed = 1,
                                     uint64_t work = clusterWork);

/// What is seen at the end, pulled back through the rotations at random
/// bindings and at multiples of π/2, as long as the sums stay short. No is
/// sure; Yes needs every pulled back sum.
NormalFormAnswer compareByPropagation(const EquivalenceSide &a,
                                      const EquivalenceSide &b,
                                      Relation relation, uint64_t seed = 1);

} // namespace qopt

#endif // QOPT_LIB_DRIVER_EQUIVALENCE_H
