//===- NativeLowering.h - From any gate to a device's gates -----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Rewrites a placed circuit with the gates each qubit and coupler has. Runs of
// one-qubit gates are words (OneQubitWord.h) that are written when a two-qubit
// gate needs their qubit; a rotation about Z at the end of a run waits behind
// two-qubit gates it commutes with. Angles stay affine.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_SYNTHESIS_NATIVELOWERING_H
#define QOPT_SYNTHESIS_NATIVELOWERING_H

#include "qopt/Synthesis/NativeSet.h"

namespace qopt {

struct NativeLoweringOptions {
  /// Leave out Z rotations that only a measurement in Z follows.
  bool dropBeforeMeasure = true;
  /// Join commuting gates of one pair (PairBlocks.h).
  bool joinBlocks = true;
  /// Turn CX gates round where both directions are there and this saves pulses.
  bool turnEntanglers = true;
};

/// Lowers `circuit`, whose qubit i sits at `circuit.sites()[i]` (or at id i if
/// it has no sites) and whose two-qubit gates lie on couplers. An input error
/// names what the device cannot make, and where.
llvm::Expected<CircuitView>
lowerToNative(const CircuitView &circuit, const NativeSet &natives,
              const NativeLoweringOptions &options = {});

/// Exchanges the operands of two-qubit gates the device has in the other
/// direction only, with the one-qubit gates that this takes (as standard gates:
/// lower them afterwards).
llvm::Expected<CircuitView> fixDirections(const CircuitView &circuit,
                                          const NativeSet &natives);

/// None if every gate is native at its site, else why the first one is not.
std::optional<std::string> firstIllegalGate(const CircuitView &circuit,
                                            const NativeSet &natives);

} // namespace qopt

#endif // QOPT_SYNTHESIS_NATIVELOWERING_H
