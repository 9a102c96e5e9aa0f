//===- FoldedRotationsTest.cpp - Two entanglers become one ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/FoldedRotations.h"

#include "Helpers.h"
#include "qopt/Circuit/LightCone.h"
#include "qopt/Synthesis/NativeLowering.h"

using namespace qopt;
using namespace qopt::test;

static constexpr double quarter = 1.5707963267948966;

/// Three qubits in a line with rz, sx, x, cz and rzz in [0, π/2].
static NativeSet fractional() {
  DeviceData data;
  data.name = "fractional";
  for (unsigned q = 0; q < 3; ++q) {
    DeviceQubit qubit;
    qubit.id = q;
    data.qubits.push_back(qubit);
  }
  for (const char *name : {"rz", "sx", "x", "cz", "rzz"}) {
    NativeGate gate;
    gate.name = name;
    gate.numQubits = gate.name == "cz" || gate.name == "rzz" ? 2 : 1;
    if (gate.name == "rz")
      gate.params.push_back({"theta", {}, {}});
    if (gate.name == "rzz")
      gate.params.push_back({"theta", 0.0, quarter});
    gate.symmetric = gate.numQubits == 2;
    for (unsigned q = 0; q + 1 < 3 && gate.numQubits == 2; ++q) {
      GateSite site;
      site.qubits = {q, q + 1};
      site.error = 0.01;
      gate.sites.push_back(site);
    }
    data.gates.push_back(gate);
  }
  return NativeSet(llvm::cantFail(Device::create(data)));
}

static CircuitView boundAt(const CircuitView &view,
                           llvm::ArrayRef<double> values) {
  std::vector<Operation> operations = unpackOperations(view);
  std::vector<double> symbols = view.evaluateSymbols(values);
  for (Operation &op : operations)
    for (AffineAngle &angle : op.angles)
      angle = constantAngle(CircuitView::evaluate(angle, symbols));
  return withOperations(view, operations);
}

TEST_CASE("marked pairs become one rotation in range at every binding") {
  NativeSet natives = fractional();
  RandomStream random(8, "folded");
  for (int repeat = 0; repeat < 40; ++repeat) {
    CircuitView circuit =
        randomCircuit(3, 10, 2, random, [](unsigned a, unsigned b) {
          return a + 1 == b || b + 1 == a;
        });
    CircuitView lowered = llvm::cantFail(lowerToNative(circuit, natives));
    lowered.setSites({0, 1, 2});
    std::vector<FoldedRotation> marks = findFoldedRotations(lowered, natives);
    std::vector<double> values = randomValues(random, 4);
    CircuitView bound = boundAt(lowered, values);
    CircuitView folded = takeFoldedRotations(bound, marks);
    CHECK(distance(bound, folded) < 1e-12);
    CHECK(firstIllegalGate(folded, natives).value_or("") == "");
    CHECK(countGates(folded).gates2q + marks.size() <=
          countGates(bound).gates2q);
    for (const FoldedRotation &mark : marks) {
      auto again = parseFoldedMark(mark.text());
      REQUIRE(again);
      CHECK(again->maxAngle == mark.maxAngle);
    }
  }
  CircuitView single(3);
  single.addParameter("t", ParameterRole::Trainable, 1);
  AffineAngle t;
  t.terms.push_back({0, 1.0});
  single.addGate(GateKind::RZZ, {1u, 2u}, {t});
  CircuitView lowered = llvm::cantFail(lowerToNative(single, natives));
  CHECK(countGates(lowered).gates2q == 2);
  lowered.setSites({0, 1, 2});
  REQUIRE(findFoldedRotations(lowered, natives).size() == 1);
}

TEST_CASE("marks are read strictly") {
  CHECK(parseFoldedMark("rzz 0 1.5707963267948966"));
  CHECK(!parseFoldedMark("rzz 0"));
  CHECK(!parseFoldedMark("cz 0 1.6"));
  CHECK(!parseFoldedMark("rzz 0 1"));
  CHECK(!parseFoldedMark("rzz nan 2"));
}
