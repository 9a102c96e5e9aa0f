//===- CapacityTest.cpp - Expressivity with known answers -----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "LieClosure.h"
#include "StateMoments.h"
#include "TinyQasm.h"

#include "qopt/Analysis/Capacity.h"
#include "qopt/Templates/Templates.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cmath>

using namespace qopt;

static CapacityOptions optionsOf(const CircuitView &circuit,
                                 const char *init = "uniform") {
  CapacityOptions options;
  options.init = llvm::cantFail(parseInitialisation(init, circuit));
  return options;
}

static CircuitView templated(const char *name, unsigned qubits,
                             unsigned layers) {
  TemplateOptions options;
  options.qubits = qubits;
  options.layers = layers;
  return llvm::cantFail(makeTemplate(name, options));
}

/// RX of a parameter of its own on each qubit.
static CircuitView product(unsigned n, ParameterRole role) {
  CircuitView circuit(n);
  unsigned first = circuit.addParameter("x", role, n);
  for (unsigned q = 0; q < n; ++q)
    circuit.addGate(GateKind::RX, {q}, AffineAngle{0, {{first + q, 1.0}}});
  return circuit;
}

/// Rotations about words, one parameter a list.
static CircuitView evolutions(
    unsigned n,
    const std::vector<
        std::vector<std::pair<std::string, std::vector<unsigned>>>> &sums) {
  CircuitView circuit(n);
  unsigned first =
      circuit.addParameter("t", ParameterRole::Trainable, sums.size());
  for (unsigned s = 0; s < sums.size(); ++s)
    for (const auto &[word, qubits] : sums[s])
      circuit.addPauliRotation(word, qubits,
                               AffineAngle{0, {{first + s, 1.0}}});
  return circuit;
}

/// Ising generators {Σ ZZ, Σ X} on a graph.
static CircuitView
ising(unsigned n, const std::vector<std::pair<unsigned, unsigned>> &edges) {
  std::vector<std::pair<std::string, std::vector<unsigned>>> zz, x;
  for (auto [a, b] : edges)
    zz.push_back({"ZZ", {a, b}});
  for (unsigned q = 0; q < n; ++q)
    x.push_back({"X", {q}});
  return evolutions(n, {zz, x});
}

TEST_CASE("products of one-qubit states have known frame potentials") {
  for (unsigned n : {1u, 3u, 5u}) {
    CircuitView circuit = product(n, ParameterRole::Trainable);
    EnsembleFigures figures = estimateEnsemble(circuit, optionsOf(circuit));
    // Fidelity cos²(δ/2) on each qubit: E cos⁴ = 3/8.
    CHECK(figures.framePotential.value->warranty == Warranty::Exact);
    CHECK(figures.framePotential.value->value ==
          Approx(std::pow(3.0 / 8, n)).epsilon(1e-12));
    CHECK(figures.meyerWallach.value->value == Approx(0).margin(1e-12));
  }
}

TEST_CASE("second moments of all strings agree with sampled states") {
  for (const char *name : {"hardware-efficient", "sim-2", "sim-10", "sim-12"})
    for (unsigned n : {2u, 3u, 4u}) {
      INFO(name << " " << n);
      CircuitView circuit = templated(name, n, 2);
      CapacityOptions options = optionsOf(circuit);
      EnsembleFigures exact = estimateEnsemble(circuit, options);
      REQUIRE(exact.framePotential.value->warranty == Warranty::Exact);
      // One shared angle that does nothing sends it to the sampler.
      CircuitView shared = circuit;
      unsigned s = shared.addParameter("s", ParameterRole::Trainable);
      for (double sign : {1.0, -1.0})
        shared.addGate(GateKind::RZ, {0}, AffineAngle{0, {{s, sign}}});
      CapacityOptions sampling = optionsOf(shared);
      sampling.samples = 20000;
      EnsembleFigures sampled = estimateEnsemble(shared, sampling);
      const Warranted &estimate = *sampled.framePotential.value;
      REQUIRE(estimate.warranty == Warranty::Estimate);
      CHECK(std::abs(estimate.value - exact.framePotential.value->value) <
            5.5 * *estimate.standardError + 1e-12);
      // Pairs of strings treat the shared angle exactly.
      CHECK(sampled.meyerWallach.value->value ==
            Approx(exact.meyerWallach.value->value).epsilon(1e-10));
    }
}

TEST_CASE("walks agree with the exact ensemble of separate halves") {
  // Twelve qubits in three unconnected parts.
  CircuitView part = templated("hardware-efficient", 4, 1);
  CircuitView circuit(12);
  unsigned first = circuit.addParameter("theta", ParameterRole::Trainable,
                                        3 * part.numParameters());
  for (unsigned copy = 0; copy < 3; ++copy)
    for (const Gate &gate : part.gates()) {
      llvm::SmallVector<unsigned, 2> qubits;
      for (unsigned q : part.qubitsOf(gate))
        qubits.push_back(4 * copy + q);
      llvm::SmallVector<AffineAngle, 3> angles;
      for (AffineAngle angle : part.anglesOf(gate)) {
        for (auto &[s, coefficient] : angle.terms)
          s += first + copy * part.numParameters();
        angles.push_back(angle);
      }
      circuit.addGate(gate.kind, qubits, angles);
    }
  CapacityOptions options = optionsOf(circuit);
  std::optional<OverlapMoments> exact = overlapMoments(circuit, options.init);
  REQUIRE(bool(exact));
  options.samples = 100;
  options.walks = 1 << 20;
  EnsembleFigures figures = estimateEnsemble(circuit, options);
  const Warranted &found = *figures.framePotential.value;
  CHECK(found.warranty == Warranty::Interval);
  CHECK(std::abs(found.value - exact->second) < 5.5 * *found.standardError);
  CapacityOptions own = optionsOf(part);
  const Warranted &entanglement = *figures.meyerWallach.value;
  CHECK(std::abs(entanglement.value -
                 estimateEnsemble(part, own).meyerWallach.value->value) <
        5.5 * *entanglement.standardError);
}

TEST_CASE("expressibility of Sim's circuits is the published one") {
  // Sim et al. 2019, four qubits, from 5,000 pairs; circuits 1 to 19.
  const double one[] = {0.2999, 0.2860, 0.2396, 0.1343, 0.0602, 0.0061, 0.0977,
                        0.0858, 0.6773, 0.2286, 0.1312, 0.1984, 0.0516, 0.0144,
                        0.1892, 0.2602, 0.1359, 0.2340, 0.0809};
  const double three[] = {0.2079, 0.0084, 0.0403, 0.0107, 0.0030,
                          0.0039, 0.0162, 0.0122, 0.0322, 0.1297,
                          0.0038, 0.0089, 0.0049, 0.0035, 0.1152,
                          0.0375, 0.0180, 0.0221, 0.0040};
  for (unsigned layers : {1u, 3u})
    for (unsigned c = 0; c < 19; ++c) {
      CircuitView circuit =
          templated(("sim-" + std::to_string(c + 1)).c_str(), 4, layers);
      CapacityOptions options = optionsOf(circuit);
      options.samples = 5000;
      EnsembleFigures figures = estimateEnsemble(circuit, options);
      const Warranted &found = *figures.expressibility.value;
      double published = (layers == 1 ? one : three)[c];
      INFO("sim-" << c + 1 << " layers " << layers << ": " << found.value
                  << " +- " << *found.standardError << ", published "
                  << published);
      // Both sampled; theirs has the bias of its histogram, about 0.004.
      CHECK(std::abs(found.value - published) <
            0.006 + 7 * *found.standardError);
    }
}

TEST_CASE("Lie algebras of shared angles have the known dimensions") {
  auto shared = [](const CircuitView &circuit) {
    AlgebraFigures figures = lieAlgebra(circuit, optionsOf(circuit).init);
    REQUIRE(bool(figures.shared.value));
    return unsigned(figures.shared.value->value);
  };
  const unsigned complete[] = {8, 15, 24, 38, 54};
  for (unsigned n = 3; n <= 7; ++n) {
    std::vector<std::pair<unsigned, unsigned>> path, cycle, all;
    for (unsigned q = 0; q < n; ++q) {
      cycle.push_back({q, (q + 1) % n});
      if (q + 1 < n)
        path.push_back({q, q + 1});
      for (unsigned r = q + 1; r < n; ++r)
        all.push_back({q, r});
    }
    CHECK(shared(ising(n, path)) == n * n);
    CHECK(shared(ising(n, cycle)) == 3 * n - 1);
    CHECK(shared(ising(n, all)) == complete[n - 3]);
  }
  const unsigned star[] = {9, 24, 33, 66};
  for (unsigned n = 3; n <= 6; ++n) {
    std::vector<std::pair<unsigned, unsigned>> edges;
    for (unsigned q = 1; q < n; ++q)
      edges.push_back({0, q});
    CHECK(shared(ising(n, edges)) == star[n - 3]);
  }
}

TEST_CASE("Lie algebras of a thousand qubits have a closed form") {
  unsigned n = 1000;
  CircuitView circuit(n);
  unsigned first =
      circuit.addParameter("t", ParameterRole::Trainable, 2 * n - 1);
  for (unsigned q = 0; q < n; ++q)
    circuit.addGate(GateKind::RX, {q}, AffineAngle{0, {{first + q, 1.0}}});
  for (unsigned q = 0; q + 1 < n; ++q)
    circuit.addGate(GateKind::RZZ, {q, q + 1},
                    AffineAngle{0, {{first + n + q, 1.0}}});
  AlgebraFigures path = lieAlgebra(circuit, optionsOf(circuit).init);
  CHECK(path.dimension.value->value == n * (2.0 * n - 1));
  REQUIRE(path.components.size() == 1);
  CHECK(path.components[0] == "so(2000)");
  CircuitView universal = templated("hardware-efficient", 200, 2);
  AlgebraFigures all = lieAlgebra(universal, optionsOf(universal).init);
  CHECK(all.log2Dimension > 100);
}

TEST_CASE("Fisher rank lies between its bounds, which meet in known cases") {
  // Products: one direction a qubit; over-parametrised circuits fill the space.
  CircuitView flat = product(5, ParameterRole::Trainable);
  CapacityOptions options = optionsOf(flat);
  FisherFigures rank =
      fisherRank(flat, lieAlgebra(flat, options.init), options);
  CHECK(rank.rank.value->warranty == Warranty::Exact);
  CHECK(rank.rank.value->value == 5);
  CHECK(rank.clifford == 5u);
  CHECK(rank.numerical == 5u);

  CircuitView deep = templated("hardware-efficient", 3, 8);
  options = optionsOf(deep);
  rank = fisherRank(deep, lieAlgebra(deep, options.init), options);
  CHECK(rank.rank.value->warranty == Warranty::Exact);
  CHECK(rank.rank.value->value == 14);

  for (const char *name : {"sim-3", "sim-6", "sim-9", "sim-14", "efficient-su2",
                           "real-amplitudes", "basic-entangler"})
    for (unsigned layers : {1u, 2u, 6u}) {
      INFO(name << " " << layers);
      CircuitView circuit = templated(name, 4, layers);
      options = optionsOf(circuit);
      rank = fisherRank(circuit, lieAlgebra(circuit, options.init), options);
      REQUIRE(bool(rank.numerical));
      CHECK(rank.gap > 1e3);
      if (rank.clifford)
        CHECK(*rank.clifford <= *rank.numerical);
      CHECK(*rank.numerical <=
            rank.rank.value->upper.value_or(rank.rank.value->value));
    }

  // Transverse-field Ising path, shared angles, enough layers: the state's
  // orbit under so-type matrices of dimension n².
  CircuitView hva(4);
  unsigned first = hva.addParameter("t", ParameterRole::Trainable, 24);
  for (unsigned q = 0; q < 4; ++q)
    hva.addGate(GateKind::H, {q});
  for (unsigned layer = 0; layer < 12; ++layer) {
    for (unsigned q = 0; q + 1 < 4; ++q)
      hva.addGate(GateKind::RZZ, {q, q + 1},
                  AffineAngle{0, {{first + 2 * layer, 1.0}}});
    for (unsigned q = 0; q < 4; ++q)
      hva.addGate(GateKind::RX, {q},
                  AffineAngle{0, {{first + 2 * layer + 1, 1.0}}});
  }
  options = optionsOf(hva);
  AlgebraFigures algebra = lieAlgebra(hva, options.init);
  CHECK(algebra.shared.value->value == 16);
  CHECK(algebra.dimension.value->value == 28);
  rank = fisherRank(hva, algebra, options);
  CHECK(*rank.numerical <= 16);
  CHECK(rank.rank.value->upper == 16);
}

TEST_CASE("the spectrum of re-uploading grows with the uploads") {
  for (unsigned uploads : {1u, 3u}) {
    CircuitView circuit(1);
    unsigned theta = circuit.addParameter("theta", ParameterRole::Trainable,
                                          2 * uploads + 2);
    unsigned x = circuit.addParameter("x", ParameterRole::Data);
    auto trainable = [&](unsigned i) {
      circuit.addGate(GateKind::RZ, {0}, AffineAngle{0, {{theta + i, 1.0}}});
      circuit.addGate(GateKind::RY, {0},
                      AffineAngle{0, {{theta + i + 1, 1.0}}});
    };
    for (unsigned u = 0; u < uploads; ++u) {
      trainable(2 * u);
      circuit.addGate(GateKind::RX, {0}, AffineAngle{0, {{x, 1.0}}});
    }
    trainable(2 * uploads);
    PauliSum z = llvm::cantFail(parsePauliSum("Z0", 1));
    CapacityOptions options = optionsOf(circuit);
    std::vector<FeatureSpectrum> exact = fourierSpectrum(circuit, z, options);
    REQUIRE(exact.size() == 1);
    REQUIRE(exact[0].frequencies.size() == uploads + 1);
    REQUIRE(exact[0].weights.size() == uploads + 1);
    CHECK(exact[0].weights[0].warranty == Warranty::Exact);
    double sum = 0;
    for (const Warranted &weight : exact[0].weights)
      sum += weight.value;
    TrainabilityOptions whole;
    whole.init = options.init;
    TrainabilityResult moments =
        llvm::cantFail(estimateTrainability(withoutNoise(circuit), z, whole));
    CHECK(sum == Approx(moments.variance.value +
                        moments.mean.value * moments.mean.value));
    // A narrow law of one parameter sends it to the transforms.
    CapacityOptions sampled = optionsOf(circuit);
    for (unsigned p = 0; p < circuit.numParameters(); ++p)
      if (p != x) {
        sampled.init.laws[p].kind = AngleLaw::Kind::Range;
        sampled.init.laws[p].width = M_PI;
      }
    sampled.samples = 4000;
    std::vector<FeatureSpectrum> drawn = fourierSpectrum(circuit, z, sampled);
    for (size_t k = 0; k <= uploads; ++k) {
      REQUIRE(drawn[0].weights[k].warranty == Warranty::Estimate);
      CHECK(std::abs(drawn[0].weights[k].value - exact[0].weights[k].value) <
            5.5 * *drawn[0].weights[k].standardError + 1e-12);
    }
  }
}

TEST_CASE("kernels of product embeddings concentrate as they must") {
  PauliSum none(40, {});
  CircuitView wide = product(40, ParameterRole::Data);
  KernelFigures figures = kernelFigures(wide, none, nullptr, optionsOf(wide));
  CHECK(figures.mean.value->warranty == Warranty::Exact);
  CHECK(figures.mean.value->value == Approx(std::pow(0.5, 40)).epsilon(1e-12));
  CHECK(figures.variance.value->value ==
        Approx(std::pow(3.0 / 8, 40) - std::pow(0.25, 40)).epsilon(1e-12));
  CHECK(!figures.alignment.value);

  // The same by pairs of data, in five qubits with a layer that cancels.
  CircuitView small = product(5, ParameterRole::Data);
  unsigned theta = small.addParameter("theta", ParameterRole::Trainable);
  for (unsigned q = 0; q + 1 < 5; ++q) {
    small.addGate(GateKind::RY, {q}, AffineAngle{0, {{theta, 1.0}}});
    small.addGate(GateKind::CX, {q, q + 1});
  }
  DataLoss data;
  RandomStream random(3, "kernel-test");
  for (unsigned i = 0; i < 150; ++i) {
    std::vector<double> &row = data.rows.emplace_back();
    for (unsigned q = 0; q < 5; ++q)
      row.push_back(random.uniform(0, 2 * M_PI));
    data.labels.push_back(i % 2 ? 1 : -1);
  }
  KernelFigures pairs =
      kernelFigures(small, PauliSum(5, {}), &data, optionsOf(small));
  CHECK(pairs.mean.value->warranty == Warranty::Exact);
  CHECK(pairs.mean.value->value == Approx(std::pow(0.5, 5)).epsilon(0.15));
  CHECK(pairs.variance.value->value ==
        Approx(std::pow(3.0 / 8, 5) - std::pow(0.25, 5)).epsilon(0.3));
  REQUIRE(bool(pairs.alignment.value));
  CHECK(pairs.alignment.value->value < 0.5);

  // Two points, one a class: the kernel is the target.
  DataLoss two;
  for (unsigned i = 0; i < 8; ++i) {
    two.rows.push_back(std::vector<double>(5, i % 2 ? M_PI : 0));
    two.labels.push_back(i % 2 ? 1 : -1);
  }
  PauliSum z = llvm::cantFail(parsePauliSum("Z0", 5));
  KernelFigures clear =
      kernelFigures(product(5, ParameterRole::Data), z, &two, optionsOf(wide));
  CHECK(clear.alignment.value->value == Approx(1 / std::sqrt(2.0)));
  CHECK(clear.capacity.value->value == Approx(1));
}
