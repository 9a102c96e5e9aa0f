//===- Equivalence.cpp - Are two circuits the same? -------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Equivalence.h"

#include "qopt/Driver/Compile.h"
#include "qopt/Support/Error.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace qopt;

/// Up to here every column of the unitary is compared.
static constexpr unsigned denseQubits = 10;
static constexpr unsigned denseWidth = 14;
/// Amplitudes times gates that states and columns may take, a few seconds.
static constexpr double stateWork = 3e8;
/// The same for what is compared densely before anything else, milliseconds.
static constexpr double quickWork = 2e6;

/// Where the logical qubits of `file` are in its view.
static llvm::Expected<EquivalenceSide> sideOf(const CircuitFile &file) {
  EquivalenceSide side;
  side.view = &file.view;
  if (!file.layout) {
    for (unsigned q = 0; q < file.view.numQubits(); ++q)
      side.start.push_back(q);
    side.end = side.start;
    return side;
  }
  if (file.layout->initial.size() != file.layout->final.size())
    return inputError(
        "the layout has " + llvm::Twine(file.layout->initial.size()) +
            " initial and " + llvm::Twine(file.layout->final.size()) +
            " final places",
        {file.path});
  auto find = [&](llvm::ArrayRef<unsigned> ids,
                  std::vector<unsigned> &out) -> llvm::Error {
    for (unsigned id : ids) {
      const unsigned *found = llvm::find(file.view.sites(), id);
      if (found == file.view.sites().end())
        return inputError("the layout names physical qubit " + llvm::Twine(id) +
                              ", which the circuit does not have",
                          {file.path});
      out.push_back(found - file.view.sites().begin());
    }
    return llvm::Error::success();
  };
  if (llvm::Error error = find(file.layout->initial, side.start))
    return error;
  if (llvm::Error error = find(file.layout->final, side.end))
    return error;
  return side;
}

/// Both circuits on physical qubits without layouts: compared site by site, so
/// a qubit that only one of them has is added to the other.
static CircuitView withSites(const CircuitView &view,
                             llvm::ArrayRef<unsigned> sites,
                             EquivalenceSide &side) {
  CircuitView wide = view;
  std::vector<unsigned> all(view.sites().begin(), view.sites().end());
  for (unsigned id : sites)
    if (!llvm::is_contained(all, id)) {
      all.push_back(id);
      wide.addQubit();
    }
  side.start.clear();
  for (unsigned id : sites)
    side.start.push_back(llvm::find(all, id) - all.begin());
  side.end = side.start;
  wide.setSites(std::move(all));
  return wide;
}

namespace {

/// Tries relations from the strongest on and methods from the surest on.
class Comparison {
public:
  /// `recordsA` and `recordsB`: qubits in |0⟩ that mean the same in both, if
  /// the circuits had measurements inside.
  Comparison(const EquivalenceSide &a, const EquivalenceSide &b, uint64_t seed,
             llvm::ArrayRef<unsigned> recordsA = {},
             llvm::ArrayRef<unsigned> recordsB = {}, bool deferred = false)
      : a(a), b(b), seed(seed), recordsA(recordsA), recordsB(recordsB),
        deferred(deferred) {
    width = std::max(a.view->numQubits(), b.view->numQubits());
    symbolic = a.view->numParameters() || b.view->numParameters();
    auto hasMeasure = [](const CircuitView &view) {
      return llvm::any_of(view.gates(), [](const Gate &gate) {
        return gate.kind == GateKind::Measure;
      });
    };
    measured = hasMeasure(*a.view);
    bitsA = finalMeasurements(*a.view);
    bitsB = finalMeasurements(*b.view);
    straight = bitsA && bitsB;
    sameBits = straight && sameBitNames();
  }

  Verification run() {
    if (!straight)
      return unknown("a channel inside the circuit");
    if (!sameBits)
      return refuted("the circuits measure different bits");
    if (a.view->observables().size() != b.view->observables().size())
      return refuted("the circuits have different numbers of observables");
    bool canBeUnitary = !deferred && sameBitPlaces() && sameObservables();
    std::string witness;
    if (canBeUnitary) {
      Answer answer = compare(Relation::Unitary, witness);
      if (answer == Answer::Yes)
        return shown("unitary");
      // Without ends nothing weaker is of interest.
      if (answer == Answer::No && !measured && a.view->observables().empty())
        return refuted(witness);
    }
    Answer answer = Answer::Unknown;
    if (measured)
      answer = compare(Relation::Distribution, witness);
    if (answer == Answer::Yes && a.view->observables().empty())
      return shown("distribution");
    if (answer != Answer::No && !a.view->observables().empty()) {
      answer = compare(Relation::Observables, witness);
      if (answer == Answer::Yes)
        return shown("observables");
    }
    if (answer == Answer::No)
      return refuted(witness);
    return unknown("no method can tell at this size");
  }

private:
  bool sameBitNames() const {
    if (bitsA->size() != bitsB->size())
      return false;
    for (auto [x, y] : llvm::zip(*bitsA, *bitsB))
      if (x.reg != y.reg || x.index != y.index)
        return false;
    return true;
  }

  /// Each bit reads the same qubit in both circuits.
  bool sameBitPlaces() const {
    for (auto [x, y] : llvm::zip(*bitsA, *bitsB)) {
      auto i = llvm::find(a.end, x.qubit) - a.end.begin();
      auto j = llvm::find(b.end, y.qubit) - b.end.begin();
      if (i != j)
        return false;
    }
    return true;
  }

  /// The observables are the same sums over the compared qubits.
  bool sameObservables() const {
    auto relabelled = [](const EquivalenceSide &side,
                         const PauliSum &sum) -> std::optional<PauliSum> {
      std::vector<unsigned> position(side.view->numQubits(), 0);
      for (unsigned q : sum.support()) {
        auto found = llvm::find(side.end, q);
        if (found == side.end.end())
          return std::nullopt;
        position[q] = found - side.end.begin();
      }
      return sum.relabel(position, side.end.size());
    };
    auto sumsA = a.view->observables(), sumsB = b.view->observables();
    for (auto [x, y] : llvm::zip(sumsA, sumsB)) {
      std::optional<PauliSum> left = relabelled(a, x), right = relabelled(b, y);
      if (!left || !right || left->str() != right->str())
        return false;
    }
    return true;
  }

  Answer compare(Relation relation, std::string &witness) {
    double gates = a.view->gates().size() + b.view->gates().size();
    double work = gates * std::ldexp(1.0, width);
    double denseWork = std::ldexp(work, a.start.size());
    bool dense = relation == Relation::Unitary &&
                 a.start.size() <= denseQubits && width <= denseWidth;
    auto compareDensely = [&] {
      method = "dense unitary";
      warranty = symbolic ? "random bindings" : "exact";
      return compareByStates(a, b, relation, /*columns=*/true, seed, witness);
    };
    if (dense && denseWork <= quickWork)
      return compareDensely();
    method = "Pauli rotation normal form";
    warranty = "exact";
    // Records may start in any state: more than is asked for.
    EquivalenceSide wideA = a, wideB = b;
    wideA.start.insert(wideA.start.end(), recordsA.begin(), recordsA.end());
    wideB.start.insert(wideB.start.end(), recordsB.begin(), recordsB.end());
    NormalFormAnswer form = compareByNormalForm(wideA, wideB, relation, seed);
    // Records in any state are more than is asked for: No would say too much.
    if (form.answer == Answer::Yes ||
        (form.answer == Answer::No && recordsA.empty())) {
      warranty = form.warranty;
      witness = form.witness;
      return form.answer;
    }
    if (dense && denseWork <= stateWork)
      return compareDensely();
    if (width <= 24 && work <= stateWork) {
      method = "state vector";
      warranty = symbolic ? "random inputs and bindings" : "random inputs";
      return compareByStates(a, b, relation, /*columns=*/false, seed, witness);
    }
    method = "Pauli propagation";
    form = compareByPropagation(a, b, relation, seed);
    warranty = form.warranty;
    witness = form.witness;
    return form.answer;
  }

  Verification shown(llvm::StringRef relation) const {
    return {true, relation.str(), method, warranty, ""};
  }
  Verification refuted(std::string witness) const {
    return {false, "different", method.empty() ? "inspection" : method, "exact",
            std::move(witness)};
  }
  Verification unknown(llvm::StringRef why) const {
    return {false, "unknown", "none: " + why.str(), "none", ""};
  }

  const EquivalenceSide &a, &b;
  uint64_t seed;
  llvm::ArrayRef<unsigned> recordsA, recordsB;
  bool deferred;
  unsigned width = 0;
  bool symbolic = false, measured = false, straight = false, sameBits = false;
  std::optional<std::vector<MeasuredBit>> bitsA, bitsB;
  std::string method, warranty;
};

} // namespace

llvm::Expected<Verification> qopt::checkEquivalence(const CircuitFile &a,
                                                    const CircuitFile &b,
                                                    uint64_t seed) {
  llvm::Expected<EquivalenceSide> sideA = sideOf(a);
  if (!sideA)
    return sideA.takeError();
  llvm::Expected<EquivalenceSide> sideB = sideOf(b);
  if (!sideB)
    return sideB.takeError();
  CircuitView wideA, wideB;
  bool bothPhysical = !a.layout && !b.layout && !a.view.sites().empty() &&
                      !b.view.sites().empty();
  if (bothPhysical) {
    std::vector<unsigned> sites(a.view.sites().begin(), a.view.sites().end());
    for (unsigned id : b.view.sites())
      if (!llvm::is_contained(sites, id))
        sites.push_back(id);
    wideA = withSites(a.view, sites, *sideA);
    wideB = withSites(b.view, sites, *sideB);
    sideA->view = &wideA;
    sideB->view = &wideB;
  }
  if (sideA->start.size() != sideB->start.size()) {
    Verification different;
    different.relation = "different";
    different.method = "inspection";
    different.warranty = "exact";
    different.witness = "the circuits have " +
                        std::to_string(sideA->start.size()) + " and " +
                        std::to_string(sideB->start.size()) + " qubits";
    return different;
  }
  if (finalMeasurements(*sideA->view) && finalMeasurements(*sideB->view))
    return Comparison(*sideA, *sideB, seed).run();
  std::optional<DeferredCircuit> laterA = deferMeasurements(*sideA);
  std::optional<DeferredCircuit> laterB = deferMeasurements(*sideB);
  if (!laterA || !laterB)
    return Comparison(*sideA, *sideB, seed).run();
  laterA->side.view = &laterA->view;
  laterB->side.view = &laterB->view;
  if (laterA->perBit != laterB->perBit)
    laterA->records = laterB->records = {};
  return Comparison(laterA->side, laterB->side, seed, laterA->records,
                    laterB->records, /*deferred=*/true)
      .run();
}
