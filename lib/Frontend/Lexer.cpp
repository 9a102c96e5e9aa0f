//===- Lexer.cpp - Tokens of OpenQASM 2 and 3 -----------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace qopt;
using namespace qopt::qasm;

namespace {
/// Blocks of the Unicode letters that names are written in: Latin, Greek,
/// Cyrillic and their kin, phonetic and superscript letters, letter-like
/// symbols, the East Asian scripts, mathematical alphabets.
constexpr uint32_t letterRanges[][2] = {
    {0xAA, 0xAA},       {0xB5, 0xB5},       {0xBA, 0xBA},
    {0xC0, 0xD6},       {0xD8, 0xF6},       {0xF8, 0x2C1},
    {0x370, 0x373},     {0x376, 0x377},     {0x37B, 0x37D},
    {0x386, 0x386},     {0x388, 0x3FF},     {0x400, 0x481},
    {0x48A, 0x556},     {0x561, 0x587},     {0x5D0, 0x5EA},
    {0x620, 0x64A},     {0x904, 0x939},     {0x1D00, 0x1DBF},
    {0x1E00, 0x1FBC},   {0x1FC2, 0x1FCC},   {0x1FD0, 0x1FDB},
    {0x1FE0, 0x1FEC},   {0x1FF2, 0x1FFC},   {0x2071, 0x2071},
    {0x207F, 0x207F},   {0x2090, 0x209C},   {0x2102, 0x2102},
    {0x2107, 0x2107},   {0x210A, 0x2113},   {0x2115, 0x2115},
    {0x2119, 0x211D},   {0x2124, 0x2124},   {0x2128, 0x212D},
    {0x212F, 0x2139},   {0x213C, 0x213F},   {0x2C60, 0x2C7F},
    {0x3041, 0x3096},   {0x30A1, 0x30FA},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA720, 0xA7BF},   {0xAC00, 0xD7A3},
    {0x1D400, 0x1D6C0}, {0x1D6C2, 0x1D6DA}, {0x1D6DC, 0x1D6FA},
    {0x1D6FC, 0x1D714}, {0x1D716, 0x1D734}, {0x1D736, 0x1D74E},
    {0x1D750, 0x1D76E}, {0x1D770, 0x1D788}, {0x1D78A, 0x1D7A8},
    {0x1D7AA, 0x1D7CB},
};

/// A pragma in the printed form, which must load where pragmas do not.
constexpr llvm::StringLiteral pragmaComment = "// qopt.pragma ";

/// The code point at the start of `text` and its length; length 0 if the
/// bytes are no UTF-8.
std::pair<uint32_t, size_t> decode(llvm::StringRef text) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(0);
  size_t length = lead < 0x80   ? 1
                  : lead < 0xC2 ? 0
                  : lead < 0xE0 ? 2
                  : lead < 0xF0 ? 3
                  : lead < 0xF5 ? 4
                                : 0;
  if (length < 2 || text.size() < length)
    return {lead, length == 1 ? 1 : 0};
  uint32_t point = lead & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80)
      return {0, 0};
    point = point << 6 | (byte(i) & 0x3F);
  }
  bool overlong =
      (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  if (overlong || (point >= 0xD800 && point < 0xE000) || point > 0x10FFFF)
    return {0, 0};
  return {point, length};
}
} // namespace

Lexer::Lexer(Sources &sources, uint32_t file, size_t maxIdentifier,
             std::optional<Layout> *layout)
    : sources(sources), file(file), text(sources.text(file)),
      maxIdentifier(maxIdentifier), layout(layout) {
  if (text.starts_with("\xEF\xBB\xBF"))
    position = 3;
}

size_t Lexer::letterLength(size_t at) const {
  if (at >= text.size())
    return 0;
  char c = text[at];
  if (llvm::isAlpha(c) || c == '_')
    return 1;
  if (static_cast<unsigned char>(c) < 0x80)
    return 0;
  auto [point, length] = decode(text.substr(at));
  for (const uint32_t(&range)[2] : letterRanges)
    if (length && point >= range[0] && point <= range[1])
      return length;
  return 0;
}

Token Lexer::make(TokenKind kind, size_t begin) {
  return {
      kind, {file, static_cast<uint32_t>(begin)}, text.slice(begin, position)};
}

Token Lexer::fail(size_t at, const llvm::Twine &message) {
  sources.error({file, static_cast<uint32_t>(at)}, message);
  if (position <= at)
    position = at + 1;
  return make(TokenKind::Error, at);
}

/// `initial=[1,2] final=[2,1]` after `qopt.layout`.
static bool parseLayout(llvm::StringRef comment, Layout &layout) {
  for (auto [word, list] : {std::pair<llvm::StringRef, std::vector<unsigned> *>{
                                "initial=[", &layout.initial},
                            {"final=[", &layout.final}}) {
    comment = comment.ltrim();
    if (!comment.consume_front(word))
      return false;
    comment = comment.ltrim();
    if (comment.consume_front("]"))
      continue;
    while (true) {
      unsigned site;
      comment = comment.ltrim();
      if (comment.consumeInteger(10, site) || list->size() >= 1000000)
        return false;
      list->push_back(site);
      comment = comment.ltrim();
      if (comment.consume_front("]"))
        break;
      if (!comment.consume_front(","))
        return false;
    }
    std::vector<unsigned> sorted = *list;
    llvm::sort(sorted);
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
      return false;
  }
  return comment.trim().empty() && layout.initial.size() == layout.final.size();
}

void Lexer::readComment(size_t begin, llvm::StringRef comment) {
  comment = comment.ltrim();
  if (!layout || !comment.consume_front("qopt.layout"))
    return;
  Layout read;
  Place place{file, static_cast<uint32_t>(begin)};
  if (!parseLayout(comment, read))
    sources.error(place, "this layout comment should read "
                         "'// qopt.layout initial=[…] final=[…]' with two "
                         "lists of different sites, equally long");
  else if (*layout)
    sources.error(place, "a second layout comment");
  else
    *layout = std::move(read);
}

/// False at an unterminated comment.
bool Lexer::skipSpaceAndComments() {
  while (position < text.size()) {
    char c = text[position];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
        c == '\v') {
      ++position;
    } else if (text.substr(position).starts_with(pragmaComment)) {
      break;
    } else if (c == '/' && peek(1) == '/') {
      size_t begin = position;
      position = std::min(text.find('\n', position), text.size());
      readComment(begin, text.slice(begin + 2, position));
    } else if (c == '/' && peek(1) == '*') {
      size_t end = text.find("*/", position + 2);
      if (end == llvm::StringRef::npos)
        return false;
      position = end + 2;
    } else {
      break;
    }
  }
  return true;
}

Token Lexer::lexRestOfLine(TokenKind kind, size_t begin, size_t textBegin) {
  position = std::min(text.find_first_of("\n\r", textBegin), text.size());
  Token token = make(kind, begin);
  token.text = text.slice(textBegin, position).trim();
  if (token.text.find('\0') != llvm::StringRef::npos)
    return fail(begin, "NUL character in this line");
  return token;
}

Token Lexer::lexString(size_t begin) {
  char quote = text[begin];
  size_t end = text.find_first_of(quote == '"' ? "\"\n\r" : "'\n\r", begin + 1);
  if (end == llvm::StringRef::npos || text[end] != quote) {
    position = std::min(end, text.size());
    return fail(begin, "this string does not end on its line");
  }
  position = end + 1;
  Token token = make(TokenKind::String, begin);
  token.text = text.slice(begin + 1, end);
  return token;
}

Token Lexer::lexNumber(size_t begin) {
  auto digits = [&](auto isDigitOf) {
    bool any = false;
    while (position < text.size() &&
           (isDigitOf(text[position]) ||
            (any && text[position] == '_' && position + 1 < text.size() &&
             isDigitOf(text[position + 1])))) {
      any = true;
      ++position;
    }
    return any;
  };
  auto decimal = [](char c) { return llvm::isDigit(c); };
  TokenKind kind = TokenKind::Integer;
  char radix = text[begin] == '0' ? llvm::toLower(peek(1)) : '\0';
  if (radix == 'x' || radix == 'b' || radix == 'o') {
    position += 2;
    bool any = digits([radix](char c) {
      return radix == 'x'   ? llvm::isHexDigit(c)
             : radix == 'b' ? (c == '0' || c == '1')
                            : (c >= '0' && c <= '7');
    });
    if (!any)
      return fail(begin, "a number without digits");
  } else {
    digits(decimal);
    if (peek() == '.') {
      kind = TokenKind::Float;
      ++position;
      digits(decimal);
    }
    if (peek() == 'e' || peek() == 'E') {
      size_t sign = peek(1) == '+' || peek(1) == '-';
      if (llvm::isDigit(peek(1 + sign))) {
        kind = TokenKind::Float;
        position += 1 + sign;
        digits(decimal);
      }
    }
  }
  if (letterLength(position)) {
    size_t wordBegin = position;
    while (size_t more = letterLength(position))
      position += more;
    llvm::StringRef unit = text.slice(wordBegin, position);
    if (unit == "ns" || unit == "us" || unit == "µs" || unit == "ms" ||
        unit == "s" || unit == "dt")
      return make(TokenKind::Duration, begin);
    return fail(begin, unit == "im" ? "imaginary numbers are not supported"
                                    : "malformed number");
  }
  if (llvm::isDigit(peek()) || peek() == '.')
    return fail(begin, "malformed number");
  return make(kind, begin);
}

Token Lexer::next() {
  if (!skipSpaceAndComments()) {
    size_t begin = position;
    position = text.size();
    sources.error({file, static_cast<uint32_t>(begin)},
                  "this comment does not end");
    return make(TokenKind::Error, position);
  }
  size_t begin = position;
  if (begin >= text.size())
    return make(TokenKind::End, begin);
  char c = text[begin];
  if (c == '/' && peek(1) == '/')
    return lexRestOfLine(TokenKind::Pragma, begin,
                         begin + pragmaComment.size());
  if (letterLength(begin)) {
    while (true) {
      if (size_t length = letterLength(position))
        position += length;
      else if (llvm::isDigit(peek()))
        ++position;
      else
        break;
    }
    if (position - begin > maxIdentifier) {
      sources.limit({file, static_cast<uint32_t>(begin)},
                    "a name longer than " + llvm::Twine(maxIdentifier) +
                        " bytes");
      return make(TokenKind::Error, begin);
    }
    Token word = make(TokenKind::Identifier, begin);
    if (word.text == "pragma")
      return lexRestOfLine(TokenKind::Pragma, begin, position);
    return word;
  }
  if (llvm::isDigit(c) || (c == '.' && llvm::isDigit(peek(1))))
    return lexNumber(begin);
  if (c == '"' || c == '\'')
    return lexString(begin);
  if (c == '$') {
    ++position;
    while (llvm::isDigit(peek()))
      ++position;
    if (position == begin + 1)
      return fail(begin, "'$' must be followed by the number of a qubit");
    return make(TokenKind::HardwareQubit, begin);
  }
  if (c == '#') {
    if (text.substr(begin + 1).starts_with("pragma"))
      return lexRestOfLine(TokenKind::Pragma, begin, begin + 7);
    return fail(begin, "'#' begins nothing but '#pragma'");
  }
  // A modifier's @ stands between a gate and its modifier, an annotation's
  // directly before a name.
  if (c == '@' && letterLength(begin + 1))
    return lexRestOfLine(TokenKind::Annotation, begin, begin);
  static constexpr llvm::StringRef punctuation[] = {
      "**=", "<<=", ">>=", "->", "==", "!=", "<=", ">=", "&&", "||", "<<", ">>",
      "**",  "++",  "+=",  "-=", "*=", "/=", "|=", "&=", "^=", "%=", "(",  ")",
      "[",   "]",   "{",   "}",  ";",  ",",  ":",  ".",  "=",  "+",  "-",  "*",
      "/",   "%",   "<",   ">",  "!",  "~",  "&",  "|",  "^",  "@"};
  for (llvm::StringRef sign : punctuation)
    if (sign[0] == c && text.substr(begin).starts_with(sign)) {
      position += sign.size();
      return make(TokenKind::Punctuation, begin);
    }
  if (c == '\0')
    return fail(begin, "NUL character in the text");
  auto [point, length] = decode(text.substr(begin));
  if (length == 0)
    return fail(begin, "bytes that are not UTF-8");
  position += length;
  if (point < 0x20 || point == 0x7F)
    return fail(begin, "unexpected control character");
  std::string code = llvm::utohexstr(point);
  return fail(begin,
              "unexpected character U+" +
                  std::string(code.size() < 4 ? 4 - code.size() : 0, '0') +
                  code);
}
