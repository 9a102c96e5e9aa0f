//===- Documents.cpp - Predictions as JSON and text -----------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Documents.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace qopt;

/// Null where nothing is known.
static Json figure(const Warranted &number) {
  return std::isnan(number.value) ? Json(nullptr) : toJson(number);
}

static std::string figureText(const Warranted &number) {
  return std::isnan(number.value) ? "not known" : toText(number);
}

Json qopt::toJson(const TrainabilityResult &result) {
  Json json = Json::object();
  // Growing an ordered object copies what it holds.
  json.get_ref<Json::object_t &>().reserve(16);
  json["engine"] = result.engine.empty() ? Json(nullptr) : Json(result.engine);
  json["init"] = result.init;
  json["cost"] = {{"mean", figure(result.mean)},
                  {"variance", figure(result.variance)}};
  // Initialiser lists would copy; there can be a million of these.
  Json::array_t parameters;
  parameters.reserve(result.parameters.size());
  for (const ParameterVariance &parameter : result.parameters) {
    Json &entry = parameters.emplace_back(Json::object());
    entry.get_ref<Json::object_t &>().reserve(2);
    entry["name"] = parameter.name;
    entry["gradient_variance"] = figure(parameter.variance);
  }
  json["parameters"] = std::move(parameters);
  json["dead_parameters"] = result.dead;
  json["noise_attenuation"] = figure(result.noiseAttenuation);
  json["shots_to_resolve"] = figure(result.shotsToResolve);
  json["verdict"] = result.verdict;
  json["notes"] = result.notes;
  return json;
}

Json qopt::toJson(const std::optional<Warranted> &number) {
  return number ? toJson(*number) : Json(nullptr);
}

Json qopt::toJson(const SimulabilityResult &result) {
  Json json;
  json["verdict"] = result.simulable ? "simulable" : "not known";
  json["method"] = result.simulable ? Json(result.method) : Json(nullptr);
  json["cost"] = toJson(result.flop);
  json["error"] = toJson(result.error);
  json["limits"] = {{"flop", result.limits.maxFlop},
                    {"bytes", result.limits.maxBytes},
                    {"error", result.allowedError}};
  json["tests"] = Json::array();
  for (const SimulabilityTest &test : result.tests)
    json["tests"].push_back(
        {{"method", test.method},
         {"passes", test.passes},
         {"cost", toJson(test.flop)},
         {"error", toJson(test.error)},
         {"bytes", test.bytes ? Json(*test.bytes) : Json(nullptr)},
         {"finding", test.finding}});
  return json;
}

std::string qopt::describe(const TrainabilityResult &result) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "Trainability (engine "
     << (result.engine.empty() ? "none" : result.engine) << ", init "
     << result.init << ")\n  " << result.verdict << "\n"
     << "  cost mean          " << figureText(result.mean) << "\n"
     << "  cost variance      " << figureText(result.variance) << "\n"
     << "  noise attenuation  " << figureText(result.noiseAttenuation) << "\n"
     << "  shots to resolve   " << figureText(result.shotsToResolve) << "\n";
  std::vector<const ParameterVariance *> order;
  for (const ParameterVariance &parameter : result.parameters)
    if (!parameter.dead)
      order.push_back(&parameter);
  llvm::stable_sort(order, [](auto *a, auto *b) {
    return a->variance.value > b->variance.value;
  });
  constexpr size_t Shown = 20;
  if (!order.empty())
    os << "  gradient variances, largest first\n";
  for (size_t i = 0; i < order.size(); ++i) {
    if (order.size() > 2 * Shown && i == Shown) {
      os << "    … " << order.size() - 2 * Shown << " more …\n";
      i = order.size() - Shown;
    }
    os << "    " << llvm::left_justify(order[i]->name, 14) << " "
       << figureText(order[i]->variance) << "\n";
  }
  if (!result.dead.empty()) {
    os << "  no effect on the observable, by proof: ";
    for (size_t i = 0; i < std::min<size_t>(result.dead.size(), 12); ++i)
      os << (i ? ", " : "") << result.dead[i];
    if (result.dead.size() > 12)
      os << " and " << result.dead.size() - 12 << " more";
    os << "\n";
  }
  for (const std::string &note : result.notes)
    os << "  note: " << note << "\n";
  return text;
}

/// ": 3.2e+10 operations, error 0.02", as far as known.
static std::string costText(const SimulabilityTest &test) {
  char text[80];
  std::string result;
  if (test.flop) {
    std::snprintf(text, sizeof(text), ": %s%.2g operations",
                  test.flop->warranty == Warranty::Bound ? "at most " : "",
                  test.flop->value);
    result = text;
  }
  if (test.error && test.error->value > 0) {
    std::snprintf(text, sizeof(text), "%s error %.2g",
                  result.empty() ? ":" : ",",
                  test.error->upper.value_or(test.error->value));
    result += text;
  }
  return result;
}

std::string qopt::describe(const SimulabilityResult &result) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "Simulability\n  ";
  if (result.simulable)
    os << "simulable by " << result.method << " at "
       << llvm::format("%.2g", result.flop ? result.flop->value : 0.0)
       << " operations, error "
       << (result.error ? toText(*result.error) : "unknown") << "\n";
  else
    os << "not known to be simulable by these tests\n";
  for (const SimulabilityTest &test : result.tests)
    os << "    " << llvm::left_justify(test.method, 18)
       << (test.passes ? "passes  " : "fails   ") << test.finding
       << costText(test) << "\n";
  return text;
}
