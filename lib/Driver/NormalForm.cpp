//===- NormalForm.cpp - Equality of Pauli rotation products -----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Two circuits as Pauli programs (Synthesis/PauliProgram.h): rotations compared
// by RotationMatching.h, Cliffords in what is seen.
//
//===----------------------------------------------------------------------===//

#include "HeisenbergReading.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace qopt;

namespace {

/// Removes rotations that can be moved to the end and commute with all of
/// `seen`.
void dropUnseen(std::vector<BoundRotation> &rotations,
                llvm::ArrayRef<SignedPauli> seen) {
  std::vector<BoundRotation> kept;
  for (BoundRotation &rotation : llvm::reverse(rotations)) {
    bool visible = llvm::any_of(seen,
                                [&](const SignedPauli &s) {
                                  return !s.letters.commutesWith(rotation.axis);
                                }) ||
                   llvm::any_of(kept, [&](const BoundRotation &later) {
                     return !later.axis.commutesWith(rotation.axis);
                   });
    if (visible)
      kept.push_back(std::move(rotation));
  }
  std::reverse(kept.begin(), kept.end());
  rotations = std::move(kept);
}

/// Sums of pulled back strings, one an observable.
std::vector<PauliSum> sumsOf(const Reading &reading, size_t count, unsigned n) {
  std::vector<std::vector<PauliTerm>> terms(count);
  for (auto [image, term] : llvm::zip(reading.side.seen, reading.terms))
    terms[term.first].push_back(
        {image.negative ? -term.second : term.second, image.letters});
  std::vector<PauliSum> sums;
  for (auto &list : terms)
    sums.emplace_back(n, std::move(list));
  return sums;
}

bool sameSums(const Reading &x, const Reading &y, size_t count, unsigned n) {
  for (auto [left, right] :
       llvm::zip(sumsOf(x, count, n), sumsOf(y, count, n))) {
    if (left.numTerms() != right.numTerms())
      return false;
    for (auto [s, t] : llvm::zip(left.terms(), right.terms()))
      if (!(s.string == t.string) ||
          std::abs(s.coefficient - t.coefficient) > 1e-10)
        return false;
  }
  return true;
}

} // namespace

NormalFormAnswer qopt::compareByNormalForm(const EquivalenceSide &a,
                                           const EquivalenceSide &b,
                                           Relation relation, uint64_t seed,
                                           uint64_t work) {
  unsigned n = a.start.size();
  HeisenbergReader reader(a, b, relation);
  bool symbolic = a.view->numParameters() || b.view->numParameters();
  for (unsigned trial = 0; trial < (symbolic ? 3u : 1u); ++trial)
    reader.addBinding(drawBinding(*a.view, *b.view, seed, trial));
  NormalFormAnswer result;
  if (!reader.isValid() || n == 0)
    return result;
  std::optional<Reading> x = reader.read(false), y = reader.read(true);
  if (!x || !y)
    return result;
  if (relation != Relation::Unitary)
    for (Reading *reading : {&*x, &*y})
      dropUnseen(reading->side.rotations, reading->side.seen);
  bool observables = relation == Relation::Observables;
  if (!narrow(*x, n) || !narrow(*y, n) ||
      (!observables && x->side.seen.size() != y->side.seen.size()))
    return result;
  if (observables && x->side.rotations.empty() && y->side.rotations.empty()) {
    if (sameSums(*x, *y, a.view->observables().size(), n))
      result.answer = Answer::Yes;
    return result;
  }
  // Terms of observables are compared in pairs below, so both must have them in
  // one order; sums that were written otherwise are compared in the end.
  size_t pairs = x->side.seen.size();
  if (observables && pairs != y->side.seen.size())
    return result;
  RotationMatch match =
      matchRotations(x->side, y->side, relation == Relation::Unitary, work);
  if (match.sampled)
    result.warranty = "random bindings";
  std::string where = match.atStart ? " at the start" : " at the end";
  std::string at = reader.bindings[match.binding].text();
  if (match.answer == Answer::No && !observables) {
    result.answer = Answer::No;
    result.witness = x->names[match.seen] + where +
                     ": its pulled back "
                     "operators differ by " +
                     std::to_string(match.difference);
    if (!at.empty())
      result.witness += " at" + at;
  }
  if (match.answer != Answer::Yes)
    return result;
  if (observables) {
    if (sameSums(*x, *y, a.view->observables().size(), n))
      result.answer = Answer::Yes;
    return result;
  }
  for (size_t s = 0; s < pairs; ++s) {
    if (x->side.seen[s] == y->side.seen[s])
      continue;
    auto text = [&](const SignedPauli &pauli) {
      return (pauli.negative ? "-" : "") +
             PauliSum(n, {{1.0, pauli.letters}}).str();
    };
    result.answer = Answer::No;
    result.witness = x->names[s] + where + " is " + text(x->side.seen[s]) +
                     " in one circuit and " + text(y->side.seen[s]) +
                     " in the other, after equal rotations";
    return result;
  }
  result.answer = Answer::Yes;
  return result;
}
