//===- ChangesTest.cpp - Changes of circuits, devices and sizes -----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Advice.h"
#include "qopt/Analysis/CircuitVariants.h"
#include "qopt/Analysis/DeadParameters.h"
#include "qopt/Analysis/Scaling.h"
#include "qopt/Analysis/Sensitivity.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace qopt;

static AffineAngle symbol(unsigned parameter) {
  AffineAngle angle;
  angle.terms.push_back({parameter, 1.0});
  return angle;
}

static CircuitView layers(unsigned n, unsigned depth, bool ring = true) {
  CircuitView circuit(n);
  unsigned next =
      circuit.addParameter("theta", ParameterRole::Trainable, n * depth);
  for (unsigned l = 0; l < depth; ++l) {
    for (unsigned q = 0; q < n; ++q)
      circuit.addGate(GateKind::RY, {q}, {symbol(next++)});
    for (unsigned q = 0; q + 1 < n; ++q)
      circuit.addGate(GateKind::CX, {q, q + 1});
    if (ring && n > 2)
      circuit.addGate(GateKind::CX, {n - 1, 0});
  }
  return circuit;
}

static size_t countOf(const CircuitView &circuit, GateKind kind) {
  size_t count = 0;
  for (const Gate &gate : circuit.gates())
    count += gate.kind == kind;
  return count;
}

TEST_CASE("layers are counted, cut and wired otherwise") {
  CircuitView circuit = layers(4, 3);
  CHECK(countLayers(circuit) == 3);
  CircuitView short1 = firstLayers(circuit, 1);
  CHECK(countLayers(short1) == 1);
  // One layer, and the rotations behind it.
  CHECK(countOf(short1, GateKind::RY) == 8);
  CHECK(countOf(short1, GateKind::CX) == 4);
  CHECK(short1.numParameters() == circuit.numParameters());
  std::optional<CircuitView> linear = rewiredCircuit(circuit, "linear");
  REQUIRE(linear);
  CHECK(countOf(*linear, GateKind::CX) == 9);
  CHECK(countOf(*linear, GateKind::RY) == 12);
  CHECK_FALSE(rewiredCircuit(*linear, "linear"));
}

TEST_CASE("a circuit and its mirror image are identity blocks") {
  std::optional<CircuitView> mirrored = mirroredCircuit(layers(3, 2));
  REQUIRE(mirrored);
  CHECK(mirrored->findParameter("theta_mirror[5]"));
  TrainabilityOptions options;
  options.init =
      llvm::cantFail(parseInitialisation("identity-blocks", *mirrored));
  PauliSum sum = llvm::cantFail(parsePauliSum("Z0*Z1*Z2", 3));
  TrainabilityResult result = llvm::cantFail(
      estimateTrainability(withoutNoise(*mirrored), sum, options));
  // The whole is the identity: the cost is 1 wherever it starts.
  CHECK(result.mean.value == Approx(1).epsilon(1e-12));
  CHECK(result.variance.value == Approx(0).margin(1e-12));
}

TEST_CASE("identity blocks under noise agree with sampling") {
  // RY on two qubits and a CX, three angles a half.
  CircuitView half(2);
  half.addParameter("theta", ParameterRole::Trainable, 3);
  half.addGate(GateKind::RY, {0}, {symbol(0)});
  half.addGate(GateKind::CX, {0, 1});
  half.addGate(GateKind::RX, {1}, {symbol(1)});
  half.addGate(GateKind::RY, {0}, {symbol(2)});
  std::optional<CircuitView> mirrored = mirroredCircuit(half);
  REQUIRE(mirrored);
  for (double lambda : {1 - 1e-13, 0.9}) {
    NoisyCircuit noisy = withoutNoise(*mirrored);
    std::vector<NoisyStep> steps;
    for (const NoisyStep &step : noisy.steps) {
      steps.push_back(step);
      NoiseChannel channel;
      channel.qubits = {0};
      channel.lambda = lambda;
      steps.push_back({true, uint32_t(noisy.channels.size())});
      noisy.channels.push_back(channel);
      channel.kind = NoiseChannel::Kind::Relaxation;
      channel.qubits = {1};
      channel.decayT1 = channel.decayT2 = lambda;
      steps.push_back({true, uint32_t(noisy.channels.size())});
      noisy.channels.push_back(channel);
    }
    noisy.steps = std::move(steps);
    TrainabilityOptions options;
    options.init =
        llvm::cantFail(parseInitialisation("identity-blocks", *mirrored));
    PauliSum sum = llvm::cantFail(parsePauliSum("Z0*Z1 + 0.5*X1", 2));
    TrainabilityResult exact =
        llvm::cantFail(estimateTrainability(noisy, sum, options));
    CHECK(exact.engine == "pairs");
    bool ideal = lambda > 0.99;
    TrainabilityOptions other = options;
    if (!ideal) {
      other.engine = TrainabilityEngine::Sample;
      other.samples = 20000;
    }
    // Without noise to speak of: the generators carried through the blocks.
    TrainabilityResult reference = llvm::cantFail(estimateTrainability(
        ideal ? withoutNoise(*mirrored) : noisy, sum, other));
    auto agrees = [&](const Warranted &a, const Warranted &b) {
      double reach = ideal ? 1e-9 : 5 * b.standardError.value_or(0) + 1e-9;
      CHECK(std::abs(a.value - b.value) < reach);
    };
    agrees(exact.mean, reference.mean);
    agrees(exact.variance, reference.variance);
    for (size_t p = 0; p < exact.parameters.size(); ++p) {
      INFO(exact.parameters[p].name);
      agrees(exact.parameters[p].variance, reference.parameters[p].variance);
    }
  }
}

TEST_CASE("joined circuits keep both sets of parameters apart") {
  CircuitView front(2);
  front.addParameter("x", ParameterRole::Data, 2);
  front.addGate(GateKind::RX, {0}, {symbol(1)});
  CircuitView joined = llvm::cantFail(joinCircuits(front, layers(3, 1)));
  CHECK(joined.numParameters() == 5);
  CHECK(joined.anglesOf(joined.gates()[0])[0].terms[0].first == 1);
  CHECK(joined.anglesOf(joined.gates()[1])[0].terms[0].first == 2);
  llvm::Expected<CircuitView> clash = joinCircuits(joined, layers(3, 1));
  REQUIRE_FALSE(bool(clash));
  llvm::consumeError(clash.takeError());
}

/// Two qubits, RY and CZ, relaxation in idle windows.
static const char *toy = R"({
  "schema": "qopt.device/1", "name": "toy", "technology": "test",
  "provenance": {"source": "hand-written", "synthetic": true},
  "error_metric": "average_infidelity",
  "qubits": [
    {"id": 0, "t1_us": 20, "t2_us": 15, "readout": {"p1_given_0": 0.01, "p0_given_1": 0.03}},
    {"id": 1, "t1_us": 30, "t2_us": 25, "readout": {"p1_given_0": 0.02, "p0_given_1": 0.05}},
    {"id": 2, "t1_us": 30, "t2_us": 25}],
  "gates": [{"name": "ry", "qubits": 1, "error": 0.01, "duration_ns": 50},
    {"name": "cz", "qubits": 2, "symmetric": true, "error": 0.02, "duration_ns": 200,
     "sites": [{"q": [0, 1], "error": 0.04}]}],
  "idle": {"model": "t1_t2"}})";

static Device toyDevice() {
  return llvm::cantFail(parseDevice(toy, "toy.json"));
}

TEST_CASE("the derivative in a gate error is that of the closed form") {
  CircuitView circuit(1);
  circuit.addParameter("a", ParameterRole::Trainable);
  circuit.addGate(GateKind::RY, {0}, {symbol(0)});
  circuit.setSites({0});
  PauliSum sum = llvm::cantFail(parsePauliSum("Z0", 1));
  SensitivityMap map =
      noiseSensitivities(circuit, toyDevice(), {}, sum, nullptr, {});
  REQUIRE(map.reason == "");
  // Var = ½ (1 − 2r)² (1 − e01 − e10)².
  bool gate = false, readout = false;
  for (const Sensitivity &entry : map.entries) {
    if (entry.site.kind == DeviceValue::Kind::GateError) {
      gate = true;
      CHECK(entry.derivative.value == Approx(-4 / (1 - 0.02)).epsilon(1e-6));
    } else if (entry.site.kind == DeviceValue::Kind::P0Given1) {
      readout = true;
      CHECK(entry.derivative.value == Approx(-2 / (1 - 0.04)).epsilon(1e-6));
    }
  }
  CHECK(gate);
  CHECK(readout);
}

TEST_CASE("changes of a device take the place of its values") {
  const char *text = R"({"schema": "qopt.change/1",
    "qubits": [{"id": 1, "t1_us": 90, "readout": {"p0_given_1": 0.01}}],
    "gates": [{"name": "ry", "sites": [{"q": [2], "error": 0.5}]},
              {"name": "cz", "sites": [{"q": [1, 0], "error": 0.001},
                                       {"q": [1, 2], "error": 0.002}]}]})";
  ChangedDevice changed =
      llvm::cantFail(applyDeviceChange(toyDevice(), text, "c.json"));
  CHECK(changed.changes.size() == 6);
  const Device &device = *changed.device;
  CHECK(device.qubit(1)->t1Us == 90.0);
  CHECK(device.qubit(1)->readout.p0Given1 == 0.01);
  CHECK(device.calibration("cz", {0, 1})->error == 0.001);
  CHECK(device.calibration("cz", {2, 1})->error == 0.002);
  // The gate stays on the qubits that were not named.
  CHECK(device.calibration("ry", {0})->error == 0.01);
  CHECK(device.calibration("ry", {2})->error == 0.5);
  for (
      const char *bad :
      {R"({"schema": "qopt.change/1"})", R"({"qubits": []})",
       R"({"schema": "qopt.change/1", "qubits": [{"id": 9, "t1_us": 1}]})",
       R"({"schema": "qopt.change/1", "gates": [{"name": "cy", "error": 0}]})",
       R"({"schema": "qopt.change/1", "gates": [{"name": "cz", "sites": [{"q": [0], "error": 0.1}]}]})",
       R"({"schema": "qopt.change/1", "qubit": []})"}) {
    INFO(bad);
    llvm::Expected<ChangedDevice> result =
        applyDeviceChange(toyDevice(), bad, "c.json");
    REQUIRE_FALSE(bool(result));
    llvm::consumeError(result.takeError());
  }
}

static ScalingFit fit(double (*law)(double)) {
  std::vector<unsigned> sizes = {4, 6, 8, 12, 16, 24};
  std::vector<Warranted> values;
  for (unsigned n : sizes)
    values.push_back(
        Warranted::exact(law(n) * (1 + 0.03 * std::sin(7.0 * n)), "made up"));
  return fitScaling(sizes, values);
}

TEST_CASE("fits tell exponential from polynomial decay") {
  ScalingFit exponential = fit([](double n) { return std::exp(-0.5 * n); });
  CHECK(exponential.verdict == "exponential");
  CHECK(exponential.exponential.slope == Approx(-0.5).margin(0.02));
  ScalingFit polynomial = fit([](double n) { return std::pow(n, -2.0); });
  CHECK(polynomial.verdict == "polynomial");
  CHECK(polynomial.polynomial.slope == Approx(-2).margin(0.1));
  CHECK(fit([](double) { return 0.1; }).verdict != "exponential");
  std::vector<Warranted> bounds(3, Warranted::bound(1e-4, "no walk"));
  CHECK(fitScaling({4, 6, 8}, bounds).verdict == "unknown");
}

TEST_CASE("scaling rules are read") {
  ScalingRule rule = llvm::cantFail(parseScalingRule("n=4..64,depth=2n"));
  CHECK(rule.sizes.front() == 4);
  CHECK(rule.sizes.back() == 64);
  CHECK(rule.sizes.size() <= 8);
  CHECK(rule.layers(6) == 12);
  CHECK(llvm::cantFail(parseScalingRule("n=4:6:9,depth=log")).layers(9) == 4);
  CHECK(llvm::cantFail(parseScalingRule("n=2..5")).sizes.size() == 4);
  for (const char *bad : {"n=4", "n=8..4", "depth=n", "n=4..8,depth=0",
                          "n=4..8,width=3", "n=x..8", "n=0..4"}) {
    INFO(bad);
    llvm::Expected<ScalingRule> result = parseScalingRule(bad);
    REQUIRE_FALSE(bool(result));
    llvm::consumeError(result.takeError());
  }
}

TEST_CASE("dead parameters are dead for a reason") {
  CircuitView circuit(3);
  circuit.addParameter("a", ParameterRole::Trainable);
  circuit.addParameter("b", ParameterRole::Trainable);
  circuit.addParameter("c", ParameterRole::Trainable);
  circuit.addParameter("d", ParameterRole::Trainable);
  circuit.addGate(GateKind::RZ, {0}, {symbol(0)});
  circuit.addGate(GateKind::RY, {0}, {symbol(3)});
  circuit.addGate(GateKind::RZ, {0}, {symbol(1)});
  circuit.addGate(GateKind::RX, {2}, {symbol(2)});
  PauliSum sum = llvm::cantFail(parsePauliSum("Z0", 3));
  TrainabilityResult result =
      llvm::cantFail(estimateTrainability(withoutNoise(circuit), sum, {}));
  REQUIRE(result.dead == std::vector<std::string>{"a", "b", "c"});
  std::vector<std::string> reasons = explainDead(
      withoutNoise(circuit), sum,
      llvm::cantFail(parseInitialisation("uniform", circuit)), result.dead);
  CHECK(reasons[0].find("computational state") != std::string::npos);
  CHECK(reasons[1].find("commutes") != std::string::npos);
  CHECK(reasons[2].find("light cone") != std::string::npos);
}

TEST_CASE("advice has effects that were computed") {
  NoisyCircuit circuit = withoutNoise(layers(6, 6, false));
  PauliSum sum = llvm::cantFail(parsePauliSum("global-z", 6));
  TrainabilityResult present =
      llvm::cantFail(estimateTrainability(circuit, sum, {}));
  std::vector<Advice> advice =
      adviseTrainability(circuit, sum, nullptr, {}, present);
  REQUIRE_FALSE(advice.empty());
  double last = INFINITY, before = medianVariance(present)->value;
  for (const Advice &entry : advice) {
    CHECK(entry.effect.value <= last);
    last = entry.effect.value;
    if (!llvm::StringRef(entry.change).consume_front("initialise with "))
      continue;
    // What the advice promises is what comes.
    TrainabilityOptions options;
    options.init = llvm::cantFail(parseInitialisation(
        entry.change.substr(strlen("initialise with ")), circuit.circuit));
    TrainabilityResult then =
        llvm::cantFail(estimateTrainability(circuit, sum, options));
    CHECK(medianVariance(then)->value / before ==
          Approx(entry.effect.value).epsilon(0.02));
  }
}
