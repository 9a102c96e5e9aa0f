//===- FoldedRotations.cpp - What binding makes of two entanglers ---------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/FoldedRotations.h"

#include "EntanglerRules.h"
#include "qopt/Synthesis/BoundBlocks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <charconv>
#include <cmath>

using namespace qopt;

static std::string numberText(double value) {
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof(buffer), value).ptr;
  return std::string(buffer, end);
}

std::string FoldedRotation::text() const {
  return gateInfo(gate).name.str() + " " + numberText(minAngle) + " " +
         numberText(maxAngle);
}

std::optional<FoldedRotation> qopt::parseFoldedMark(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef, 3> words;
  llvm::SplitString(text, words);
  FoldedRotation mark;
  if (words.size() != 3 || words[1].getAsDouble(mark.minAngle) ||
      words[2].getAsDouble(mark.maxAngle))
    return std::nullopt;
  std::optional<GateKind> kind = findStandardGate(words[0]);
  using enum GateKind;
  if (!kind || !llvm::is_contained({RZZ, RXX, RYY, RZX}, *kind) ||
      !(mark.minAngle <= 0) || !(mark.maxAngle >= 1.5))
    return std::nullopt;
  mark.gate = *kind;
  return mark;
}

/// The two-qubit gate after `first` that shares a qubit with it, if it is on
/// the same pair and only one-qubit gates are between.
static std::optional<size_t> partnerOf(llvm::ArrayRef<Operation> operations,
                                       size_t first) {
  llvm::ArrayRef<unsigned> pair = operations[first].qubits;
  for (size_t i = first + 1; i < operations.size(); ++i) {
    const Operation &op = operations[i];
    unsigned shared = llvm::count_if(
        op.qubits, [&](unsigned q) { return llvm::is_contained(pair, q); });
    if (shared == 0)
      continue;
    if (!isUnitaryGate(op.kind) || op.qubits.size() > 2)
      return std::nullopt;
    if (op.qubits.size() == 2)
      return shared == 2 ? std::optional(i) : std::nullopt;
  }
  return std::nullopt;
}

/// Gates from `first` to `last` on their pair, as gates on 0 and 1 with symbol
/// s at `value` + s.
static std::vector<Operation> blockOf(llvm::ArrayRef<Operation> operations,
                                      size_t first, size_t last,
                                      double value = 0) {
  llvm::ArrayRef<unsigned> pair = operations[first].qubits;
  std::vector<Operation> block;
  for (size_t i = first; i <= last; ++i) {
    Operation op = operations[i];
    if (llvm::none_of(op.qubits,
                      [&](unsigned q) { return llvm::is_contained(pair, q); }))
      continue;
    for (unsigned &q : op.qubits)
      q = q == pair[0] ? 0 : 1;
    for (AffineAngle &angle : op.angles) {
      for (auto [symbol, factor] : angle.terms)
        angle.constant += factor * (value + symbol);
      angle.terms.clear();
    }
    block.push_back(std::move(op));
  }
  return block;
}

/// The block as local gates around at most one rotation; none if it is more.
static std::optional<BoundBlock>
asRotationBlock(llvm::ArrayRef<Operation> ops) {
  std::optional<BoundBlock> block = asBoundBlock(blockMatrix(ops));
  if (!block || block->block.cost(Entangler::Rotation) > 1)
    return std::nullopt;
  return block;
}

std::vector<FoldedRotation>
qopt::findFoldedRotations(const CircuitView &circuit,
                          const NativeSet &natives) {
  std::vector<Operation> operations = unpackOperations(circuit);
  std::vector<FoldedRotation> found;
  std::vector<bool> used(operations.size(), false);
  for (size_t i = 0; i < operations.size(); ++i) {
    const Operation &op = operations[i];
    if (op.qubits.size() != 2 || used[i] || !isUnitaryGate(op.kind) ||
        circuit.sites().empty())
      continue;
    const NativeEntangler *ranged = nullptr;
    std::vector<NativeEntangler> list = natives.entanglers(
        circuit.sites()[op.qubits[0]], circuit.sites()[op.qubits[1]]);
    for (const NativeEntangler &gate : list)
      if (gate.kind == GateKind::RZZ && gate.minAngle && gate.maxAngle &&
          *gate.minAngle <= 0 && *gate.maxAngle >= 1.5)
        ranged = &gate;
    std::optional<size_t> last = partnerOf(operations, i);
    if (!ranged || !last || used[*last])
      continue;
    bool symbolic = false;
    for (size_t k = i; k <= *last; ++k)
      for (const AffineAngle &angle : operations[k].angles)
        symbolic |= !angle.isConstant() &&
                    llvm::is_contained(op.qubits, operations[k].qubits[0]);
    if (!symbolic || !asRotationBlock(blockOf(operations, i, *last, 0.37)) ||
        !asRotationBlock(blockOf(operations, i, *last, 1.91)))
      continue;
    used[i] = used[*last] = true;
    FoldedRotation mark;
    mark.first = i;
    mark.last = *last;
    mark.gate = ranged->kind;
    mark.minAngle = *ranged->minAngle;
    mark.maxAngle = *ranged->maxAngle;
    found.push_back(mark);
  }
  return found;
}

/// One-qubit gates that occur.
static OneQubitNatives nativesOf(llvm::ArrayRef<Operation> operations) {
  OneQubitNatives natives;
  for (const Operation &op : operations)
    natives.add(op.kind);
  return natives;
}

CircuitView qopt::takeFoldedRotations(const CircuitView &circuit,
                                      llvm::ArrayRef<FoldedRotation> marks) {
  std::vector<Operation> operations = unpackOperations(circuit), out;
  ResynthesisOptions runs;
  runs.blocks = false;
  runs.translate = true;
  runs.natives = {nativesOf(operations)};
  if (!runs.natives[0].universal())
    return circuit;
  std::vector<bool> gone(operations.size(), false);
  std::vector<std::vector<Operation>> instead(operations.size());
  bool any = false;
  for (const FoldedRotation &mark : marks) {
    if (mark.first >= operations.size() || gone[mark.first] ||
        operations[mark.first].qubits.size() != 2)
      continue;
    std::optional<size_t> last = partnerOf(operations, mark.first);
    if (!last || gone[*last])
      continue;
    std::optional<BoundBlock> block =
        asRotationBlock(blockOf(operations, mark.first, *last));
    if (!block)
      continue;
    llvm::ArrayRef<unsigned> pair = operations[mark.first].qubits;
    NativeEntangler native;
    native.kind = mark.gate;
    native.minAngle = mark.minAngle;
    native.maxAngle = mark.maxAngle;
    EntanglerRules rules({native}, 0, 1);
    std::vector<Operation> made = block->before, interaction;
    appendPairBlock(block->block, Entangler::Rotation, 0, 1, interaction);
    for (const Operation &op : interaction)
      if (op.qubits.size() == 2)
        rules.expand(op, made);
      else
        made.push_back(op);
    llvm::append_range(made, block->after);
    for (Operation &op : made)
      for (unsigned &q : op.qubits)
        q = pair[q];
    for (size_t i = mark.first; i <= *last; ++i)
      if (llvm::any_of(operations[i].qubits,
                       [&](unsigned q) { return llvm::is_contained(pair, q); }))
        gone[i] = true;
    instead[mark.first] = std::move(made);
    any = true;
  }
  if (!any)
    return circuit;
  for (auto [i, op] : llvm::enumerate(operations)) {
    llvm::append_range(out, instead[i]);
    if (!gone[i])
      out.push_back(op);
  }
  return withOperations(circuit, resynthesize(out, circuit.numQubits(), runs));
}
