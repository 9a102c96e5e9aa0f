//===- Warranted.cpp - Numbers that carry their warranty ------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Support/Warranted.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

using namespace qopt;

llvm::StringRef qopt::warrantyName(Warranty warranty) {
  switch (warranty) {
  case Warranty::Exact:
    return "exact";
  case Warranty::Interval:
    return "interval";
  case Warranty::Estimate:
    return "estimate";
  case Warranty::Bound:
    return "bound";
  case Warranty::Heuristic:
    return "heuristic";
  }
  llvm_unreachable("all warranties have a name");
}

Warranted Warranted::exact(double value, llvm::StringRef method) {
  return {value, Warranty::Exact, {}, {}, {}, method.str()};
}

Warranted Warranted::estimate(double value, double standardError,
                              llvm::StringRef method) {
  return {value, Warranty::Estimate, {}, {}, standardError, method.str()};
}

Warranted Warranted::interval(double value, double lower, double upper,
                              llvm::StringRef method) {
  return {value, Warranty::Interval, lower, upper, {}, method.str()};
}

Warranted Warranted::bound(double upper, llvm::StringRef method) {
  return {upper, Warranty::Bound, {}, upper, {}, method.str()};
}

Warranted Warranted::heuristic(double value, llvm::StringRef method) {
  return {value, Warranty::Heuristic, {}, {}, {}, method.str()};
}

nlohmann::ordered_json qopt::toJson(const Warranted &number) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  // Growing an ordered object copies what it holds.
  json.get_ref<nlohmann::ordered_json::object_t &>().reserve(6);
  json["value"] = number.value;
  json["warranty"] = warrantyName(number.warranty).str();
  if (number.lower)
    json["lower"] = *number.lower;
  if (number.upper)
    json["upper"] = *number.upper;
  if (number.standardError)
    json["standard_error"] = *number.standardError;
  json["method"] = number.method;
  return json;
}

std::string qopt::toText(const Warranted &number) {
  std::string text;
  llvm::raw_string_ostream os(text);
  switch (number.warranty) {
  case Warranty::Bound:
    os << "≤ " << llvm::format("%.3g", number.value);
    break;
  case Warranty::Interval:
    os << llvm::format("%.4g", number.value) << " in ["
       << llvm::format("%.4g", number.lower.value_or(number.value)) << ", "
       << llvm::format("%.4g", number.upper.value_or(number.value)) << "]";
    break;
  case Warranty::Estimate:
    os << llvm::format("%.4g", number.value);
    if (number.standardError)
      os << " ± " << llvm::format("%.2g", *number.standardError);
    break;
  default:
    os << llvm::format("%.6g", number.value);
  }
  os << " (" << warrantyName(number.warranty) << ")";
  return text;
}
