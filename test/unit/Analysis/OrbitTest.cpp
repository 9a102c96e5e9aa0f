//===- OrbitTest.cpp - Infinite depth -------------------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The closed form of orbits against their enumeration, and the variances at
// infinite depth of circuits with known ones.
//
//===----------------------------------------------------------------------===//

#include "OrbitSpace.h"
#include "TinyQasm.h"

#include "qopt/Analysis/Trainability.h"
#include "qopt/Support/Random.h"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>

using namespace qopt;

static Bits randomString(unsigned n, unsigned maxWeight, RandomStream &random) {
  PauliString string(n);
  unsigned weight = 1 + random.below(maxWeight);
  for (unsigned i = 0; i < weight; ++i)
    string.set(random.below(n), static_cast<Pauli>(1 + random.below(3)));
  return bitsOf(string);
}

TEST_CASE("the closed form of an orbit agrees with its enumeration") {
  size_t compared = 0, kinds[3] = {0, 0, 0}, several = 0;
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    RandomStream random(seed, "orbit-test");
    unsigned n = 2 + random.below(4);
    size_t count = 1 + random.below(3 * n);
    unsigned weight = 1 + random.below(3);
    std::vector<Bits> generators;
    while (generators.size() < count) {
      Bits bits = randomString(n, weight, random);
      if (std::find(generators.begin(), generators.end(), bits) ==
          generators.end())
        generators.push_back(bits);
      else
        --count;
    }
    if (generators.empty())
      continue;
    std::vector<OrbitComponent> components =
        llvm::cantFail(orbitComponents(generators));
    for (unsigned trial = 0; trial < 4; ++trial) {
      Bits string = randomString(n, n, random);
      std::optional<OrbitCount> truth =
          enumerateOrbit(string, generators, components, 5000);
      REQUIRE(bool(truth));
      OrbitCount found =
          llvm::cantFail(countOrbit(string, generators, components));
      INFO("seed " << seed << " trial " << trial);
      CHECK(found.constant == truth->constant);
      CHECK(double(found.diagonal) ==
            Approx(double(truth->diagonal)).epsilon(1e-13).margin(1e-15));
      size_t active = 0;
      for (size_t c = 0; c < components.size(); ++c) {
        CHECK(double(found.anticommuting[c]) ==
              Approx(double(truth->anticommuting[c])).epsilon(1e-13));
        if (truth->anticommuting[c] > 0) {
          ++active;
          ++kinds[size_t(components[c].kind)];
        }
      }
      if (active == 1)
        CHECK(double(found.size) == Approx(double(truth->size)));
      several += active > 1;
      std::optional<OrbitSize> size =
          sizeOfOrbit(string, generators, components);
      REQUIRE(bool(size));
      CHECK(size->isExact);
      CHECK(double(size->size) == Approx(double(truth->size)));
      ++compared;
    }
  }
  // All kinds were met.
  CHECK(compared > 10000);
  CHECK(kinds[0] > 500);
  CHECK(kinds[1] > 100);
  CHECK(kinds[2] > 500);
  CHECK(several > 500);
}

TEST_CASE("dimensions of Lie algebras are the known ones") {
  auto dimension = [](unsigned n, llvm::ArrayRef<std::string> words) {
    std::vector<Bits> generators;
    for (const std::string &word : words)
      generators.push_back(bitsOf(llvm::cantFail(PauliString::parse(word))));
    double sum = 0;
    for (const OrbitComponent &component :
         llvm::cantFail(orbitComponents(generators)))
      sum += double(component.algebraDimension());
    return sum;
  };
  auto chain = [](unsigned n, llvm::ArrayRef<llvm::StringRef> pairs,
                  llvm::StringRef singles, bool ring) {
    std::vector<std::string> words;
    for (llvm::StringRef pair : pairs)
      for (unsigned i = 0; i + (ring ? 0 : 1) < n; ++i) {
        std::string word(n, 'I');
        word[i] = pair[0];
        word[(i + 1) % n] = pair[1];
        words.push_back(word);
      }
    for (char letter : singles)
      for (unsigned i = 0; i < n; ++i) {
        std::string word(n, 'I');
        word[i] = letter;
        words.push_back(word);
      }
    return words;
  };
  const double tfim[] = {15, 28, 45, 66}, ring[] = {30, 56, 90, 132},
               xy[] = {3, 6, 10, 15}, xxyy[] = {6, 12, 20, 30},
               heisenberg[] = {15, 60, 255, 1020}, yz[] = {10, 40, 136, 510},
               xyxz[] = {10, 36, 136, 528}, full[] = {63, 255, 1023, 4095},
               xyRing[] = {15, 24, 45, 60};
  for (unsigned n = 3; n <= 6; ++n) {
    INFO(n);
    CHECK(dimension(n, chain(n, {"ZZ"}, "X", false)) == tfim[n - 3]);
    CHECK(dimension(n, chain(n, {"ZZ"}, "X", true)) == ring[n - 3]);
    CHECK(dimension(n, chain(n, {"XY"}, "", false)) == xy[n - 3]);
    CHECK(dimension(n, chain(n, {"XX", "YY"}, "", false)) == xxyy[n - 3]);
    CHECK(dimension(n, chain(n, {"XX", "YY"}, "", true)) == xyRing[n - 3]);
    CHECK(dimension(n, chain(n, {"XX", "YY", "ZZ"}, "", false)) ==
          heisenberg[n - 3]);
    CHECK(dimension(n, chain(n, {"XX", "YZ"}, "", false)) == yz[n - 3]);
    CHECK(dimension(n, chain(n, {"XY", "XZ"}, "", false)) == xyxz[n - 3]);
    CHECK(dimension(n, chain(n, {"ZZ"}, "XZ", false)) == full[n - 3]);
  }
}

static TrainabilityResult limitOf(const CircuitView &circuit,
                                  llvm::StringRef observable) {
  TrainabilityOptions options;
  options.engine = TrainabilityEngine::Orbit;
  PauliSum sum = llvm::cantFail(parsePauliSum(observable, circuit.numQubits()));
  return llvm::cantFail(
      estimateTrainability(withoutNoise(circuit), sum, options));
}

TEST_CASE("infinite depth agrees with every golden value") {
  std::string path =
      std::string(QOPT_SHARED_DIR) + "/reference/analyze/orbit-golden.json";
  if (!std::filesystem::exists(path)) {
    std::cout << "skipped: no golden values here\n";
    return;
  }
  std::ifstream in(path);
  nlohmann::json golden = nlohmann::json::parse(in);
  for (const auto &c : golden["cases"]) {
    std::istringstream text(c["qasm3"].get<std::string>());
    CircuitView circuit = test::readTinyQasm(text);
    for (const auto &v : c["values"]) {
      INFO(c["name"].get<std::string>()
           << " " << v["observable"].get<std::string>());
      TrainabilityResult result =
          limitOf(circuit, v["observable"].get<std::string>());
      auto fraction = [](const nlohmann::json &pair) {
        return pair[0].get<double>() / pair[1].get<double>();
      };
      CHECK(result.variance.value + result.mean.value * result.mean.value ==
            Approx(fraction(v["second_moment"])).epsilon(1e-12));
      for (const ParameterVariance &parameter : result.parameters)
        CHECK(parameter.variance.value ==
              Approx(fraction(v["gradients"][parameter.name])).epsilon(1e-12));
    }
  }
}

static AffineAngle symbol(unsigned parameter) {
  AffineAngle angle;
  angle.terms.push_back({parameter, 1.0});
  return angle;
}

/// One period of RY on all and CZ on `edges`.
static CircuitView ryCz(unsigned n,
                        llvm::ArrayRef<std::pair<unsigned, unsigned>> edges) {
  CircuitView circuit(n);
  circuit.addParameter("theta", ParameterRole::Trainable, n);
  for (unsigned q = 0; q < n; ++q)
    circuit.addGate(GateKind::RY, {q}, {symbol(q)});
  for (auto [a, b] : edges)
    circuit.addGate(GateKind::CZ, {a, b});
  return circuit;
}

TEST_CASE("RY and a full CZ layer on a line are free fermions") {
  for (unsigned n : {4u, 9u, 40u}) {
    std::vector<std::pair<unsigned, unsigned>> edges;
    for (unsigned q = 0; q + 1 < n; ++q)
      edges.push_back({q, q + 1});
    CHECK(limitOf(ryCz(n, edges), "Z0").variance.value ==
          Approx(1.0 / (n + 1)).epsilon(1e-12));
  }
  std::vector<std::pair<unsigned, unsigned>> line = {{0, 1}, {1, 2}, {2, 3}};
  CHECK(limitOf(ryCz(4, line), "global-z").variance.value ==
        Approx(0.1).epsilon(1e-12));
}

TEST_CASE("the verdict at a thousand qubits") {
  unsigned n = 1000;
  auto timed = [](llvm::StringRef name, const CircuitView &circuit,
                  llvm::StringRef observable) {
    auto start = std::chrono::steady_clock::now();
    TrainabilityResult result = limitOf(circuit, observable);
    double ms = std::chrono::duration<double, std::milli>(
                    std::chrono::steady_clock::now() - start)
                    .count();
    std::cout << "orbit engine, 1,000 qubits, " << name.str() << ": " << ms
              << " ms\n";
    return result.variance.value;
  };
  CircuitView tfim(n);
  tfim.addParameter("theta", ParameterRole::Trainable, 2 * n - 1);
  for (unsigned q = 0; q + 1 < n; ++q)
    tfim.addGate(GateKind::RZZ, {q, q + 1}, {symbol(q)});
  for (unsigned q = 0; q < n; ++q)
    tfim.addGate(GateKind::RX, {q}, {symbol(n - 1 + q)});
  double m = 2.0 * n;
  // so(2n), two Majoranas: n − 1 of their pairs are diagonal.
  CHECK(timed("TFIM", tfim, "Z499*Z500") ==
        Approx((n - 1) / (m * (m - 1) / 2)).epsilon(1e-12));

  std::vector<std::pair<unsigned, unsigned>> line;
  for (unsigned q = 0; q + 1 < n; ++q)
    line.push_back({q, q + 1});
  CHECK(timed("RY and CZ", ryCz(n, line), "Z0") ==
        Approx(1.0 / (n + 1)).epsilon(1e-12));
  // The same on a grid is of orthogonal type, 50 qubits a row.
  std::vector<std::pair<unsigned, unsigned>> grid = line;
  for (unsigned q = 0; q + 50 < n; ++q)
    grid.push_back({q, q + 50});
  CHECK(timed("RY and CZ on a grid", ryCz(n, grid), "Z500") < 1e-100);

  CircuitView brick(n);
  brick.addParameter("theta", ParameterRole::Trainable, 4 * n);
  unsigned next = 0;
  for (unsigned parity : {0u, 1u}) {
    for (GateKind kind : {GateKind::RX, GateKind::RZ})
      for (unsigned q = 0; q < n; ++q)
        brick.addGate(kind, {q}, {symbol(next++)});
    for (unsigned q = parity; q + 1 < n; q += 2)
      brick.addGate(GateKind::CZ, {q, q + 1});
  }
  // A 2-design: 1/(2^n + 1).
  CHECK(timed("RX, RZ and CZ brick", brick, "Z500") ==
        Approx(std::exp2(-1000.0)).epsilon(1e-9));
}
