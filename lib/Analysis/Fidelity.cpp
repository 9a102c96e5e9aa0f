//===- Fidelity.cpp - Clifford noise resilience ---------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Fidelity.h"
#include "Propagation.h"
#include "SymplecticBits.h"
#include "WalkProgram.h"

#include "qopt/Support/Error.h"
#include "qopt/Support/Parallel.h"

#include <cmath>
#include <map>
#include <numbers>

using namespace qopt;

namespace {
/// One version of the circuit with all angles at multiples of π/2.
class Replica {
public:
  Replica(const MomentProgram &whole, RandomStream &random) : program(whole) {
    program.symbols.clear();
    program.hasSharedSymbols = false;
    double quarter = std::numbers::pi / 2;
    for (ProgramOp &op : program.ops) {
      if (op.kind != ProgramOp::Kind::Rotation)
        continue;
      op.angle.constant =
          op.angle.isConstant()
              ? std::round(op.angle.constant / quarter) * quarter
              : double(random.below(4)) * quarter;
      op.angle.terms.clear();
    }
  }
  /// The string U†·Q·U of the ideal replica, and its sign.
  double ideal(PauliString &string) const;
  /// ⟨Q⟩ with noise; none if relaxation splits it into too many strings.
  std::optional<double> noisy(const PauliString &string) const;
  /// An unbiased sample of it: relaxation goes one way or the other.
  double noisySample(PauliString string, RandomStream &random) const;

private:
  /// The part of Z that a one-qubit channel takes to I, and what it keeps.
  struct Split {
    double keep = 1, shift = 0;
  };
  static Split splitOf(const ProgramOp &op, Pauli letter) {
    if (op.kind == ProgramOp::Kind::Readout)
      return {op.keep, op.shift};
    return letter == Pauli::Z ? Split{op.decayT1, 1 - op.decayT1}
                              : Split{op.decayT2, 0};
  }
  static bool splits(const ProgramOp &op) {
    return op.kind == ProgramOp::Kind::Relaxation ||
           op.kind == ProgramOp::Kind::Readout;
  }
  static double factorOf(const ProgramOp &op, const PauliString &string) {
    unsigned index = 0;
    for (size_t j = 0; j < op.qubits.size(); ++j)
      index |= unsigned(string.at(op.qubits[j])) << (2 * j);
    return op.factors[index];
  }

  MomentProgram program;
};
} // namespace

double Replica::ideal(PauliString &string) const {
  double sign = 1;
  for (size_t i = program.ops.size(); i-- > 0;) {
    const ProgramOp &op = program.ops[i];
    if (op.isNoise)
      continue;
    if (op.kind == ProgramOp::Kind::Diagonal)
      sign *= factorOf(op, string);
    else if (splits(op)) // A reset: only its part in I is left.
      string.set(op.qubits[0], Pauli::I);
    else
      sign *= followClifford(op, string);
  }
  return sign;
}

std::optional<double> Replica::noisy(const PauliString &string) const {
  RandomStream unused(0, "clifford-strings");
  if (!program.hasRelaxation)
    return noisySample(string, unused);
  if (program.numQubits > 64)
    return std::nullopt;
  MomentProgram one = program;
  ProgramTerm term;
  term.coefficient = 1;
  for (unsigned q : string.support())
    term.letters.push_back({q, string.at(q)});
  one.terms = {std::move(term)};
  PropagationOptions options;
  options.gradients = false;
  options.maxTransitions = 2'000'000;
  llvm::Expected<PropagationResult> result = propagate(one, 1, options);
  if (!result) {
    llvm::consumeError(result.takeError());
    return std::nullopt;
  }
  return result->moment;
}

double Replica::noisySample(PauliString string, RandomStream &random) const {
  double value = 1;
  for (size_t i = program.ops.size(); i-- > 0 && value != 0;) {
    const ProgramOp &op = program.ops[i];
    if (op.kind == ProgramOp::Kind::Diagonal) {
      value *= factorOf(op, string);
    } else if (splits(op)) {
      unsigned q = op.qubits[0];
      if (string.at(q) == Pauli::I)
        continue;
      Split split = splitOf(op, string.at(q));
      double total = std::abs(split.keep) + std::abs(split.shift);
      if (total == 0)
        return 0;
      bool kept = random.uniform() * total < std::abs(split.keep);
      value *= std::copysign(total, kept ? split.keep : split.shift);
      if (!kept)
        string.set(q, Pauli::I);
    } else {
      value *= followClifford(op, string);
    }
  }
  return string.isDiagonal() ? value : 0;
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

/// 1 − total variation distance from the 2^m values ⟨Z_S⟩; none if relaxation
/// splits a string too often.
static std::optional<double> exactFidelity(const Replica &replica,
                                           unsigned qubits,
                                           llvm::ArrayRef<unsigned> measured) {
  size_t count = size_t(1) << measured.size();
  std::vector<double> noisy(count, 1.0), ideal(count, 1.0);
  for (size_t subset = 1; subset < count; ++subset) {
    PauliString string(qubits);
    for (size_t j = 0; j < measured.size(); ++j)
      if ((subset >> j) & 1)
        string.set(measured[j], Pauli::Z);
    std::optional<double> value = replica.noisy(string);
    if (!value)
      return std::nullopt;
    noisy[subset] = *value;
    double sign = replica.ideal(string);
    ideal[subset] = string.isDiagonal() ? sign : 0;
  }
  hadamard(noisy);
  hadamard(ideal);
  double distance = 0;
  for (size_t i = 0; i < count; ++i)
    distance += std::abs(noisy[i] - ideal[i]) / double(count);
  return 1 - distance / 2;
}

/// The ideal outcomes are uniform on an affine space A: those with the right
/// signs of all strings Z_S whose ideal value is ±1, a group. The noisy
/// probability of A is the mean of sign·⟨Z_S⟩ over the group; 1 − distance is
/// at most that, and equal where noise moves whole cosets of A (Pauli noise).
static double probabilityOfSupport(const Replica &replica, unsigned qubits,
                                   llvm::ArrayRef<unsigned> measured,
                                   size_t samples, RandomStream &random) {
  // Combinations of the measured qubits whose images have no X part.
  size_t words = (qubits + 63) / 64, side = (measured.size() + 63) / 64;
  std::vector<std::pair<Bits, Bits>> rows; // X part, combination
  std::vector<Bits> group;
  for (size_t j = 0; j < measured.size(); ++j) {
    PauliString string(qubits);
    string.set(measured[j], Pauli::Z);
    replica.ideal(string);
    std::pair<Bits, Bits> row{Bits(string.x().begin(), string.x().end()),
                              Bits(side, 0)};
    row.second[j / 64] |= uint64_t(1) << (j % 64);
    for (const auto &known : rows) {
      long pivot = lowestBit(known.first, words);
      if ((row.first[pivot / 64] >> (pivot % 64)) & 1) {
        addTo(row.first, known.first);
        addTo(row.second, known.second);
      }
    }
    if (lowestBit(row.first, words) < 0)
      group.push_back(std::move(row.second));
    else
      rows.push_back(std::move(row));
  }
  double sum = 0;
  for (size_t i = 0; i < samples; ++i) {
    Bits chosen(side, 0);
    for (const Bits &generator : group)
      if (random.next32() & 1)
        addTo(chosen, generator);
    PauliString string(qubits);
    for (size_t j = 0; j < measured.size(); ++j)
      if ((chosen[j / 64] >> (j % 64)) & 1)
        string.set(measured[j], Pauli::Z);
    double value = replica.noisySample(string, random);
    sum += value * replica.ideal(string);
  }
  return sum / double(samples);
}

llvm::Expected<Warranted>
qopt::cliffordNoiseResilience(const NoisyCircuit &circuit,
                              llvm::ArrayRef<unsigned> measured,
                              unsigned replicas, uint64_t seed) {
  if (measured.empty())
    return inputError("no measured qubits");
  constexpr size_t MaxDistribution = 10;
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

  unsigned n = program->numQubits;
  std::vector<double> fidelity(replicas, 0);
  std::vector<char> split(replicas, 0);
  bool small = measured.size() <= MaxDistribution;
  if (small)
    parallelFor(replicas, [&](size_t r) {
      RandomStream random(seed, "clifford-replica", {r});
      Replica replica(*program, random);
      std::optional<double> found = exactFidelity(replica, n, places);
      split[r] = !found;
      fidelity[r] = found.value_or(0);
    });
  for (char failed : split)
    small &= !failed;
  size_t samples = size_t(
      std::clamp(4e7 / (double(program->ops.size()) * replicas), 8.0, 256.0));
  if (!small)
    parallelFor(replicas, [&](size_t r) {
      RandomStream random(seed, "clifford-replica", {r});
      Replica replica(*program, random);
      RandomStream strings(seed, "clifford-strings", {r});
      fidelity[r] = probabilityOfSupport(replica, n, places, samples, strings);
    });
  double sum = 0, square = 0;
  for (double value : fidelity) {
    sum += value;
    square += value * value;
  }
  double mean = sum / replicas;
  double variance = std::max(0.0, square / replicas - mean * mean);
  double error = std::sqrt(variance / std::max(1u, replicas - 1));
  std::string method =
      "Clifford noise resilience, " + std::to_string(replicas) + " replicas, ";
  if (small)
    return Warranted::estimate(mean, error, method + "exact distributions");
  method += std::to_string(samples) + " strings each";
  if (!program->hasRelaxation)
    return Warranted::estimate(mean, error, method);
  Warranted bound = Warranted::bound(
      std::min(1.0, mean + 2 * error),
      method + "; probability of the ideal outcomes, two standard errors up");
  bound.standardError = error;
  return bound;
}
