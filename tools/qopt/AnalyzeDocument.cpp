//===- AnalyzeDocument.cpp - Predictions as documents and text ------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Analyze.h"

#include "qopt/Analysis/Documents.h"
#include "qopt/Circuit/LightCone.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>
#include <nlohmann/json.hpp>

using namespace qopt;
using namespace qopt::tool;

static Json adviceJson(const std::vector<Advice> &advice) {
  Json json = Json::array();
  for (const Advice &entry : advice)
    json.push_back({{"change", entry.change},
                    {"predicted_effect", toJson(entry.effect)},
                    {"meaning", entry.meaning}});
  return json;
}

static Json causesJson(const CauseSplit &split) {
  Json json;
  if (!split.reason.empty()) {
    json["shares"] = nullptr;
    json["reason"] = split.reason;
    return json;
  }
  json["log_variance"] = toJson(split.logVariance);
  json["reference"] = toJson(split.reference);
  json["shares"] = Json::array();
  for (const Cause &cause : split.causes)
    json["shares"].push_back({{"cause", cause.name},
                              {"share", toJson(cause.share)},
                              {"factor", std::exp(cause.share.value)},
                              {"without", cause.without}});
  return json;
}

static void describeCauses(const CauseSplit &split, llvm::raw_ostream &os) {
  os << "Causes of the variance\n";
  if (!split.reason.empty()) {
    os << "  not known: " << split.reason << "\n";
    return;
  }
  os << "  variance " << llvm::format("%.3g", std::exp(split.logVariance.value))
     << " = " << llvm::format("%.3g", std::exp(split.reference.value))
     << " without any";
  for (const Cause &cause : split.causes)
    os << ", times " << llvm::format("%.3g", std::exp(cause.share.value))
       << " by the " << cause.name;
  os << "\n";
}

static Json sensitivitiesJson(const SensitivityMap &map) {
  Json json;
  json["engine"] = map.engine.empty() ? Json(nullptr) : Json(map.engine);
  json["sites"] = Json::array();
  for (const Sensitivity &entry : map.entries) {
    Json site = {{"kind", kindName(entry.site.kind).str()}};
    if (!entry.site.gate.empty())
      site["gate"] = entry.site.gate;
    site["qubits"] = entry.site.qubits;
    site["value"] = entry.value;
    site["d_log_variance"] = toJson(entry.derivative);
    site["elasticity"] = entry.elasticity;
    json["sites"].push_back(std::move(site));
  }
  if (!map.reason.empty())
    json["reason"] = map.reason;
  if (!map.notes.empty())
    json["notes"] = map.notes;
  return json;
}

static Json figuresJson(const DeviceFigures &figures) {
  return {{"cost_variance", toJson(figures.variance)},
          {"median_gradient_variance", toJson(figures.medianVariance)},
          {"noise_attenuation", toJson(figures.attenuation)},
          {"shots_to_resolve", toJson(figures.shots)},
          {"esp", toJson(figures.esp)},
          {"gates_2q", figures.gates2q}};
}

/// after/before, where both are more than bounds.
static Json ratioJson(const std::optional<Warranted> &before,
                      const std::optional<Warranted> &after) {
  if (!before || !after || !(before->value > 0) ||
      before->warranty == Warranty::Bound || after->warranty == Warranty::Bound)
    return nullptr;
  return after->value / before->value;
}

static Json whatIfJson(const WhatIfResult &result) {
  const DeviceFigures &before = result.before, &after = result.after;
  Json json = {{"changes", result.changes},
               {"before", figuresJson(before)},
               {"after", figuresJson(after)}};
  json["ratio"] = {
      {"cost_variance", ratioJson(before.variance, after.variance)},
      {"median_gradient_variance",
       ratioJson(before.medianVariance, after.medianVariance)},
      {"noise_attenuation", ratioJson(before.attenuation, after.attenuation)},
      {"esp", ratioJson(before.esp, after.esp)}};
  if (!result.initialLayout.empty()) {
    json["initial_layout"] = result.initialLayout;
    json["moved"] = result.moved;
  }
  return json;
}

static Json fitJson(const ScalingFit &fit) {
  return {{"verdict", fit.verdict},
          {"confidence", fit.confidence},
          {"exponential",
           {{"log_offset", fit.exponential.offset},
            {"rate", fit.exponential.slope},
            {"rate_error", fit.exponential.slopeError},
            {"residual", fit.exponential.residual}}},
          {"polynomial",
           {{"log_offset", fit.polynomial.offset},
            {"power", fit.polynomial.slope},
            {"power_error", fit.polynomial.slopeError},
            {"residual", fit.polynomial.residual}}}};
}

/// The sizes that the verdict rests on.
static std::string rangeText(const ScalingResult &result) {
  unsigned first = 0, last = 0;
  for (size_t i = 0; i < result.points.size(); ++i)
    if (result.medianVariance.used[i]) {
      last = result.points[i].qubits;
      first = first ? first : last;
    }
  return first ? "n = " + std::to_string(first) + " to " + std::to_string(last)
               : "no size (bounds only)";
}

static Json scalingJson(const ScalingResult &result) {
  Json json;
  json["depth"] = result.rule.depth;
  json["points"] = Json::array();
  for (size_t i = 0; i < result.points.size(); ++i) {
    const ScalingPoint &point = result.points[i];
    json["points"].push_back(
        {{"qubits", point.qubits},
         {"layers", point.layers},
         {"engine", point.engine},
         {"cost_variance", toJson(point.variance)},
         {"median_gradient_variance", toJson(point.medianVariance)},
         {"fitted", bool(result.medianVariance.used[i])}});
  }
  json["fits"] = {{"cost_variance", fitJson(result.variance)},
                  {"median_gradient_variance", fitJson(result.medianVariance)}};
  json["verdict"] = result.medianVariance.verdict;
  json["confidence"] = result.medianVariance.confidence;
  json["warranty"] = "heuristic";
  json["method"] = "fit of ln Var at " + rangeText(result) +
                   "; says nothing beyond that range";
  return json;
}

static void describeScaling(const ScalingResult &result,
                            llvm::raw_ostream &os) {
  const ScalingFit &fit = result.medianVariance;
  os << "Scaling (depth " << result.rule.depth << ", " << rangeText(result)
     << ", heuristic for this range only)\n";
  for (const ScalingPoint &point : result.points)
    os << "  " << point.qubits << " qubits, " << point.layers
       << " layers: median gradient variance " << toText(point.medianVariance)
       << ", cost variance " << toText(point.variance) << "\n";
  os << "  verdict: " << fit.verdict;
  if (fit.verdict == "exponential")
    os << llvm::format(", times %.3g a qubit", std::exp(fit.exponential.slope));
  else if (fit.verdict == "polynomial")
    os << llvm::format(", as n^%.2f", fit.polynomial.slope);
  os << llvm::format(" (weight %.3f of the better of two models)\n",
                     fit.confidence);
}

static void describeSensitivities(const SensitivityMap &map,
                                  llvm::raw_ostream &os) {
  os << "What to repair first\n";
  if (!map.reason.empty()) {
    os << "  not known: " << map.reason << "\n";
    return;
  }
  size_t shown = 0;
  for (const Sensitivity &entry : map.entries) {
    if (++shown > 8)
      break;
    os << "  " << kindName(entry.site.kind) << " of "
       << (entry.site.gate.empty() ? "qubit" : entry.site.gate);
    for (size_t i = 0; i < entry.site.qubits.size(); ++i)
      os << (i ? "-" : " ") << entry.site.qubits[i];
    os << llvm::format(
        ": %.3g, 10 %% better changes the variance by %+.2g %%\n", entry.value,
        10 * std::abs(entry.elasticity) *
            (entry.elasticity *
                         (entry.site.kind == DeviceValue::Kind::T1 ||
                                  entry.site.kind == DeviceValue::Kind::T2
                              ? 1
                              : -1) >=
                     0
                 ? 1
                 : -1));
  }
}

static void describeWhatIf(const WhatIfResult &result, llvm::raw_ostream &os) {
  os << "What if\n";
  for (const std::string &change : result.changes)
    os << "  " << change << "\n";
  auto line = [&](const char *name, const Warranted &before,
                  const Warranted &after) {
    os << "  " << name << " " << toText(before) << " → " << toText(after)
       << "\n";
  };
  line("cost variance     ", result.before.variance, result.after.variance);
  line("noise attenuation ", result.before.attenuation,
       result.after.attenuation);
  if (result.before.medianVariance && result.after.medianVariance)
    line("median gradient   ", *result.before.medianVariance,
         *result.after.medianVariance);
  if (result.before.esp && result.after.esp)
    line("estimated success ", *result.before.esp, *result.after.esp);
  if (result.moved)
    os << "  the compiler places the circuit elsewhere\n";
}

void tool::writeAnalysis(Json &document, const AnalyzeSubject &subject,
                         const AnalyzeResult &result) {
  CircuitCounts counts = countGates(subject.view());
  // Growing an ordered object copies what it holds.
  document.get_ref<Json::object_t &>().reserve(24);
  document["observable"] = subject.observableText;
  document["trainability"] = toJson(result.trainability);
  document["simulability"] =
      result.simulability
          ? toJson(*result.simulability)
          : Json{{"verdict", "not known"}, {"method", nullptr},
                 {"cost", nullptr},        {"error", nullptr},
                 {"tests", Json::array()}, {"reason", result.simulabilityNote}};
  document["fidelity"] = {{"esp", toJson(result.esp)},
                          {"gate_success", toJson(result.gateSuccess)},
                          {"cnr", toJson(result.cnr)}};
  document["resources"] = {{"qubits", subject.view().numQubits()},
                           {"parameters", subject.view().numParameters()},
                           {"gates", counts.gates},
                           {"gates_2q", counts.gates2q},
                           {"depth", counts.depth},
                           {"depth_2q", counts.depth2q},
                           {"duration_ns", result.durationNs
                                               ? Json(*result.durationNs)
                                               : Json(nullptr)}};
  Json reasons = Json::object();
  reasons.get_ref<Json::object_t &>().reserve(result.deadReasons.size());
  for (size_t i = 0; i < result.deadReasons.size(); ++i)
    // Names are unique; operator[] would look through all that came before.
    reasons.get_ref<Json::object_t &>().emplace_back(
        result.trainability.dead[i], result.deadReasons[i]);
  document["trainability"]["dead_reasons"] = std::move(reasons);
  if (subject.loss)
    document["trainability"]["loss"] = {
        {"kind", lossName(subject.loss->kind).str()},
        {"samples", subject.loss->size()}};
  if (result.causes)
    document["trainability"]["causes"] = causesJson(*result.causes);
  document["advice"] = adviceJson(result.advice);
  if (result.sensitivities)
    document["co_design"] = sensitivitiesJson(*result.sensitivities);
  if (result.whatIf)
    document["what_if"] = whatIfJson(*result.whatIf);
  if (result.scaling)
    document["scaling"] = scalingJson(*result.scaling);
  if (result.capacity)
    document["capacity"] = toJson(*result.capacity);
}

std::string tool::describeAnalysis(const AnalyzeSubject &subject,
                                   const AnalyzeResult &result) {
  CircuitCounts counts = countGates(subject.view());
  std::string text;
  llvm::raw_string_ostream os(text);
  os << describe(result.trainability);
  for (size_t i = 0; i < std::min<size_t>(result.deadReasons.size(), 12); ++i)
    os << "    " << result.trainability.dead[i] << ": " << result.deadReasons[i]
       << "\n";
  if (result.causes)
    describeCauses(*result.causes, os);
  if (result.simulability)
    os << describe(*result.simulability);
  else
    os << "Simulability\n  not known: " << result.simulabilityNote << "\n";
  if (result.capacity)
    os << describe(*result.capacity);
  if (result.esp || result.cnr) {
    os << "Fidelity\n";
    if (result.esp)
      os << "  estimated success  " << toText(*result.esp) << "\n";
    if (result.cnr)
      os << "  noise resilience   " << toText(*result.cnr) << "\n";
  }
  os << "Resources\n  " << subject.view().numQubits() << " qubits, "
     << counts.gates << " gates (" << counts.gates2q
     << " on two qubits), depth " << counts.depth << " (" << counts.depth2q
     << ")\n";
  if (!result.advice.empty()) {
    os << "Advice\n";
    for (const Advice &entry : result.advice)
      os << "  " << entry.change << ": " << entry.meaning << " "
         << toText(entry.effect) << "\n";
  }
  if (result.sensitivities)
    describeSensitivities(*result.sensitivities, os);
  if (result.whatIf)
    describeWhatIf(*result.whatIf, os);
  if (result.scaling)
    describeScaling(*result.scaling, os);
  return text;
}
