//===- SimulabilityTruncation.cpp - Propagation that drops strings --------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Pauli propagation, exact where few strings are reached, else truncated by
// weight with its mean square error over the law (TruncationError.h); and the
// paths of few hops under narrow laws.
//
//===----------------------------------------------------------------------===//

#include "EngineResult.h"
#include "SimulabilityTests.h"
#include "StringReach.h"
#include "TruncationError.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

const std::optional<Warranted> &SimulabilityTests::costVariance() {
  if (varianceKnown)
    return variance;
  varianceKnown = true;
  // Exact where that costs little, else a fixed number of walks.
  constexpr size_t FewTransitions = 100'000;
  bool walks = whyNoWalk(program).empty();
  if (walks && !program.hasSharedSymbols) {
    llvm::Expected<ExactMoments> exact =
        momentsByPairs(program, FewTransitions, zeroStateValue);
    if (exact) {
      Warranted known = fromExact(program, *exact, "pairs").variance;
      if (known.value > 0)
        variance = std::move(known);
      return variance;
    }
    llvm::consumeError(exact.takeError());
  }
  TrainabilityOptions options;
  options.init = init;
  options.seed = seed;
  options.quick = true;
  if (walks && !program.hasSharedSymbols)
    options.engine = TrainabilityEngine::Walk;
  llvm::Expected<TrainabilityResult> found =
      estimateTrainability(withoutNoise(circuit), observable, options);
  if (!found)
    llvm::consumeError(found.takeError());
  else if (found->variance.warranty != Warranty::Bound &&
           found->variance.value > 0)
    variance = found->variance;
  return variance;
}

double SimulabilityTests::allowedError() {
  double allowed = limits.maxError;
  if (limits.shots > 0 && costVariance())
    allowed = std::min(allowed,
                       std::sqrt(shotsForGradient(observable, variance->value) /
                                 double(limits.shots)));
  result.allowedError = allowed;
  return allowed;
}

/// Strings of at most `weight` letters on `qubits`.
static double stringsUpTo(unsigned weight, unsigned qubits) {
  double sum = 0, layer = 1;
  for (unsigned w = 0; w <= std::min(weight, qubits); ++w) {
    sum += layer;
    layer *= 3.0 * (qubits - w) / (w + 1);
  }
  return sum;
}

/// Strings that are listed at most: fewer where each may be long.
static size_t mostStrings(const MomentProgram &program) {
  size_t room = 4'000'000 / std::max(1u, program.numQubits);
  return std::clamp<size_t>(room, 2'000, 20'000);
}

void SimulabilityTests::pauliPropagation() {
  SimulabilityTest &test = add("pauli-propagation");
  std::optional<StringReach> reach =
      reachableStrings(program, mostStrings(program), ~0u, 100'000'000);
  if (!reach)
    return truncatedPropagation(test);
  test.finding = countOf(double(reach->peak), "strings, no truncation");
  double bytes = double(reach->peak) * (2.0 * program.numQubits / 8 + 8);
  test.flop = Warranted::exact(double(reach->updates),
                               "Pauli propagation without truncation");
  test.bytes = bytes;
  test.error = Warranted::exact(0, "exact");
  test.passes = within(double(reach->updates), bytes);
}

void SimulabilityTests::truncatedPropagation(SimulabilityTest &test) {
  const std::string many =
      "more than " +
      countOf(double(mostStrings(program)), "strings without truncation; ");
  std::string why = PlainWalk::whyNot(program);
  if (why.empty() && program.terms.size() > 1'024)
    why = "more than 1,024 terms";
  if (why.empty() && !costVariance())
    why = "the standard deviation of the cost is not known";
  if (!why.empty()) {
    test.finding = many + "error of truncation unknown: " + why;
    return;
  }
  if (!(variance->lower.value_or(variance->value) > 0)) {
    test.finding = many + "the interval of the cost's variance includes 0";
    return;
  }
  double allowed = allowedError();
  TruncationError errors = truncationError(program, seed);
  double low = variance->lower.value_or(variance->value),
         high = variance->upper.value_or(variance->value);
  auto relative = [](double square, double spread) {
    return spread > 0 ? std::sqrt(square / spread) : INFINITY;
  };
  // Terms of the observable are kept, however heavy.
  unsigned lightest = 1;
  for (const ProgramTerm &term : program.terms)
    lightest = std::max<unsigned>(lightest, term.letters.size());
  unsigned weight = lightest;
  while (weight < program.numQubits &&
         !(relative(errors.at(weight).upper, low) <= allowed))
    ++weight;
  // Where that is out of reach: what as many letters as there is room for
  // leave.
  std::optional<StringReach> reach;
  if (relative(errors.at(weight).upper, low) <= allowed)
    reach = reachableStrings(program, 50'000, weight, 20'000'000);
  double bytesEach = 2.0 * program.numQubits / 8 + 8;
  auto affordable = [&](unsigned w) {
    double strings = stringsUpTo(w, program.numQubits);
    return within(strings * double(program.ops.size()), strings * bytesEach);
  };
  while (!reach && weight > lightest && !affordable(weight))
    --weight;
  const TruncationError::Figure &figure = errors.at(weight);
  std::string method =
      "of the cost's standard deviation under the law, " +
      std::string(errors.isBound ? "correlated terms bounded, " : "") +
      std::to_string(errors.walks) + " walks";
  double upper = relative(figure.upper, low);
  if (std::isfinite(upper)) {
    test.error =
        Warranted::interval(relative(figure.value, variance->value),
                            relative(figure.lower, high), upper, method);
    if (figure.value == 0)
      test.error = Warranted::bound(upper, method);
  }
  // The strings that are really reached, or all there are of that weight.
  double flop, strings;
  if (reach) {
    strings = double(reach->peak);
    flop = double(reach->updates);
    test.flop = Warranted::exact(flop, "Pauli propagation, truncated");
  } else {
    strings = stringsUpTo(weight, program.numQubits);
    flop = strings * double(program.ops.size());
    if (std::isfinite(flop))
      test.flop = Warranted::bound(flop, "all strings of that weight");
  }
  if (std::isfinite(strings))
    test.bytes = strings * bytesEach;
  char text[120];
  std::snprintf(text, sizeof(text),
                "%s%.2g strings of at most %u letters; of standard deviations "
                "%.2g allowed",
                reach ? "" : "at most ", strings, weight, allowed);
  test.finding = text;
  test.passes = upper <= allowed && within(flop, strings * bytesEach);
}

void SimulabilityTests::smallAngle() {
  SimulabilityTest &test = add("small-angle");
  // Paths with more than h hops carry at most the probability of that many
  // hops; each rotation hops with probability E[sin²].
  double largest = 0, rotations = 0, norm = 0;
  for (const ProgramOp &op : program.ops) {
    if (op.kind != ProgramOp::Kind::Rotation || op.angle.isConstant())
      continue;
    double phi2 = 1;
    for (auto [s, coefficient] : op.angle.terms)
      phi2 *= std::abs(characteristic(program.symbols[s].law, 2 * coefficient));
    largest = std::max(largest, 0.5 * (1 - phi2));
    ++rotations;
  }
  for (const ProgramTerm &term : program.terms)
    norm += std::abs(term.coefficient);
  if (program.hasSharedSymbols || program.hasConstantRotation ||
      rotations == 0 || largest > 0.25) {
    test.finding = "the law of the angles is not narrow";
    return;
  }
  if (!costVariance()) {
    test.finding = "the variance of the cost is 0 or not known";
    return;
  }
  double spread = variance->lower.value_or(variance->value);
  if (!(spread > 0)) {
    test.finding = "the cost does not vary under the law";
    return;
  }
  double allowed = allowedError();
  // Terms of a binomial law from the top of the head: P(N > h).
  double paths = 1, choose = 1, tail = 1,
         probability = std::pow(1 - largest, rotations);
  tail -= probability;
  for (double h = 0; h <= rotations; ++h) {
    double error = norm * std::sqrt(std::max(0.0, tail) / spread);
    double flop = paths * rotations;
    if (flop > limits.maxFlop) {
      test.finding = "too many paths at the " + countOf(h, "hops it takes");
      test.flop = Warranted::bound(flop, "all paths of few hops");
      return;
    }
    if (error <= allowed) {
      test.finding = "at most " + countOf(h, "hops");
      test.flop = Warranted::bound(flop, "all paths of few hops");
      test.error = Warranted::bound(
          error, "over the law of the angles, relative to the cost's standard "
                 "deviation");
      test.passes = true;
      return;
    }
    choose *= (rotations - h) / (h + 1);
    paths += choose;
    probability *= (rotations - h) / (h + 1) * largest / (1 - largest);
    tail -= probability;
  }
}
