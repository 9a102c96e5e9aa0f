//===- EquivalenceTest.cpp - Methods of qopt equiv --------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Driver/Equivalence.h"
#include "../Synthesis/Helpers.h"

#include "qopt/Driver/Compile.h"
#include "qopt/Synthesis/BoundBlocks.h"
#include "qopt/Synthesis/NativeLowering.h"
#include "qopt/Synthesis/Simplify.h"

#include <cmath>

using namespace qopt;
using namespace qopt::test;

static auto anyPair = [](unsigned, unsigned) { return true; };

static EquivalenceSide plain(const CircuitView &view) {
  EquivalenceSide side{&view, {}, {}};
  for (unsigned q = 0; q < view.numQubits(); ++q)
    side.start.push_back(q);
  side.end = side.start;
  return side;
}

/// A line of qubits with rz, sx, x and cz.
static NativeSet lineOf(unsigned qubits) {
  DeviceData data;
  data.name = "line";
  for (unsigned q = 0; q < qubits; ++q) {
    DeviceQubit qubit;
    qubit.id = q;
    data.qubits.push_back(qubit);
  }
  for (auto [name, angles] : {std::pair("rz", 1), std::pair("sx", 0),
                              std::pair("x", 0), std::pair("cz", 0)}) {
    NativeGate gate;
    gate.name = name;
    gate.numQubits = gate.name == "cz" ? 2 : 1;
    if (angles)
      gate.params.push_back({"theta", {}, {}});
    gate.symmetric = gate.numQubits == 2;
    for (unsigned q = 0; q + 1 < qubits && gate.numQubits == 2; ++q) {
      GateSite site;
      site.qubits = {q, q + 1};
      gate.sites.push_back(site);
    }
    data.gates.push_back(gate);
  }
  return NativeSet(llvm::cantFail(Device::create(data)));
}

/// Cliffords and symbolic rotations, which the normal form decides.
static CircuitView symbolicCircuit(unsigned qubits, unsigned gates,
                                   RandomStream &random) {
  CircuitView circuit(qubits);
  circuit.addParameter("theta", ParameterRole::Trainable, 4);
  for (unsigned i = 0; i < gates; ++i) {
    unsigned a = random.below(qubits - 1);
    AffineAngle angle;
    angle.terms.push_back({unsigned(random.below(4)), 1.0});
    switch (random.below(6)) {
    case 0:
      circuit.addGate(GateKind::H, {a});
      break;
    case 1:
      circuit.addGate(GateKind::CX, {a + 1, a});
      break;
    case 2:
      circuit.addGate(GateKind::RZZ, {a, a + 1}, {angle});
      break;
    case 3:
      circuit.addGate(GateKind::RX, {a}, {angle});
      break;
    case 4:
      circuit.addGate(GateKind::CRY, {a, a + 1}, {angle});
      break;
    default:
      circuit.addGate(GateKind::T, {a});
    }
  }
  return circuit;
}

TEST_CASE("the normal form proves what lowering and simplifying do") {
  RandomStream random(1, "proofs");
  NativeSet natives = lineOf(30);
  unsigned proven = 0;
  for (int repeat = 0; repeat < 20; ++repeat) {
    CircuitView circuit = symbolicCircuit(30, 120, random);
    CircuitView other =
        llvm::cantFail(lowerToNative(simplify(circuit), natives));
    proven +=
        compareByNormalForm(plain(circuit), plain(other), Relation::Unitary)
            .answer == Answer::Yes;
  }
  CHECK(proven == 20);
}

TEST_CASE("without work left the search for clusters says nothing") {
  RandomStream random(7, "work");
  constexpr unsigned qubits = 12;
  CircuitView circuit(qubits);
  // Constant blocks of four CX on a brick wall: written anew as others.
  auto turn = [&](unsigned q) {
    for (GateKind kind : {GateKind::RZ, GateKind::RY, GateKind::RZ})
      circuit.addGate(kind, {q}, {constantAngle(3 * random.uniform())});
  };
  for (unsigned layer = 0; layer < 3; ++layer)
    for (unsigned q = layer % 2; q + 1 < qubits; q += 2)
      for (unsigned repeat = 0; repeat < 4; ++repeat) {
        turn(q);
        turn(q + 1);
        circuit.addGate(GateKind::CX, {q, q + 1});
      }
  CircuitView other = withOperations(
      circuit, resynthesizeBoundBlocks(
                   unpackOperations(circuit), qubits,
                   [](unsigned, unsigned) { return Entangler::Rotation; }));
  auto answer = [&](uint64_t work) {
    return compareByNormalForm(plain(circuit), plain(other), Relation::Unitary,
                               1, work)
        .answer;
  };
  CHECK(answer(0) == Answer::Unknown);
  CHECK(answer(1000) == Answer::Unknown);
  CHECK(answer(clusterWork) == Answer::Yes);
}

TEST_CASE("no method accepts a changed circuit") {
  RandomStream random(2, "changes");
  for (int repeat = 0; repeat < 60; ++repeat) {
    CircuitView circuit = symbolicCircuit(4, 20, random);
    auto ops = unpackOperations(circuit);
    size_t place = random.below(ops.size());
    ops.erase(ops.begin() + place);
    CircuitView other = withOperations(circuit, ops);
    std::vector<double> values = randomValues(random, 4);
    bool same = distance(circuit, other, values) < 1e-9;
    std::string witness;
    Answer dense = compareByStates(plain(circuit), plain(other),
                                   Relation::Unitary, true, 1, witness);
    CHECK(dense == (same ? Answer::Yes : Answer::No));
    CHECK(witness.empty() == same);
    NormalFormAnswer form =
        compareByNormalForm(plain(circuit), plain(other), Relation::Unitary);
    CHECK(form.answer != (same ? Answer::No : Answer::Yes));
    CHECK(form.witness.empty() == (form.answer != Answer::No));
    NormalFormAnswer images =
        compareByPropagation(plain(circuit), plain(other), Relation::Unitary);
    CHECK(images.answer == (same ? Answer::Yes : Answer::No));
  }
}

TEST_CASE("layouts, ancillas and measurements are respected") {
  CircuitView a(2);
  a.addParameter("t", ParameterRole::Trainable, 1);
  AffineAngle t;
  t.terms.push_back({0, 1.0});
  a.addGate(GateKind::RY, {0u}, {t});
  a.addGate(GateKind::CX, {0u, 1u});
  CircuitFile left;
  left.view = a;

  // The same on sites 7, 9, 11 with a SWAP through the middle.
  CircuitView b = emptyLike(a, 3);
  b.setSites({7, 9, 11});
  b.addGate(GateKind::RY, {0u}, {t});
  b.addGate(GateKind::Swap, {0u, 1u});
  b.addGate(GateKind::CX, {1u, 2u});
  CircuitFile right;
  right.view = b;
  right.layout = Layout{{7, 11}, {9, 11}};
  Verification found = llvm::cantFail(checkEquivalence(left, right));
  CHECK(found.relation == "unitary");
  right.layout = Layout{{7, 11}, {7, 11}};
  found = llvm::cantFail(checkEquivalence(left, right));
  CHECK(found.relation == "different");
  CHECK(!found.witness.empty());

  // Measured, a Z rotation at the end does not matter; a flip does.
  left.view.addMeasure(0, {"c", 0});
  right.layout = Layout{{7, 11}, {9, 11}};
  CircuitFile turned = right;
  turned.view.addGate(GateKind::RZ, {1u}, {t});
  turned.view.addMeasure(1, {"c", 0});
  CHECK(llvm::cantFail(checkEquivalence(left, turned)).relation ==
        "distribution");
  CircuitFile flipped = right;
  flipped.view.addGate(GateKind::X, {1u});
  flipped.view.addMeasure(1, {"c", 0});
  CHECK(llvm::cantFail(checkEquivalence(left, flipped)).relation ==
        "different");
  CircuitFile otherBit = right;
  otherBit.view.addMeasure(1, {"c", 1});
  CHECK(!llvm::cantFail(checkEquivalence(left, otherBit)).equivalent);
}

TEST_CASE("observables are compared where unitaries differ") {
  RandomStream random(5, "observables");
  for (unsigned qubits : {4u, 24u}) {
    CircuitView circuit = symbolicCircuit(qubits, 40, random);
    CircuitFile left, right;
    left.view = circuit;
    left.view.addObservable(
        llvm::cantFail(parsePauliSum("Z0*Z1 + 0.5*Z2", qubits)));
    right.view = simplify(left.view);
    CHECK(llvm::cantFail(checkEquivalence(left, right)).equivalent);
    CircuitFile wrong = left;
    wrong.view = circuit;
    wrong.view.addObservable(
        llvm::cantFail(parsePauliSum("Z0*Z1 - 0.5*Z2", qubits)));
    Verification found = llvm::cantFail(checkEquivalence(left, wrong));
    CHECK(!found.equivalent);
  }
}

TEST_CASE("measurements and resets inside a circuit are compared") {
  auto circuitOf = [](bool wrong, bool late) {
    CircuitView circuit(2);
    circuit.addParameter("t", ParameterRole::Trainable, 4);
    AffineAngle angle;
    angle.terms.push_back({0, 1.0});
    circuit.addGate(GateKind::RY, {0u}, {angle});
    circuit.addGate(GateKind::CX, {0u, 1u});
    if (late) // diagonal before a measurement: not seen
      circuit.addGate(GateKind::RZ, {0u}, {angle});
    circuit.addMeasure(0, {"c", 0});
    circuit.addReset(0);
    circuit.addGate(wrong ? GateKind::X : GateKind::H, {0u});
    circuit.addGate(GateKind::CX, {0u, 1u});
    circuit.addMeasure(1, {"c", 1});
    return llvm::cantFail(makeCircuitFile(std::move(circuit)));
  };
  Verification same = llvm::cantFail(
      checkEquivalence(circuitOf(false, false), circuitOf(false, false)));
  CHECK(same.relation == "distribution");
  CHECK(llvm::cantFail(
            checkEquivalence(circuitOf(false, false), circuitOf(false, true)))
            .relation == "distribution");
  CHECK(llvm::cantFail(
            checkEquivalence(circuitOf(false, false), circuitOf(true, false)))
            .relation == "different");
}

/// Dense constant blocks on neighbours, which lowering multiplies out.
static CircuitView constantBlocks(unsigned qubits, unsigned layers,
                                  bool symbols, RandomStream &random) {
  CircuitView circuit(qubits);
  circuit.addParameter("theta", ParameterRole::Trainable, 4);
  auto turn = [&](unsigned q) {
    llvm::SmallVector<AffineAngle, 3> angles;
    for (unsigned i = 0; i < 3; ++i)
      angles.push_back(constantAngle(random.uniform(-3, 3)));
    if (symbols && random.below(3) == 0)
      angles[0].terms.push_back({unsigned(random.below(4)), 1.0});
    circuit.addGate(GateKind::U, {q}, angles);
  };
  for (unsigned layer = 0; layer < layers; ++layer)
    for (unsigned a = layer % 2; a + 1 < qubits; a += 2)
      for (unsigned k = 0; k < 4; ++k) {
        turn(a);
        turn(a + 1);
        circuit.addGate(GateKind::CX, {a + k % 2, a + 1 - k % 2});
      }
  return circuit;
}

TEST_CASE("constants multiplied out are compared on any number of qubits") {
  RandomStream random(6, "multiplied out");
  NativeSet natives = lineOf(30);
  for (bool symbols : {false, true}) {
    CircuitView circuit = constantBlocks(26, symbols ? 2 : 3, symbols, random);
    CircuitView other =
        llvm::cantFail(lowerToNative(simplify(circuit), natives));
    NormalFormAnswer same =
        compareByNormalForm(plain(circuit), plain(other), Relation::Unitary);
    CHECK(same.answer == Answer::Yes);
    CHECK(same.warranty == (symbols ? "random bindings" : "exact"));

    // A gate dropped, an angle turned round, a gate on another qubit.
    auto ops = unpackOperations(other);
    auto differs = [&](const std::vector<Operation> &list) {
      CircuitFile left, right;
      left.view = circuit;
      right.view = withOperations(other, list);
      Verification found = llvm::cantFail(checkEquivalence(left, right));
      INFO(found.method << ": " << found.witness);
      CHECK(found.relation == "different");
      CHECK(!found.witness.empty());
    };
    auto some = [&](auto accept) {
      size_t i = ops.size() / 2;
      while (!accept(ops[i]))
        ++i;
      return i;
    };
    auto changed = ops;
    changed.erase(changed.begin() + some([](const Operation &op) {
                    return op.kind == GateKind::CZ;
                  }));
    differs(changed);
    changed = ops;
    size_t rotation = some([](const Operation &op) {
      return op.kind == GateKind::RZ &&
             std::abs(std::sin(op.angles[0].constant)) > 0.1;
    });
    changed[rotation].angles[0] = changed[rotation].angles[0] * -1;
    differs(changed);
    changed = ops;
    size_t pulse =
        some([](const Operation &op) { return op.kind == GateKind::SX; });
    changed[pulse].qubits[0] = (changed[pulse].qubits[0] + 7) % 26;
    differs(changed);

    // The wrong layout.
    CircuitFile left, right;
    left.view = circuit;
    right.view = other;
    std::vector<unsigned> sites(26);
    for (unsigned q = 0; q < 26; ++q)
      sites[q] = q;
    right.view.setSites(sites);
    right.layout = Layout{sites, sites};
    CHECK(llvm::cantFail(checkEquivalence(left, right)).relation == "unitary");
    std::swap(right.layout->final[4], right.layout->final[11]);
    Verification found = llvm::cantFail(checkEquivalence(left, right));
    CHECK(found.relation == "different");
    CHECK(!found.witness.empty());
  }
}
