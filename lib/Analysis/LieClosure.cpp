//===- LieClosure.cpp - Lie algebras of sums of Pauli strings -------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "LieClosure.h"
#include "AngleLaws.h"
#include "InputFrame.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <map>

using namespace qopt;

namespace {
/// A run of rotations by multiples of one combination of symbols.
struct Run {
  std::vector<std::pair<unsigned, double>> direction;
  StringSum sum;
};
} // namespace

static bool commutes(const PauliString &string, const StringSum &sum) {
  return llvm::all_of(
      sum, [&](const auto &term) { return term.first.commutesWith(string); });
}

std::optional<std::vector<StringSum>>
qopt::sharedGenerators(const MomentProgram &program) {
  InputFrame frame(program.numQubits);
  std::vector<Run> runs;
  for (const ProgramOp &op : program.ops) {
    if (op.kind == ProgramOp::Kind::Clifford) {
      frame.step(op);
      continue;
    }
    unsigned quarter = 0;
    if (op.kind != ProgramOp::Kind::Rotation ||
        !isCliffordAngle(op.angle.constant, quarter))
      return std::nullopt;
    if (!op.angle.isConstant()) {
      PhasedString image = frame.image(op);
      double scale = op.angle.terms[0].second;
      std::vector<std::pair<unsigned, double>> direction;
      for (auto [s, coefficient] : op.angle.terms)
        direction.push_back({s, coefficient / scale});
      double signedScale = image.power % 4 == 0 ? scale : -scale;
      // It may move back to its run past what it commutes with.
      Run *home = nullptr;
      for (Run &run : llvm::reverse(runs)) {
        if (!commutes(image.string, run.sum))
          break;
        if (run.direction == direction) {
          home = &run;
          break;
        }
      }
      if (!home) {
        runs.emplace_back().direction = std::move(direction);
        home = &runs.back();
      }
      home->sum.push_back({std::move(image.string), signedScale});
    }
    frame.turn(op, quarter);
  }
  std::vector<StringSum> generators;
  for (Run &run : runs)
    generators.push_back(std::move(run.sum));
  return generators;
}

namespace {
constexpr uint64_t Prime = (uint64_t(1) << 61) - 1;

uint64_t times(uint64_t a, uint64_t b) {
  return uint64_t((unsigned __int128)a * b % Prime);
}
uint64_t inverseOf(uint64_t a) {
  uint64_t result = 1;
  for (uint64_t power = Prime - 2; power; power >>= 1) {
    if (power & 1)
      result = times(result, a);
    a = times(a, a);
  }
  return result;
}

/// Σ c·P by number of the string, ascending.
using Element = std::map<unsigned, uint64_t>;

class Closure {
public:
  std::optional<size_t> run(const std::vector<StringSum> &generators,
                            size_t limit);

private:
  static constexpr size_t MaxStrings = 30'000;
  static constexpr double MaxProducts = 3e7;

  unsigned number(const PauliString &string) {
    auto [place, inserted] = numbers.try_emplace(string, strings.size());
    if (inserted)
      strings.push_back(string);
    return place->second;
  }
  bool insert(Element element);
  Element commutator(const Element &a, const Element &b);

  std::map<PauliString, unsigned> numbers;
  std::vector<PauliString> strings;
  /// By pivot, monic.
  std::map<unsigned, Element> echelon;
  double products = 0;
};
} // namespace

static void addScaled(Element &to, const Element &from, uint64_t factor) {
  for (auto [string, coefficient] : from) {
    uint64_t &slot = to[string];
    slot = (slot + times(factor, coefficient)) % Prime;
    if (slot == 0)
      to.erase(string);
  }
}

bool Closure::insert(Element element) {
  // Rows have no string below their pivot, so one pass upwards suffices.
  for (auto at = element.begin(); at != element.end();) {
    auto row = echelon.find(at->first);
    if (row == echelon.end()) {
      uint64_t scale = inverseOf(at->second);
      unsigned pivot = at->first;
      Element monic;
      for (auto [string, coefficient] : element)
        monic[string] = times(scale, coefficient);
      echelon.emplace(pivot, std::move(monic));
      return true;
    }
    products += double(row->second.size());
    addScaled(element, row->second, Prime - at->second);
    at = element.begin();
  }
  return false;
}

Element Closure::commutator(const Element &a, const Element &b) {
  Element result;
  for (auto [p, cp] : a)
    for (auto [q, cq] : b) {
      ++products;
      if (strings[p].commutesWith(strings[q]))
        continue;
      // [iP, iQ] = −2PQ, PQ = ±i·R.
      PauliString product = strings[p];
      unsigned power = product.multiply(strings[q]);
      uint64_t value = times(2, times(cp, cq));
      Element one{{number(product), power % 4 == 1 ? Prime - value : value}};
      addScaled(result, one, 1);
    }
  return result;
}

std::optional<size_t> Closure::run(const std::vector<StringSum> &generators,
                                   size_t limit) {
  std::vector<Element> basis;
  for (const StringSum &sum : generators) {
    std::vector<double> coefficients;
    for (const auto &[string, coefficient] : sum)
      coefficients.push_back(coefficient);
    double unit = commonDivisor(coefficients);
    if (unit == 0)
      return std::nullopt;
    Element element;
    for (const auto &[string, coefficient] : sum) {
      long long whole = std::llround(coefficient / unit);
      Element one{{number(string),
                   whole < 0 ? Prime - uint64_t(-whole) : uint64_t(whole)}};
      addScaled(element, one, 1);
    }
    if (insert(element))
      basis.push_back(std::move(element));
  }
  // Nested commutators with the generators span the algebra.
  size_t count = basis.size();
  for (size_t i = 0; i < basis.size(); ++i)
    for (size_t g = 0; g < count; ++g) {
      Element next = commutator(basis[g], basis[i]);
      if (products > MaxProducts || strings.size() > MaxStrings)
        return std::nullopt;
      if (!insert(next))
        continue;
      basis.push_back(std::move(next));
      if (basis.size() > limit)
        return std::nullopt;
    }
  return basis.size();
}

std::optional<size_t>
qopt::closureDimension(const std::vector<StringSum> &generators, size_t limit) {
  return Closure().run(generators, limit);
}
