//===- ParseExpressions.cpp - Expressions of OpenQASM ---------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Parser.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringSwitch.h"

#include <charconv>
#include <cmath>

using namespace qopt;
using namespace qopt::qasm;

namespace {
/// Binary operators, weakest first. `++` joins registers in an alias.
constexpr unsigned numLevels = 10;

unsigned levelOf(const Token &token, unsigned version) {
  if (token.kind != TokenKind::Punctuation)
    return numLevels;
  // In OpenQASM 2 `^` is the power.
  if (token.text == "^" && version == 2)
    return numLevels;
  return llvm::StringSwitch<unsigned>(token.text)
      .Case("||", 0)
      .Case("&&", 1)
      .Case("|", 2)
      .Case("^", 3)
      .Case("&", 4)
      .Cases({"==", "!="}, 5)
      .Cases({"<", ">", "<=", ">="}, 6)
      .Cases({"<<", ">>"}, 7)
      .Cases({"+", "-", "++"}, 8)
      .Cases({"*", "/", "%"}, 9)
      .Default(numLevels);
}
} // namespace

Expr *Parser::make(Expr::Kind kind, Place place, llvm::StringRef text,
                   llvm::ArrayRef<Expr *> operands) {
  Expr *expr = new (arena->Allocate<Expr>()) Expr();
  expr->kind = kind;
  expr->place = place;
  expr->text = text;
  expr->operands = copyInto(*arena, operands);
  return expr;
}

/// Goes one level deeper unless the limit is reached.
bool Parser::enter() {
  if (expressionDepth < limits.maxExpressionDepth) {
    ++expressionDepth;
    return true;
  }
  sources.limit(token.place, "an expression nested more than " +
                                 llvm::Twine(limits.maxExpressionDepth) +
                                 " levels deep");
  return false;
}

/// Operators of `level` and tighter; those of one level become one chain.
Expr *Parser::chain(unsigned level) {
  Expr *first = unary();
  // What follows a chain binds less tightly than it.
  unsigned next;
  while (first && (next = levelOf(token, version)) != numLevels &&
         next >= level) {
    llvm::SmallVector<Expr *, 8> operands{first};
    while (levelOf(token, version) == next) {
      operands.push_back(make(Expr::Kind::Name, token.place, token.text));
      advance();
      Expr *operand = next + 1 < numLevels ? chain(next + 1) : unary();
      if (!operand)
        return nullptr;
      operands.push_back(operand);
    }
    first = make(Expr::Kind::Chain, operands[1]->place, {}, operands);
  }
  return first;
}

Expr *Parser::unary() {
  if (!token.is("-") && !token.is("!") && !token.is("~") && !token.is("+"))
    return power();
  if (!enter())
    return nullptr;
  auto leave = llvm::scope_exit([&] { --expressionDepth; });
  Token sign = token;
  advance();
  Expr *operand = unary();
  if (!operand || sign.is("+"))
    return operand;
  return make(Expr::Kind::Unary, sign.place, sign.text, {operand});
}

Expr *Parser::power() {
  Expr *base = postfix();
  if (!base || !(token.is("**") || (version == 2 && token.is("^"))))
    return base;
  if (!enter())
    return nullptr;
  auto leave = llvm::scope_exit([&] { --expressionDepth; });
  Place at = token.place;
  advance();
  Expr *exponent = unary();
  if (!exponent)
    return nullptr;
  return make(Expr::Kind::Power, at, "**", {base, exponent});
}

Expr *Parser::postfix() {
  Expr *base = primary();
  unsigned indices = 0;
  while (base && token.is("[")) {
    if (++indices > limits.maxExpressionDepth)
      return fail("too many indices");
    Place at = token.place;
    advance();
    llvm::SmallVector<Expr *, 4> operands{base};
    while (!token.is("]")) {
      Expr *element = indexElement();
      if (!element)
        return nullptr;
      operands.push_back(element);
      if (!accept(","))
        break;
    }
    if (!expect("]", "after an index"))
      return nullptr;
    if (operands.size() == 1)
      return failAt(at, "an index is missing between '[' and ']'");
    base = make(Expr::Kind::Index, base->place, {}, operands);
  }
  return base;
}

/// A single index, a range `a:b`, `a:step:b`, or a set.
Expr *Parser::indexElement() {
  if (token.is("{"))
    return set();
  Place at = token.place;
  auto part = [&](Expr *&result) {
    if (token.is(":") || token.is("]") || token.is(","))
      return true;
    return (result = expression()) != nullptr;
  };
  Expr *first = nullptr, *second = nullptr, *third = nullptr;
  if (!part(first))
    return nullptr;
  if (!accept(":")) {
    if (!first)
      return fail("expected an index, found " + found());
    return first;
  }
  if (!part(second))
    return nullptr;
  bool hasStep = accept(":");
  if (hasStep && !part(third))
    return nullptr;
  if (!hasStep)
    std::swap(second, third);
  return make(Expr::Kind::Range, at, {}, {first, second, third});
}

Expr *Parser::set() {
  if (!enter())
    return nullptr;
  auto leave = llvm::scope_exit([&] { --expressionDepth; });
  Place at = token.place;
  advance();
  llvm::SmallVector<Expr *, 8> elements;
  while (!token.is("}")) {
    Expr *element = token.is("{") ? set() : expression();
    if (!element)
      return nullptr;
    elements.push_back(element);
    if (!accept(","))
      break;
  }
  if (!expect("}", "after the elements"))
    return nullptr;
  return make(Expr::Kind::Set, at, {}, elements);
}

Expr *Parser::number() {
  Token literal = token;
  advance();
  std::string digits;
  for (char c : literal.text)
    if (c != '_')
      digits.push_back(c);
  if (literal.kind == TokenKind::Integer) {
    llvm::StringRef text = digits;
    unsigned radix = 10;
    for (auto [prefix, base] : {std::pair<llvm::StringRef, unsigned>{"0x", 16},
                                {"0X", 16},
                                {"0b", 2},
                                {"0B", 2},
                                {"0o", 8},
                                {"0O", 8}})
      if (text.consume_front(prefix))
        radix = base;
    uint64_t value;
    if (!text.getAsInteger(radix, value) && value <= INT64_MAX) {
      Expr *expr = make(Expr::Kind::Integer, literal.place);
      expr->integer = static_cast<int64_t>(value);
      return expr;
    }
    if (radix != 10)
      return failAt(literal.place, "this integer needs more than 64 bits");
  }
  double value = 0;
  auto [end, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (status == std::errc::result_out_of_range) {
    // Too small is zero, too large is not a number one can use.
    size_t exponent = digits.find_first_of("eE");
    if (exponent == std::string::npos || digits[exponent + 1] != '-')
      return failAt(literal.place, "this number is too large");
    value = 0;
  }
  if (!std::isfinite(value))
    return failAt(literal.place, "this number is too large");
  if (literal.kind == TokenKind::Integer)
    return failAt(literal.place, "this integer needs more than 64 bits");
  Expr *expr = make(Expr::Kind::Real, literal.place);
  expr->real = value;
  return expr;
}

Expr *Parser::primary() {
  Token start = token;
  switch (token.kind) {
  case TokenKind::Integer:
  case TokenKind::Float:
    return number();
  case TokenKind::HardwareQubit: {
    advance();
    return make(Expr::Kind::HardwareQubit, start.place, start.text);
  }
  case TokenKind::Duration:
    return unsupported("duration", token.place);
  case TokenKind::Identifier:
    break;
  default:
    if (!token.is("("))
      return fail("expected an expression, found " + found());
    if (!enter())
      return nullptr;
    auto leave = llvm::scope_exit([&] { --expressionDepth; });
    advance();
    Expr *inner = expression();
    if (!inner || !expect(")", "to close this expression"))
      return nullptr;
    return inner;
  }
  advance();
  if (version >= 3 && (start.text == "true" || start.text == "false")) {
    Expr *expr = make(Expr::Kind::Boolean, start.place);
    expr->integer = start.text == "true";
    return expr;
  }
  if (start.text == "measure" || start.text == "durationof")
    return unsupported(start.text == "measure" ? "measurement in an expression"
                                               : "durationof",
                       start.place);
  bool isType =
      llvm::StringSwitch<bool>(start.text)
          .Cases({"float", "int", "uint", "bool", "angle", "bit"}, version >= 3)
          .Default(false);
  if (!isType && !token.is("("))
    return make(Expr::Kind::Name, start.place, start.text);
  if (!enter())
    return nullptr;
  auto leave = llvm::scope_exit([&] { --expressionDepth; });
  if (isType && accept("[")) {
    if (!expression() || !expect("]", "after the width"))
      return nullptr;
  }
  llvm::SmallVector<Expr *, 2> arguments;
  if (!token.is("("))
    return fail("expected '(' after the type '" + start.text + "'");
  if (!parenthesized(arguments))
    return nullptr;
  return make(isType ? Expr::Kind::Cast : Expr::Kind::Call, start.place,
              start.text, arguments);
}
