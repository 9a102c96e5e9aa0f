//===- CircuitParts.cpp - Unconnected parts of a circuit ------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CircuitParts.h"

#include "llvm/ADT/STLExtras.h"

#include <numeric>

using namespace qopt;

static bool isUnitary(const Gate &gate) {
  return gate.kind != GateKind::Barrier && gate.kind != GateKind::Measure &&
         gate.kind != GateKind::Channel && gate.kind != GateKind::GPhase;
}

std::vector<bool> qopt::allGates(const CircuitView &circuit) {
  std::vector<bool> keep;
  for (const Gate &gate : circuit.gates())
    keep.push_back(isUnitary(gate));
  return keep;
}

CircuitPart qopt::partOf(const CircuitView &circuit,
                         llvm::ArrayRef<unsigned> qubits,
                         const std::vector<bool> &keep) {
  CircuitPart part;
  part.qubits = qubits.vec();
  CircuitView &to = part.circuit = CircuitView(qubits.size());
  std::vector<unsigned> place(circuit.numQubits(), 0);
  for (size_t j = 0; j < qubits.size(); ++j)
    place[qubits[j]] = j;
  // The same parameters and expressions: symbols keep their numbers.
  for (const ParameterGroup &group : circuit.groups())
    to.addParameter(group.name, group.role,
                    group.isArray ? std::optional<unsigned>(group.size)
                                  : std::nullopt);
  for (const ExpressionNode &node : circuit.nodes()) {
    llvm::SmallVector<AffineAngle, 2> operands;
    for (unsigned row : node.rows)
      operands.push_back(circuit.nodeRows()[row]);
    to.addNode(node.op, operands);
  }
  std::vector<bool> inside(circuit.numQubits(), false);
  for (unsigned q : qubits)
    inside[q] = true;
  for (size_t g = 0; g < circuit.gates().size(); ++g) {
    const Gate &gate = circuit.gates()[g];
    if (!keep[g] || gate.numQubits == 0 || !inside[circuit.qubitsOf(gate)[0]])
      continue;
    llvm::SmallVector<unsigned, 4> on;
    for (unsigned q : circuit.qubitsOf(gate))
      on.push_back(place[q]);
    switch (gate.kind) {
    case GateKind::PauliRotation:
      to.addPauliRotation(circuit.wordOf(gate), on, circuit.anglesOf(gate)[0]);
      break;
    case GateKind::Unitary:
      to.addUnitary(circuit.matrixOf(gate).vec(), on,
                    circuit.unitaryName(gate));
      break;
    case GateKind::Reset:
      to.addReset(on[0]);
      break;
    default:
      to.addGate(gate.kind, on, circuit.anglesOf(gate));
    }
  }
  return part;
}

std::vector<CircuitPart> qopt::connectedParts(const CircuitView &circuit,
                                              const std::vector<bool> &keep) {
  std::vector<unsigned> root(circuit.numQubits());
  std::iota(root.begin(), root.end(), 0);
  auto find = [&](unsigned q) {
    while (root[q] != q)
      q = root[q] = root[root[q]];
    return q;
  };
  std::vector<bool> touched(circuit.numQubits(), false);
  for (size_t g = 0; g < circuit.gates().size(); ++g) {
    if (!keep[g])
      continue;
    llvm::ArrayRef<unsigned> qubits = circuit.qubitsOf(circuit.gates()[g]);
    for (unsigned q : qubits) {
      touched[q] = true;
      unsigned a = find(qubits[0]), b = find(q);
      root[std::max(a, b)] = std::min(a, b);
    }
  }
  std::vector<std::vector<unsigned>> members(circuit.numQubits());
  for (unsigned q = 0; q < circuit.numQubits(); ++q)
    if (touched[q])
      members[find(q)].push_back(q);
  std::vector<CircuitPart> parts;
  for (const std::vector<unsigned> &qubits : members)
    if (!qubits.empty())
      parts.push_back(partOf(circuit, qubits, keep));
  return parts;
}

/// Does a data parameter reach the angle, through expressions or not?
static bool dependsOnData(const CircuitView &circuit,
                          const AffineAngle &angle) {
  return llvm::any_of(circuit.dependencies(angle), [&](unsigned p) {
    return circuit.parameterRole(p) == ParameterRole::Data;
  });
}

std::vector<bool> qopt::gatesBeforeData(const CircuitView &circuit) {
  std::vector<bool> keep(circuit.gates().size(), false);
  std::vector<bool> live(circuit.numQubits(), false);
  for (size_t g = keep.size(); g-- > 0;) {
    const Gate &gate = circuit.gates()[g];
    if (!isUnitary(gate))
      continue;
    llvm::ArrayRef<unsigned> qubits = circuit.qubitsOf(gate);
    bool needed =
        llvm::any_of(qubits, [&](unsigned q) { return live[q]; }) ||
        llvm::any_of(circuit.anglesOf(gate), [&](const AffineAngle &angle) {
          return dependsOnData(circuit, angle);
        });
    keep[g] = needed;
    if (needed)
      for (unsigned q : qubits)
        live[q] = true;
  }
  return keep;
}
