//===- EngineResult.cpp - Engine figures as warranted numbers -------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "EngineResult.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

/// Cov/Var of ideal, or 1 without noise; a bound where nothing is known.
static Warranted exactAttenuation(double covariance, double variance,
                                  bool noise, llvm::StringRef engine) {
  if (!noise)
    return Warranted::exact(1, "no noise");
  // Below rounding the ideal cost does not vary at all.
  if (variance <= 1e-15)
    return Warranted::bound(1, "the ideal cost does not vary");
  return Warranted::exact(covariance / variance, engine);
}

EngineResult qopt::fromExact(const MomentProgram &program,
                             const ExactMoments &moments,
                             llvm::StringRef engine) {
  EngineResult result;
  result.engine = engine.str();
  result.mean = Warranted::exact(moments.mean + program.constant, engine);
  result.variance = Warranted::exact(
      std::max(0.0, moments.second - moments.mean * moments.mean), engine);
  result.dead = program.provenDead;
  result.gradients.assign(program.provenDead.size(),
                          Warranted::exact(0, engine));
  for (size_t s = 0; s < program.symbols.size(); ++s) {
    unsigned p = program.symbols[s].parameter;
    double mean = moments.gradientMean.empty() ? 0 : moments.gradientMean[s];
    result.gradients[p] = Warranted::exact(
        std::max(0.0, moments.gradientSecond[s] - mean * mean), engine);
    result.dead[p] = moments.dead[s];
  }
  result.attenuation = exactAttenuation(
      moments.cross - moments.mean * moments.idealMean,
      moments.idealSecond - moments.idealMean * moments.idealMean,
      program.hasNoise, engine);
  return result;
}

/// E[X²] by walking minus the square of an exact mean.
static Warranted walkVariance(const WalkMean &second, double mean) {
  auto [lower, upper] = second.interval();
  double square = mean * mean;
  if (second.hits <= 0 && square == 0)
    return Warranted::bound(upper, "walk, no contribution in " +
                                       std::to_string(size_t(second.walkers)) +
                                       " walks");
  Warranted number = Warranted::interval(std::max(0.0, second.value - square),
                                         std::max(0.0, lower - square),
                                         std::max(0.0, upper - square), "walk");
  number.standardError = std::sqrt(second.variance);
  return number;
}

EngineResult qopt::fromWalk(const MomentProgram &program,
                            const WalkResult &walk, const FirstMoments &first) {
  EngineResult result;
  result.engine = "walk";
  result.mean = Warranted::exact(first.mean + program.constant, "walk");
  // Constants are left out of the walk, so its mean is not the cost's.
  result.variance = walkVariance(walk.second, first.varyingMean);
  result.dead = program.provenDead;
  result.gradients.assign(program.provenDead.size(),
                          Warranted::exact(0, "walk"));
  for (size_t s = 0; s < program.symbols.size(); ++s)
    result.gradients[program.symbols[s].parameter] = walkVariance(
        walk.gradients[s], first.gradients.empty() ? 0 : first.gradients[s]);

  double variance =
      walk.ideal.value - first.varyingIdealMean * first.varyingIdealMean;
  double covariance =
      walk.cross.value - first.varyingMean * first.varyingIdealMean;
  if (!program.hasNoise) {
    result.attenuation = Warranted::exact(1, "no noise");
  } else if (walk.ideal.hits < 2 || variance <= 0 || walk.cross.value <= 0) {
    result.attenuation =
        Warranted::bound(1, "walk, too few contributions for a ratio");
  } else {
    // The walks of both moments are the same, so this is on the safe side.
    double error = std::abs(covariance / variance) *
                   std::sqrt(walk.cross.variance / (covariance * covariance) +
                             walk.ideal.variance / (variance * variance));
    result.attenuation =
        Warranted::estimate(covariance / variance, error, "walk");
  }
  return result;
}

EngineResult qopt::fromDictionary(const MomentProgram &program,
                                  const CertifiedMoments &moments,
                                  const FirstMoments &first) {
  const char *method = "dictionary";
  std::string certified = "dictionary of " + std::to_string(moments.peak) +
                          " strings, certified interval";
  auto number = [&](const CertifiedNumber &of, double mean) {
    double lower = std::max(0.0, of.value - mean * mean);
    double upper = std::max(0.0, of.value + of.lost - mean * mean);
    if (of.lost == 0)
      return Warranted::exact(lower, method);
    return lower > 0 ? Warranted::interval(lower, lower, upper, certified)
                     : Warranted::bound(upper, certified);
  };
  EngineResult result;
  result.engine = method;
  result.mean = Warranted::exact(first.mean + program.constant, method);
  result.variance = number(moments.second, first.varyingMean);
  result.dead = program.provenDead;
  result.gradients.assign(program.provenDead.size(),
                          Warranted::exact(0, method));
  for (size_t s = 0; s < program.symbols.size(); ++s)
    result.gradients[program.symbols[s].parameter] = number(
        moments.gradients[s], first.gradients.empty() ? 0 : first.gradients[s]);
  if (!program.hasNoise) {
    result.attenuation = Warranted::exact(1, "no noise");
    return result;
  }
  double ideal =
      moments.ideal.value - first.varyingIdealMean * first.varyingIdealMean;
  double cross =
      moments.cross.value - first.varyingMean * first.varyingIdealMean;
  double low = (cross - moments.cross.lost) / (ideal + moments.ideal.lost);
  double high = (cross + moments.cross.lost) / ideal;
  if (ideal <= 1e-15 || low < 0)
    result.attenuation =
        Warranted::bound(1, "dictionary, too few strings for a ratio");
  else if (moments.cross.lost + moments.ideal.lost == 0)
    result.attenuation = Warranted::exact(high, method);
  else
    result.attenuation =
        Warranted::interval(cross / ideal, low, std::max(high, low), certified);
  return result;
}

std::string qopt::messageOf(llvm::Error error) {
  std::string message;
  llvm::handleAllErrors(
      std::move(error), [&](const Diagnostic &d) { message = d.message; },
      [&](const llvm::ErrorInfoBase &other) { message = other.message(); });
  return message;
}

double qopt::shotsForGradient(const PauliSum &observable, double variance) {
  // Greedy qubit-wise commuting groups, in the order of the terms.
  struct Group {
    PauliString basis;
    double squares = 0;
  };
  std::vector<Group> groups;
  for (const PauliTerm &term : observable.terms()) {
    if (term.string.isIdentity())
      continue;
    llvm::SmallVector<unsigned> support = term.string.support();
    auto fits = [&](const Group &group) {
      return std::all_of(support.begin(), support.end(), [&](unsigned q) {
        Pauli letter = group.basis.at(q);
        return letter == Pauli::I || letter == term.string.at(q);
      });
    };
    auto place = std::find_if(groups.begin(), groups.end(), fits);
    if (place == groups.end()) {
      groups.push_back({PauliString(observable.numQubits()), 0});
      place = groups.end() - 1;
    }
    for (unsigned q : support)
      place->basis.set(q, term.string.at(q));
    place->squares += term.coefficient * term.coefficient;
  }
  double squares = 0;
  for (const Group &group : groups)
    squares += group.squares;
  // (C₊ − C₋)/2 with s shots a group and shift has variance Σ_g σ_g²/(2s), σ_g²
  // at most Σ c²; 2·G·s shots in all.
  return std::max(1.0, double(groups.size()) * squares / variance);
}
