//===- BoundBlocksTest.cpp - Constant runs by Weyl class --------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/BoundBlocks.h"

#include "Helpers.h"
#include "qopt/Circuit/LightCone.h"

#include <numbers>

using namespace qopt;
using namespace qopt::test;

static constexpr double pi = std::numbers::pi;

static CircuitView constantRun(unsigned entanglers, RandomStream &random) {
  CircuitView circuit(2);
  for (unsigned i = 0; i < entanglers; ++i) {
    for (unsigned q : {0u, 1u})
      circuit.addGate(GateKind::U, {q},
                      {constantAngle(random.uniform(-3, 3)),
                       constantAngle(random.uniform(-3, 3)),
                       constantAngle(random.uniform(-3, 3))});
    unsigned a = random.below(2);
    circuit.addGate(GateKind::CX, {a, 1 - a});
  }
  circuit.addGate(GateKind::RY, {0u}, {constantAngle(0.3)});
  return circuit;
}

static unsigned countTwo(const CircuitView &circuit,
                         std::optional<GateKind> only = {}) {
  unsigned count = 0;
  for (const Gate &gate : circuit.gates()) {
    if (gate.numQubits != 2)
      continue;
    ++count;
    if (only)
      CHECK(gate.kind == *only);
  }
  return count;
}

static const GateKind entanglers[] = {
    GateKind::CZ,  GateKind::CX,  GateKind::ECR,  GateKind::RZZ,
    GateKind::RXX, GateKind::RYY, GateKind::ISwap};

static CircuitView withEntangler(const CircuitView &circuit, GateKind kind) {
  ResynthesisOptions options;
  options.entangler = kind;
  options.natives.resize(1);
  options.natives[0].rz = options.natives[0].sx = true;
  return withOperations(circuit, resynthesize(unpackOperations(circuit),
                                              circuit.numQubits(), options));
}

TEST_CASE("long constant runs take three entanglers of every kind") {
  RandomStream random(3, "bound blocks");
  for (int repeat = 0; repeat < 12; ++repeat)
    for (GateKind kind : entanglers) {
      CircuitView circuit = constantRun(4 + random.below(4), random);
      CircuitView made = withEntangler(circuit, kind);
      INFO(gateInfo(kind).name.str());
      CHECK(countTwo(made, kind) == 3);
      CHECK(distance(circuit, made) < 1e-12);
    }
}

/// U·exp(−i/2 (x XX + y YY + z ZZ))·V with the interaction as a matrix.
static CircuitView classOf(double x, double y, double z, RandomStream &random) {
  CircuitView whole(2);
  whole.addGate(GateKind::RXX, {0u, 1u}, {constantAngle(x)});
  whole.addGate(GateKind::RYY, {0u, 1u}, {constantAngle(y)});
  whole.addGate(GateKind::RZZ, {0u, 1u}, {constantAngle(z)});
  std::vector<Complex> matrix(16);
  std::vector<Complex> list = columns(whole);
  for (unsigned c = 0; c < 4; ++c)
    for (unsigned r = 0; r < 4; ++r)
      matrix[r * 4 + c] = list[c * 4 + r];
  CircuitView result(2);
  for (unsigned q : {0u, 1u})
    result.addGate(GateKind::U, {q},
                   {constantAngle(random.uniform(-3, 3)), constantAngle(0.4),
                    constantAngle(-1.1)});
  result.addUnitary(matrix, {0u, 1u});
  for (unsigned q : {0u, 1u})
    result.addGate(GateKind::U, {q},
                   {constantAngle(random.uniform(-3, 3)), constantAngle(2.4),
                    constantAngle(0.1)});
  return result;
}

TEST_CASE("entanglers by Weyl class") {
  struct Case {
    double x, y, z;
    unsigned controlled, rotation, exchange;
  };
  const Case cases[] = {
      {0, 0, 0, 0, 0, 0},
      {pi, 0, pi, 0, 0, 0},
      {pi / 2, 0, 0, 1, 1, 2},
      {0, -pi / 2, pi, 1, 1, 2},
      {0, 0, 0.7, 2, 1, 2},
      {pi / 2, pi / 2, 0, 2, 2, 1},
      {-pi / 2, 0, pi / 2, 2, 2, 1},
      {0.3, 0.2, 0, 2, 2, 2},
      {0, pi / 2, -1.2, 2, 2, 2},
      {pi / 2, pi / 2, pi / 2, 3, 3, 3},
      {pi / 2, pi / 2, 0.3, 3, 3, 3},
      {0.5, 0.4, 0.3, 3, 3, 3},
  };
  RandomStream random(4, "weyl classes");
  for (const Case &c : cases)
    for (GateKind kind : entanglers) {
      INFO(c.x << " " << c.y << " " << c.z << " " << gateInfo(kind).name.str());
      CircuitView circuit = classOf(c.x, c.y, c.z, random);
      CircuitView made = withEntangler(circuit, kind);
      bool rotates = kind == GateKind::RZZ || kind == GateKind::RXX ||
                     kind == GateKind::RYY;
      unsigned expected = kind == GateKind::ISwap ? c.exchange
                          : rotates               ? c.rotation
                                                  : c.controlled;
      CHECK(countTwo(made, kind) == expected);
      CHECK(distance(circuit, made) < 1e-12);
    }
}

TEST_CASE("symbols, barriers and other qubits end a run") {
  RandomStream random(5, "runs");
  for (int repeat = 0; repeat < 60; ++repeat) {
    CircuitView circuit = randomCircuit(
        3, 16, 2, random, [](unsigned, unsigned) { return true; });
    if (repeat % 2)
      circuit.addBarrier({0u, 1u});
    std::vector<double> values = randomValues(random, 4);
    for (GateKind kind : entanglers) {
      ResynthesisOptions options;
      options.entangler = kind;
      options.natives.resize(1);
      options.natives[0].u = true;
      std::vector<Operation> made =
          resynthesize(unpackOperations(circuit), 3, options);
      CHECK(distance(circuit, withOperations(circuit, made), values) < 1e-10);
    }
    std::vector<Operation> blocks = resynthesizeBoundBlocks(
        unpackOperations(circuit), 3,
        [](unsigned, unsigned) { return Entangler::Controlled; });
    CHECK(distance(circuit, withOperations(circuit, blocks), values) < 1e-10);
  }
}

TEST_CASE("one-qubit runs keep symbols and get no longer") {
  CircuitView circuit(1);
  circuit.addParameter("t", ParameterRole::Trainable, 2);
  AffineAngle a, b;
  a.terms.push_back({0, 1.0});
  b.terms.push_back({1, 1.0});
  circuit.addGate(GateKind::H, {0u});
  circuit.addGate(GateKind::RX, {0u}, {a});
  circuit.addGate(GateKind::H, {0u});
  circuit.addGate(GateKind::RZ, {0u}, {b});
  circuit.addGate(GateKind::S, {0u});
  ResynthesisOptions options;
  options.natives.resize(1);
  options.natives[0].rz = options.natives[0].sx = true;
  std::vector<Operation> made =
      resynthesize(unpackOperations(circuit), 1, options);
  REQUIRE(made.size() == 1);
  CHECK(made[0].kind == GateKind::RZ);
  CHECK(made[0].angles[0].terms.size() == 2);
}

TEST_CASE("symbolic blocks with iSWAP alone take three") {
  PairBlock block;
  block.xx.terms.push_back({0, 1.0});
  block.yy.terms.push_back({1, 1.0});
  block.zz.terms.push_back({2, 1.0});
  CircuitView circuit(2);
  circuit.addParameter("t", ParameterRole::Trainable, 4);
  RandomStream random(6, "iswap");
  std::vector<double> values = randomValues(random, 4);
  CircuitView wanted = circuit;
  wanted.addGate(GateKind::RXX, {0u, 1u}, {block.xx});
  wanted.addGate(GateKind::RYY, {0u, 1u}, {block.yy});
  wanted.addGate(GateKind::RZZ, {0u, 1u}, {block.zz});
  std::vector<Operation> out;
  appendPairBlock(block, Entangler::Exchange, 0, 1, out);
  CircuitView made = withOperations(circuit, out);
  CHECK(countTwo(made, GateKind::ISwap) == 3);
  CHECK(distance(wanted, made, values) < 1e-12);
}
