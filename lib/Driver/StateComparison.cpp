//===- StateComparison.cpp - Equality by state vectors ----------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Equivalence.h"

#include "qopt/Support/Parallel.h"
#include "qopt/Support/Random.h"
#include "qopt/Synthesis/DenseUnitary.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <map>
#include <numbers>

using namespace qopt;

static constexpr double tolerance = 1e-8;

std::optional<std::vector<MeasuredBit>>
qopt::finalMeasurements(const CircuitView &view) {
  std::map<std::pair<std::string, unsigned>, unsigned> bits;
  std::vector<bool> measured(view.numQubits(), false);
  for (const Gate &gate : view.gates()) {
    if (gate.kind == GateKind::Barrier)
      continue;
    if (gate.kind == GateKind::Reset || gate.kind == GateKind::Channel)
      return std::nullopt;
    for (unsigned q : view.qubitsOf(gate))
      if (measured[q])
        return std::nullopt;
    if (gate.kind != GateKind::Measure)
      continue;
    const ClassicalBit &bit = view.bitOf(gate);
    unsigned q = view.qubitsOf(gate)[0];
    measured[q] = true;
    bits[{bit.reg, bit.index}] = q;
  }
  std::vector<MeasuredBit> list;
  for (auto &[bit, qubit] : bits)
    list.push_back({bit.first, bit.second, qubit});
  return list;
}

std::vector<unsigned> qopt::measuredQubits(const CircuitView &view) {
  std::vector<unsigned> list;
  if (std::optional<std::vector<MeasuredBit>> bits = finalMeasurements(view))
    for (const MeasuredBit &bit : *bits)
      list.push_back(bit.qubit);
  return list;
}

DrawnBinding qopt::drawBinding(const CircuitView &a, const CircuitView &b,
                               uint64_t seed, unsigned trial, bool quarters) {
  RandomStream random(seed, "equivalence binding", {trial});
  DrawnBinding binding;
  for (const CircuitView *view : {&a, &b})
    for (unsigned i = 0; i < view->numParameters(); ++i)
      if (std::string name = view->parameterName(i);
          !binding.values.count(name))
        binding.values[name] = quarters
                                   ? random.below(4) * (std::numbers::pi / 2)
                                   : random.uniform(-3.0, 3.0);
  return binding;
}

std::vector<double> DrawnBinding::of(const CircuitView &view) const {
  std::vector<double> result(view.numParameters(), 0);
  for (unsigned i = 0; i < view.numParameters(); ++i)
    if (auto found = values.find(view.parameterName(i)); found != values.end())
      result[i] = found->second;
  return result;
}

std::string DrawnBinding::text() const {
  std::string text;
  unsigned shown = 0;
  for (auto &[name, value] : values) {
    if (++shown > 8) {
      text += " …";
      break;
    }
    text += " " + name + " = " + std::to_string(value);
  }
  return text;
}

namespace {

size_t scatter(size_t index, llvm::ArrayRef<unsigned> places) {
  size_t result = 0;
  for (auto [i, place] : llvm::enumerate(places))
    result |= ((index >> i) & 1) << place;
  return result;
}

/// The side's final state from the compared qubits' state `input` [2^n].
DenseState evolve(const EquivalenceSide &side, llvm::ArrayRef<double> binding,
                  const DenseState &input) {
  DenseState state(size_t(1) << side.view->numQubits(), 0);
  for (size_t i = 0; i < input.size(); ++i)
    state[scatter(i, side.start)] = input[i];
  llvm::cantFail(applyCircuit(*side.view, binding, state));
  return state;
}

DenseState randomState(unsigned qubits, RandomStream &random) {
  DenseState state(size_t(1) << qubits);
  double norm = 0;
  for (Complex &amplitude : state) {
    amplitude = Complex(random.normal(), random.normal());
    norm += std::norm(amplitude);
  }
  for (Complex &amplitude : state)
    amplitude /= std::sqrt(norm);
  return state;
}

/// Overlap of two final states on the compared qubits, other qubits in |0⟩.
Complex overlap(const EquivalenceSide &a, const DenseState &stateA,
                const EquivalenceSide &b, const DenseState &stateB) {
  Complex sum = 0;
  size_t count = size_t(1) << a.end.size();
  for (size_t i = 0; i < count; ++i)
    sum += std::conj(stateA[scatter(i, a.end)]) * stateB[scatter(i, b.end)];
  return sum;
}

double unitaryDistance(const EquivalenceSide &a, const EquivalenceSide &b,
                       llvm::ArrayRef<double> bindingA,
                       llvm::ArrayRef<double> bindingB, bool columns,
                       uint64_t seed, unsigned trial) {
  size_t inputs = columns ? size_t(1) << a.start.size() : 1;
  auto overlaps = parallelMap<Complex>(inputs, [&](size_t c) {
    DenseState input;
    if (columns) {
      input.assign(inputs, 0);
      input[c] = 1;
    } else {
      RandomStream random(seed, "equivalence input", {trial});
      input = randomState(a.start.size(), random);
    }
    return overlap(a, evolve(a, bindingA, input), b,
                   evolve(b, bindingB, input));
  });
  Complex sum = 0;
  for (Complex value : overlaps)
    sum += value;
  return 1 - std::abs(sum) / double(inputs);
}

/// Joint distribution of the bits at `places`.
std::vector<double> distribution(const DenseState &state,
                                 llvm::ArrayRef<unsigned> places) {
  std::vector<double> p(size_t(1) << places.size(), 0);
  for (size_t i = 0; i < state.size(); ++i) {
    size_t index = 0;
    for (auto [k, place] : llvm::enumerate(places))
      index |= ((i >> place) & 1) << k;
    p[index] += std::norm(state[i]);
  }
  return p;
}

double expectation(const PauliSum &sum, const DenseState &state) {
  double total = 0;
  for (const PauliTerm &term : sum.terms()) {
    DenseState image = state;
    for (unsigned q : term.string.support()) {
      GateKind kind = term.string.at(q) == Pauli::X   ? GateKind::X
                      : term.string.at(q) == Pauli::Y ? GateKind::Y
                                                      : GateKind::Z;
      applyMatrix(gateMatrix(kind, {}), {q}, image);
    }
    Complex value = 0;
    for (size_t i = 0; i < state.size(); ++i)
      value += std::conj(state[i]) * image[i];
    total += term.coefficient * value.real();
  }
  return total;
}

double observedDistance(const EquivalenceSide &a, const EquivalenceSide &b,
                        const DenseState &stateA, const DenseState &stateB,
                        Relation relation) {
  double worst = 0;
  if (relation == Relation::Observables) {
    auto sumsA = a.view->observables(), sumsB = b.view->observables();
    for (auto [x, y] : llvm::zip(sumsA, sumsB))
      worst = std::max(
          worst, std::abs(expectation(x, stateA) - expectation(y, stateB)));
    return worst;
  }
  std::vector<double> left = distribution(stateA, measuredQubits(*a.view));
  std::vector<double> right = distribution(stateB, measuredQubits(*b.view));
  for (auto [x, y] : llvm::zip(left, right))
    worst = std::max(worst, std::abs(x - y));
  return worst;
}

} // namespace

Answer qopt::compareByStates(const EquivalenceSide &a, const EquivalenceSide &b,
                             Relation relation, bool columns, uint64_t seed,
                             std::string &witness) {
  bool symbolic = a.view->numParameters() || b.view->numParameters();
  for (unsigned trial = 0; trial < (symbolic || !columns ? 3u : 1u); ++trial) {
    DrawnBinding binding = drawBinding(*a.view, *b.view, seed, trial);
    std::vector<double> bindingA = binding.of(*a.view);
    std::vector<double> bindingB = binding.of(*b.view);
    double distance;
    if (relation == Relation::Unitary) {
      distance =
          unitaryDistance(a, b, bindingA, bindingB, columns, seed, trial);
    } else {
      RandomStream inputs(seed, "equivalence input", {trial});
      DenseState input = randomState(a.start.size(), inputs);
      distance = observedDistance(a, b, evolve(a, bindingA, input),
                                  evolve(b, bindingB, input), relation);
    }
    if (distance < tolerance)
      continue;
    witness = relation == Relation::Unitary
                  ? "distance " + std::to_string(distance) + " of the unitaries"
              : relation == Relation::Distribution
                  ? "probabilities differ by " + std::to_string(distance)
                  : "expectation values differ by " + std::to_string(distance);
    witness += " at" + (binding.values.empty() ? std::string(" a random input")
                                               : binding.text());
    return Answer::No;
  }
  return Answer::Yes;
}
