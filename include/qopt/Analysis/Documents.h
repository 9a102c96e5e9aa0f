//===- Documents.h - Predictions as JSON and text ---------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_ANALYSIS_DOCUMENTS_H
#define QOPT_ANALYSIS_DOCUMENTS_H

#include "qopt/Analysis/Capacity.h"
#include "qopt/Analysis/Simulability.h"
#include "qopt/Support/Json.h"

namespace qopt {

/// The parts `trainability`, `simulability` and `capacity` of an `analyze`
/// document.
Json toJson(const TrainabilityResult &result);
Json toJson(const SimulabilityResult &result);
Json toJson(const CapacityResult &result);
/// The number, or null where there is none.
Json toJson(const std::optional<Warranted> &number);

/// The same for people, several lines.
std::string describe(const TrainabilityResult &result);
std::string describe(const SimulabilityResult &result);
std::string describe(const CapacityResult &result);

} // namespace qopt

#endif // QOPT_ANALYSIS_DOCUMENTS_H
