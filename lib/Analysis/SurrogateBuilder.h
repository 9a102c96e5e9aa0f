//===- SurrogateBuilder.h - Propagation with symbolic angles ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_SURROGATEBUILDER_H
#define QOPT_LIB_ANALYSIS_SURROGATEBUILDER_H

#include "MomentProgram.h"

#include "qopt/Analysis/Surrogate.h"

namespace qopt {

/// A string without its sign: 4·qubit + code of each letter, ascending. Strings
/// have few letters on many qubits.
using SparseString = llvm::SmallVector<uint32_t, 8>;

/// Slots by string: open addressing on the sum (mod 2) of a random number for
/// each letter, which changes with a letter at no cost in the others.
class StringIndex {
public:
  static constexpr uint32_t None = ~uint32_t(0);

  static uint64_t keyOf(uint32_t letter) {
    uint64_t h = (letter + 1) * 0x9e3779b97f4a7c15;
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9;
    h = (h ^ (h >> 27)) * 0x94d049bb133111eb;
    return h ^ (h >> 31);
  }

  uint32_t find(uint64_t hash, const SparseString &string,
                const std::vector<SparseString> &strings) const {
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
      if (cells[i].slot == None)
        return None;
      if (cells[i].hash == hash && cells[i].slot != Erased &&
          strings[cells[i].slot] == string)
        return cells[i].slot;
    }
  }
  /// The string must not be there.
  void insert(uint64_t hash, uint32_t slot) {
    if (2 * ++used > cells.size())
      grow();
    place(hash, slot);
  }
  void erase(uint64_t hash, uint32_t slot) {
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
      if (cells[i].slot == None)
        return;
      if (cells[i].slot == slot) {
        cells[i].slot = Erased;
        return;
      }
    }
  }

private:
  static constexpr uint32_t Erased = None - 1;
  struct Cell {
    uint64_t hash = 0;
    uint32_t slot = None;
  };
  void place(uint64_t hash, uint32_t slot) {
    size_t i = hash & mask;
    while (cells[i].slot != None)
      i = (i + 1) & mask;
    cells[i] = {hash, slot};
  }
  /// Leaves the erased ones behind.
  void grow() {
    std::vector<Cell> old = std::move(cells);
    size_t live = 0;
    for (const Cell &cell : old)
      live += cell.slot < Erased;
    size_t size = 64;
    while (size < 4 * (live + 1))
      size *= 2;
    cells.assign(size, Cell());
    mask = size - 1;
    used = live + 1;
    for (const Cell &cell : old)
      if (cell.slot < Erased)
        place(cell.hash, cell.slot);
  }

  std::vector<Cell> cells = std::vector<Cell>(64);
  size_t mask = 63;
  /// Cells that are not free, erased ones included.
  size_t used = 0;
};

/// Carries strings back and records what each operation mixes. A string keeps
/// its slot under Clifford gates; signs are kept apart from coefficients.
class SurrogateBuilder {
public:
  SurrogateBuilder(const MomentProgram &program, unsigned maxWeight,
                   size_t maxTerms, llvm::ArrayRef<double> reference = {},
                   double minCoefficient = 0)
      : program(program), maxWeight(maxWeight), maxTerms(maxTerms),
        reference(reference), minCoefficient(minCoefficient),
        at(program.numQubits) {}

  /// False if there are more than `maxTerms` strings.
  bool run();
  size_t numStrings() const { return strings.size(); }
  /// What was recorded; strings are moved to the circuit's qubits.
  void finish(Surrogate &surrogate, unsigned circuitQubits) const;
  std::string whyNot() const;

private:
  using Slot = uint32_t;

  unsigned letter(Slot slot, unsigned q) const;
  static unsigned letterIn(const SparseString &string, unsigned q);
  /// Sets a letter; the change of its hash.
  static uint64_t setLetter(SparseString &string, unsigned q, unsigned letter);
  Slot addString(SparseString string, uint64_t hash);
  /// Live slots with a letter on one of `qubits`, ascending.
  std::vector<Slot> touching(llvm::ArrayRef<unsigned> qubits);
  unsigned lettersAt(Slot slot, llvm::ArrayRef<unsigned> qubits) const;
  void open(Surrogate::StepKind kind, uint32_t angle = Surrogate::None);
  void close();
  void record(Slot i, Slot j, double factor) {
    result.entries.push_back({i, j, factor});
  }
  /// The slot of a string that an operation makes, or none if it is too heavy.
  Slot target(const SparseString &string, uint64_t hash);
  void clifford(const ProgramOp &op);
  void rotate(const ProgramOp &op);
  void channel(const ProgramOp &op);
  /// Drops those whose coefficients at the reference have become small.
  void dropSmall(llvm::ArrayRef<Slot> slots);

  const MomentProgram &program;
  unsigned maxWeight;
  size_t maxTerms;
  /// Named parameters, or empty; then `value` are coefficients there.
  llvm::ArrayRef<double> reference;
  double minCoefficient;
  std::vector<double> value;
  std::vector<SparseString> strings;
  std::vector<uint64_t> hashes;
  std::vector<int8_t> sign;
  std::vector<bool> dead;
  StringIndex slotOf;
  /// Slots that may have a letter on each qubit.
  std::vector<std::vector<Slot>> at;
  std::vector<uint32_t> stamp;
  uint32_t now = 0;
  Surrogate result;
};

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_SURROGATEBUILDER_H
