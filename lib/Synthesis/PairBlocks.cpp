//===- PairBlocks.cpp - Commuting gates on one pair of qubits ---*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/PairBlocks.h"

#include "qopt/Synthesis/Commutation.h"
#include "qopt/Synthesis/Decompose.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <numbers>

using namespace qopt;

static constexpr double pi = std::numbers::pi;

/// 0 for a local gate, 1 for a quarter turn, else 2 (as a lone rotation).
static unsigned turnCost(const AffineAngle &angle) {
  if (!angle.isConstant())
    return 2;
  double quarters = angle.constant / (pi / 2);
  if (std::abs(quarters - std::round(quarters)) > 1e-11)
    return 2;
  return std::lround(quarters) % 2 ? 1 : 0;
}

unsigned PairBlock::together() const {
  unsigned turning = 0, most = 0;
  for (const AffineAngle *angle : {&xx, &yy, &zz}) {
    unsigned cost = turnCost(*angle);
    turning += cost > 0;
    most = std::max(most, cost);
  }
  return turning <= 1 ? most : turning;
}

static PairBlock withSwap(const PairBlock &block) {
  PairBlock result = block;
  for (AffineAngle *angle : {&result.xx, &result.yy, &result.zz})
    angle->constant -= pi / 2;
  return result;
}

unsigned PairBlock::cost(Entangler entangler) const {
  unsigned byCZ = together();
  switch (entangler) {
  case Entangler::Controlled:
    return byCZ;
  case Entangler::ConstantRotation:
    if (!xx.isConstant() || !yy.isConstant() || !zz.isConstant())
      return byCZ;
    [[fallthrough]];
  case Entangler::Rotation: {
    unsigned turning = 0;
    for (const AffineAngle *angle : {&xx, &yy, &zz})
      turning += turnCost(*angle) > 0;
    return turning;
  }
  case Entangler::Exchange:
    if (byCZ == 0)
      return 0;
    if (withSwap(*this).together() == 1)
      return 1;
    return byCZ <= 2 ? 2 : 3;
  }
  return byCZ;
}

/// Replaces the CX of `raw` (on 0 and 1) by iSWAP: each one exchanges the
/// qubits' names for all that follows. CZ = SWAP·iSWAP·(S†⊗S†).
static void appendWithISwaps(llvm::ArrayRef<Operation> raw, unsigned a,
                             unsigned b, std::vector<Operation> &out) {
  unsigned place[2] = {a, b};
  for (Operation op : raw) {
    for (unsigned &q : op.qubits)
      q = place[q];
    if (op.qubits.size() == 1) {
      out.push_back(std::move(op));
      continue;
    }
    llvm::ArrayRef<unsigned> target(op.qubits[1]);
    if (op.kind == GateKind::CX)
      out.emplace_back(GateKind::H, target);
    for (unsigned q : {a, b})
      out.emplace_back(GateKind::Sdg, llvm::ArrayRef(q));
    out.emplace_back(GateKind::ISwap, llvm::ArrayRef<unsigned>{a, b});
    std::swap(place[0], place[1]);
    unsigned moved = a + b - op.qubits[1];
    if (op.kind == GateKind::CX)
      out.emplace_back(GateKind::H, llvm::ArrayRef(moved));
  }
}

static void appendExchangeBlock(const PairBlock &block, unsigned a, unsigned b,
                                std::vector<Operation> &out) {
  std::vector<Operation> raw;
  switch (block.cost(Entangler::Exchange)) {
  case 2: {
    // Two CX hold two of the three rotations, zero or not.
    unsigned costs[3] = {turnCost(block.xx), turnCost(block.yy),
                         turnCost(block.zz)};
    unsigned absent = !costs[1] ? 1 : !costs[0] ? 0 : 2;
    const AffineAngle zero;
    AffineAngle angles[3] = {block.xx, block.yy, block.zz};
    // An absent rotation may be a multiple of π: a Pauli on both.
    const GateKind paulis[3] = {GateKind::X, GateKind::Y, GateKind::Z};
    if (std::abs(wrapAngle(angles[absent].constant)) > 1)
      for (unsigned q : {0u, 1u})
        raw.emplace_back(paulis[absent], llvm::ArrayRef(q));
    angles[absent] = zero;
    appendTwoCX(angles[0], angles[1], angles[2], absent, 0, 1, raw);
    break;
  }
  case 3: {
    PairBlock swapped = withSwap(block);
    appendThreeCX(swapped.xx, swapped.yy, swapped.zz, 0, 1, raw);
    break;
  }
  default: {
    PairBlock swapped = withSwap(block);
    if (block.cost(Entangler::Exchange) == 0)
      swapped = block;
    appendCanonicalGate(swapped.xx, swapped.yy, swapped.zz, 0, 1, raw);
    std::vector<Operation> based;
    for (const Operation &op : raw) {
      if (op.kind != GateKind::RZZ) {
        based.push_back(op);
        continue;
      }
      // A quarter turn: CZ·(S⊗S), or its inverse.
      bool negative = wrapAngle(op.angles[0].constant) < 0;
      based.emplace_back(GateKind::CZ, op.qubits);
      for (unsigned q : {0u, 1u})
        based.emplace_back(negative ? GateKind::Sdg : GateKind::S,
                           llvm::ArrayRef(q));
    }
    raw = std::move(based);
  }
  }
  appendWithISwaps(raw, a, b, out);
}

void qopt::appendPairBlock(const PairBlock &block, Entangler entangler,
                           unsigned a, unsigned b,
                           std::vector<Operation> &out) {
  if (entangler == Entangler::Exchange)
    return appendExchangeBlock(block, a, b, out);
  appendCanonicalGate(block.xx, block.yy, block.zz, a, b, out);
}

std::optional<PairBlock> qopt::asPairBlock(const Operation &op) {
  if (op.qubits.size() != 2)
    return std::nullopt;
  PairBlock block;
  auto both = [&](const AffineAngle &x, const AffineAngle &y) {
    block.xx = x;
    block.yy = y;
    block.separate = 2;
    return block;
  };
  switch (op.kind) {
  case GateKind::Swap:
    block.xx = block.yy = block.zz = constantAngle(-pi / 2);
    block.separate = 3;
    return block;
  case GateKind::ISwap:
    return both(constantAngle(-pi / 2), constantAngle(-pi / 2));
  case GateKind::ISwapdg:
    return both(constantAngle(pi / 2), constantAngle(pi / 2));
  case GateKind::SqrtISwap:
    return both(constantAngle(-pi / 4), constantAngle(-pi / 4));
  case GateKind::SqrtISwapdg:
    return both(constantAngle(pi / 4), constantAngle(pi / 4));
  case GateKind::XXPlusYY:
  case GateKind::XXMinusYY: {
    if (!(op.angles[1] == AffineAngle()))
      return std::nullopt;
    AffineAngle half = op.angles[0] * 0.5;
    return both(half, op.kind == GateKind::XXPlusYY ? half : half * -1);
  }
  default:
    break;
  }
  std::optional<RotationAxis> axis = asRotation(op);
  if (!axis || axis->word.size() != 2 ||
      axis->word[0].second != axis->word[1].second)
    return std::nullopt;
  char letter = axis->word[0].second;
  (letter == 'X'   ? block.xx
   : letter == 'Y' ? block.yy
                   : block.zz) = axis->angle;
  block.separate = turnCost(axis->angle);
  return block;
}

std::vector<Operation>
qopt::recognizeRotations(llvm::ArrayRef<Operation> operations) {
  std::vector<Operation> ops(operations.begin(), operations.end());
  std::vector<bool> erased(ops.size(), false);
  for (size_t i = 0; i < ops.size(); ++i) {
    if (erased[i] || ops[i].kind != GateKind::CX)
      continue;
    unsigned control = ops[i].qubits[0], target = ops[i].qubits[1];
    std::optional<size_t> rotation;
    for (size_t j = i + 1; j < ops.size() && j < i + 400; ++j) {
      const Operation &op = ops[j];
      if (erased[j])
        continue;
      bool onTarget = llvm::is_contained(op.qubits, target);
      bool onControl = llvm::is_contained(op.qubits, control);
      if (!onTarget && !onControl)
        continue;
      if (op.kind == GateKind::CX && rotation && op.qubits == ops[i].qubits) {
        Operation rzz(GateKind::RZZ, {control, target}, ops[*rotation].angles);
        ops[*rotation] = std::move(rzz);
        erased[i] = erased[j] = true;
        break;
      }
      bool isRotation = op.qubits.size() == 1 && onTarget && !rotation &&
                        (op.kind == GateKind::RZ || op.kind == GateKind::P);
      if (isRotation) {
        rotation = j;
        continue;
      }
      // The control may only see what is diagonal there.
      if (onTarget || !isUnitaryGate(op.kind))
        break;
      AxisOnQubit axis =
          axisOnQubit(op, llvm::find(op.qubits, control) - op.qubits.begin());
      if (!axis.identity && axis.letter != 'Z')
        break;
    }
  }
  std::vector<Operation> result;
  for (size_t i = 0; i < ops.size(); ++i)
    if (!erased[i])
      result.push_back(std::move(ops[i]));
  return result;
}

std::vector<Operation>
qopt::joinPairBlocks(llvm::ArrayRef<Operation> operations, unsigned numQubits,
                     EntanglerOf entanglerOf) {
  constexpr size_t none = SIZE_MAX;
  struct Group {
    PairBlock block;
    std::vector<size_t> members;
    Entangler entangler;
    /// Entanglers of the members one by one.
    unsigned separate;
  };
  std::vector<Group> groups;
  // Open group of each qubit, and the group each operation is in.
  std::vector<size_t> open(numQubits, none);
  std::vector<size_t> groupOf(operations.size(), none);
  for (auto [i, op] : llvm::enumerate(operations)) {
    std::optional<PairBlock> block = asPairBlock(op);
    if (block && open[op.qubits[0]] != none &&
        open[op.qubits[0]] == open[op.qubits[1]]) {
      Group &group = groups[open[op.qubits[0]]];
      group.block.xx = group.block.xx + block->xx;
      group.block.yy = group.block.yy + block->yy;
      group.block.zz = group.block.zz + block->zz;
      group.separate += block->cost(group.entangler);
      group.members.push_back(i);
      groupOf[i] = open[op.qubits[0]];
      continue;
    }
    for (unsigned q : op.qubits)
      open[q] = none;
    if (!block)
      continue;
    for (unsigned q : op.qubits)
      open[q] = groups.size();
    groupOf[i] = groups.size();
    Entangler entangler = entanglerOf(op.qubits[0], op.qubits[1]);
    groups.push_back({*block, {i}, entangler, block->cost(entangler)});
  }

  std::vector<Operation> out;
  for (auto [i, op] : llvm::enumerate(operations)) {
    if (groupOf[i] == none) {
      out.push_back(op);
      continue;
    }
    const Group &group = groups[groupOf[i]];
    // A lone gate is written so only where lowering knows no better.
    bool alone = group.members.size() < 2;
    bool better = group.block.cost(group.entangler) < group.separate;
    if (alone ? group.entangler != Entangler::Exchange : !better) {
      out.push_back(op);
      continue;
    }
    // Nothing comes between the members on their qubits, so the block can
    // stand where the first one does.
    if (group.members.front() == i)
      appendPairBlock(group.block, group.entangler, op.qubits[0], op.qubits[1],
                      out);
  }
  return out;
}
