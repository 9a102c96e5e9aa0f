//===- StringReach.cpp - Strings an observable becomes --------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "StringReach.h"
#include "SymplecticBits.h"

#include "llvm/ADT/Hashing.h"

#include <algorithm>
#include <unordered_map>

using namespace qopt;

namespace {
struct BitsHash {
  size_t operator()(const Bits &bits) const {
    return llvm::hash_combine_range(bits.begin(), bits.end());
  }
};

/// The strings reached so far, found by their letters and by qubit. The order
/// of the table is never seen.
class Reached {
public:
  Reached(const MomentProgram &program, unsigned maxWeight)
      : half((program.numQubits + 63) / 64), maxWeight(maxWeight),
        at(program.numQubits), stamp() {
    for (const ProgramTerm &term : program.terms) {
      PauliString string(program.numQubits);
      for (auto [q, letter] : term.letters)
        string.set(q, letter);
      insert(bitsOf(string));
    }
  }
  size_t size() const { return table.size(); }
  size_t clifford(const ProgramOp &op);
  size_t rotate(const ProgramOp &op, bool turn);

private:
  unsigned letter(const Bits &bits, unsigned q) const {
    return unsigned((bits[q / 64] >> (q % 64)) & 1) |
           unsigned((bits[half + q / 64] >> (q % 64)) & 1) << 1;
  }
  void setLetter(Bits &bits, unsigned q, unsigned letter) const {
    uint64_t bit = uint64_t(1) << (q % 64);
    bits[q / 64] = (bits[q / 64] & ~bit) | (letter & 1 ? bit : 0);
    bits[half + q / 64] = (bits[half + q / 64] & ~bit) | (letter & 2 ? bit : 0);
  }
  bool tooHeavy(const Bits &bits) const {
    unsigned weight = 0;
    for (size_t w = 0; w < half; ++w)
      weight += std::popcount(bits[w] | bits[half + w]);
    return weight > maxWeight;
  }
  void insert(Bits bits) {
    auto [place, isNew] = table.try_emplace(bits, strings.size());
    if (!isNew)
      return;
    for (size_t w = 0; w < half; ++w)
      for (uint64_t rest = bits[w] | bits[half + w]; rest; rest &= rest - 1)
        at[64 * w + std::countr_zero(rest)].push_back(strings.size());
    strings.push_back(std::move(bits));
    stamp.push_back(0);
  }
  /// Strings with a letter on one of `qubits`; forgets stale entries.
  std::vector<uint32_t> touching(llvm::ArrayRef<unsigned> qubits);

  size_t half;
  unsigned maxWeight;
  std::vector<Bits> strings; ///< empty: gone
  std::unordered_map<Bits, uint32_t, BitsHash> table;
  std::vector<std::vector<uint32_t>> at;
  std::vector<uint32_t> stamp;
  uint32_t round = 0;
};
} // namespace

std::vector<uint32_t> Reached::touching(llvm::ArrayRef<unsigned> qubits) {
  ++round;
  std::vector<uint32_t> found;
  for (unsigned q : qubits) {
    std::vector<uint32_t> kept;
    for (uint32_t slot : at[q]) {
      if (strings[slot].empty() || letter(strings[slot], q) == 0)
        continue;
      kept.push_back(slot);
      if (stamp[slot] != round)
        found.push_back(slot);
      stamp[slot] = round;
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    at[q] = std::move(kept);
  }
  return found;
}

size_t Reached::clifford(const ProgramOp &op) {
  std::vector<uint32_t> slots = touching(op.qubits);
  // Images are distinct, but may be names that others still have.
  for (uint32_t slot : slots)
    table.erase(strings[slot]);
  for (uint32_t slot : slots) {
    Bits &bits = strings[slot];
    unsigned index = 0;
    for (size_t j = 0; j < op.qubits.size(); ++j)
      index |= letter(bits, op.qubits[j]) << (2 * j);
    unsigned image = op.clifford->image[index];
    for (size_t j = 0; j < op.qubits.size(); ++j) {
      unsigned to = (image >> (2 * j)) & 3;
      if (letter(bits, op.qubits[j]) == 0 && to != 0)
        at[op.qubits[j]].push_back(slot);
      setLetter(bits, op.qubits[j], to);
    }
    if (tooHeavy(bits))
      bits.clear();
    else
      table.emplace(bits, slot);
  }
  return slots.size();
}

size_t Reached::rotate(const ProgramOp &op, bool turn) {
  Bits word(2 * half, 0);
  for (size_t j = 0; j < op.qubits.size(); ++j)
    setLetter(word, op.qubits[j], unsigned(op.letters[j]));
  std::vector<Bits> hopped;
  for (uint32_t slot : touching(op.qubits)) {
    if (!omega(strings[slot], word))
      continue;
    hopped.push_back(strings[slot]);
    addTo(hopped.back(), word);
    if (turn) {
      table.erase(strings[slot]);
      strings[slot].clear();
    }
  }
  for (Bits &bits : hopped)
    if (!tooHeavy(bits))
      insert(std::move(bits));
  return hopped.size();
}

std::optional<StringReach> qopt::reachableStrings(const MomentProgram &program,
                                                  size_t limit,
                                                  unsigned maxWeight,
                                                  size_t maxUpdates) {
  Reached reached(program, maxWeight);
  StringReach reach;
  reach.peak = reached.size();
  for (size_t i = program.ops.size(); i-- > 0;) {
    const ProgramOp &op = program.ops[i];
    if (op.isNoise || op.kind == ProgramOp::Kind::Diagonal)
      continue;
    if (op.kind == ProgramOp::Kind::Clifford) {
      reach.updates += reached.clifford(op);
    } else if (op.kind == ProgramOp::Kind::Rotation) {
      unsigned quarter = 0;
      bool turn =
          op.angle.isConstant() && isCliffordAngle(op.angle.constant, quarter);
      if (turn && quarter % 2 == 0)
        continue;
      reach.updates += reached.rotate(op, turn);
    } else {
      return std::nullopt;
    }
    reach.peak = std::max(reach.peak, reached.size());
    if (reached.size() > limit || reach.updates > maxUpdates)
      return std::nullopt;
  }
  return reach;
}
