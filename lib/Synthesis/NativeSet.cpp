//===- NativeSet.cpp - What a device can do where ---------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/NativeSet.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace qopt;

bool OneQubitNatives::universal() const {
  if (u || prx)
    return true;
  if (hasZ())
    return sx || h || rx || ry || gpi2;
  return (rx && ry) || (gpi && gpi2);
}

/// The standard gate a native gate is, unless the file defines it itself.
static std::optional<GateKind> standardKind(const NativeGate &gate) {
  if (!gate.generator.empty() || !gate.matrix.empty())
    return std::nullopt;
  std::optional<GateKind> kind = findStandardGate(gate.name);
  if (kind && gateInfo(*kind).numQubits != gate.numQubits)
    return std::nullopt;
  return kind;
}

NativeSet::NativeSet(Device device, double deadError)
    : model(std::move(device)), deadError(deadError) {}

bool NativeSet::usable(llvm::StringRef gate,
                       llvm::ArrayRef<unsigned> ids) const {
  for (unsigned id : ids) {
    const DeviceQubit *qubit = model.qubit(id);
    if (!qubit || !qubit->operational)
      return false;
  }
  std::optional<GateCalibration> found = model.calibration(gate, ids);
  return found && !(found->error && *found->error >= deadError);
}

void OneQubitNatives::add(GateKind kind) {
  switch (kind) {
  case GateKind::RZ:
    rz = true;
    break;
  case GateKind::P:
    p = true;
    break;
  case GateKind::SX:
    sx = true;
    break;
  case GateKind::X:
    x = true;
    break;
  case GateKind::H:
    h = true;
    break;
  case GateKind::RX:
    rx = true;
    break;
  case GateKind::RY:
    ry = true;
    break;
  case GateKind::PRX:
    prx = true;
    break;
  case GateKind::U:
    u = true;
    break;
  case GateKind::GPI:
    gpi = true;
    break;
  case GateKind::GPI2:
    gpi2 = true;
    break;
  default:
    break;
  }
}

OneQubitNatives NativeSet::oneQubit(unsigned id) const {
  OneQubitNatives natives;
  for (const NativeGate &gate : model.gates()) {
    std::optional<GateKind> kind = standardKind(gate);
    if (gate.numQubits != 1 || !kind || !usable(gate.name, {id}))
      continue;
    bool anyAngle = llvm::all_of(
        gate.params, [](const GateParameter &p) { return !p.min && !p.max; });
    if (!anyAngle)
      continue;
    natives.add(*kind);
  }
  return natives;
}

std::vector<NativeEntangler> NativeSet::entanglers(unsigned a,
                                                   unsigned b) const {
  std::vector<NativeEntangler> list;
  for (const NativeGate &gate : model.gates()) {
    if (gate.numQubits != 2)
      continue;
    std::optional<GateKind> kind = standardKind(gate);
    bool byGenerator = !gate.generator.empty() && gate.params.size() == 1;
    bool byMatrix = !gate.matrix.empty() && gate.params.empty();
    if (!kind && !byGenerator && !byMatrix)
      continue;
    for (bool reversed : {false, true}) {
      llvm::SmallVector<unsigned, 2> ids{reversed ? b : a, reversed ? a : b};
      if (!usable(gate.name, ids))
        continue;
      NativeEntangler entangler;
      entangler.kind =
          kind.value_or(byMatrix ? GateKind::Unitary : GateKind::PauliRotation);
      entangler.word = gate.generator;
      if (!kind && byMatrix) {
        entangler.matrix = gate.matrix;
        entangler.name = gate.name;
      }
      entangler.reversed = reversed;
      entangler.symmetric = gate.symmetric;
      entangler.error = model.calibration(gate.name, ids)->error;
      if (!gate.params.empty()) {
        entangler.minAngle = gate.params[0].min;
        entangler.maxAngle = gate.params[0].max;
      }
      list.push_back(std::move(entangler));
      break;
    }
  }
  return list;
}

std::optional<std::string> NativeSet::nativeName(const Operation &op) const {
  for (const NativeGate &gate : model.gates()) {
    if (gate.numQubits != op.qubits.size())
      continue;
    if (std::optional<GateKind> kind = standardKind(gate)) {
      if (*kind == op.kind)
        return gate.name;
      continue;
    }
    if (op.kind == GateKind::PauliRotation && gate.generator == op.text)
      return gate.name;
    if (op.kind == GateKind::Unitary && !gate.matrix.empty() &&
        gate.name == op.text)
      return gate.name;
  }
  return std::nullopt;
}

std::optional<std::string>
NativeSet::whyNotNative(const Operation &op,
                        llvm::ArrayRef<unsigned> ids) const {
  for (unsigned id : ids) {
    const DeviceQubit *qubit = model.qubit(id);
    if (!qubit)
      return ("device '" + model.name() + "' has no qubit " + llvm::Twine(id))
          .str();
    if (!qubit->operational)
      return ("qubit " + llvm::Twine(id) + " of device '" + model.name() +
              "' does not work")
          .str();
  }
  if (!isUnitaryGate(op.kind) || op.kind == GateKind::GPhase)
    return std::nullopt;
  std::optional<std::string> name = nativeName(op);
  auto gateText = [&] {
    std::string text =
        op.kind == GateKind::PauliRotation ? "pauli_rot \"" + op.text + "\""
        : op.kind == GateKind::Unitary     ? "unitary"
                                           : gateInfo(op.kind).name.str();
    return "'" + text + "'";
  };
  if (!name)
    return "device '" + model.name().str() + "' has no gate " + gateText();
  if (!usable(*name, ids)) {
    std::string place;
    for (unsigned id : ids)
      place += (place.empty() ? "" : ", ") + std::to_string(id);
    return "device '" + model.name().str() + "' has no working " + gateText() +
           " on (" + place + ")";
  }
  const NativeGate *gate = model.gate(*name);
  for (auto [param, angle] : llvm::zip(gate->params, op.angles)) {
    if (!param.min && !param.max)
      continue;
    if (!angle.isConstant())
      return "the angle of " + gateText() +
             " is limited on this device and must not be symbolic";
    constexpr double slack = 1e-9;
    if ((param.min && angle.constant < *param.min - slack) ||
        (param.max && angle.constant > *param.max + slack))
      return "the angle of " + gateText() + " is outside the device's range";
  }
  return std::nullopt;
}
