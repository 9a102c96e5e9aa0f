//===- Capacity.cpp - Expressivity and capacity, all of it ----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Capacity.h"
#include "qopt/Analysis/Documents.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <map>

using namespace qopt;

CapacityResult qopt::estimateCapacity(const CircuitView &circuit,
                                      const PauliSum &observable,
                                      const DataLoss *data,
                                      const CapacityOptions &options) {
  CapacityResult result;
  result.ensemble = estimateEnsemble(circuit, options);
  result.algebra = lieAlgebra(circuit, options.init);
  result.fisher = fisherRank(circuit, result.algebra, options);
  result.spectrum = fourierSpectrum(circuit, observable, options);
  if (data || !circuit.parametersWithRole(ParameterRole::Data).empty())
    result.kernel = kernelFigures(circuit, observable, data, options);
  return result;
}

//===----------------------------------------------------------------------===//
// Documents
//===----------------------------------------------------------------------===//

/// A figure, or null with its reason beside it.
static void put(Json &object, const char *key, const CapacityFigure &figure) {
  bool finite = figure.value && std::isfinite(figure.value->value);
  object[key] = finite ? toJson(*figure.value) : Json(nullptr);
  if (!figure.reason.empty())
    object["reasons"][key] = figure.reason;
}

/// Kinds of components, equal ones counted: "2 times so(5) + su(4)".
static std::string kinds(const AlgebraFigures &algebra) {
  std::map<std::string, size_t> names;
  for (const std::string &name : algebra.components)
    ++names[name];
  std::string text;
  for (const auto &[name, count] : names)
    text += (text.empty() ? "" : " + ") +
            (count > 1 ? std::to_string(count) + " times " : "") + name;
  if (algebra.centre > 0)
    text += (text.empty() ? "" : " + ") +
            std::string(algebra.centre > 1
                            ? std::to_string(algebra.centre) + " times "
                            : "") +
            "u(1)";
  return text;
}

Json qopt::toJson(const CapacityResult &result) {
  Json json;
  const EnsembleFigures &ensemble = result.ensemble;
  put(json, "expressibility", ensemble.expressibility);
  put(json, "frame_potential", ensemble.framePotential);
  put(json, "frame_ratio", ensemble.frameRatio);
  put(json, "meyer_wallach", ensemble.meyerWallach);
  json["haar_meyer_wallach"] = ensemble.haarMeyerWallach;
  Json &algebra = json["lie_algebra"];
  put(algebra, "dimension", result.algebra.dimension);
  algebra["log2_dimension"] = result.algebra.dimension.value
                                  ? Json(result.algebra.log2Dimension)
                                  : Json(nullptr);
  algebra["components"] = result.algebra.components;
  algebra["centre"] = result.algebra.centre;
  put(algebra, "shared_dimension", result.algebra.shared);
  Json &fisher = json["fisher_rank"];
  const FisherFigures &rank = result.fisher;
  put(fisher, "rank", rank.rank);
  fisher["parameters"] = rank.parameters;
  fisher["clifford"] = rank.clifford ? Json(*rank.clifford) : Json(nullptr);
  fisher["numerical"] = rank.numerical ? Json(*rank.numerical) : Json(nullptr);
  json["spectrum"] = Json::array();
  for (const FeatureSpectrum &feature : result.spectrum) {
    Json entry = {{"parameter", feature.parameter},
                  {"frequencies", feature.frequencies},
                  {"weights", Json::array()}};
    for (const Warranted &weight : feature.weights)
      entry["weights"].push_back(toJson(weight));
    if (!feature.reason.empty())
      entry["reason"] = feature.reason;
    json["spectrum"].push_back(std::move(entry));
  }
  json["kernel"] = nullptr;
  if (result.kernel) {
    Json &kernel = json["kernel"] = Json::object();
    put(kernel, "mean", result.kernel->mean);
    put(kernel, "variance", result.kernel->variance);
    put(kernel, "shots", result.kernel->shots);
    put(kernel, "target_alignment", result.kernel->alignment);
    put(kernel, "representational_capacity", result.kernel->capacity);
  }
  return json;
}

static std::string textOf(const CapacityFigure &figure) {
  return figure.value ? toText(*figure.value) : "not known: " + figure.reason;
}

std::string qopt::describe(const CapacityResult &result) {
  std::string text;
  llvm::raw_string_ostream os(text);
  const EnsembleFigures &ensemble = result.ensemble;
  os << "Expressivity and capacity (without noise)\n"
     << "  expressibility     " << textOf(ensemble.expressibility) << "\n"
     << "  frame potential    " << textOf(ensemble.framePotential) << ", "
     << textOf(ensemble.frameRatio) << " times that of random states\n"
     << "  Meyer-Wallach      " << textOf(ensemble.meyerWallach)
     << llvm::format(", random states %.4g\n", ensemble.haarMeyerWallach);
  const AlgebraFigures &algebra = result.algebra;
  os << "  Lie algebra        ";
  if (!algebra.dimension.value)
    os << textOf(algebra.dimension);
  else if (algebra.log2Dimension < 50)
    os << llvm::format("%.0f dimensions", algebra.dimension.value->value);
  else
    os << llvm::format("2^%.1f dimensions", algebra.log2Dimension);
  if (std::string names = kinds(algebra); !names.empty())
    os << ": " << names;
  if (algebra.shared.value)
    os << llvm::format(", %.0f with its shared angles",
                       algebra.shared.value->value);
  os << "\n  Fisher rank        " << textOf(result.fisher.rank) << " of "
     << result.fisher.parameters << " parameters\n";
  size_t shown = 0;
  for (const FeatureSpectrum &feature : result.spectrum) {
    if (++shown > 8) {
      os << "  … " << result.spectrum.size() - 8 << " more features …\n";
      break;
    }
    os << "  spectrum of " << feature.parameter << "  ";
    if (feature.frequencies.empty())
      os << feature.reason;
    for (size_t i = 0; i < std::min<size_t>(feature.frequencies.size(), 12);
         ++i) {
      os << (i ? ", " : "") << llvm::format("%.4g", feature.frequencies[i]);
      if (i < feature.weights.size())
        os << llvm::format(": %.3g", feature.weights[i].value);
    }
    if (feature.frequencies.size() > 12)
      os << ", …";
    os << "\n";
  }
  if (!result.kernel)
    return text;
  const KernelFigures &kernel = *result.kernel;
  os << "  kernel mean        " << textOf(kernel.mean) << "\n"
     << "  kernel variance    " << textOf(kernel.variance) << "\n"
     << "  kernel shots       " << textOf(kernel.shots) << "\n";
  if (kernel.alignment.value)
    os << "  target alignment   " << textOf(kernel.alignment) << "\n";
  if (kernel.capacity.value)
    os << "  representational   " << textOf(kernel.capacity) << "\n";
  return text;
}
