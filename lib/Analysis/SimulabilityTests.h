//===- SimulabilityTests.h - The tests of one circuit -----------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_SIMULABILITYTESTS_H
#define QOPT_LIB_ANALYSIS_SIMULABILITYTESTS_H

#include "MomentProgram.h"

#include "qopt/Analysis/Simulability.h"

namespace qopt {

/// All tests of one circuit, noise-free.
class SimulabilityTests {
public:
  SimulabilityTests(const MomentProgram &program, const CircuitView &circuit,
                    const PauliSum &observable, const Initialisation &init,
                    const SimulabilityLimits &limits, uint64_t seed)
      : program(program), circuit(circuit), observable(observable), init(init),
        limits(limits), seed(seed) {}
  llvm::Error run();
  SimulabilityResult result;

private:
  SimulabilityTest &add(llvm::StringRef method) {
    SimulabilityTest &test = result.tests.emplace_back();
    test.method = method.str();
    return test;
  }
  bool within(double flop, double bytes) const {
    return flop <= limits.maxFlop && bytes <= limits.maxBytes;
  }
  void stabilizer();
  llvm::Error lightCone();
  void algebra();
  void tensorNetwork();
  void pauliPropagation();
  void truncatedPropagation(SimulabilityTest &test);
  void smallAngle();
  /// Variance of the cost under the law, where it is known and not 0, and the
  /// error that it allows: at most `maxError` standard deviations, or the
  /// statistical error of the shots.
  const std::optional<Warranted> &costVariance();
  double allowedError();

  const MomentProgram &program;
  const CircuitView &circuit;
  const PauliSum &observable;
  const Initialisation &init;
  const SimulabilityLimits &limits;
  uint64_t seed;
  std::optional<Warranted> variance;
  bool varianceKnown = false;
};

/// "12 strings", "3.4e+07 strings".
std::string countOf(double value, llvm::StringRef what);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_SIMULABILITYTESTS_H
