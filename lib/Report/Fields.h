//===- Fields.h - Reading result documents ----------------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Documents come from qopt itself, but a report must not fail on one that lacks
// a key: every look-up has an answer.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_REPORT_FIELDS_H
#define QOPT_LIB_REPORT_FIELDS_H

#include "qopt/Report/Page.h"

#include <nlohmann/json.hpp>

namespace qopt::report {

/// The member at `path` ("a/b/c"), or null.
const Json &at(const Json &value, llvm::StringRef path);
/// Its number; NaN where there is none. A warranted number gives its value.
double number(const Json &value);
/// A cell: strings as they are, numbers readable, warranted numbers with their
/// interval or error, "–" where unknown.
std::string cell(const Json &value, unsigned digits = 4);
/// The ends of the interval of a warranted number: [lower, upper], or two
/// standard errors, or the value itself.
std::pair<double, double> interval(const Json &warranted);

/// A Chart.js bar chart of gradient variances on a log axis, with whiskers.
Json gradientVarianceChart(const std::vector<std::string> &names,
                           const std::vector<const Json *> &variances);
/// A Chart.js line chart; series = (label, x, y).
struct Series {
  std::string label;
  std::vector<double> x, y;
};
Json lineChart(const std::vector<Series> &series, llvm::StringRef xTitle,
               llvm::StringRef yTitle, bool logarithmic);

/// "Where this came from": version, seed, inputs and their hashes.
void provenance(Page &page, const Json &document);
/// The document's drawings, where it has them.
void circuitSection(Page &page, const Json &report, llvm::StringRef title,
                    llvm::StringRef explanation);
void deviceSection(Page &page, const Json &report);

/// The part `capacity` of a prediction.
void capacitySection(Page &page, const Json &capacity);

void searchBody(Page &page, const Json &document);
void analyzeBody(Page &page, const Json &document);
void compileBody(Page &page, const Json &document);
void trainBody(Page &page, const Json &document);

} // namespace qopt::report

#endif // QOPT_LIB_REPORT_FIELDS_H
