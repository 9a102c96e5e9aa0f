//===- JsonWriter.cpp - Documents as text ---------------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Indented by two, in the order of insertion; arrays and objects of more than
// 1,000 entries hold one entry a line, since they are read by programs.
//
//===----------------------------------------------------------------------===//

#include "qopt/Support/Error.h"
#include "qopt/Support/Json.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>

using namespace qopt;

namespace {
constexpr size_t LongList = 1'000;

class JsonWriter {
public:
  /// Appends `value` after `indent` spaces, or in one line.
  void write(const Json &value, size_t indent, bool oneLine);
  std::string text;
  bool finite = true;

private:
  void string(const std::string &value);
  template <typename Int> void integer(Int value) {
    char digits[24];
    text.append(digits, std::to_chars(digits, std::end(digits), value).ptr);
  }
  /// What stands before an entry: a comma but for the first, and a new line.
  void breakLine(size_t indent, bool isFirst, bool oneLine) {
    if (!isFirst)
      text += ',';
    if (!oneLine)
      text.append(1, '\n').append(indent, ' ');
    else if (!isFirst)
      text += ' ';
  }
};
} // namespace

void JsonWriter::string(const std::string &value) {
  for (unsigned char c : value)
    if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
      text += Json(value).dump(-1, ' ', false,
                               nlohmann::json::error_handler_t::replace);
      return;
    }
  text += '"';
  text += value;
  text += '"';
}

void JsonWriter::write(const Json &value, size_t indent, bool oneLine) {
  switch (value.type()) {
  case Json::value_t::string:
    return string(value.get_ref<const std::string &>());
  case Json::value_t::number_integer:
    return integer(value.get_ref<const int64_t &>());
  case Json::value_t::number_unsigned:
    return integer(value.get_ref<const uint64_t &>());
  case Json::value_t::number_float: {
    double number = value.get_ref<const double &>();
    finite &= std::isfinite(number);
    if (!std::isfinite(number))
      return;
    // Shortest digits that read back, as dump() has them.
    char digits[64];
    text.append(digits,
                nlohmann::detail::to_chars(digits, std::end(digits), number));
    return;
  }
  case Json::value_t::object: {
    const auto &members = value.get_ref<const Json::object_t &>();
    bool one = oneLine || members.size() > LongList, first = true;
    text += '{';
    for (const auto &[name, member] : members) {
      breakLine(indent + 2, first, oneLine);
      string(name);
      text += ": ";
      write(member, indent + 2, one);
      first = false;
    }
    if (!oneLine && !first)
      breakLine(indent, true, false);
    text += '}';
    return;
  }
  case Json::value_t::array: {
    const auto &elements = value.get_ref<const Json::array_t &>();
    bool one = oneLine || elements.size() > LongList, first = true;
    text += '[';
    for (const Json &element : elements) {
      breakLine(indent + 2, first, oneLine);
      write(element, indent + 2, one);
      first = false;
    }
    if (!oneLine && !first)
      breakLine(indent, true, false);
    text += ']';
    return;
  }
  default:
    text += value.dump();
  }
}

/// Finds a number that JSON cannot write; its JSON pointer, or empty.
static std::string findNotFinite(const Json &value, const std::string &path) {
  if (value.is_number_float() && !std::isfinite(value.get<double>()))
    return path.empty() ? "/" : path;
  if (value.is_object())
    for (auto it = value.begin(); it != value.end(); ++it)
      if (auto found = findNotFinite(it.value(), path + "/" + it.key());
          !found.empty())
        return found;
  if (value.is_array())
    for (size_t i = 0; i < value.size(); ++i)
      if (auto found = findNotFinite(value[i], path + "/" + std::to_string(i));
          !found.empty())
        return found;
  return {};
}

llvm::Expected<std::string> qopt::dumpJson(const Json &document) {
  try {
    JsonWriter writer;
    writer.write(document, 0, false);
    if (writer.finite)
      return std::move(writer.text.append(1, '\n'));
    return llvm::make_error<Diagnostic>(ExitCode::Internal, SourceLocation(),
                                        "the number at " +
                                            findNotFinite(document, "") +
                                            " of the document is not finite");
  } catch (const std::exception &exception) {
    return llvm::make_error<Diagnostic>(ExitCode::Internal, SourceLocation(),
                                        exception.what());
  }
}
