//===- PropagationComparison.cpp - Equality of Heisenberg images ----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// What is seen at the end is pulled back through the rotations as a sum of
// Pauli strings (Rall, Liang, Cook and Kretschmer, PRA 99, 062337), given up
// where it gets long. At multiples of π/2 most rotations are Clifford, so wrong
// circuits of many qubits are told apart there.
//
//===----------------------------------------------------------------------===//

#include "HeisenbergReading.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace qopt;

/// Strings of one image, and string products of all together.
static constexpr size_t maxTerms = 3000;
static constexpr double maxWork = 3e7;

namespace {

using Terms = std::map<PauliString, double>;

/// `terms` pulled back through the rotations at `binding`; false if that gets
/// too long. `work` counts down.
bool pullThrough(Terms &terms, llvm::ArrayRef<BoundRotation> rotations,
                 unsigned binding, double &work) {
  for (const BoundRotation &rotation : llvm::reverse(rotations)) {
    double angle = rotation.values.size() > 1 ? rotation.values[binding]
                                              : rotation.values.front();
    double cosine = std::cos(angle), sine = std::sin(angle);
    work -= terms.size();
    Terms added;
    for (auto it = terms.begin(); it != terms.end();) {
      if (it->first.commutesWith(rotation.axis)) {
        ++it;
        continue;
      }
      // P·exp(−iθG) = cos θ·P − i sin θ·P·G.
      PauliString product = it->first;
      double sign = product.multiply(rotation.axis) == 1 ? 1 : -1;
      added[std::move(product)] += sign * sine * it->second;
      it->second *= cosine;
      it = std::abs(it->second) < 1e-12 ? terms.erase(it) : std::next(it);
    }
    for (auto &[string, coefficient] : added)
      if (double &sum = terms[string]; std::abs(sum += coefficient) < 1e-12)
        terms.erase(string);
    if (terms.size() > maxTerms || work < 0)
      return false;
  }
  return true;
}

/// The sum on the first `n` qubits where the others are in |0⟩.
Terms project(const Terms &terms, unsigned n) {
  Terms result;
  for (auto &[string, coefficient] : terms) {
    PauliString small(n);
    bool vanishes = false;
    for (unsigned q : string.support()) {
      if (q < n)
        small.set(q, string.at(q));
      else
        vanishes |= string.at(q) != Pauli::Z;
    }
    if (!vanishes)
      result[small] += coefficient;
  }
  return result;
}

/// The string whose coefficients differ most.
std::optional<PauliString> firstDifference(const Terms &x, const Terms &y,
                                           double &left, double &right) {
  std::optional<PauliString> found;
  double worst = 1e-7;
  auto look = [&](const PauliString &string) {
    auto valueIn = [&](const Terms &terms) {
      auto it = terms.find(string);
      return it == terms.end() ? 0 : it->second;
    };
    double a = valueIn(x), b = valueIn(y);
    if (std::abs(a - b) <= worst)
      return;
    worst = std::abs(a - b);
    found = string;
    left = a;
    right = b;
  };
  for (auto &[string, coefficient] : x)
    look(string);
  for (auto &[string, coefficient] : y)
    look(string);
  return found;
}

/// The entries of both readings that make up one thing to compare.
struct Subject {
  std::vector<size_t> inA, inB;
};

std::vector<Subject> subjectsOf(const Reading &a, const Reading &b) {
  size_t count = 0;
  for (const Reading *reading : {&a, &b})
    for (auto &[group, coefficient] : reading->terms)
      count = std::max(count, group + 1);
  std::vector<Subject> subjects;
  if (count > 1 || a.side.seen.size() != b.side.seen.size()) {
    subjects.resize(count);
    for (auto [i, term] : llvm::enumerate(a.terms))
      subjects[term.first].inA.push_back(i);
    for (auto [i, term] : llvm::enumerate(b.terms))
      subjects[term.first].inB.push_back(i);
    return subjects;
  }
  for (size_t i = 0; i < a.side.seen.size(); ++i)
    subjects.push_back({{i}, {i}});
  return subjects;
}

Terms startOf(const Reading &reading, llvm::ArrayRef<size_t> entries) {
  Terms terms;
  for (size_t i : entries) {
    const SignedPauli &image = reading.side.seen[i];
    double coefficient = reading.terms[i].second;
    terms[image.letters] += image.negative ? -coefficient : coefficient;
  }
  return terms;
}

/// Z of the qubits that must end in |0⟩ pulls back to 1 without rotations.
bool ancillasReturn(const Reading &reading, unsigned n) {
  return llvm::all_of(reading.ancillas, [&](const SignedPauli &z) {
    bool untouched =
        llvm::all_of(reading.side.rotations, [&](const BoundRotation &r) {
          return r.axis.commutesWith(z.letters);
        });
    Terms sum = project({{z.letters, z.negative ? -1.0 : 1.0}}, n);
    return untouched && sum.size() == 1 && sum.begin()->first.isIdentity() &&
           sum.begin()->second == 1;
  });
}

} // namespace

NormalFormAnswer qopt::compareByPropagation(const EquivalenceSide &a,
                                            const EquivalenceSide &b,
                                            Relation relation, uint64_t seed) {
  unsigned n = a.start.size();
  HeisenbergReader reader(a, b, relation);
  NormalFormAnswer result;
  if (!reader.isValid() || n == 0)
    return result;
  bool symbolic = a.view->numParameters() || b.view->numParameters();
  for (unsigned trial = 0; trial < (symbolic ? 4u : 1u); ++trial)
    reader.addBinding(
        drawBinding(*a.view, *b.view, seed, trial, /*quarters=*/trial >= 2));
  std::optional<Reading> x = reader.read(false), y = reader.read(true);
  if (!x || !y)
    return result;
  std::vector<Subject> subjects = subjectsOf(*x, *y);
  if (relation == Relation::Observables && subjects.size() == x->terms.size() &&
      a.view->observables().size() == 1) {
    // One observable: its terms belong together.
    Subject whole;
    for (size_t i = 0; i < x->terms.size(); ++i)
      whole.inA.push_back(i);
    for (size_t i = 0; i < y->terms.size(); ++i)
      whole.inB.push_back(i);
    subjects = {whole};
  }
  double work = maxWork;
  // Quarter turns first: short sums, where most mistakes show.
  unsigned complete = 0, generic = symbolic ? 2 : 1;
  for (unsigned binding = reader.bindings.size(); binding-- > 0;) {
    bool all = true;
    for (const Subject &subject : subjects) {
      Terms left = startOf(*x, subject.inA), right = startOf(*y, subject.inB);
      if (!pullThrough(left, x->side.rotations, binding, work) ||
          !pullThrough(right, y->side.rotations, binding, work)) {
        all = false;
        if (work < 0)
          return result;
        continue;
      }
      double inA = 0, inB = 0;
      std::optional<PauliString> where =
          firstDifference(project(left, n), project(right, n), inA, inB);
      if (!where)
        continue;
      result.answer = Answer::No;
      std::string name =
          subject.inA.empty() ? "an observable" : x->names[subject.inA.front()];
      result.witness = name + " at the end pulls back to " +
                       std::to_string(inA) + " and " + std::to_string(inB) +
                       " times " + PauliSum(n, {{1.0, *where}}).str();
      if (std::string at = reader.bindings[binding].text(); !at.empty())
        result.witness += " at" + at;
      return result;
    }
    if (binding < generic)
      complete += all;
  }
  // With nothing to keep at the end but what was compared, that is all.
  if (complete == generic && ancillasReturn(*x, n) && ancillasReturn(*y, n)) {
    result.answer = Answer::Yes;
    result.warranty = symbolic ? "random bindings" : "exact";
  }
  return result;
}
