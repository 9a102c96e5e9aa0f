//===- EntanglerDirections.h - Which way round a CX stands ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// A CX that the device has in both directions can stand either way, with
// Hadamards on both qubits: CX(a, b) = (H⊗H)·CX(b, a)·(H⊗H). Which way costs
// fewer pulses depends on the one-qubit gates around it.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_SYNTHESIS_ENTANGLERDIRECTIONS_H
#define QOPT_LIB_SYNTHESIS_ENTANGLERDIRECTIONS_H

#include "qopt/Synthesis/Operations.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace qopt {

/// Pulses of the one-qubit gates of `operations`: SX, or two of them as one X.
size_t countPulses(llvm::ArrayRef<Operation> operations, unsigned numQubits);

/// Turns CX gates round that `canTurn`, as long as this saves pulses: each in
/// its turn until none is left. Hadamards are written as such. False if nothing
/// was turned.
bool turnEntanglers(std::vector<Operation> &operations, unsigned numQubits,
                    llvm::function_ref<bool(const Operation &)> canTurn);

/// Moves quarter and half turns about X across the targets of CX and ECR gates,
/// as long as this saves pulses. False if nothing was moved.
bool moveThroughTargets(std::vector<Operation> &operations, unsigned numQubits);

} // namespace qopt

#endif // QOPT_LIB_SYNTHESIS_ENTANGLERDIRECTIONS_H
