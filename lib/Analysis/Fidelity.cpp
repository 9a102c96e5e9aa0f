//===- Fidelity.cpp - Clifford noise resilience ---------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Fidelity.h"
#include "Propagation.h"

#include "qopt/Support/Error.h"
#include "qopt/Support/Parallel.h"

#include <cmath>
#include <numbers>

using namespace qopt;

/// ⟨Z_S⟩ of one replica for every subset S of the measured qubits, noisy or
/// not: [2^m].
static llvm::Expected<std::vector<double>>
stringValues(const MomentProgram &replica, llvm::ArrayRef<unsigned> measured,
             bool noisy) {
  std::vector<double> values(size_t(1) << measured.size(), 1.0);
  PropagationOptions options;
  options.gradients = false;
  options.noisy[0] = noisy;
  MomentProgram one = replica;
  for (size_t subset = 1; subset < values.size(); ++subset) {
    ProgramTerm term;
    term.coefficient = 1;
    for (size_t j = 0; j < measured.size(); ++j)
      if ((subset >> j) & 1)
        term.letters.push_back({measured[j], Pauli::Z});
    one.terms = {term};
    llvm::Expected<PropagationResult> result = propagate(one, 1, options);
    if (!result)
      return result.takeError();
    values[subset] = result->moment;
  }
  return values;
}

/// Walsh–Hadamard transform in place.
static void hadamard(std::vector<double> &values) {
  for (size_t step = 1; step < values.size(); step *= 2)
    for (size_t i = 0; i < values.size(); ++i)
      if (!(i & step)) {
        double a = values[i], b = values[i | step];
        values[i] = a + b;
        values[i | step] = a - b;
      }
}

llvm::Expected<Warranted>
qopt::cliffordNoiseResilience(const NoisyCircuit &circuit,
                              llvm::ArrayRef<unsigned> measured,
                              unsigned replicas, uint64_t seed) {
  if (measured.empty())
    return inputError("no measured qubits");
  if (measured.size() > 10)
    return limitError("Clifford noise resilience holds at most 10 measured "
                      "qubits");
  // The union of all strings fixes which operations matter.
  std::vector<PauliTerm> terms;
  unsigned qubits = circuit.circuit.numQubits();
  PauliString all(qubits);
  for (unsigned q : measured) {
    PauliString single(qubits);
    single.set(q, Pauli::Z);
    terms.push_back({1.0, single});
    all.set(q, Pauli::Z);
  }
  if (measured.size() > 1)
    terms.push_back({1.0, all});
  Initialisation init;
  init.laws.resize(circuit.circuit.numParameters());
  llvm::Expected<MomentProgram> program =
      buildProgram(circuit, PauliSum(qubits, std::move(terms)), init);
  if (!program)
    return program.takeError();
  if (program->numQubits > 64)
    return limitError("the light cone of the measured qubits has " +
                      llvm::Twine(program->numQubits) +
                      " qubits; exact propagation holds at most 64");
  if (program->hasTransfer)
    return limitError("the circuit has gates that cannot be put to Clifford "
                      "angles");
  // Measured qubits in the program's numbering; those without any operation
  // were kept as the observable has them.
  llvm::SmallVector<unsigned> places;
  for (unsigned q : measured)
    for (unsigned i = 0; i < program->numQubits; ++i)
      if (program->circuitQubit[i] == q)
        places.push_back(i);

  std::vector<double> fidelity(replicas, 0);
  std::vector<char> failed(replicas, 0);
  parallelFor(replicas, [&](size_t r) {
    RandomStream random(seed, "clifford-replica", {r});
    MomentProgram replica = *program;
    replica.symbols.clear();
    replica.hasSharedSymbols = false;
    for (ProgramOp &op : replica.ops) {
      if (op.kind != ProgramOp::Kind::Rotation)
        continue;
      double quarter = std::numbers::pi / 2;
      op.angle.constant =
          op.angle.isConstant()
              ? std::round(op.angle.constant / quarter) * quarter
              : double(random.below(4)) * quarter;
      op.angle.terms.clear();
    }
    llvm::Expected<std::vector<double>> noisy =
        stringValues(replica, places, true);
    llvm::Expected<std::vector<double>> ideal =
        stringValues(replica, places, false);
    if (!noisy || !ideal) {
      llvm::consumeError(noisy.takeError());
      llvm::consumeError(ideal.takeError());
      failed[r] = 1;
      return;
    }
    hadamard(*noisy);
    hadamard(*ideal);
    double distance = 0;
    for (size_t i = 0; i < noisy->size(); ++i)
      distance += std::abs((*noisy)[i] - (*ideal)[i]) / double(noisy->size());
    fidelity[r] = 1 - distance / 2;
  });
  double sum = 0, square = 0;
  for (unsigned r = 0; r < replicas; ++r) {
    if (failed[r])
      return limitError("relaxation splits the Clifford replicas into too many "
                        "strings");
    sum += fidelity[r];
    square += fidelity[r] * fidelity[r];
  }
  double mean = sum / replicas;
  double variance = std::max(0.0, square / replicas - mean * mean);
  return Warranted::estimate(
      mean, std::sqrt(variance / std::max(1u, replicas - 1)),
      "Clifford noise resilience, " + std::to_string(replicas) +
          " replicas, exact distributions");
}
