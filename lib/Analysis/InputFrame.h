//===- InputFrame.h - Strings in the frame of the input ---------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// V†·P·V with signs, V the Clifford gates from the input up to a place of the
// circuit: what a generator at that place does to the input state.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_INPUTFRAME_H
#define QOPT_LIB_ANALYSIS_INPUTFRAME_H

#include "MomentProgram.h"

#include "qopt/Pauli/PauliString.h"

namespace qopt {

/// i^power·string.
struct PhasedString {
  PauliString string;
  unsigned power = 0;

  void multiply(const PhasedString &other) {
    power = (power + other.power + string.multiply(other.string)) % 4;
  }
};

class InputFrame {
public:
  explicit InputFrame(unsigned numQubits) : numQubits(numQubits) {
    for (unsigned q = 0; q < numQubits; ++q)
      for (Pauli letter : {Pauli::X, Pauli::Z}) {
        PauliString single(numQubits);
        single.set(q, letter);
        rows.push_back({std::move(single), 0});
      }
  }
  /// Image of a word of letters; `index` has the letter of operand j in bits
  /// 2j, 2j + 1.
  PhasedString image(llvm::ArrayRef<unsigned> qubits, unsigned index) const {
    PhasedString product{PauliString(numQubits), 0};
    for (size_t j = 0; j < qubits.size(); ++j) {
      unsigned letter = (index >> (2 * j)) & 3;
      if (letter & 1)
        product.multiply(rows[2 * qubits[j]]);
      if (letter & 2)
        product.multiply(rows[2 * qubits[j] + 1]);
      // Y = i·X·Z.
      product.power = (product.power + (letter == 3)) % 4;
    }
    return product;
  }
  PhasedString image(const ProgramOp &rotation) const {
    PhasedString product{PauliString(numQubits), 0};
    for (size_t j = 0; j < rotation.qubits.size(); ++j)
      product.multiply(
          image(rotation.qubits[j], unsigned(rotation.letters[j])));
    return product;
  }
  /// Steps over a Clifford gate.
  void step(const ProgramOp &op) {
    const CliffordTable &table = *op.clifford;
    llvm::SmallVector<PhasedString, 8> next;
    for (unsigned bit = 0; bit < 2 * table.numQubits; ++bit) {
      unsigned word = 1u << bit;
      next.push_back(image(op.qubits, table.image[word]));
      if (table.sign[word] < 0)
        next.back().power = (next.back().power + 2) % 4;
    }
    for (unsigned bit = 0; bit < 2 * table.numQubits; ++bit)
      rows[2 * op.qubits[bit / 2] + bit % 2] = std::move(next[bit]);
  }
  /// Steps over a rotation by `quarter` quarter turns: Q → i^quarter-like,
  /// cos·Q + sin·iPQ for each Q that anticommutes with the generator.
  void turn(const ProgramOp &rotation, unsigned quarter) {
    if (quarter % 4 == 0)
      return;
    PhasedString generator = image(rotation);
    for (unsigned q : rotation.qubits)
      for (unsigned row : {2 * q, 2 * q + 1}) {
        if (rows[row].string.commutesWith(generator.string))
          continue;
        if (quarter == 2) {
          rows[row].power = (rows[row].power + 2) % 4;
          continue;
        }
        PhasedString hopped = generator;
        hopped.multiply(rows[row]);
        hopped.power = (hopped.power + (quarter == 1 ? 1 : 3)) % 4;
        rows[row] = std::move(hopped);
      }
  }

private:
  unsigned numQubits;
  std::vector<PhasedString> rows; // X_0, Z_0, X_1, …
};

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_INPUTFRAME_H
