//===- CircuitParts.h - Unconnected parts of a circuit ----------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_CIRCUITPARTS_H
#define QOPT_LIB_ANALYSIS_CIRCUITPARTS_H

#include "qopt/Circuit/CircuitView.h"

namespace qopt {

/// A circuit on some qubits of another, with all of its parameters.
struct CircuitPart {
  CircuitView circuit;
  /// Number in the whole of each qubit.
  std::vector<unsigned> qubits;
};

/// The gates of `circuit` for which `keep` is set, on `qubits`; they may touch
/// no other. Barriers, measurements and channels are left out.
CircuitPart partOf(const CircuitView &circuit, llvm::ArrayRef<unsigned> qubits,
                   const std::vector<bool> &keep);

/// The parts that gates for which `keep` is set connect, by first qubit;
/// qubits without gates are in none.
std::vector<CircuitPart> connectedParts(const CircuitView &circuit,
                                        const std::vector<bool> &keep);

/// By gate: it or a gate after it on one of its qubits, directly or through
/// others, has an angle with a data parameter. What is left out is the same
/// unitary for all data and cancels from a fidelity kernel.
std::vector<bool> gatesBeforeData(const CircuitView &circuit);

/// All gates that act as unitaries.
std::vector<bool> allGates(const CircuitView &circuit);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_CIRCUITPARTS_H
