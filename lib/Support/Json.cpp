//===- Json.cpp - Strict JSON with places ---------------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// nlohmann's SAX parser decides what is JSON. Its events carry no places, so a
// second scan of the text runs in lockstep: from the end of the token before,
// over white space and separators, to the token of the event.
//
//===----------------------------------------------------------------------===//

#include "qopt/Support/Json.h"
#include "qopt/Support/Files.h"
#include "llvm/ADT/StringSet.h"

#include <nlohmann/json.hpp>

#include <limits>

using namespace qopt;

namespace {
using Sax = nlohmann::json_sax<nlohmann::json>;

/// Walks the text token by token, counting lines.
class Scanner {
public:
  explicit Scanner(llvm::StringRef text) : text(text) {
    if (text.starts_with("\xEF\xBB\xBF"))
      position = lineStart = 3;
  }

  /// Moves to the start of the next token and takes its place.
  void next() {
    while (position < text.size() &&
           llvm::StringRef(" \t\r\n,:").contains(text[position])) {
      if (text[position] == '\n') {
        ++line;
        lineStart = position + 1;
      }
      ++position;
    }
    column = position - lineStart + 1;
  }
  void skipCharacter() { ++position; }
  void skipString() {
    for (++position; position < text.size() && text[position] != '"';
         ++position)
      if (text[position] == '\\')
        ++position;
    ++position;
  }
  void skipScalar() {
    position =
        std::min(text.find_first_of(" \t\r\n,:]}", position), text.size());
  }

  unsigned line = 1;
  unsigned column = 1;

private:
  llvm::StringRef text;
  size_t position = 0;
  size_t lineStart = 0;
};

class TreeBuilder : public Sax {
public:
  TreeBuilder(llvm::StringRef text, llvm::StringRef file,
              const JsonLimits &limits)
      : text(text), file(file), limits(limits), scanner(text) {}

  JsonValue root;
  llvm::Error failure = llvm::Error::success();

  bool null() override { return scalar(JsonValue::Kind::Null); }
  bool boolean(bool value) override {
    return scalar(JsonValue::Kind::Boolean,
                  [&](JsonValue &v) { v.boolean = value; });
  }
  bool number_integer(int64_t value) override {
    return scalar(JsonValue::Kind::Integer, [&](JsonValue &v) {
      v.integer = value;
      v.number = double(value);
    });
  }
  bool number_unsigned(uint64_t value) override {
    if (value <= uint64_t(std::numeric_limits<int64_t>::max()))
      return number_integer(int64_t(value));
    return scalar(JsonValue::Kind::Real,
                  [&](JsonValue &v) { v.number = double(value); });
  }
  bool number_float(double value, const std::string &) override {
    return scalar(JsonValue::Kind::Real,
                  [&](JsonValue &v) { v.number = value; });
  }
  bool string(std::string &value) override {
    scanner.next();
    JsonValue *slot = place(JsonValue::Kind::String);
    scanner.skipString();
    if (!slot)
      return false;
    slot->string = std::move(value);
    return true;
  }
  bool binary(nlohmann::json::binary_t &) override { return false; }

  bool start_object(size_t) override { return open(JsonValue::Kind::Object); }
  bool start_array(size_t) override { return open(JsonValue::Kind::Array); }
  bool end_object() override {
    keys.pop_back();
    return close();
  }
  bool end_array() override { return close(); }

  bool key(std::string &value) override {
    scanner.next();
    if (!keys.back().insert(value).second)
      return fail("key '" + value + "' appears twice");
    scanner.skipString();
    stack.back()->members.emplace_back(std::move(value), JsonValue());
    return true;
  }

  bool parse_error(size_t position, const std::string &,
                   const nlohmann::detail::exception &error) override {
    // "[json.exception…] parse error at line 1, column 2: what is wrong"
    llvm::StringRef what = error.what();
    what = what.split("] ").second;
    if (what.starts_with("parse error"))
      what = what.split(": ").second;
    size_t at = std::min(position ? position - 1 : 0, text.size());
    llvm::StringRef before = text.take_front(at);
    unsigned line = before.count('\n') + 1;
    size_t lineStart = before.rfind('\n') + 1; // npos + 1 == 0
    return failAt(what, line, at - lineStart + 1);
  }

private:
  bool failAt(const llvm::Twine &message, unsigned line, unsigned column) {
    llvm::consumeError(std::move(failure));
    failure =
        inputError(message, {file.str(), line, column}, lineOfText(text, line));
    return false;
  }
  bool fail(const llvm::Twine &message) {
    return failAt(message, scanner.line, scanner.column);
  }

  /// The slot of the value that begins at the scanner; null after an error.
  JsonValue *place(JsonValue::Kind kind) {
    if (++count > limits.maxValues) {
      llvm::consumeError(std::move(failure));
      failure =
          limitError("more than " + llvm::Twine(limits.maxValues) + " values",
                     {file.str(), scanner.line, scanner.column});
      return nullptr;
    }
    JsonValue *slot = &root;
    if (!stack.empty()) {
      JsonValue &parent = *stack.back();
      slot = parent.kind == JsonValue::Kind::Array
                 ? &parent.elements.emplace_back()
                 : &parent.members.back().second;
    }
    slot->kind = kind;
    slot->line = scanner.line;
    slot->column = scanner.column;
    return slot;
  }

  template <typename Fill = void (*)(JsonValue &)>
  bool scalar(
      JsonValue::Kind kind, Fill fill = [](JsonValue &) {}) {
    scanner.next();
    JsonValue *slot = place(kind);
    scanner.skipScalar();
    if (!slot)
      return false;
    fill(*slot);
    return true;
  }

  bool open(JsonValue::Kind kind) {
    scanner.next();
    if (stack.size() >= limits.maxDepth)
      return fail("nested deeper than " + llvm::Twine(limits.maxDepth) +
                  " levels");
    JsonValue *slot = place(kind);
    scanner.skipCharacter();
    if (!slot)
      return false;
    stack.push_back(slot);
    if (kind == JsonValue::Kind::Object)
      keys.emplace_back();
    return true;
  }

  bool close() {
    scanner.next();
    scanner.skipCharacter();
    stack.pop_back();
    return true;
  }

  llvm::StringRef text;
  llvm::StringRef file;
  const JsonLimits &limits;
  Scanner scanner;
  // Open values: a parent gets no new child while one is open, so the pointers
  // stay valid.
  std::vector<JsonValue *> stack;
  std::vector<llvm::StringSet<>> keys;
  size_t count = 0;
};
} // namespace

llvm::Expected<JsonValue> qopt::parseJson(llvm::StringRef text,
                                          llvm::StringRef file,
                                          const JsonLimits &limits) {
  if (text.size() > limits.maxBytes)
    return limitError("longer than the limit of " +
                          llvm::Twine(limits.maxBytes) + " bytes",
                      {file.str(), 0, 0});
  TreeBuilder builder(text, file, limits);
  bool parsed = false;
  try {
    parsed = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  } catch (const std::exception &exception) {
    return inputError(exception.what(), {file.str(), 1, 1});
  }
  if (builder.failure)
    return std::move(builder.failure);
  if (!parsed)
    return inputError("is no JSON", {file.str(), 1, 1});
  return std::move(builder.root);
}

llvm::Expected<JsonValue> qopt::readJsonFile(llvm::StringRef path,
                                             const JsonLimits &limits) {
  llvm::Expected<std::string> text = readInputFile(path, limits.maxBytes);
  if (!text)
    return text.takeError();
  return parseJson(*text, path, limits);
}

const JsonValue *JsonValue::find(llvm::StringRef key) const {
  for (const auto &[name, value] : members)
    if (name == key)
      return &value;
  return nullptr;
}

Json qopt::toJson(const JsonValue &value) {
  switch (value.kind) {
  case JsonValue::Kind::Null:
    return nullptr;
  case JsonValue::Kind::Boolean:
    return value.boolean;
  case JsonValue::Kind::Integer:
    return value.integer;
  case JsonValue::Kind::Real:
    return value.number;
  case JsonValue::Kind::String:
    return value.string;
  case JsonValue::Kind::Array: {
    Json array = Json::array();
    for (const JsonValue &element : value.elements)
      array.push_back(toJson(element));
    return array;
  }
  case JsonValue::Kind::Object:
    break;
  }
  Json object = Json::object();
  for (const auto &[name, member] : value.members)
    object[name] = toJson(member);
  return object;
}
