//===- NativeLoweringTest.cpp - Lowered circuits: equal, legal --*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/NativeLowering.h"

#include "Helpers.h"
#include "qopt/Circuit/LightCone.h"

using namespace qopt;
using namespace qopt::test;

namespace {

struct GateSpec {
  const char *name;
  unsigned qubits;
  unsigned angles;
  bool isVirtual = false;
};

/// A line of qubits with the given gates; two-qubit gates go upwards only
/// unless `symmetric`.
Device lineDevice(unsigned qubits, std::vector<GateSpec> gates, bool symmetric,
                  std::optional<std::pair<double, double>> range = {}) {
  DeviceData data;
  data.name = "line";
  for (unsigned q = 0; q < qubits; ++q) {
    DeviceQubit qubit;
    qubit.id = q;
    data.qubits.push_back(qubit);
  }
  for (const GateSpec &spec : gates) {
    NativeGate gate;
    gate.name = spec.name;
    gate.numQubits = spec.qubits;
    gate.isVirtual = spec.isVirtual;
    for (unsigned i = 0; i < spec.angles; ++i)
      gate.params.push_back({"a" + std::to_string(i), {}, {}});
    if (spec.qubits == 2) {
      gate.symmetric = symmetric;
      if (range && spec.angles)
        std::tie(gate.params[0].min, gate.params[0].max) = std::pair(
            std::optional(range->first), std::optional(range->second));
      for (unsigned q = 0; q + 1 < qubits; ++q) {
        GateSite site;
        site.qubits = {q, q + 1};
        site.error = 0.01;
        gate.sites.push_back(site);
      }
    }
    data.gates.push_back(gate);
  }
  return llvm::cantFail(Device::create(data));
}

const std::vector<GateSpec> zsx{{"rz", 1, 1, true}, {"sx", 1, 0}, {"x", 1, 0}};

std::vector<GateSpec> with(std::vector<GateSpec> gates, GateSpec more) {
  gates.push_back(more);
  return gates;
}

struct Target {
  const char *name;
  std::vector<GateSpec> gates;
  bool symmetric = true;
  std::optional<std::pair<double, double>> range = {};
};

std::vector<Target> targets() {
  return {
      {"zsx+cz", with(zsx, {"cz", 2, 0})},
      {"zsx+cx directed", with(zsx, {"cx", 2, 0}), false},
      {"zsx+ecr directed", with(zsx, {"ecr", 2, 0}), false},
      {"fractional",
       with(with(with(zsx, {"rx", 1, 1}), {"cz", 2, 0}), {"rzz", 2, 1}), true,
       std::pair(0.0, 1.5707963267948966)},
      {"only ranged rzz", with(zsx, {"rzz", 2, 1}), true,
       std::pair(0.0, 1.5707963267948966)},
      {"prx+cz", {{"prx", 1, 2}, {"cz", 2, 0}}},
      {"u+cx", {{"u", 1, 3}, {"cx", 2, 0}}, false},
      {"rx rz+iswap", {{"rx", 1, 1}, {"rz", 1, 1, true}, {"iswap", 2, 0}}},
      {"rx rz+siswap", {{"rx", 1, 1}, {"rz", 1, 1, true}, {"siswap", 2, 0}}},
      {"rx rz+iswap cz",
       {{"rx", 1, 1}, {"rz", 1, 1, true}, {"iswap", 2, 0}, {"cz", 2, 0}}},
      {"rx ry+rxx", {{"rx", 1, 1}, {"ry", 1, 1}, {"rxx", 2, 1}}},
      {"ry rz+rzz", {{"ry", 1, 1}, {"rz", 1, 1, true}, {"rzz", 2, 1}}},
      {"gpi+rxx", {{"gpi", 1, 1}, {"gpi2", 1, 1}, {"rxx", 2, 1}}},
      {"gpi2 rz+rzx",
       {{"gpi2", 1, 1}, {"rz", 1, 1, true}, {"rzx", 2, 1}},
       false},
      {"h rz+cp", {{"h", 1, 0}, {"rz", 1, 1, true}, {"cp", 2, 1}}},
      {"zsx+ryy", with(zsx, {"ryy", 2, 1})},
      {"zsx+cx", with(zsx, {"cx", 2, 0})},
  };
}

} // namespace

TEST_CASE("random circuits lower to every native set: equal and legal") {
  for (const Target &target : targets()) {
    NativeSet natives(
        lineDevice(3, target.gates, target.symmetric, target.range));
    RandomStream random(7, "lowering");
    for (int repeat = 0; repeat < 25; ++repeat) {
      CircuitView circuit =
          randomCircuit(3, 12, 2, random, [](unsigned a, unsigned b) {
            return a + 1 == b || b + 1 == a;
          });
      INFO(target.name);
      auto lowered = lowerToNative(circuit, natives);
      if (!lowered)
        FAIL(llvm::toString(lowered.takeError()));
      CHECK(firstIllegalGate(*lowered, natives).value_or("") == "");
      CHECK(distance(circuit, *lowered, randomValues(random, 4)) < 1e-10);
    }
  }
}

TEST_CASE("counts of native entanglers") {
  auto count = [](const Target &target, GateKind kind,
                  std::optional<AffineAngle> angle) {
    NativeSet natives(
        lineDevice(2, target.gates, target.symmetric, target.range));
    CircuitView circuit(2);
    circuit.addParameter("t", ParameterRole::Trainable, 1);
    if (angle)
      circuit.addGate(kind, {0u, 1u}, {*angle});
    else
      circuit.addGate(kind, {0u, 1u});
    return countGates(llvm::cantFail(lowerToNative(circuit, natives))).gates2q;
  };
  AffineAngle symbolic;
  symbolic.terms.push_back({0, 1.0});
  auto all = targets();
  const Target &cz = all[0], &ecr = all[2], &fractional = all[3],
               &iswap = all[7], &both = all[9], &rxx = all[10];
  CHECK(count(cz, GateKind::CX, {}) == 1);
  CHECK(count(ecr, GateKind::CX, {}) == 1);
  CHECK(count(cz, GateKind::Swap, {}) == 3);
  CHECK(count(cz, GateKind::RZZ, symbolic) == 2);
  CHECK(count(cz, GateKind::RZZ, constantAngle(1.5707963267948966)) == 1);
  CHECK(count(cz, GateKind::RXX, constantAngle(3.14159265358979)) == 0);
  CHECK(count(fractional, GateKind::RZZ, symbolic) == 2);
  CHECK(count(fractional, GateKind::RZZ, constantAngle(-0.3)) == 1);
  CHECK(count(fractional, GateKind::CRX, constantAngle(2.5)) == 1);
  CHECK(count(iswap, GateKind::RZZ, symbolic) == 2);
  CHECK(count(iswap, GateKind::CX, {}) == 2);
  CHECK(count(both, GateKind::Swap, {}) == 2);
  CHECK(count(rxx, GateKind::CP, symbolic) == 1);
  CHECK(count(rxx, GateKind::CX, {}) == 1);
}

TEST_CASE("one-qubit runs take the fewest pulses") {
  NativeSet natives(lineDevice(1, zsx, true));
  AffineAngle symbolic;
  symbolic.terms.push_back({0, 1.0});
  auto pulses = [&](llvm::ArrayRef<Operation> run) {
    CircuitView frame(1);
    frame.addParameter("t", ParameterRole::Trainable, 1);
    CircuitView lowered =
        llvm::cantFail(lowerToNative(withOperations(frame, run), natives));
    size_t count = 0;
    for (const Gate &gate : lowered.gates())
      count += gate.kind != GateKind::RZ;
    return count;
  };
  unsigned q = 0;
  CHECK(pulses({Operation(GateKind::X, q)}) == 1);
  CHECK(pulses({Operation(GateKind::H, q)}) == 1);
  CHECK(pulses({Operation(GateKind::RX, q, {symbolic})}) == 2);
  CHECK(pulses({Operation(GateKind::H, q),
                Operation(GateKind::RX, q, {symbolic})}) == 1);
  CHECK(pulses({Operation(GateKind::T, q), Operation(GateKind::Z, q)}) == 0);
  CHECK(pulses({Operation(GateKind::RY, q, {symbolic}),
                Operation(GateKind::Y, q)}) == 2);
}

TEST_CASE("CX gates stand the way round that saves pulses") {
  NativeSet natives(lineDevice(2, with(zsx, {"cx", 2, 0}), true));
  NativeLoweringOptions options;
  // The gates are constant: as one block they would be nothing at all.
  options.joinBlocks = false;
  for (bool turn : {false, true}) {
    options.turnEntanglers = turn;
    // H on both sides of both qubits turn a CX round; an SX passes its target.
    CircuitView circuit(2);
    for (unsigned q : {0u, 1u})
      circuit.addGate(GateKind::H, {q});
    circuit.addGate(GateKind::CX, {0u, 1u});
    for (unsigned q : {0u, 1u})
      circuit.addGate(GateKind::H, {q});
    circuit.addGate(GateKind::SX, {0u});
    circuit.addGate(GateKind::CX, {1u, 0u});
    circuit.addGate(GateKind::SXdg, {0u});
    CircuitView lowered =
        llvm::cantFail(lowerToNative(circuit, natives, options));
    CHECK(distance(circuit, lowered) < 1e-12);
    size_t pulses = llvm::count_if(lowered.gates(), [](const Gate &gate) {
      return gate.kind == GateKind::SX || gate.kind == GateKind::X;
    });
    CHECK((pulses == 0) == turn);
  }
}

TEST_CASE("rotations about Z that only a measurement sees are left out") {
  NativeSet natives(lineDevice(2, with(zsx, {"cz", 2, 0}), true));
  CircuitView circuit(2);
  circuit.addGate(GateKind::H, {0u});
  circuit.addGate(GateKind::RZ, {0u}, {constantAngle(0.3)});
  circuit.addMeasure(0, {"c", 0});
  CircuitView lowered = llvm::cantFail(lowerToNative(circuit, natives));
  REQUIRE(lowered.gates().size() == 3);
  CHECK(lowered.gates()[1].kind == GateKind::SX);
  CHECK(lowered.gates()[2].kind == GateKind::Measure);
}

TEST_CASE("directions are fixed by one-qubit gates") {
  for (GateKind kind : {GateKind::CX, GateKind::ECR}) {
    const char *name = kind == GateKind::CX ? "cx" : "ecr";
    NativeSet natives(lineDevice(2, with(zsx, {name, 2, 0}), false));
    CircuitView circuit(2);
    circuit.addGate(kind, {1u, 0u});
    CHECK(firstIllegalGate(circuit, natives));
    CircuitView fixed = llvm::cantFail(fixDirections(circuit, natives));
    CHECK(distance(circuit, fixed) < 1e-12);
    for (const Gate &gate : fixed.gates())
      if (gate.kind == kind)
        CHECK(fixed.qubitsOf(gate)[0] == 0);
  }
}

TEST_CASE("what a device cannot make is refused with the place") {
  NativeSet natives(lineDevice(3, {{"rz", 1, 1, true}, {"cz", 2, 0}}, true));
  CircuitView circuit(3);
  circuit.addGate(GateKind::H, {2u});
  auto lowered = lowerToNative(circuit, natives);
  REQUIRE(!lowered);
  CHECK(llvm::toString(lowered.takeError()).find("qubit 2") !=
        std::string::npos);

  NativeSet full(lineDevice(3, with(zsx, {"cz", 2, 0}), true));
  CircuitView apart(3);
  apart.addGate(GateKind::CZ, {0u, 2u});
  auto refused = lowerToNative(apart, full);
  REQUIRE(!refused);
  CHECK(llvm::toString(refused.takeError()).find("qubits 0 and 2") !=
        std::string::npos);
}
