//===- FidelityTest.cpp - Clifford noise resilience -----------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Fidelity.h"
#include "qopt/Support/Random.h"

#include <catch2/catch.hpp>

#include <chrono>

using namespace qopt;

/// Bricks of RY and CX with noise after each gate.
static NoisyCircuit noisyBrick(unsigned n, unsigned layers, double lambda,
                               double decayT1) {
  CircuitView circuit(n);
  unsigned p =
      circuit.addParameter("theta", ParameterRole::Trainable, n * layers);
  for (unsigned l = 0; l < layers; ++l) {
    for (unsigned q = 0; q < n; ++q)
      circuit.addGate(GateKind::RY, {q}, AffineAngle{0, {{p++, 1.0}}});
    for (unsigned q = l % 2; q + 1 < n; q += 2)
      circuit.addGate(GateKind::CX, {q, q + 1});
  }
  NoisyCircuit noisy = withoutNoise(std::move(circuit));
  noisy.steps.clear();
  for (uint32_t g = 0; g < noisy.circuit.gates().size(); ++g) {
    noisy.steps.push_back({false, g});
    llvm::ArrayRef<unsigned> qubits =
        noisy.circuit.qubitsOf(noisy.circuit.gates()[g]);
    NoiseChannel channel;
    channel.qubits.assign(qubits.begin(), qubits.end());
    channel.lambda = lambda;
    noisy.steps.push_back({true, uint32_t(noisy.channels.size())});
    noisy.channels.push_back(channel);
    if (decayT1 == 1)
      continue;
    for (unsigned q : qubits) {
      NoiseChannel relaxation;
      relaxation.kind = NoiseChannel::Kind::Relaxation;
      relaxation.qubits = {q};
      relaxation.decayT1 = decayT1;
      relaxation.decayT2 = decayT1;
      noisy.steps.push_back({true, uint32_t(noisy.channels.size())});
      noisy.channels.push_back(relaxation);
    }
  }
  noisy.readout.assign(n, {0.01, 0.01});
  return noisy;
}

static std::vector<unsigned> firstQubits(unsigned count) {
  std::vector<unsigned> qubits;
  for (unsigned q = 0; q < count; ++q)
    qubits.push_back(q);
  return qubits;
}

TEST_CASE("noise resilience of many measured qubits agrees with whole "
          "distributions") {
  // Eleven measured qubits go by sampled strings; the eleventh, which nothing
  // touches but its readout, multiplies 1 − distance by 0.99 on average:
  // ideal outcome certain, flipped with probability 0.01.
  NoisyCircuit circuit = noisyBrick(10, 4, 0.99, 1);
  Warranted exact =
      llvm::cantFail(cliffordNoiseResilience(circuit, firstQubits(10), 64, 3));
  CHECK(exact.method.find("exact distributions") != std::string::npos);
  NoisyCircuit wider = circuit;
  wider.circuit.addQubit();
  wider.readout.push_back({0.01, 0.01});
  Warranted sampled =
      llvm::cantFail(cliffordNoiseResilience(wider, firstQubits(11), 64, 3));
  CHECK(sampled.warranty == Warranty::Estimate);
  CHECK(sampled.method.find("strings each") != std::string::npos);
  INFO(exact.value << " " << sampled.value << " +- " << *sampled.standardError);
  // The same replicas: only the strings are sampled.
  CHECK(sampled.value == Approx(0.99 * exact.value).margin(0.02));
}

TEST_CASE("relaxation makes the resilience of many qubits a bound") {
  NoisyCircuit circuit = noisyBrick(8, 3, 0.995, 0.99);
  Warranted exact =
      llvm::cantFail(cliffordNoiseResilience(circuit, firstQubits(8), 32, 3));
  CHECK(exact.warranty == Warranty::Estimate);
  NoisyCircuit wider = noisyBrick(12, 3, 0.995, 0.99);
  Warranted bound =
      llvm::cantFail(cliffordNoiseResilience(wider, firstQubits(12), 32, 3));
  CHECK(bound.warranty == Warranty::Bound);
  CHECK(bound.value > 0.3);
  CHECK(bound.value < exact.value + 0.1);
}

TEST_CASE("noise resilience of a hundred and fifty qubits takes no 2^n") {
  NoisyCircuit circuit = noisyBrick(150, 20, 0.9999, 1);
  Warranted value =
      llvm::cantFail(cliffordNoiseResilience(circuit, firstQubits(150), 8, 1));
  CHECK(value.value > 0);
  CHECK(value.value < 1);
  Warranted few =
      llvm::cantFail(cliffordNoiseResilience(circuit, {70, 71, 72}, 8, 1));
  CHECK(few.method.find("exact distributions") != std::string::npos);
  CHECK(few.value > value.value);
}
