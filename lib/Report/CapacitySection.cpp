//===- CapacitySection.cpp - Expressivity on the page of a prediction -----===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Fields.h"

#include <algorithm>

using namespace qopt;
using namespace qopt::report;

/// A row "name, figure, method", or why the figure is not known.
static void addRow(HtmlTable &table, const char *name, const Json &object,
                   const char *key) {
  const Json &figure = at(object, key);
  if (figure.is_object())
    table.rows.push_back({name, cell(figure), cell(at(figure, "warranty")),
                          cell(at(figure, "method"))});
  else
    table.rows.push_back(
        {name, "not known", "–", cell(at(at(object, "reasons"), key))});
}

static void spectrumPart(Page &page, const Json &spectrum) {
  // Bars by position: features have different frequencies.
  size_t shown = 0;
  for (const Json &feature : spectrum) {
    const Json &weights = at(feature, "weights");
    if (!weights.is_array() || weights.empty() || ++shown > 4)
      continue;
    Json chart;
    chart["type"] = "bar";
    Json labels = Json::array(), values = Json::array();
    for (size_t k = 0; k < weights.size(); ++k) {
      labels.push_back(cell(at(feature, "frequencies")[k]));
      values.push_back(number(weights[k]));
    }
    chart["data"]["labels"] = labels;
    chart["data"]["datasets"] = Json::array();
    chart["data"]["datasets"].push_back({{"label", "mean square amplitude"},
                                         {"data", values},
                                         {"backgroundColor", "#0072b2"}});
    chart["options"]["plugins"]["legend"]["display"] = false;
    page.chart(chart,
               "Frequencies of the cost in " + cell(at(feature, "parameter")) +
                   " and what the laws of the other parameters give them.",
               200);
  }
  HtmlTable table;
  table.header = {"data parameter", "frequencies", "largest", "note"};
  for (const Json &feature : spectrum) {
    const Json &frequencies = at(feature, "frequencies");
    bool any = frequencies.is_array() && !frequencies.empty();
    table.rows.push_back({cell(at(feature, "parameter")),
                          any ? std::to_string(frequencies.size()) : "–",
                          any ? cell(frequencies.back()) : "–",
                          cell(at(feature, "reason"))});
    if (table.rows.size() == 64)
      break;
  }
  page.table(table);
}

void report::capacitySection(Page &page, const Json &capacity) {
  if (!capacity.is_object())
    return;
  page.section("What can it express?",
               "Of the circuit as given, without noise. Large expressivity is "
               "no end in itself: the closer to random states, the flatter "
               "the cost.");
  HtmlTable table;
  table.header = {"figure", "value", "warranty", "method"};
  addRow(table, "divergence from random states", capacity, "expressibility");
  addRow(table, "second frame potential", capacity, "frame_potential");
  addRow(table, "that, in units of random states'", capacity, "frame_ratio");
  addRow(table, "Meyer–Wallach entanglement", capacity, "meyer_wallach");
  addRow(table, "dimension of the Lie algebra", at(capacity, "lie_algebra"),
         "dimension");
  addRow(table, "with the angles shared", at(capacity, "lie_algebra"),
         "shared_dimension");
  addRow(table, "rank of the Fisher information", at(capacity, "fisher_rank"),
         "rank");
  const Json &kernel = at(capacity, "kernel");
  if (kernel.is_object()) {
    addRow(table, "mean of the kernel", kernel, "mean");
    addRow(table, "variance of the kernel", kernel, "variance");
    addRow(table, "shots to resolve the kernel", kernel, "shots");
    addRow(table, "kernel–target alignment", kernel, "target_alignment");
    addRow(table, "representational capacity", kernel,
           "representational_capacity");
  }
  page.table(table);
  if (at(capacity, "spectrum").is_array() && !at(capacity, "spectrum").empty())
    spectrumPart(page, at(capacity, "spectrum"));
}
