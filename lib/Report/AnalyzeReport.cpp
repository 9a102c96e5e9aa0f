//===- AnalyzeReport.cpp - The page of a prediction -----------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Fields.h"

#include "qopt/Report/Drawings.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace qopt;
using namespace qopt::report;

/// The parameters a table and a chart have room for.
static constexpr size_t maxParameters = 240;

static void trainabilitySection(Page &page, const Json &document) {
  const Json &trainability = at(document, "trainability");
  page.section("Will it train?",
               "Predicted before anything was simulated: how much the cost and "
               "its derivatives vary over the initialisation law.");
  page.figures(
      {{"mean of the cost", cell(at(trainability, "cost/mean"))},
       {"variance of the cost", cell(at(trainability, "cost/variance"))},
       {"noise attenuation", cell(at(trainability, "noise_attenuation"))},
       {"shots to resolve a gradient",
        cell(at(trainability, "shots_to_resolve"), 3)}});
  if (at(trainability, "verdict").is_string())
    page.paragraph(cell(at(trainability, "verdict")));
  HtmlTable facts;
  facts.header = {"", ""};
  facts.rows = {{"observable", cell(at(document, "observable"))},
                {"initialisation", cell(at(trainability, "init"))},
                {"engine", cell(at(trainability, "engine"))}};
  if (at(trainability, "loss").is_object())
    facts.rows.push_back(
        {"loss", cell(at(trainability, "loss/kind")) + " over " +
                     cell(at(trainability, "loss/samples")) + " samples"});
  page.table(facts);
  for (const Json &note : at(trainability, "notes"))
    page.paragraph("Note: " + cell(note) + ".");
}

static void parametersSection(Page &page, const Json &trainability) {
  page.section("Gradient variance of every parameter",
               "Of ∂C/∂θ, θ in radians. Its square root is the typical size of "
               "a derivative.");
  std::vector<std::string> names;
  std::vector<const Json *> variances;
  HtmlTable table;
  table.header = {"parameter", "variance of the gradient", "warranty",
                  "method"};
  const Json &parameters = at(trainability, "parameters");
  std::set<std::string> dead;
  for (const Json &name : at(trainability, "dead_parameters"))
    dead.insert(cell(name));
  for (const Json &parameter : parameters) {
    if (dead.count(cell(at(parameter, "name"))))
      continue;
    if (names.size() == maxParameters)
      break;
    names.push_back(cell(at(parameter, "name")));
    variances.push_back(&at(parameter, "gradient_variance"));
    table.rows.push_back({names.back(), cell(*variances.back(), 6),
                          cell(at(*variances.back(), "warranty")),
                          cell(at(*variances.back(), "method"))});
  }
  if (!names.empty()) {
    page.chart(
        gradientVarianceChart(names, variances),
        "Live parameters; the dark line is the interval. Parameters without "
        "a bar have variance 0 or only a bound.");
    page.table(table);
  }
  if (parameters.is_array() && parameters.size() > names.size() + dead.size())
    page.notice("Of " + std::to_string(parameters.size()) +
                " parameters the first " + std::to_string(names.size()) +
                " live ones are shown; the document has all.");
  if (dead.empty())
    return;
  HtmlTable reasons;
  reasons.header = {"without any effect, by proof", "why"};
  for (const Json &name : at(trainability, "dead_parameters")) {
    if (reasons.rows.size() == maxParameters)
      break;
    // Names hold brackets but no slash, so at() finds them.
    const Json &all = at(trainability, "dead_reasons");
    reasons.rows.push_back({cell(name), cell(at(all, cell(name)))});
  }
  page.notice(std::to_string(dead.size()) +
              " parameters have no effect on the observable and can be "
              "removed.");
  page.table(reasons);
}

static void causesSection(Page &page, const Json &causes) {
  if (!causes.is_object())
    return;
  page.section("Why it varies as it does",
               "Shapley shares of ln Var: what each cause makes of the "
               "variance. The factors multiply to variance / reference.");
  if (!at(causes, "shares").is_array()) {
    page.paragraph("Not known: " + cell(at(causes, "reason")) + ".");
    return;
  }
  Json chart;
  chart["type"] = "bar";
  Json labels = Json::array(), values = Json::array(), colours = Json::array();
  HtmlTable table;
  table.header = {"cause", "share of ln Var", "factor on the variance",
                  "compared with"};
  for (const Json &share : at(causes, "shares")) {
    double value = number(at(share, "share"));
    labels.push_back(cell(at(share, "cause")));
    values.push_back(value);
    colours.push_back(value < 0 ? "#d55e00" : "#009e73");
    table.rows.push_back({cell(at(share, "cause")), cell(at(share, "share")),
                          cell(at(share, "factor")),
                          cell(at(share, "without"))});
  }
  chart["data"]["labels"] = labels;
  chart["data"]["datasets"] = Json::array();
  chart["data"]["datasets"].push_back({{"label", "share of ln Var"},
                                       {"data", values},
                                       {"backgroundColor", colours}});
  chart["options"]["indexAxis"] = "y";
  chart["options"]["plugins"]["legend"]["display"] = false;
  page.chart(chart, "Orange makes the cost flatter, green less flat.", 200);
  table.rows.push_back(
      {"reference", cell(at(causes, "reference")),
       readableNumber(std::exp(number(at(causes, "reference")))),
       "none of the causes"});
  table.rows.push_back(
      {"this cost", cell(at(causes, "log_variance")),
       readableNumber(std::exp(number(at(causes, "log_variance")))),
       "all of them"});
  page.table(table);
}

static void simulabilitySection(Page &page, const Json &simulability) {
  if (!simulability.is_object())
    return;
  page.section("Does it need a quantum computer?",
               "Classical methods tried, cheapest first. \"Not known\" means "
               "not known simulable by these tests, never that it is hard.");
  page.figures({{"verdict", cell(at(simulability, "verdict"))},
                {"method", cell(at(simulability, "method"))},
                {"operations", cell(at(simulability, "cost"))}});
  HtmlTable table;
  table.header = {"method", "passes", "operations", "error", "finding"};
  for (const Json &test : at(simulability, "tests"))
    table.rows.push_back({cell(at(test, "method")), cell(at(test, "passes")),
                          cell(at(test, "cost")), cell(at(test, "error")),
                          cell(at(test, "finding"))});
  page.table(table);
}

static void adviceSection(Page &page, const Json &advice) {
  if (!advice.is_array() || advice.empty())
    return;
  page.section("What would help", "Each change was computed, none guessed.");
  HtmlTable table;
  table.header = {"change", "predicted effect", "of what", "warranty"};
  for (const Json &entry : advice)
    table.rows.push_back({cell(at(entry, "change")),
                          "× " + cell(at(entry, "predicted_effect")),
                          cell(at(entry, "meaning")),
                          cell(at(entry, "predicted_effect/warranty"))});
  page.table(table);
}

/// Where a sensitivity belongs: one qubit, or a coupler.
static std::string siteText(const Json &site) {
  std::string text = cell(at(site, "kind"));
  if (at(site, "gate").is_string())
    text += " of " + cell(at(site, "gate"));
  return text;
}

static void repairSection(Page &page, const Json &document) {
  const Json &design = at(document, "co_design");
  if (!design.is_object())
    return;
  page.section(
      "What to repair first",
      "Derivative of ln Var in every error that the observable can "
      "see. Elasticity: relative change of the variance for a relative "
      "change of the value.");
  if (at(design, "reason").is_string()) {
    page.paragraph("Not known: " + cell(at(design, "reason")) + ".");
    return;
  }
  std::map<unsigned, std::pair<double, std::string>> qubits;
  std::map<std::pair<unsigned, unsigned>, std::pair<double, std::string>> pairs;
  HtmlTable table;
  table.header = {"value", "where", "now", "∂ ln Var/∂value", "elasticity"};
  double largest = 0;
  for (const Json &site : at(design, "sites")) {
    auto ids = at(site, "qubits").get<std::vector<unsigned>>();
    double size = std::abs(number(at(site, "elasticity")));
    auto &entry =
        ids.size() == 2 ? pairs[std::minmax(ids[0], ids[1])] : qubits[ids[0]];
    entry.first += size;
    entry.second += (entry.second.empty() ? "" : ", ") + siteText(site) + " " +
                    readableNumber(number(at(site, "elasticity")), 2);
    largest = std::max(largest, entry.first);
    if (table.rows.size() < 24)
      table.rows.push_back({siteText(site), cell(at(site, "qubits")),
                            cell(at(site, "value")),
                            cell(at(site, "d_log_variance")),
                            readableNumber(number(at(site, "elasticity")), 3)});
  }
  const Json &map = at(document, "report/device_map");
  if (largest > 0 && map.is_object()) {
    Json weights;
    weights["qubits"] = Json::array();
    weights["couplers"] = Json::array();
    for (const auto &[id, entry] : qubits)
      weights["qubits"].push_back({{"id", id},
                                   {"weight", entry.first / largest},
                                   {"text", entry.second}});
    for (const auto &[ids, entry] : pairs)
      weights["couplers"].push_back({{"a", ids.first},
                                     {"b", ids.second},
                                     {"weight", entry.first / largest},
                                     {"text", entry.second}});
    std::vector<unsigned> used;
    if (at(document, "report/used_qubits").is_array())
      used = at(document, "report/used_qubits").get<std::vector<unsigned>>();
    page.drawing(drawRepairMap(map, weights, used),
                 "The darker, the more a repair there would do (sum of the "
                 "elasticities of a site; hover for the parts).");
  }
  page.table(table);
  for (const Json &note : at(design, "notes"))
    page.paragraph("Note: " + cell(note) + ".");
}

static void whatIfSection(Page &page, const Json &change) {
  if (!change.is_object())
    return;
  page.section("What if", "The same prediction for the changed device.");
  for (const Json &line : at(change, "changes"))
    page.paragraph(cell(line));
  HtmlTable table;
  table.header = {"", "now", "then", "ratio"};
  for (const char *key :
       {"cost_variance", "median_gradient_variance", "noise_attenuation",
        "shots_to_resolve", "esp", "gates_2q"})
    table.rows.push_back({key, cell(at(at(change, "before"), key)),
                          cell(at(at(change, "after"), key)),
                          cell(at(at(change, "ratio"), key))});
  page.table(table);
}

static void scalingSection(Page &page, const Json &scaling) {
  if (!scaling.is_object())
    return;
  page.section("How it scales", cell(at(scaling, "method")) + ".");
  page.figures({{"verdict (heuristic)", cell(at(scaling, "verdict"))},
                {"weight of the better model", cell(at(scaling, "confidence"))},
                {"layers at n qubits", cell(at(scaling, "depth"))}});
  Series gradient, cost, exponential, polynomial;
  gradient.label = "median gradient variance";
  cost.label = "cost variance";
  HtmlTable table;
  table.header = {"qubits",        "layers", "median gradient variance",
                  "cost variance", "engine", "fitted"};
  for (const Json &point : at(scaling, "points")) {
    double n = number(at(point, "qubits"));
    if (at(point, "fitted") == true) {
      gradient.x.push_back(n);
      gradient.y.push_back(number(at(point, "median_gradient_variance")));
    }
    cost.x.push_back(n);
    cost.y.push_back(number(at(point, "cost_variance")));
    table.rows.push_back({cell(at(point, "qubits")), cell(at(point, "layers")),
                          cell(at(point, "median_gradient_variance")),
                          cell(at(point, "cost_variance")),
                          cell(at(point, "engine")),
                          cell(at(point, "fitted"))});
  }
  const Json &fit = at(scaling, "fits/median_gradient_variance");
  exponential.label = "fit, exponential in n";
  polynomial.label = "fit, power of n";
  // Lines end where the fitted points do.
  if (!gradient.x.empty() && cell(at(fit, "verdict")) != "unknown")
    for (int i = 0; i <= 40; ++i) {
      double first = gradient.x.front(), last = gradient.x.back();
      double n = first + (last - first) * i / 40;
      exponential.x.push_back(n);
      exponential.y.push_back(
          std::exp(number(at(fit, "exponential/log_offset")) +
                   number(at(fit, "exponential/rate")) * n));
      polynomial.x.push_back(n);
      polynomial.y.push_back(
          std::exp(number(at(fit, "polynomial/log_offset")) +
                   number(at(fit, "polynomial/power")) * std::log(n)));
    }
  page.chart(lineChart({gradient, cost, exponential, polynomial}, "qubits",
                       "variance", true),
             "Both fits are of the median gradient variance.", 380);
  page.table(table);
}

void report::analyzeBody(Page &page, const Json &document) {
  const Json &trainability = at(document, "trainability");
  trainabilitySection(page, document);
  scalingSection(page, at(document, "scaling"));
  adviceSection(page, at(document, "advice"));
  causesSection(page, at(trainability, "causes"));
  circuitSection(page, at(document, "report"), "The circuit analysed",
                 "Parameters are symbolic.");
  parametersSection(page, trainability);
  repairSection(page, document);
  whatIfSection(page, at(document, "what_if"));
  deviceSection(page, at(document, "report"));
  simulabilitySection(page, at(document, "simulability"));
  capacitySection(page, at(document, "capacity"));
  if (at(document, "fidelity").is_object()) {
    page.section("Fidelity and resources");
    HtmlTable table;
    table.header = {"figure", "value"};
    for (llvm::StringRef key : {"fidelity", "resources"})
      if (at(document, key).is_object())
        for (const auto &[name, value] : at(document, key).items())
          table.rows.push_back({name, cell(value)});
    page.table(table);
  }
}
