//===- HeisenbergReading.cpp - What two circuits' ends come from ----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "HeisenbergReading.h"

#include "llvm/ADT/STLExtras.h"

using namespace qopt;

/// Symbols of `b` by their numbers in `a`; none if they cannot be matched.
static std::optional<std::vector<unsigned>> matchSymbols(const CircuitView &a,
                                                         const CircuitView &b) {
  std::vector<unsigned> numbers;
  unsigned extra = a.numSymbols();
  for (unsigned i = 0; i < b.numParameters(); ++i) {
    std::optional<unsigned> found = a.findParameter(b.parameterName(i));
    numbers.push_back(found ? *found : extra++);
  }
  if (b.nodes().empty())
    return numbers;
  if (a.nodes().size() != b.nodes().size() ||
      a.numParameters() != b.numParameters())
    return std::nullopt;
  for (unsigned i = 0; i < numbers.size(); ++i)
    if (numbers[i] != i)
      return std::nullopt;
  for (auto [x, y] : llvm::zip(a.nodes(), b.nodes())) {
    if (x.op != y.op || x.rows.size() != y.rows.size())
      return std::nullopt;
    for (auto [rx, ry] : llvm::zip(x.rows, y.rows))
      if (!(a.nodeRows()[rx] == b.nodeRows()[ry]))
        return std::nullopt;
    numbers.push_back(numbers.size());
  }
  return numbers;
}

HeisenbergReader::HeisenbergReader(const EquivalenceSide &a,
                                   const EquivalenceSide &b, Relation relation)
    : sideA(a), sideB(b), relation(relation) {
  symbolsA.resize(a.view->numSymbols());
  for (unsigned i = 0; i < symbolsA.size(); ++i)
    symbolsA[i] = i;
  if (auto matched = matchSymbols(*a.view, *b.view))
    symbolsB = std::move(*matched);
  else
    valid = false;
}

void HeisenbergReader::addBinding(DrawnBinding binding) {
  std::vector<double> values(symbolsA.size(), 0);
  for (auto [view, numbers] :
       {std::pair(sideA.view, &symbolsA), std::pair(sideB.view, &symbolsB)}) {
    if (numbers->empty())
      continue;
    std::vector<double> own = view->evaluateSymbols(binding.of(*view));
    for (auto [i, number] : llvm::enumerate(*numbers)) {
      if (number >= values.size())
        values.resize(number + 1, 0);
      values[number] = own[i];
    }
  }
  symbolValues.push_back(std::move(values));
  bindings.push_back(std::move(binding));
}

std::optional<Reading> HeisenbergReader::read(bool second) const {
  const EquivalenceSide &side = second ? sideB : sideA;
  unsigned width = side.view->numQubits();
  std::vector<unsigned> numberOf(width, UINT_MAX);
  for (auto [i, q] : llvm::enumerate(side.start))
    numberOf[q] = i;
  unsigned next = side.start.size();
  for (unsigned &number : numberOf)
    if (number == UINT_MAX)
      number = next++;
  PauliProgram form(*side.view, numberOf, width, second ? symbolsB : symbolsA);
  if (!form.build())
    return std::nullopt;
  Reading reading;
  for (PauliRotation &rotation : form.rotations) {
    BoundRotation bound{std::move(rotation.axis), rotation.angle, {}};
    if (rotation.angle.isConstant())
      bound.values.push_back(rotation.angle.constant);
    else
      for (const std::vector<double> &values : symbolValues)
        bound.values.push_back(CircuitView::evaluate(rotation.angle, values));
    reading.side.rotations.push_back(std::move(bound));
  }
  readSeen(side, form, reading);
  return reading;
}

void HeisenbergReader::readSeen(const EquivalenceSide &side,
                                const PauliProgram &form,
                                Reading &reading) const {
  auto add = [&](SignedPauli image, std::string name, size_t group = 0,
                 double coefficient = 1) {
    reading.side.seen.push_back(std::move(image));
    reading.names.push_back(std::move(name));
    reading.terms.push_back({group, coefficient});
  };
  const CircuitView &view = *side.view;
  switch (relation) {
  case Relation::Unitary:
    for (auto [i, q] : llvm::enumerate(side.end))
      for (Pauli letter : {Pauli::X, Pauli::Z})
        add(form.pullBack(q, letter),
            letterOf(letter) + std::string(" of qubit ") + std::to_string(i));
    for (unsigned q = 0; q < view.numQubits(); ++q)
      if (!llvm::is_contained(side.end, q))
        reading.ancillas.push_back(form.pullBack(q, Pauli::Z));
    return;
  case Relation::Distribution: {
    std::vector<MeasuredBit> bits =
        finalMeasurements(view).value_or(std::vector<MeasuredBit>());
    for (const MeasuredBit &bit : bits)
      add(form.pullBack(bit.qubit, Pauli::Z),
          "bit " + bit.reg + "[" + std::to_string(bit.index) + "]");
    return;
  }
  case Relation::Observables:
    for (auto [group, sum] : llvm::enumerate(view.observables()))
      for (const PauliTerm &term : sum.terms())
        add(form.pullBack(term.string), "observable " + std::to_string(group),
            group, term.coefficient);
  }
}

/// Qubits from `first` on start in |0⟩: their Z is 1. False if there is an X.
static bool dropAncillas(PauliString &string, unsigned first) {
  for (unsigned q = first; q < string.numQubits(); ++q) {
    Pauli letter = string.at(q);
    if (letter == Pauli::X || letter == Pauli::Y)
      return false;
    string.set(q, Pauli::I);
  }
  return true;
}

bool qopt::narrow(Reading &reading, unsigned n) {
  auto shorten = [&](PauliString &string) {
    if (!dropAncillas(string, n))
      return false;
    PauliString small(n);
    for (unsigned q : string.support())
      small.set(q, string.at(q));
    string = small;
    return true;
  };
  for (SignedPauli &z : reading.ancillas)
    if (z.negative || !dropAncillas(z.letters, n) || !z.letters.isIdentity())
      return false;
  for (BoundRotation &rotation : reading.side.rotations)
    if (!shorten(rotation.axis))
      return false;
  for (SignedPauli &pauli : reading.side.seen)
    if (!shorten(pauli.letters))
      return false;
  return true;
}
