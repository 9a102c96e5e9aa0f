//===- FirstMoments.cpp - Exact means of a cost and its gradient ----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Under laws symmetric about Clifford angles the mean of a string follows one
// path: it passes a rotation with the factor E[cos], and splits at relaxation
// only. E[∂C] takes the other branch at just one rotation. Up to 64 qubits the
// general propagation does this in one sweep.
//
//===----------------------------------------------------------------------===//

#include "PauliWalk.h"
#include "Propagation.h"

#include "qopt/Support/Error.h"

#include <cmath>
#include <map>

using namespace qopt;

namespace {
using Terms = std::map<PauliString, double>;
constexpr size_t MaxTerms = 100'000;
constexpr double MaxSteps = 2e9;

/// Follows terms through the operations of a walk.
class MeanPaths {
public:
  MeanPaths(const WalkProgram &walk, bool noisy) : walk(walk), noisy(noisy) {}

  /// Mean on |0…0⟩ of `terms` before operation `first`. With `visit`, calls it
  /// at each rotation with the terms that reach it.
  llvm::Expected<double>
  follow(Terms terms, size_t first,
         llvm::function_ref<void(size_t, const Terms &)> visit) const;

  static bool anticommutes(const WalkOp &op, const PauliString &string);
  /// String → i·P·string; the sign.
  static double hop(const WalkOp &op, PauliString &string);

private:
  void apply(const WalkOp &op, const PauliString &string, double coefficient,
             Terms &next) const;

  const WalkProgram &walk;
  bool noisy;
};
} // namespace

bool MeanPaths::anticommutes(const WalkOp &op, const PauliString &string) {
  bool anti = false;
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    Pauli letter = string.at(op.qubits[j]);
    anti ^= letter != Pauli::I && letter != op.letters[j];
  }
  return anti;
}

double MeanPaths::hop(const WalkOp &op, PauliString &string) {
  unsigned power = 1;
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    Pauli letter = string.at(op.qubits[j]);
    power += productPhase(op.letters[j], letter);
    string.set(op.qubits[j],
               static_cast<Pauli>(unsigned(letter) ^ unsigned(op.letters[j])));
  }
  return power % 4 == 0 ? 1 : -1;
}

void MeanPaths::apply(const WalkOp &op, const PauliString &string,
                      double coefficient, Terms &next) const {
  PauliString image = string;
  auto add = [&](double factor) {
    if (coefficient * factor != 0)
      next[image] += coefficient * factor;
  };
  unsigned index = 0;
  for (size_t j = 0; j < op.qubits.size() && j < 4; ++j)
    index |= unsigned(string.at(op.qubits[j])) << (2 * j);
  if (op.isNoise && !noisy)
    return add(1);
  switch (op.kind) {
  case WalkOp::Kind::Clifford: {
    unsigned out = 0;
    for (unsigned b = 0; b < 2 * op.qubits.size(); ++b)
      out |= unsigned(std::popcount(unsigned(op.linear[b] & index)) & 1) << b;
    unsigned negative = 0;
    for (uint8_t monomial : op.signMonomials)
      negative ^= (index & monomial) == monomial;
    for (size_t j = 0; j < op.qubits.size(); ++j)
      image.set(op.qubits[j], static_cast<Pauli>((out >> (2 * j)) & 3));
    return add(negative ? -1 : 1);
  }
  case WalkOp::Kind::Turn: {
    if (!anticommutes(op, string))
      return add(1);
    double sign = hop(op, image);
    return add(op.negative ? -sign : sign);
  }
  case WalkOp::Kind::Flip:
    return add(anticommutes(op, string) ? -1 : 1);
  case WalkOp::Kind::Rotation:
    return add(anticommutes(op, string) ? op.meanCos : 1);
  case WalkOp::Kind::Depolarize:
  case WalkOp::Kind::Diagonal:
    return add(op.factors[index]);
  case WalkOp::Kind::Relaxation:
    if (index == 0)
      return add(1);
    if (index != unsigned(Pauli::Z))
      return add(op.decayT2);
    add(op.decayT1);
    image.set(op.qubits[0], Pauli::I);
    return add(1 - op.decayT1);
  case WalkOp::Kind::Readout:
    if (index == 0)
      return add(1);
    add(op.keep);
    image.set(op.qubits[0], Pauli::I);
    return add(op.shift);
  }
}

llvm::Expected<double>
MeanPaths::follow(Terms terms, size_t first,
                  llvm::function_ref<void(size_t, const Terms &)> visit) const {
  for (size_t i = first; i < walk.ops.size() && !terms.empty(); ++i) {
    const WalkOp &op = walk.ops[i];
    // Most operations meet no letter of a few strings.
    if (llvm::none_of(terms, [&](const auto &term) {
          return llvm::any_of(op.qubits, [&](unsigned q) {
            return term.first.at(q) != Pauli::I;
          });
        }))
      continue;
    if (visit && op.kind == WalkOp::Kind::Rotation)
      visit(i, terms);
    Terms next;
    for (const auto &[string, coefficient] : terms)
      apply(op, string, coefficient, next);
    terms = std::move(next);
    if (terms.size() > MaxTerms)
      return limitError("the mean of the cost has more than " +
                        llvm::Twine(MaxTerms) + " terms");
  }
  double mean = 0;
  for (const auto &[string, coefficient] : terms)
    if (string.isDiagonal())
      mean += coefficient;
  return mean;
}

static llvm::Expected<FirstMoments> wideMoments(const MomentProgram &program,
                                                const WalkProgram &walk) {
  FirstMoments result;
  Terms measured, ideal;
  for (const WalkTerm &term : walk.terms) {
    measured[term.string] += term.noisy;
    ideal[term.string] += term.ideal;
  }
  struct Hop {
    size_t op;
    Terms terms;
  };
  std::vector<Hop> hops;
  MeanPaths paths(walk, true);
  auto visit = [&](size_t i, const Terms &terms) {
    // E[−sin] = 0: only the branch that hops has a mean derivative, E[cos].
    const WalkOp &op = walk.ops[i];
    if (op.meanCos == 0)
      return;
    Terms hopped;
    for (const auto &[string, coefficient] : terms) {
      if (!MeanPaths::anticommutes(op, string))
        continue;
      PauliString image = string;
      double sign = MeanPaths::hop(op, image);
      hopped[image] += sign * op.meanCos * coefficient;
    }
    if (!hopped.empty())
      hops.push_back({i, std::move(hopped)});
  };
  llvm::Expected<double> mean = paths.follow(measured, 0, visit);
  if (!mean)
    return mean.takeError();
  result.varyingMean = *mean;
  llvm::Expected<double> idealMean =
      MeanPaths(walk, false).follow(ideal, 0, nullptr);
  if (!idealMean)
    return idealMean.takeError();
  result.varyingIdealMean = *idealMean;
  if (hops.empty())
    return result;
  if (double(hops.size()) * double(walk.ops.size()) > MaxSteps)
    return limitError("the mean derivatives of " + llvm::Twine(hops.size()) +
                      " rotations under a narrow law take too long");
  result.gradients.assign(program.symbols.size(), 0);
  for (const Hop &hop : hops) {
    llvm::Expected<double> value = paths.follow(hop.terms, hop.op + 1, nullptr);
    if (!value)
      return value.takeError();
    for (auto [s, coefficient] : walk.symbols[walk.ops[hop.op].rotation])
      result.gradients[s] += coefficient * *value;
  }
  return result;
}

llvm::Expected<FirstMoments> qopt::firstMoments(const MomentProgram &program,
                                                const WalkProgram &walk,
                                                size_t maxTransitions) {
  FirstMoments result;
  if (program.numQubits > 64) {
    llvm::Expected<FirstMoments> wide = wideMoments(program, walk);
    if (!wide)
      return wide.takeError();
    result = std::move(*wide);
    result.mean = result.varyingMean + walk.constantNoisy;
    result.idealMean = result.varyingIdealMean + walk.constantIdeal;
    return result;
  }
  PropagationOptions options;
  options.maxTransitions = maxTransitions;
  // Over a full period the mean of every derivative is 0.
  options.gradients = !walk.allUniform;
  llvm::Expected<PropagationResult> noisy = propagate(program, 1, options);
  if (!noisy)
    return noisy.takeError();
  result.mean = result.idealMean = noisy->moment;
  result.gradients = std::move(noisy->gradients);
  if (program.hasNoise) {
    options.noisy[0] = false;
    options.gradients = false;
    llvm::Expected<PropagationResult> ideal = propagate(program, 1, options);
    if (!ideal)
      return ideal.takeError();
    result.idealMean = ideal->moment;
  }
  result.varyingMean = result.mean - walk.constantNoisy;
  result.varyingIdealMean = result.idealMean - walk.constantIdeal;
  return result;
}
