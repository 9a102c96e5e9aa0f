//===- Simulability.h - Is there a classical way? ---------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_ANALYSIS_SIMULABILITY_H
#define QOPT_ANALYSIS_SIMULABILITY_H

#include "qopt/Analysis/Trainability.h"

#include <optional>

namespace qopt {

/// What counts as simulable.
struct SimulabilityLimits {
  double maxFlop = 1e12;
  double maxBytes = 16.0 * (size_t(1) << 30);
  /// Root mean square error over the law, relative to the standard deviation
  /// of the cost under it.
  double maxError = 0.1;
  /// If not 0, the error is also at most the statistical one of a value of the
  /// cost from that many shots.
  uint64_t shots = 0;
};

/// One classical method and what it would take.
struct SimulabilityTest {
  std::string method;
  bool passes = false;
  /// Floating-point operations for one value of the cost, if known.
  std::optional<Warranted> flop;
  /// Bytes of memory.
  std::optional<double> bytes;
  std::optional<Warranted> error;
  /// What the test found, in words.
  std::string finding;
};

struct SimulabilityResult {
  bool simulable = false;
  /// Of the test that carries the verdict.
  std::string method;
  std::optional<Warranted> flop;
  std::optional<Warranted> error;
  std::vector<SimulabilityTest> tests;
  SimulabilityLimits limits;
  /// The least of the limits on the error, relative.
  double allowedError = 0.1;
};

/// Tries every test, cheapest first; the first that passes carries the verdict.
/// Otherwise it is not known to be simulable by these tests, and no more is
/// said.
llvm::Expected<SimulabilityResult>
classifySimulability(const CircuitView &circuit, const PauliSum &observable,
                     const Initialisation &init,
                     const SimulabilityLimits &limits = {}, uint64_t seed = 1);

} // namespace qopt

#endif // QOPT_ANALYSIS_SIMULABILITY_H
