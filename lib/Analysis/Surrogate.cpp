//===- Surrogate.cpp - Classical surrogates of a cost ---------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Surrogate.h"
#include "SurrogateBuilder.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

Warranted SurrogateValue::warranted() const {
  double certain = bound + unknown;
  if (certain == 0 && standardError == 0)
    return Warranted::exact(value, "Pauli propagation");
  if (certain == 0)
    return Warranted::estimate(value, standardError,
                               "Pauli propagation on acquired data");
  double reach = certain + 1.96 * standardError;
  Warranted result = Warranted::interval(
      value, std::min(value, std::max(value - reach, -norm)),
      std::max(value, std::min(value + reach, norm)),
      "truncated Pauli propagation, dropped coefficients added up");
  if (standardError > 0)
    result.standardError = standardError;
  return result;
}

llvm::Expected<Surrogate> Surrogate::build(const NoisyCircuit &circuit,
                                           const PauliSum &observable,
                                           const SurrogateOptions &options) {
  const CircuitView &view = circuit.circuit;
  if (observable.numQubits() != view.numQubits())
    return inputError(
        "the observable is on " + llvm::Twine(observable.numQubits()) +
        " qubits, the circuit on " + llvm::Twine(view.numQubits()));
  Initialisation init;
  init.laws.resize(view.numParameters());
  llvm::Expected<MomentProgram> program =
      lowerProgram(circuit, observable, init);
  if (!program)
    return program.takeError();
  simplifyProgram(*program, options.zeroInput);
  // Without a weight asked for: from coarse to fine, as far as it fits.
  struct Attempt {
    unsigned weight;
    double minCoefficient;
  };
  std::vector<Attempt> attempts;
  unsigned all = std::max(1u, program->numQubits);
  if (options.maxWeight != 0)
    attempts.push_back({options.maxWeight, 0});
  else if (!options.reference.empty())
    for (double least :
         {1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 0.0})
      attempts.push_back({all, least});
  size_t byReference = attempts.size();
  if (options.maxWeight == 0)
    for (unsigned weight : {1u, 2u, 3u, 4u, 5u, 6u, 8u, 12u, all})
      attempts.push_back({std::min(weight, all), 0});
  std::optional<Surrogate> best;
  size_t previous = 0, last = 0; // strings of the attempts that fitted
  for (const Attempt &attempt : attempts) {
    SurrogateBuilder builder(*program, attempt.weight, options.maxTerms,
                             options.reference, attempt.minCoefficient);
    if (std::string why = builder.whyNot(); !why.empty())
      return inputError("there is no surrogate of this circuit: " + why);
    size_t number = &attempt - attempts.data();
    // Where even the coarsest does not fit: by weight instead.
    if (best && number == byReference)
      break;
    if (number > 0 && !best && number < byReference)
      continue;
    // Strings grow by a like factor each time: what would be half as many
    // again as allowed is not begun.
    if (previous != 0 && double(last) * double(last) / double(previous) >
                             1.5 * double(options.maxTerms))
      break;
    if (!builder.run()) {
      if (number < byReference && !best)
        continue;
      break;
    }
    previous = last;
    last = builder.numStrings();
    best.emplace();
    builder.finish(*best, view.numQubits());
    if (!best->truncated)
      break;
  }
  if (best) {
    best->zeroInput = options.zeroInput;
    for (unsigned p = 0; p < view.numParameters(); ++p)
      best->parameterNames.push_back(view.parameterName(p));
    return std::move(*best);
  }
  return limitError("the surrogate needs more than " +
                    llvm::Twine(options.maxTerms) +
                    " strings (--max-terms), even truncated");
}

SurrogateAt Surrogate::at(llvm::ArrayRef<double> parameters,
                          bool gradient) const {
  SurrogateAt point;
  std::vector<double> &c = point.coefficients;
  c.assign(numSlots, 0);
  for (auto [slot, coefficient] : start)
    c[slot] += coefficient;
  for (const Angle &angle : angles) {
    double value = angle.constant;
    for (auto [p, coefficient] : angle.terms)
      value += coefficient * parameters[p];
    point.cosine.push_back(std::cos(value));
    point.sine.push_back(std::sin(value));
  }
  double squares = 0;
  auto lose = [&](double amount) {
    point.bound += std::abs(amount);
    squares += amount * amount;
  };
  std::vector<std::pair<double, double>> &before = point.before;
  before.resize(gradient ? entries.size() : 0);
  for (const Step &step : steps)
    for (uint32_t e = step.begin; e < step.end; ++e) {
      const Entry &entry = entries[e];
      double &ci = c[entry.i];
      switch (step.kind) {
      case StepKind::Rotate: {
        double cs = point.cosine[step.angle], sn = point.sine[step.angle];
        if (entry.j == None) {
          if (gradient)
            before[e] = {ci, 0};
          lose(sn * ci);
          ci *= cs;
          break;
        }
        double a = ci, b = c[entry.j];
        if (gradient)
          before[e] = {a, b};
        ci = cs * a - entry.factor * sn * b;
        c[entry.j] = cs * b + entry.factor * sn * a;
        break;
      }
      case StepKind::Scale:
        ci *= entry.factor;
        break;
      case StepKind::Feed:
        c[entry.j] += entry.factor * ci;
        break;
      case StepKind::Drop:
        lose(ci);
        ci = 0;
        break;
      }
    }
  point.rms = std::sqrt(squares);
  return point;
}

std::vector<std::pair<PauliString, double>>
Surrogate::strings(const SurrogateAt &point) const {
  std::vector<std::pair<PauliString, double>> result;
  for (const Output &output : outputs)
    if (!output.string.isIdentity())
      result.push_back(
          {output.string, output.sign * point.coefficients[output.slot]});
  std::sort(result.begin(), result.end(), [](const auto &a, const auto &b) {
    double x = std::abs(a.second), y = std::abs(b.second);
    return x != y ? x > y : a.first < b.first;
  });
  return result;
}

SurrogateValue Surrogate::evaluate(llvm::ArrayRef<double> parameters,
                                   const AcquiredState *state,
                                   bool gradient) const {
  return evaluate(at(parameters, gradient), state);
}

SurrogateValue Surrogate::evaluate(const SurrogateAt &point,
                                   const AcquiredState *state) const {
  const std::vector<double> &c = point.coefficients;
  const std::vector<double> &cosine = point.cosine, &sine = point.sine;
  const std::vector<std::pair<double, double>> &before = point.before;
  bool gradient = before.size() == entries.size();
  SurrogateValue result;
  result.bound = point.bound;
  result.rms = point.rms;

  std::vector<double> back(numSlots, 0);
  double variance = 0, unknownSquares = 0;
  result.value = constant;
  result.norm = norm + std::abs(constant);
  for (const Output &output : outputs) {
    double amplitude = output.sign * c[output.slot];
    double value = 0;
    if (!state) {
      value = output.string.isDiagonal() ? 1 : 0;
    } else if (auto known = state->value(output.string)) {
      value = known->first;
      variance += amplitude * amplitude * known->second * known->second;
    } else {
      result.unknown += std::abs(amplitude);
      unknownSquares += amplitude * amplitude;
    }
    result.value += amplitude * value;
    back[output.slot] = output.sign * value;
  }
  result.standardError = std::sqrt(variance);
  result.unknownRms = std::sqrt(unknownSquares);
  if (!gradient)
    return result;

  result.gradient.assign(parameterNames.size(), 0);
  for (size_t s = steps.size(); s-- > 0;) {
    const Step &step = steps[s];
    double slope = 0;
    for (uint32_t e = step.end; e-- > step.begin;) {
      const Entry &entry = entries[e];
      double &li = back[entry.i];
      switch (step.kind) {
      case StepKind::Rotate: {
        double cs = cosine[step.angle], sn = sine[step.angle];
        auto [a, b] = before[e];
        if (entry.j == None) {
          slope -= li * sn * a;
          li *= cs;
          break;
        }
        double &lj = back[entry.j], f = entry.factor;
        slope += li * (-sn * a - f * cs * b) + lj * (-sn * b + f * cs * a);
        double next = cs * li + f * sn * lj;
        lj = cs * lj - f * sn * li;
        li = next;
        break;
      }
      case StepKind::Scale:
        li *= entry.factor;
        break;
      case StepKind::Feed:
        li += entry.factor * back[entry.j];
        break;
      case StepKind::Drop:
        li = 0;
        break;
      }
    }
    if (step.kind == StepKind::Rotate)
      for (auto [p, coefficient] : angles[step.angle].terms)
        result.gradient[p] += coefficient * slope;
  }
  return result;
}
