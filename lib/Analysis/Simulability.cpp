//===- Simulability.cpp - Is there a classical way? -----------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Simulability.h"
#include "ContractionCost.h"
#include "SimulabilityTests.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

std::string qopt::countOf(double value, llvm::StringRef what) {
  // Larger than any number has no other name.
  if (std::isinf(value))
    return "more than 1e308 " + what.str();
  char text[64];
  std::snprintf(text, sizeof(text), value < 1e6 ? "%.0f " : "%.2g ", value);
  return text + what.str();
}

void SimulabilityTests::stabilizer() {
  SimulabilityTest &test = add("stabilizer");
  double gates = double(program.ops.size()), rotations = 0;
  bool other = false;
  for (const ProgramOp &op : program.ops) {
    unsigned quarter;
    if (op.kind == ProgramOp::Kind::Rotation)
      rotations += !(op.angle.isConstant() &&
                     isCliffordAngle(op.angle.constant, quarter));
    else
      other |= op.kind == ProgramOp::Kind::Transfer;
  }
  if (other) {
    test.finding = "gates without a Clifford decomposition";
    return;
  }
  if (rotations == 0) {
    double flop = double(program.terms.size()) * std::max(1.0, gates);
    test.flop = Warranted::exact(flop, "strings through Clifford gates");
    test.error = Warranted::exact(0, "exact");
    test.passes = within(flop, double(program.numQubits));
    test.finding = "Clifford gates only";
    return;
  }
  // Stabiliser extent of a rotation at its worst angle, π/4, as the sampling
  // cost (Bravyi et al., arXiv:1808.00128), for an error of maxError.
  double log = rotations * std::log(1.1716) + std::log(gates) +
               std::log(double(program.numQubits)) -
               2 * std::log(limits.maxError);
  test.finding = countOf(rotations, "rotations that are no Clifford gates");
  // Larger than any number has no other name.
  test.flop = Warranted::bound(std::exp(std::min(log, 700.0)),
                               "stabiliser extent, worst angles");
  test.error = Warranted::heuristic(limits.maxError, "asked for");
  test.passes = log <= std::log(limits.maxFlop);
}

llvm::Error SimulabilityTests::lightCone() {
  // Each term has a cone of its own.
  double flop = 0, widest = 0;
  for (const PauliTerm &term : observable.terms()) {
    if (term.string.isIdentity())
      continue;
    llvm::Expected<MomentProgram> cone = buildProgram(
        withoutNoise(circuit), PauliSum(observable.numQubits(), {term}), init);
    if (!cone)
      return cone.takeError();
    widest = std::max(widest, double(cone->numQubits));
    flop += 8 * double(cone->ops.size()) *
            std::exp2(std::min(double(cone->numQubits), 900.0));
  }
  SimulabilityTest &test = add("light-cone");
  double bytes = 16 * std::exp2(std::min(widest, 900.0));
  test.finding = "widest light cone has " + countOf(widest, "qubits");
  test.flop = Warranted::exact(flop, "state vector of each term's cone");
  test.bytes = bytes;
  test.error = Warranted::exact(0, "exact");
  test.passes = within(flop, bytes);
  return llvm::Error::success();
}

void SimulabilityTests::tensorNetwork() {
  // A chain in the order of the qubits: an operation across a cut multiplies
  // the bond by 2 (CZ, CX, one Pauli word) or 4 (SWAP and its like).
  unsigned n = program.numQubits;
  std::vector<double> crossing(n, 0);
  for (const ProgramOp &op : program.ops) {
    if (op.qubits.size() < 2)
      continue;
    auto [low, high] = std::minmax_element(op.qubits.begin(), op.qubits.end());
    double bits = op.kind == ProgramOp::Kind::Rotation ? 1 : 2;
    if (op.kind == ProgramOp::Kind::Clifford)
      for (unsigned letter = 1; letter < 4; ++letter)
        if (op.clifford->image[letter] < 4)
          bits = 1;
    for (unsigned cut = *low; cut < *high; ++cut)
      crossing[cut] += bits;
  }
  double widest = 0, flop = 0, bytes = 0;
  std::vector<double> log(n + 1, 0);
  for (unsigned cut = 0; cut + 1 < n; ++cut) {
    log[cut + 1] =
        std::min({crossing[cut], double(cut + 1), double(n - cut - 1)});
    widest = std::max(widest, log[cut + 1]);
  }
  for (const ProgramOp &op : program.ops)
    for (unsigned q : op.qubits)
      flop += 32 * std::exp2(3 * std::max(log[q], log[std::min(q + 1, n)]));
  for (unsigned q = 0; q < n; ++q)
    bytes += 32 * std::exp2(log[q] + log[q + 1]);
  SimulabilityTest &test = add("tensor-network");
  test.error = Warranted::exact(0, "exact");
  char text[80];
  // General contraction where it is the cheaper.
  unsigned maxWidth = unsigned(std::log2(limits.maxFlop) / 2);
  std::optional<ContractionCost> general = contractionCost(program, maxWidth);
  if (general && general->flop < flop) {
    std::snprintf(text, sizeof(text), "contraction of width %u",
                  general->width);
    test.flop = Warranted::heuristic(general->flop, "greedy contraction order");
    test.bytes = general->bytes;
  } else {
    std::snprintf(text, sizeof(text), "bond dimension of a chain at most 2^%g",
                  widest);
    test.flop = Warranted::bound(flop, "matrix product state, no truncation");
    test.bytes = bytes;
  }
  test.finding = text;
  test.passes = within(test.flop->value, *test.bytes);
}

llvm::Error SimulabilityTests::run() {
  result.limits = limits;
  result.allowedError = limits.maxError;
  stabilizer();
  if (llvm::Error error = lightCone())
    return error;
  algebra();
  tensorNetwork();
  pauliPropagation();
  smallAngle();
  // A Clifford circuit is cheaper than its light cone; otherwise the light cone
  // comes first, then the others in the order they were tried.
  std::vector<const SimulabilityTest *> order;
  for (const SimulabilityTest &test : result.tests)
    order.push_back(&test);
  if (order[0]->finding != "Clifford gates only")
    std::swap(order[0], order[1]);
  for (const SimulabilityTest *test : order) {
    if (!test->passes)
      continue;
    result.simulable = true;
    result.method = test->method;
    result.flop = test->flop;
    result.error = test->error;
    break;
  }
  return llvm::Error::success();
}

llvm::Expected<SimulabilityResult>
qopt::classifySimulability(const CircuitView &circuit,
                           const PauliSum &observable,
                           const Initialisation &init,
                           const SimulabilityLimits &limits, uint64_t seed) {
  llvm::Expected<MomentProgram> program =
      buildProgram(withoutNoise(circuit), observable, init);
  if (!program)
    return program.takeError();
  SimulabilityTests tests(*program, circuit, observable, init, limits, seed);
  if (llvm::Error error = tests.run())
    return error;
  return std::move(tests.result);
}
