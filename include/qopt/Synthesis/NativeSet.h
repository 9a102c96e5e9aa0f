//===- NativeSet.h - What a device can do where -----------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// A Device as synthesis sees it: per qubit the one-qubit gates, per coupler the
// entanglers with direction, angle range and error. Gates that only the device
// file defines take part through their generator or matrix.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_SYNTHESIS_NATIVESET_H
#define QOPT_SYNTHESIS_NATIVESET_H

#include "qopt/Device/Device.h"
#include "qopt/Synthesis/Operations.h"

namespace qopt {

/// One-qubit gates a qubit has.
struct OneQubitNatives {
  bool rz = false, p = false, sx = false, x = false, h = false;
  bool rx = false, ry = false, prx = false, u = false;
  bool gpi = false, gpi2 = false;
  /// Adds a gate of any angle; others than these are no concern of it.
  void add(GateKind kind);
  /// The qubit can make every one-qubit unitary, symbolic angles included.
  bool universal() const;
  bool hasZ() const { return rz || p; }
};

/// A two-qubit native gate on one ordered pair.
struct NativeEntangler {
  GateKind kind = GateKind::CZ;
  /// Word of a gate defined by its generator; kind is then PauliRotation.
  std::string word;
  /// Unitary and name of a gate defined by its matrix; kind is then Unitary.
  std::vector<Complex> matrix;
  std::string name;
  /// Operands are (b, a) of the pair asked for.
  bool reversed = false;
  bool symmetric = false;
  std::optional<double> error;
  std::optional<double> minAngle, maxAngle;
  bool acceptsAnyAngle() const { return !minAngle && !maxAngle; }
};

class NativeSet {
public:
  /// Gates with an error of `deadError` or more do not exist.
  explicit NativeSet(Device device, double deadError = 0.5);

  const Device &device() const { return model; }
  OneQubitNatives oneQubit(unsigned id) const;
  /// Entanglers between the qubits `a` and `b` in either direction, in the
  /// order of the device's gate list.
  std::vector<NativeEntangler> entanglers(unsigned a, unsigned b) const;

  /// The device's name for `op`, or none if it has no such gate. Only the kind
  /// counts, not the place and not the angles.
  std::optional<std::string> nativeName(const Operation &op) const;
  /// None if `op` on the qubits `ids` is one of the device's gates there with
  /// its angles in range (a symbolic angle only where every value is allowed),
  /// else the reason. Barriers, measurements, resets and global phases pass.
  std::optional<std::string> whyNotNative(const Operation &op,
                                          llvm::ArrayRef<unsigned> ids) const;

private:
  bool usable(llvm::StringRef gate, llvm::ArrayRef<unsigned> ids) const;

  Device model;
  double deadError;
};

} // namespace qopt

#endif // QOPT_SYNTHESIS_NATIVESET_H
