//===- SimplifyProgram.cpp - What the observable cannot see ---------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Two proofs that an operation does nothing. Forwards: a qubit known to be in
// |0⟩ or |1⟩ takes phases, and controls on it are decided. Backwards: the
// letters that each qubit of the observable can carry, qubit by qubit, are a
// superset of what really occurs; a rotation that commutes with all of them has
// no effect. This contains the light cone.
//
//===----------------------------------------------------------------------===//

#include "MomentProgram.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

namespace {
enum class Known : uint8_t { Zero, One, No };

/// What a qubit in a computational state makes of the operations.
class KnownStates {
public:
  explicit KnownStates(unsigned numQubits, llvm::ArrayRef<unsigned> unknown)
      : state(numQubits, Known::Zero) {
    for (unsigned q : unknown)
      state[q] = Known::No;
  }
  /// False if `op` does nothing (up to a phase); may narrow a rotation's word.
  bool apply(ProgramOp &op);

private:
  bool applyRotation(ProgramOp &op);
  bool applyClifford(ProgramOp &op);
  std::pair<unsigned, int> reduce(const ProgramOp &op, unsigned string,
                                  int sign) const;
  void forget(const ProgramOp &op) {
    for (unsigned q : op.qubits)
      state[q] = Known::No;
  }

  std::vector<Known> state;
};
} // namespace

bool KnownStates::applyRotation(ProgramOp &op) {
  // Z on a known qubit is a sign, and leaves the qubit known.
  bool negative = false;
  for (size_t j = op.qubits.size(); j-- > 0;) {
    Known known = state[op.qubits[j]];
    if (op.letters[j] != Pauli::Z || known == Known::No)
      continue;
    negative ^= known == Known::One;
    op.qubits.erase(op.qubits.begin() + j);
    op.letters.erase(op.letters.begin() + j);
  }
  if (op.qubits.empty())
    return false;
  if (negative)
    op.angle = op.angle * -1;
  forget(op);
  return true;
}

/// A signed string on the operands as the unknown ones feel it: the letters on
/// those and the sign (0 if the value vanishes on a known qubit).
std::pair<unsigned, int> KnownStates::reduce(const ProgramOp &op,
                                             unsigned string, int sign) const {
  unsigned rest = string;
  for (size_t i = 0; i < op.qubits.size(); ++i) {
    Known known = state[op.qubits[i]];
    Pauli letter = static_cast<Pauli>((string >> (2 * i)) & 3);
    if (known == Known::No || letter == Pauli::I)
      continue;
    if (letter != Pauli::Z)
      return {0, 0};
    rest &= ~(3u << (2 * i));
    if (known == Known::One)
      sign = -sign;
  }
  return {rest, sign};
}

bool KnownStates::applyClifford(ProgramOp &op) {
  // A string of Z's on known qubits that goes, in the Schrödinger picture, to
  // one-letter Z strings keeps the qubits known. The table has the Heisenberg
  // direction, so look for the strings whose image is Z on each operand.
  const CliffordTable &table = *op.clifford;
  unsigned k = table.numQubits, strings = 1u << (2 * k);
  bool trivial = true;
  llvm::SmallVector<Known, 2> next(k, Known::No);
  for (unsigned j = 0; j < k; ++j) {
    // U†·Z_j·U after the gate equals a string before it.
    unsigned zj = unsigned(Pauli::Z) << (2 * j);
    unsigned before = table.image[zj];
    int sign = table.sign[zj];
    bool decided = true;
    for (unsigned i = 0; i < k; ++i) {
      Pauli letter = static_cast<Pauli>((before >> (2 * i)) & 3);
      Known known = state[op.qubits[i]];
      if (letter == Pauli::I)
        continue;
      if (letter != Pauli::Z || known == Known::No)
        decided = false;
      else if (known == Known::One)
        sign = -sign;
    }
    if (decided)
      next[j] = sign > 0 ? Known::Zero : Known::One;
  }
  // Trivial: before and after the gate every string means the same to the
  // qubits that are not known.
  for (unsigned in = 0; in < strings && trivial; ++in)
    trivial = reduce(op, in, 1) == reduce(op, table.image[in], table.sign[in]);
  for (unsigned j = 0; j < k; ++j)
    state[op.qubits[j]] = next[j];
  return !trivial;
}

bool KnownStates::apply(ProgramOp &op) {
  switch (op.kind) {
  case ProgramOp::Kind::Rotation:
    return applyRotation(op);
  case ProgramOp::Kind::Clifford:
    return applyClifford(op);
  case ProgramOp::Kind::Relaxation:
    if (state[op.qubits[0]] == Known::Zero)
      return false;
    // A reset makes the qubit known.
    state[op.qubits[0]] =
        op.decayT1 == 0 && op.decayT2 == 0 ? Known::Zero : Known::No;
    return true;
  case ProgramOp::Kind::Readout:
    return true;
  case ProgramOp::Kind::Diagonal:
    // Dephasing does nothing to a computational state.
    if (op.qubits.size() == 1 && op.factors[unsigned(Pauli::Z)] == 1 &&
        state[op.qubits[0]] != Known::No)
      return false;
    forget(op);
    return true;
  case ProgramOp::Kind::Transfer:
    forget(op);
    return true;
  }
  return true;
}

namespace {
/// The letters each qubit can carry, as bits 1 << code.
class LetterSets {
public:
  explicit LetterSets(const MomentProgram &program)
      : sets(program.numQubits, 1) {
    for (const ProgramTerm &term : program.terms)
      for (auto [q, letter] : term.letters)
        sets[q] |= 1u << unsigned(letter);
  }
  /// False if `op` leaves every possible string as it is.
  bool apply(const ProgramOp &op);

private:
  bool has(unsigned q, unsigned letter) const {
    return (sets[q] >> letter) & 1;
  }
  bool applyRotation(const ProgramOp &op);
  template <typename Visit>
  void forEachString(const ProgramOp &op, Visit visit) const;

  std::vector<uint8_t> sets;
};
} // namespace

bool LetterSets::applyRotation(const ProgramOp &op) {
  bool canAnticommute = false;
  for (size_t j = 0; j < op.qubits.size(); ++j)
    for (unsigned letter = 1; letter < 4; ++letter)
      canAnticommute |=
          letter != unsigned(op.letters[j]) && has(op.qubits[j], letter);
  if (!canAnticommute)
    return false;
  unsigned quarter;
  bool clifford =
      op.angle.isConstant() && isCliffordAngle(op.angle.constant, quarter);
  if (clifford && quarter == 0)
    return false;
  if (clifford && quarter == 2)
    return true;
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    uint8_t &set = sets[op.qubits[j]];
    unsigned p = unsigned(op.letters[j]);
    uint8_t moved = 0;
    for (unsigned letter = 0; letter < 4; ++letter)
      if (has(op.qubits[j], letter))
        moved |= 1u << (letter ^ p);
    if (op.qubits.size() == 1) {
      // Alone on the qubit, I and P stay, the others move.
      uint8_t stays = (1u << 0) | (1u << p);
      uint8_t image = moved & ~stays;
      set = clifford ? uint8_t((set & stays) | image) : uint8_t(set | image);
    } else {
      set |= moved;
    }
  }
  return true;
}

template <typename Visit>
void LetterSets::forEachString(const ProgramOp &op, Visit visit) const {
  unsigned k = op.qubits.size(), strings = 1u << (2 * k);
  for (unsigned in = 1; in < strings; ++in) {
    bool possible = true;
    for (unsigned j = 0; j < k && possible; ++j)
      possible = has(op.qubits[j], (in >> (2 * j)) & 3);
    if (possible)
      visit(in);
  }
}

bool LetterSets::apply(const ProgramOp &op) {
  if (op.kind == ProgramOp::Kind::Rotation)
    return applyRotation(op);
  unsigned k = op.qubits.size(), strings = 1u << (2 * k);
  llvm::SmallVector<uint8_t, 4> next(k, 1);
  bool acts = false;
  auto reach = [&](unsigned out) {
    for (unsigned j = 0; j < k; ++j)
      next[j] |= 1u << ((out >> (2 * j)) & 3);
  };
  forEachString(op, [&](unsigned in) {
    switch (op.kind) {
    case ProgramOp::Kind::Clifford:
      acts |= op.clifford->image[in] != in || op.clifford->sign[in] < 0;
      reach(op.clifford->image[in]);
      break;
    case ProgramOp::Kind::Diagonal:
      acts |= op.factors[in] != 1;
      if (op.factors[in] != 0)
        reach(in);
      break;
    case ProgramOp::Kind::Relaxation:
      acts = true;
      if (in == unsigned(Pauli::Z) ? op.decayT1 != 0 : op.decayT2 != 0)
        reach(in);
      break;
    case ProgramOp::Kind::Readout:
      acts = true;
      reach(in);
      break;
    default:
      for (unsigned out = 0; out < strings; ++out) {
        double value = op.transfer->entry[size_t(in) * strings + out];
        acts |= value != (in == out ? 1 : 0);
        if (value != 0)
          reach(out);
      }
    }
  });
  if (!acts)
    return false;
  for (unsigned j = 0; j < k; ++j)
    sets[op.qubits[j]] = next[j];
  return true;
}

/// Gives the kept qubits and symbols their final numbers.
static void renumber(MomentProgram &program) {
  std::vector<bool> used(program.numQubits, false);
  for (const ProgramOp &op : program.ops)
    for (unsigned q : op.qubits)
      used[q] = true;
  for (const ProgramTerm &term : program.terms)
    for (auto [q, letter] : term.letters)
      used[q] = true;
  std::vector<unsigned> number(program.numQubits, 0);
  std::vector<unsigned> kept;
  for (unsigned q = 0; q < program.numQubits; ++q)
    if (used[q]) {
      number[q] = kept.size();
      kept.push_back(program.circuitQubit[q]);
    }
  for (ProgramOp &op : program.ops)
    for (unsigned &q : op.qubits)
      q = number[q];
  for (ProgramTerm &term : program.terms)
    for (auto &[q, letter] : term.letters)
      q = number[q];
  program.circuitQubit = std::move(kept);
  program.numQubits = program.circuitQubit.size();
}

/// Uses, units and flags of the symbols that are left.
void qopt::summarizeProgram(MomentProgram &program) {
  std::vector<std::vector<double>> coefficients(program.symbols.size());
  for (size_t i = 0; i < program.ops.size(); ++i)
    for (auto [s, coefficient] : program.ops[i].angle.terms) {
      ProgramSymbol &symbol = program.symbols[s];
      if (symbol.uses++ == 0)
        symbol.firstOp = i;
      symbol.lastOp = i;
      coefficients[s].push_back(coefficient);
      program.provenDead[symbol.parameter] = false;
    }
  std::vector<unsigned> number(program.symbols.size(), 0);
  std::vector<ProgramSymbol> kept;
  for (size_t s = 0; s < program.symbols.size(); ++s) {
    if (program.symbols[s].uses == 0)
      continue;
    number[s] = kept.size();
    ProgramSymbol symbol = program.symbols[s];
    symbol.unit = commonDivisor(coefficients[s]);
    program.hasSharedSymbols |= symbol.isShared();
    program.hasIncommensurate |= symbol.unit == 0;
    kept.push_back(symbol);
  }
  program.symbols = std::move(kept);
  for (ProgramOp &op : program.ops) {
    for (auto &[s, coefficient] : op.angle.terms)
      s = number[s];
    unsigned quarter;
    if (op.kind == ProgramOp::Kind::Rotation && op.angle.isConstant() &&
        !isCliffordAngle(op.angle.constant, quarter))
      program.hasConstantRotation = true;
    program.hasNoise |= op.isNoise;
    program.hasRelaxation |= op.kind == ProgramOp::Kind::Relaxation ||
                             op.kind == ProgramOp::Kind::Readout;
    program.hasTransfer |= op.kind == ProgramOp::Kind::Transfer;
  }
}

void qopt::simplifyProgram(MomentProgram &program, bool zeroInput,
                           llvm::ArrayRef<unsigned> unknown) {
  KnownStates known(program.numQubits, unknown);
  // Both passes keep the operations where they are: there can be millions.
  std::vector<ProgramOp> &ops = program.ops;
  size_t count = 0;
  for (ProgramOp &op : ops)
    if (!zeroInput || known.apply(op)) {
      if (&ops[count] != &op)
        ops[count] = std::move(op);
      ++count;
    }

  LetterSets seen(program);
  size_t first = count;
  for (size_t i = count; i-- > 0;)
    if (seen.apply(ops[i]) && --first != i)
      ops[first] = std::move(ops[i]);
  ops.erase(ops.begin() + count, ops.end());
  ops.erase(ops.begin(), ops.begin() + first);
  renumber(program);
  summarizeProgram(program);
}
