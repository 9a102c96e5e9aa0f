//===- PauliString.cpp - Tensor products of Pauli operators ---------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Pauli/PauliString.h"

#include "qopt/Support/Error.h"

#include <bit>
#include <cassert>

using namespace llvm;

namespace qopt {

char letterOf(Pauli pauli) { return "IXZY"[static_cast<unsigned>(pauli)]; }

Expected<PauliString> PauliString::parse(StringRef letters) {
  PauliString result(letters.size());
  for (unsigned qubit = 0; qubit < letters.size(); ++qubit) {
    switch (letters[qubit]) {
    case 'I':
      break;
    case 'X':
      result.set(qubit, Pauli::X);
      break;
    case 'Y':
      result.set(qubit, Pauli::Y);
      break;
    case 'Z':
      result.set(qubit, Pauli::Z);
      break;
    default:
      return inputError("letter " + Twine(qubit + 1) + " of Pauli string '" +
                        escapeForTerminal(letters, 80) +
                        "' is none of I, X, Y, Z");
    }
  }
  return result;
}

void PauliString::set(unsigned qubit, Pauli pauli) {
  assert(qubit < qubits && "qubit out of range");
  uint64_t bit = uint64_t(1) << (qubit % 64);
  unsigned code = static_cast<unsigned>(pauli);
  xWords[qubit / 64] = (xWords[qubit / 64] & ~bit) | (code & 1 ? bit : 0);
  zWords[qubit / 64] = (zWords[qubit / 64] & ~bit) | (code & 2 ? bit : 0);
}

unsigned PauliString::weight() const {
  unsigned count = 0;
  for (size_t w = 0; w < xWords.size(); ++w)
    count += std::popcount(xWords[w] | zWords[w]);
  return count;
}

bool PauliString::isIdentity() const {
  for (size_t w = 0; w < xWords.size(); ++w)
    if (xWords[w] | zWords[w])
      return false;
  return true;
}

bool PauliString::isDiagonal() const {
  for (uint64_t word : xWords)
    if (word)
      return false;
  return true;
}

SmallVector<unsigned> PauliString::support() const {
  SmallVector<unsigned> result;
  for (size_t w = 0; w < xWords.size(); ++w)
    for (uint64_t rest = xWords[w] | zWords[w]; rest; rest &= rest - 1)
      result.push_back(w * 64 + std::countr_zero(rest));
  return result;
}

bool PauliString::commutesWith(const PauliString &other) const {
  assert(qubits == other.qubits && "strings of different length");
  uint64_t parity = 0;
  for (size_t w = 0; w < xWords.size(); ++w)
    parity ^= (xWords[w] & other.zWords[w]) ^ (zWords[w] & other.xWords[w]);
  return (std::popcount(parity) & 1) == 0;
}

unsigned PauliString::multiply(const PauliString &other) {
  assert(qubits == other.qubits && "strings of different length");
  unsigned phase = 0;
  for (size_t w = 0; w < xWords.size(); ++w) {
    uint64_t x1 = xWords[w], z1 = zWords[w];
    uint64_t x2 = other.xWords[w], z2 = other.zWords[w];
    // XY = iZ, YZ = iX, ZX = iY, and −i in the opposite order.
    uint64_t plus =
        (x1 & ~z1 & x2 & z2) | (x1 & z1 & ~x2 & z2) | (~x1 & z1 & x2 & ~z2);
    uint64_t minus =
        (x1 & z1 & x2 & ~z2) | (~x1 & z1 & x2 & z2) | (x1 & ~z1 & ~x2 & z2);
    phase += std::popcount(plus) + 3 * std::popcount(minus);
    xWords[w] = x1 ^ x2;
    zWords[w] = z1 ^ z2;
  }
  return phase % 4;
}

std::string PauliString::str() const {
  std::string text(qubits, 'I');
  for (unsigned qubit = 0; qubit < qubits; ++qubit)
    text[qubit] = letterOf(at(qubit));
  return text;
}

bool PauliString::operator<(const PauliString &other) const {
  if (qubits != other.qubits)
    return qubits < other.qubits;
  for (size_t w = 0; w < xWords.size(); ++w) {
    uint64_t differ =
        (xWords[w] ^ other.xWords[w]) | (zWords[w] ^ other.zWords[w]);
    if (!differ)
      continue;
    unsigned bit = std::countr_zero(differ);
    // Ranks of I, X, Z, Y (the codes 0 to 3) in the order I < X < Y < Z.
    static constexpr unsigned ranks[] = {0, 1, 3, 2};
    auto rank = [bit](uint64_t x, uint64_t z) {
      return ranks[((x >> bit) & 1) | (((z >> bit) & 1) << 1)];
    };
    return rank(xWords[w], zWords[w]) < rank(other.xWords[w], other.zWords[w]);
  }
  return false;
}

} // namespace qopt
