//===- FourierSpectrum.cpp - Functions that re-uploading can make ---------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// A rotation by c·x has eigenvalues ±c/2, so it adds −c, 0 or c to a frequency
// of the cost in x (Schuld, Sweke, Meyer, arXiv:2008.08605). How much of each
// frequency there is: mean square of its Fourier coefficients over the laws of
// the other parameters, exactly from the cost's Fourier series in all of them
// under full periods, else from discrete transforms at drawn parameters.
//
//===----------------------------------------------------------------------===//

#include "EngineResult.h"
#include "ParameterDraws.h"
#include "Propagation.h"

#include "qopt/Analysis/Capacity.h"
#include "qopt/Support/Error.h"
#include "qopt/Support/Parallel.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

using namespace qopt;

static constexpr size_t MaxDegree = 256;

namespace {
/// One data parameter that the observable can see.
struct Feature {
  FeatureSpectrum spectrum;
  unsigned symbol = 0;
  double unit = 1;
  /// Largest frequency in units.
  size_t degree = 0;
  /// By multiple of the unit: its entry in the spectrum, or -1.
  std::vector<int> entryOf;
};
} // namespace

/// What the generators allow.
static Feature allowedFrequencies(const MomentProgram &program,
                                  unsigned symbol) {
  Feature feature;
  feature.symbol = symbol;
  FeatureSpectrum &spectrum = feature.spectrum;
  feature.unit = program.symbols[symbol].unit;
  if (feature.unit == 0) {
    spectrum.reason = "its factors have no common divisor";
    return feature;
  }
  std::vector<size_t> steps;
  for (const ProgramOp &op : program.ops)
    for (auto [s, coefficient] : op.angle.terms)
      if (s == symbol) {
        steps.push_back(
            size_t(std::llround(std::abs(coefficient) / feature.unit)));
        feature.degree += steps.back();
      }
  if (feature.degree > MaxDegree) {
    spectrum.reason = "more than " + std::to_string(MaxDegree) + " frequencies";
    return feature;
  }
  // Sums of −m, 0, m are symmetric: keep |k|.
  std::vector<bool> reached(2 * feature.degree + 1, false);
  reached[feature.degree] = true;
  for (size_t step : steps) {
    std::vector<bool> next = reached;
    for (size_t k = 0; k < reached.size(); ++k)
      if (reached[k]) {
        if (k >= step)
          next[k - step] = true;
        if (k + step < reached.size())
          next[k + step] = true;
      }
    reached = std::move(next);
  }
  feature.entryOf.assign(feature.degree + 1, -1);
  for (size_t k = 0; k <= feature.degree; ++k)
    if (reached[feature.degree + k]) {
      feature.entryOf[k] = int(spectrum.frequencies.size());
      spectrum.frequencies.push_back(feature.unit * double(k));
    }
  return feature;
}

/// From the Fourier series in all parameters; false where it is too large.
static bool exactWeights(const MomentProgram &program,
                         std::vector<Feature> &features) {
  for (const ProgramSymbol &symbol : program.symbols)
    if (symbol.law.kind != AngleLaw::Kind::Uniform)
      return false;
  if (program.symbols.size() > 16 || program.hasTransfer)
    return false;
  llvm::Expected<FourierSeries> series =
      fourierSeries(program, true, 4'000'000, zeroStateValue);
  if (!series) {
    llvm::consumeError(series.takeError());
    return false;
  }
  for (Feature &feature : features) {
    if (!feature.spectrum.reason.empty())
      continue;
    std::vector<double> power(feature.spectrum.frequencies.size(), 0);
    std::complex<double> constant = program.constant;
    for (size_t t = 0; t < series->coefficients.size(); ++t) {
      std::complex<double> value = series->coefficients[t];
      if (llvm::all_of(series->frequencies[t], [](int f) { return f == 0; })) {
        constant += value;
        continue;
      }
      power[feature
                .entryOf[std::abs(series->frequencies[t][feature.symbol])]] +=
          std::norm(value);
    }
    power[0] += std::norm(constant);
    for (double value : power)
      feature.spectrum.weights.push_back(
          Warranted::exact(value, "Fourier series"));
  }
  return true;
}

/// By transforms over x at drawn values of everything else.
static llvm::Error sampledWeights(const CircuitView &circuit,
                                  const PauliSum &observable,
                                  const MomentProgram &program,
                                  std::vector<Feature> &features,
                                  const CapacityOptions &options) {
  if (circuit.numQubits() > 14)
    return limitError("more than 14 qubits");
  llvm::Expected<CostSampler> sampler =
      CostSampler::prepare(withoutNoise(circuit), observable);
  if (!sampler)
    return sampler.takeError();
  llvm::Expected<ParameterDraws> laws =
      ParameterDraws::prepare(circuit, options.init);
  if (!laws)
    return laws.takeError();
  size_t points = 0;
  for (const Feature &feature : features)
    points += 2 * feature.degree + 1;
  double cost = double(points) * double(circuit.gates().size() + 1) *
                std::exp2(circuit.numQubits());
  size_t draws = options.samples ? options.samples
                                 : size_t(std::clamp(1e9 / cost, 20.0, 400.0));
  for (size_t f = 0; f < features.size(); ++f) {
    Feature &feature = features[f];
    if (!feature.spectrum.reason.empty())
      continue;
    size_t nodes = 2 * feature.degree + 1;
    std::vector<std::vector<double>> power(draws);
    parallelFor(draws, [&](size_t i) {
      RandomStream random(options.seed, "fourier-draw", {f, i});
      std::vector<double> point = laws->draw(random), values;
      double &x = point[program.symbols[feature.symbol].parameter];
      for (size_t j = 0; j < nodes; ++j) {
        x = 2 * std::numbers::pi * double(j) / (double(nodes) * feature.unit);
        values.push_back(sampler->value(point));
      }
      power[i].assign(feature.spectrum.frequencies.size(), 0);
      for (size_t k = 0; k <= feature.degree; ++k) {
        if (feature.entryOf[k] < 0)
          continue;
        std::complex<double> sum = 0;
        for (size_t j = 0; j < nodes; ++j)
          sum += values[j] *
                 std::polar(1.0, -2 * std::numbers::pi * double(j * k % nodes) /
                                     double(nodes));
        sum /= double(nodes);
        power[i][feature.entryOf[k]] = (k ? 2 : 1) * std::norm(sum);
      }
    });
    for (size_t e = 0; e < feature.spectrum.frequencies.size(); ++e) {
      PowerSums sums;
      for (const std::vector<double> &row : power)
        sums.add(row[e]);
      feature.spectrum.weights.push_back(Warranted::estimate(
          sums.mean(), std::sqrt(sums.variance().first / double(draws)),
          "transforms at " + std::to_string(draws) + " draws"));
    }
  }
  return llvm::Error::success();
}

std::vector<FeatureSpectrum>
qopt::fourierSpectrum(const CircuitView &circuit, const PauliSum &observable,
                      const CapacityOptions &options) {
  std::vector<FeatureSpectrum> result;
  std::vector<unsigned> data = circuit.parametersWithRole(ParameterRole::Data);
  for (unsigned p : data)
    result.emplace_back().parameter = circuit.parameterName(p);
  if (data.empty())
    return result;
  // x is a variable, whatever its law.
  Initialisation init = options.init;
  init.laws.resize(circuit.numParameters());
  for (unsigned p : data)
    init.laws[p] = AngleLaw();
  llvm::Expected<MomentProgram> program =
      buildProgram(withoutNoise(circuit), observable, init);
  if (!program) {
    std::string why = messageOf(program.takeError());
    for (FeatureSpectrum &spectrum : result)
      spectrum.reason = why;
    return result;
  }
  std::vector<Feature> features;
  std::vector<size_t> slots;
  for (size_t s = 0; s < program->symbols.size(); ++s) {
    auto place = llvm::find(data, program->symbols[s].parameter);
    if (place == data.end())
      continue;
    features.push_back(allowedFrequencies(*program, s));
    slots.push_back(place - data.begin());
  }
  CapacityOptions free = options;
  free.init = init;
  std::string why;
  bool exact = !options.init.identityBlocks && exactWeights(*program, features);
  if (!exact)
    if (llvm::Error error =
            sampledWeights(circuit, observable, *program, features, free))
      why = messageOf(std::move(error));
  for (size_t f = 0; f < features.size(); ++f) {
    FeatureSpectrum &spectrum = result[slots[f]];
    std::string name = std::move(spectrum.parameter);
    spectrum = std::move(features[f].spectrum);
    spectrum.parameter = std::move(name);
    if (spectrum.weights.empty() && spectrum.reason.empty())
      spectrum.reason = why;
  }
  for (FeatureSpectrum &spectrum : result)
    if (spectrum.frequencies.empty() && spectrum.reason.empty())
      spectrum.reason = "no effect on the observable";
  return result;
}
