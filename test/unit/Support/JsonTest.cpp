//===- JsonTest.cpp - Strict JSON with places -----------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Support/Json.h"
#include "llvm/Support/raw_ostream.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace qopt;

static std::string errorOf(llvm::StringRef text) {
  llvm::Expected<JsonValue> value = parseJson(text, "a.json");
  if (value)
    return "";
  std::string message;
  llvm::raw_string_ostream os(message);
  printErrors(value.takeError(), os);
  return message.substr(0, message.find('\n'));
}

TEST_CASE("values keep their places") {
  llvm::Expected<JsonValue> value = parseJson(
      "{\"a\": [1, -2.5e1, \"x\\\"y\"],\n  \"b\": {\"c\": null, \"d\":true}}",
      "a.json");
  REQUIRE(bool(value));
  const JsonValue *a = value->find("a");
  REQUIRE(a->elements.size() == 3);
  CHECK(a->column == 7);
  CHECK(a->elements[0].integer == 1);
  CHECK(a->elements[1].number == -25);
  CHECK(a->elements[1].column == 11);
  CHECK(a->elements[2].string == "x\"y");
  const JsonValue *d = value->find("b")->find("d");
  CHECK(d->line == 2);
  CHECK(d->column == 24);
  CHECK(d->boolean);
}

TEST_CASE("what nlohmann lets pass is refused") {
  CHECK(errorOf("{\"a\": 1, \"a\": 2}") ==
        "a.json:1:10: error: key 'a' appears twice");
  CHECK(errorOf(std::string(65, '[')).find("1:65: error: nested deeper") !=
        std::string::npos);
  CHECK(errorOf("[1e400]").find("a.json:1:") == 0);
  CHECK(errorOf("[1] x").find("a.json:1:5: error:") == 0);
  CHECK(errorOf("").find("error") != std::string::npos);
  CHECK(errorOf("[\"\xff\"]").find("a.json:1:") == 0);
  CHECK(errorOf(std::string("[1,\0]", 5)).find("a.json:1:4: error") == 0);
  CHECK(errorOf("[NaN]").find("a.json:1:") == 0);
  CHECK(errorOf(std::string(1000000, '[')).find("nested deeper") !=
        std::string::npos);
}

TEST_CASE("a cursor finds several errors and names the pointer") {
  std::string text = "{\"qubits\": [{\"id\": -1, \"t1_su\": 3}]}";
  llvm::Expected<JsonValue> value = parseJson(text, "d.json");
  REQUIRE(bool(value));
  JsonErrors errors("d.json", text);
  JsonCursor root(*value, errors);
  REQUIRE(root.object({"qubits"}));
  for (const JsonCursor &qubit : root.required("qubits")->array()) {
    CHECK_FALSE(qubit.object({"id", "t1_us"}));
    CHECK(qubit.required("id")->integer(0, 10) == 0);
  }
  std::string message;
  llvm::raw_string_ostream os(message);
  CHECK(printErrors(errors.take(), os) == ExitCode::BadInput);
  CHECK(message.find("did you mean 't1_us'?") != std::string::npos);
  CHECK(message.find("d.json:1:20: error: must lie in [0, 10] (at "
                     "/qubits/0/id)") != std::string::npos);
}

TEST_CASE("documents are indented by two, long lists have an entry a line") {
  Json document = {{"a", {1, -2, 2.5, 1e300, true, nullptr}},
                   {"b", {{"c", Json::object()}, {"d", Json::array()}}},
                   {"text", "\"\\ \n\u00e9"},
                   {"number", uint64_t(1) << 63}};
  CHECK(llvm::cantFail(dumpJson(document)) == document.dump(2) + "\n");
  Json list = Json::array();
  for (int i = 0; i < 1'001; ++i)
    list.push_back({{"i", i}, {"f", {i, 0.5}}});
  document["list"] = list;
  std::string text = llvm::cantFail(dumpJson(document));
  CHECK(Json::parse(text) == document);
  CHECK(text.find("\n    {\"i\": 7, \"f\": [7, 0.5]},\n") != std::string::npos);
}

TEST_CASE("documents read back exactly and refuse what is not finite") {
  Json document;
  document["x"] = 0.1 + 0.2;
  llvm::Expected<std::string> text = dumpJson(document);
  REQUIRE(bool(text));
  CHECK(parseJson(*text, "x")->find("x")->number == 0.1 + 0.2);
  document["y"]["z"] = std::nan("");
  llvm::Expected<std::string> bad = dumpJson(document);
  REQUIRE_FALSE(bool(bad));
  CHECK(llvm::toString(bad.takeError()).find("/y/z") != std::string::npos);
}
