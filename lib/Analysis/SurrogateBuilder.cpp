//===- SurrogateBuilder.cpp - Propagation with symbolic angles ------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "SurrogateBuilder.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

unsigned SurrogateBuilder::letterIn(const SparseString &string, unsigned q) {
  auto found = std::lower_bound(string.begin(), string.end(), 4 * q);
  return found != string.end() && *found / 4 == q ? *found % 4 : 0;
}

unsigned SurrogateBuilder::letter(Slot slot, unsigned q) const {
  return letterIn(strings[slot], q);
}

uint64_t SurrogateBuilder::setLetter(SparseString &string, unsigned q,
                                     unsigned letter) {
  uint64_t change = 0;
  auto found = std::lower_bound(string.begin(), string.end(), 4 * q);
  bool there = found != string.end() && *found / 4 == q;
  if (there)
    change ^= StringIndex::keyOf(*found);
  if (letter == 0) {
    if (there)
      string.erase(found);
    return change;
  }
  uint32_t code = 4 * q + letter;
  if (there)
    *found = code;
  else
    string.insert(found, code);
  return change ^ StringIndex::keyOf(code);
}

SurrogateBuilder::Slot SurrogateBuilder::addString(SparseString string,
                                                   uint64_t hash) {
  Slot slot = strings.size();
  for (uint32_t code : string)
    at[code / 4].push_back(slot);
  slotOf.insert(hash, slot);
  strings.push_back(std::move(string));
  hashes.push_back(hash);
  sign.push_back(1);
  dead.push_back(false);
  stamp.push_back(0);
  value.push_back(0);
  return slot;
}

std::vector<SurrogateBuilder::Slot>
SurrogateBuilder::touching(llvm::ArrayRef<unsigned> qubits) {
  std::vector<Slot> found;
  ++now;
  for (unsigned q : qubits) {
    std::vector<Slot> &list = at[q];
    // Entries whose letter is gone are removed; one listed twice is found once.
    size_t kept = 0;
    for (Slot slot : list) {
      if (dead[slot] || letter(slot, q) == 0)
        continue;
      list[kept++] = slot;
      if (stamp[slot] != now) {
        stamp[slot] = now;
        found.push_back(slot);
      }
    }
    list.resize(kept);
  }
  std::sort(found.begin(), found.end());
  return found;
}

unsigned SurrogateBuilder::lettersAt(Slot slot,
                                     llvm::ArrayRef<unsigned> qubits) const {
  unsigned index = 0;
  for (size_t j = 0; j < qubits.size(); ++j)
    index |= letter(slot, qubits[j]) << (2 * j);
  return index;
}

void SurrogateBuilder::open(Surrogate::StepKind kind, uint32_t angle) {
  uint32_t here = result.entries.size();
  result.steps.push_back({kind, angle, here, here});
}

void SurrogateBuilder::close() {
  result.steps.back().end = result.entries.size();
  if (result.steps.back().end == result.steps.back().begin)
    result.steps.pop_back();
}

SurrogateBuilder::Slot SurrogateBuilder::target(const SparseString &string,
                                                uint64_t hash) {
  Slot found = slotOf.find(hash, string, strings);
  if (found != StringIndex::None)
    return found;
  if (string.size() > maxWeight) {
    result.truncated = true;
    return Surrogate::None;
  }
  return addString(string, hash);
}

void SurrogateBuilder::clifford(const ProgramOp &op) {
  std::vector<Slot> slots = touching(op.qubits);
  std::vector<Slot> dropped;
  // Images are distinct, but may be names that others still have.
  for (Slot slot : slots)
    slotOf.erase(hashes[slot], slot);
  for (Slot slot : slots) {
    unsigned index = lettersAt(slot, op.qubits);
    unsigned image = op.clifford->image[index];
    sign[slot] *= op.clifford->sign[index];
    for (size_t j = 0; j < op.qubits.size(); ++j) {
      unsigned q = op.qubits[j], to = (image >> (2 * j)) & 3;
      if (letter(slot, q) == 0 && to != 0)
        at[q].push_back(slot);
      hashes[slot] ^= setLetter(strings[slot], q, to);
    }
    if (strings[slot].size() > maxWeight) {
      dead[slot] = true;
      dropped.push_back(slot);
      continue;
    }
    slotOf.insert(hashes[slot], slot);
  }
  if (dropped.empty())
    return;
  result.truncated = true;
  open(Surrogate::StepKind::Drop);
  for (Slot slot : dropped)
    record(slot, Surrogate::None, 0);
  close();
}

void SurrogateBuilder::dropSmall(llvm::ArrayRef<Slot> slots) {
  // Cosines wear strings down too, and what is carried on costs a mixing at
  // every rotation to come.
  open(Surrogate::StepKind::Drop);
  for (Slot slot : slots)
    if (std::abs(value[slot]) < minCoefficient) {
      dead[slot] = true;
      slotOf.erase(hashes[slot], slot);
      result.truncated = true;
      record(slot, Surrogate::None, 0);
    }
  close();
}

void SurrogateBuilder::rotate(const ProgramOp &op) {
  unsigned quarter = 0;
  bool isClifford =
      op.angle.isConstant() && isCliffordAngle(op.angle.constant, quarter);
  if (isClifford && quarter == 0)
    return;
  std::vector<Slot> slots = touching(op.qubits);
  Surrogate::Angle angle;
  angle.constant = op.angle.constant;
  for (auto [s, coefficient] : op.angle.terms)
    angle.terms.push_back({program.symbols[s].parameter, coefficient});
  result.angles.push_back(std::move(angle));
  double at = result.angles.back().constant;
  if (!reference.empty())
    for (auto [p, coefficient] : result.angles.back().terms)
      at += coefficient * reference[p];
  double cosine = std::cos(at), sine = std::sin(at);
  open(Surrogate::StepKind::Rotate, result.angles.size() - 1);
  for (Slot slot : slots) {
    SparseString hopped = strings[slot];
    uint64_t hash = hashes[slot];
    bool anticommutes = false;
    for (size_t j = 0; j < op.qubits.size(); ++j) {
      unsigned mine = letterIn(hopped, op.qubits[j]),
               other = unsigned(op.letters[j]);
      anticommutes ^= mine != 0 && other != 0 && mine != other;
      hash ^= setLetter(hopped, op.qubits[j], mine ^ other);
    }
    if (!anticommutes)
      continue;
    Slot found = slotOf.find(hash, hopped, strings);
    // Pairs are recorded once, from the one that stands first.
    if (found != StringIndex::None && found < slot)
      continue;
    // i·P·Q: the sign from the phases of the letters.
    unsigned power = 1;
    for (size_t j = 0; j < op.qubits.size(); ++j)
      power += productPhase(op.letters[j],
                            static_cast<Pauli>(letter(slot, op.qubits[j])));
    double hopSign = power % 4 == 0 ? 1 : -1;
    Slot to = Surrogate::None;
    if (found == StringIndex::None && minCoefficient > 0 &&
        std::abs(sine * value[slot]) < minCoefficient)
      result.truncated = true;
    else
      to = target(hopped, hash);
    double before = value[slot];
    value[slot] *= cosine;
    if (to != Surrogate::None) {
      hopSign *= sign[slot] * sign[to];
      value[slot] -= hopSign * sine * value[to];
      value[to] = cosine * value[to] + hopSign * sine * before;
    }
    record(slot, to, hopSign);
  }
  close();
  if (result.steps.empty() ||
      result.steps.back().angle + 1 != result.angles.size())
    result.angles.pop_back();
  if (minCoefficient > 0)
    dropSmall(slots);
}

void SurrogateBuilder::channel(const ProgramOp &op) {
  std::vector<Slot> slots = touching(op.qubits);
  std::vector<std::pair<Slot, double>> scaled;
  open(Surrogate::StepKind::Feed);
  for (Slot slot : slots) {
    unsigned index = lettersAt(slot, op.qubits);
    double keep = 1, shift = 0;
    switch (op.kind) {
    case ProgramOp::Kind::Diagonal:
      keep = op.factors[index];
      break;
    case ProgramOp::Kind::Readout:
      keep = op.keep;
      shift = op.shift;
      break;
    default: // Relaxation
      keep = index == unsigned(Pauli::Z) ? op.decayT1 : op.decayT2;
      shift = index == unsigned(Pauli::Z) ? 1 - op.decayT1 : 0;
    }
    if (shift != 0) {
      SparseString lighter = strings[slot];
      uint64_t hash = hashes[slot];
      for (unsigned q : op.qubits)
        hash ^= setLetter(lighter, q, 0);
      Slot to = target(lighter, hash);
      record(slot, to, shift * sign[slot] * sign[to]);
      value[to] += shift * sign[slot] * sign[to] * value[slot];
    }
    if (keep != 1)
      scaled.push_back({slot, keep});
  }
  close();
  open(Surrogate::StepKind::Scale);
  for (auto [slot, factor] : scaled) {
    record(slot, Surrogate::None, factor);
    value[slot] *= factor;
  }
  close();
}

std::string SurrogateBuilder::whyNot() const {
  if (program.hasTransfer)
    return "it has gates or channels that are given as matrices";
  return "";
}

bool SurrogateBuilder::run() {
  for (const ProgramTerm &term : program.terms) {
    SparseString string;
    uint64_t hash = 0;
    for (auto [q, letter] : term.letters)
      hash ^= setLetter(string, q, unsigned(letter));
    Slot slot = slotOf.find(hash, string, strings);
    if (slot == StringIndex::None)
      slot = addString(std::move(string), hash);
    result.start.push_back({slot, term.coefficient});
    value[slot] += term.coefficient;
    result.norm += std::abs(term.coefficient);
  }
  // Terms of the observable are kept whatever their weight.
  for (const SparseString &string : strings)
    maxWeight = std::max<unsigned>(maxWeight, string.size());
  for (size_t i = program.ops.size(); i-- > 0;) {
    const ProgramOp &op = program.ops[i];
    if (op.kind == ProgramOp::Kind::Clifford)
      clifford(op);
    else if (op.kind == ProgramOp::Kind::Rotation)
      rotate(op);
    else
      channel(op);
    if (strings.size() > maxTerms || result.entries.size() > 10 * maxTerms)
      return false;
  }
  return true;
}

void SurrogateBuilder::finish(Surrogate &surrogate,
                              unsigned circuitQubits) const {
  surrogate = result;
  surrogate.numQubits = circuitQubits;
  surrogate.numSlots = strings.size();
  surrogate.maxWeight = result.truncated && minCoefficient == 0 ? maxWeight : 0;
  surrogate.minCoefficient = result.truncated ? minCoefficient : 0;
  surrogate.constant = program.constant;
  for (Slot slot = 0; slot < strings.size(); ++slot) {
    if (dead[slot])
      continue;
    PauliString string(circuitQubits);
    for (uint32_t code : strings[slot])
      string.set(program.circuitQubit[code / 4], static_cast<Pauli>(code % 4));
    surrogate.outputs.push_back({slot, double(sign[slot]), std::move(string)});
  }
}
