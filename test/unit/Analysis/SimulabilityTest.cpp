//===- SimulabilityTest.cpp - Verdicts with known answers -----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "TinyQasm.h"
#include "TruncationError.h"

#include "qopt/Analysis/Simulability.h"
#include "qopt/Analysis/Surrogate.h"
#include "qopt/Simulation/StateVector.h"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <iostream>

using namespace qopt;

TEST_CASE("simulability verdicts agree with the golden ones") {
  std::string folder = std::string(QOPT_SHARED_DIR) + "/reference/analyze/";
  if (!std::filesystem::exists(folder + "simulability.json")) {
    std::cout << "skipped: no golden values here\n";
    return;
  }
  std::ifstream in(folder + "simulability.json");
  nlohmann::json golden = nlohmann::json::parse(in);
  for (const auto &c : golden["cases"]) {
    INFO(c["name"].get<std::string>());
    CircuitView view =
        test::readTinyQasmFile(folder + c["circuit"].get<std::string>());
    PauliSum observable = llvm::cantFail(
        parsePauliSum(c["observable"].get<std::string>(), view.numQubits()));
    Initialisation init =
        llvm::cantFail(parseInitialisation(c["init"].get<std::string>(), view));
    SimulabilityResult result =
        llvm::cantFail(classifySimulability(view, observable, init));
    for (const SimulabilityTest &test : result.tests)
      UNSCOPED_INFO(test.method << ": " << (test.passes ? "passes" : "fails")
                                << " (" << test.finding << ")");
    CHECK(result.simulable == (c["verdict"] == "simulable"));
    auto methods = c["methods"].get<std::vector<std::string>>();
    if (result.simulable)
      CHECK(std::find(methods.begin(), methods.end(), result.method) !=
            methods.end());
    CHECK(result.tests.size() == 7);
  }
}

static SimulabilityResult classify(const CircuitView &circuit,
                                   const char *observable,
                                   const char *init = "uniform",
                                   SimulabilityLimits limits = {}) {
  return llvm::cantFail(classifySimulability(
      circuit, llvm::cantFail(parsePauliSum(observable, circuit.numQubits())),
      llvm::cantFail(parseInitialisation(init, circuit)), limits));
}

static const SimulabilityTest &testOf(const SimulabilityResult &result,
                                      llvm::StringRef method) {
  for (const SimulabilityTest &test : result.tests)
    if (test.method == method)
      return test;
  throw std::runtime_error("no test " + method.str());
}

/// Layers of RX, RZ and CZ bricks; `range` qubits apart.
static CircuitView brick(unsigned n, unsigned layers) {
  CircuitView circuit(n);
  unsigned p =
      circuit.addParameter("theta", ParameterRole::Trainable, 2 * n * layers);
  for (unsigned l = 0; l < layers; ++l) {
    for (GateKind kind : {GateKind::RX, GateKind::RZ})
      for (unsigned q = 0; q < n; ++q)
        circuit.addGate(kind, {q}, AffineAngle{0, {{p++, 1.0}}});
    for (unsigned q = l % 2; q + 1 < n; q += 2)
      circuit.addGate(GateKind::CZ, {q, q + 1});
  }
  return circuit;
}

/// Transverse-field Ising layers, each rotation with an angle of its own,
/// behind Hadamards where `rotated`.
static CircuitView isingLayers(unsigned n, unsigned layers, bool rotated) {
  CircuitView circuit(n);
  unsigned p = circuit.addParameter("theta", ParameterRole::Trainable,
                                    (2 * n - 1) * layers);
  for (unsigned l = 0; l < layers; ++l) {
    for (unsigned q = 0; q + 1 < n; ++q)
      circuit.addPauliRotation(rotated ? "XX" : "ZZ", {q, q + 1},
                               AffineAngle{0, {{p++, 1.0}}});
    for (unsigned q = 0; q < n; ++q)
      circuit.addGate(rotated ? GateKind::RZ : GateKind::RX, {q},
                      AffineAngle{0, {{p++, 1.0}}});
  }
  return circuit;
}

TEST_CASE("free fermions are told at a thousand qubits, in any local basis") {
  for (bool rotated : {false, true}) {
    CircuitView circuit = isingLayers(1000, 30, rotated);
    std::string field;
    for (unsigned q = 20; q < 1000; q += 40)
      field += (field.empty() ? "" : " + ") + std::string(rotated ? "Z" : "X") +
               std::to_string(q);
    SimulabilityResult result = classify(circuit, field.c_str());
    const SimulabilityTest &test = testOf(result, "free-fermion");
    INFO(test.finding);
    CHECK(test.passes);
    CHECK(test.finding.find("so(2000)") != std::string::npos);
    CHECK(test.finding.find("at most 4e+06 strings") != std::string::npos);
    // Behind a layer of S and CZ gates the generators are other strings.
    CircuitView framed = isingLayers(40, 12, rotated);
    for (unsigned q = 0; q + 1 < 40; ++q)
      framed.addGate(GateKind::CZ, {q, q + 1});
    for (unsigned q = 0; q < 40; ++q)
      framed.addGate(GateKind::S, {q});
    SimulabilityResult moved =
        classify(framed, rotated ? "Z20" : "Z19*Y20*Z21");
    INFO(testOf(moved, "free-fermion").finding);
    CHECK(testOf(moved, "free-fermion").passes);
  }
}

TEST_CASE("published cases get the verdict they should") {
  // A shallow local ansatz has a small cone, a deep one on a square lattice no
  // method, a few T gates stabiliser sampling.
  CHECK(classify(brick(100, 3), "Z50").method == "light-cone");

  CircuitView lattice(49);
  unsigned p =
      lattice.addParameter("theta", ParameterRole::Trainable, 2 * 49 * 40);
  for (unsigned l = 0; l < 40; ++l) {
    for (GateKind kind : {GateKind::RX, GateKind::RZ})
      for (unsigned q = 0; q < 49; ++q)
        lattice.addGate(kind, {q}, AffineAngle{0, {{p++, 1.0}}});
    for (unsigned row = 0; row < 7; ++row)
      for (unsigned column = 0; column < 7; ++column) {
        unsigned q = 7 * row + column;
        if (l % 4 < 2 && column % 2 == l % 2 && column + 1 < 7)
          lattice.addGate(GateKind::CZ, {q, q + 1});
        if (l % 4 >= 2 && row % 2 == l % 2 && row + 1 < 7)
          lattice.addGate(GateKind::CZ, {q, q + 7});
      }
  }
  SimulabilityResult deep = classify(lattice, "Z24");
  CHECK(!deep.simulable);
  for (const SimulabilityTest &test : deep.tests) {
    INFO(test.method << ": " << test.finding);
    CHECK(!test.finding.empty());
  }

  CircuitView magic(60);
  RandomStream random(5, "magic-test");
  for (unsigned l = 0; l < 40; ++l)
    for (unsigned q = 0; q < 60; ++q) {
      magic.addGate(random.below(2) ? GateKind::H : GateKind::S, {q});
      if (q + 1 < 60 && random.below(2))
        magic.addGate(GateKind::CX, {q, q + 1});
    }
  for (unsigned q = 0; q < 8; ++q)
    magic.addGate(GateKind::T, {q});
  for (unsigned q = 0; q + 1 < 60; ++q) {
    magic.addGate(GateKind::H, {q});
    magic.addGate(GateKind::CX, {q, q + 1});
  }
  CHECK(testOf(classify(magic, "global-z"), "stabilizer").passes);
}

TEST_CASE("truncated propagation has the root mean square error it is said "
          "to have") {
  struct Case {
    CircuitView circuit;
    const char *observable, *init;
  };
  std::vector<Case> cases;
  cases.push_back({brick(8, 5), "Z3", "uniform"});
  cases.push_back({brick(7, 4), "Z3*Z4 + 0.7*X0 - 0.5*Y5", "uniform"});
  cases.push_back({brick(8, 5), "Z3", "gaussian:0.6"});
  for (const Case &c : cases) {
    PauliSum observable =
        llvm::cantFail(parsePauliSum(c.observable, c.circuit.numQubits()));
    Initialisation init =
        llvm::cantFail(parseInitialisation(c.init, c.circuit));
    MomentProgram program =
        llvm::cantFail(buildProgram(withoutNoise(c.circuit), observable, init));
    REQUIRE(PlainWalk::whyNot(program).empty());
    TruncationError errors = truncationError(program, 7);
    StateVectorSimulator simulator =
        llvm::cantFail(StateVectorSimulator::prepare(c.circuit, {observable}));
    for (unsigned weight : {2u, 3u, 4u}) {
      SurrogateOptions options;
      options.maxWeight = weight;
      Surrogate surrogate = llvm::cantFail(
          Surrogate::build(withoutNoise(c.circuit), observable, options));
      double sum = 0, square = 0;
      constexpr unsigned draws = 4000;
      RandomStream random(weight, "truncation-test");
      for (unsigned i = 0; i < draws; ++i) {
        std::vector<double> point;
        for (const AngleLaw &law : init.laws)
          point.push_back(drawAngle(law, 2 * M_PI, random));
        double error = simulator.values(point)[0] -
                       surrogate.evaluate(point, nullptr, false).value;
        sum += error * error / draws;
        square += error * error * error * error / draws;
      }
      double spread = std::sqrt(std::max(0.0, square - sum * sum) / draws);
      const TruncationError::Figure &figure = errors.at(weight);
      INFO(c.observable << " " << c.init << " weight " << weight << ": "
                        << figure.value << " [" << figure.lower << ", "
                        << figure.upper << "], sampled " << sum << " +- "
                        << spread);
      CHECK(sum < figure.upper + 5.5 * spread + 1e-12);
      if (!errors.isBound)
        CHECK(sum >
              figure.lower - (figure.upper - figure.lower) - 5.5 * spread);
    }
  }
}

TEST_CASE("truncation carries a verdict where a wide circuit spreads little") {
  // Narrow angles: heavy strings are rare.
  CircuitView circuit = brick(60, 16);
  SimulabilityResult wide = classify(circuit, "Z30", "gaussian:0.3");
  const SimulabilityTest &test = testOf(wide, "pauli-propagation");
  INFO(test.finding);
  CHECK(test.passes);
  REQUIRE(bool(test.error));
  CHECK(test.error->upper.value_or(test.error->value) <= 0.1);
  // Fewer shots allow more, never beyond the limit in standard deviations.
  SimulabilityLimits strict;
  strict.shots = uint64_t(1) << 60;
  SimulabilityResult precise = classify(circuit, "Z30", "gaussian:0.3", strict);
  CHECK(precise.allowedError < 1e-5);
}
