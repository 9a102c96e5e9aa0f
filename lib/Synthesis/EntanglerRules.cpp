//===- EntanglerRules.cpp - CZ, RZZ, SWAP from native gates -----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "EntanglerRules.h"

#include "qopt/Synthesis/BoundBlocks.h"

#include <cmath>
#include <numbers>

using namespace qopt;

static constexpr double pi = std::numbers::pi;

/// Two-letter word of the Pauli rotation a gate is; angle factor in `scale`.
/// CP is RZZ up to rotations about Z.
static llvm::StringRef rotationWord(const NativeEntangler &gate) {
  switch (gate.kind) {
  case GateKind::RZZ:
  case GateKind::CP:
    return "ZZ";
  case GateKind::RXX:
    return "XX";
  case GateKind::RYY:
    return "YY";
  case GateKind::RZX:
    return "ZX";
  case GateKind::PauliRotation:
    return gate.word;
  default:
    return "";
  }
}

static bool inRange(const NativeEntangler &gate, double angle) {
  return (!gate.minAngle || angle >= *gate.minAngle - 1e-12) &&
         (!gate.maxAngle || angle <= *gate.maxAngle + 1e-12);
}

/// Uses of the gate that a CZ takes; 0: unusable.
static unsigned usesForCZ(const NativeEntangler &gate) {
  switch (gate.kind) {
  case GateKind::CX:
  case GateKind::CZ:
  case GateKind::ECR:
    return 1;
  case GateKind::ISwap:
  case GateKind::SqrtISwap:
    return 2;
  case GateKind::CP:
    return inRange(gate, pi) ? 1 : 0;
  case GateKind::Unitary: {
    std::optional<BoundBlock> block = asBoundBlock(gate.matrix);
    return block && block->block.cost(Entangler::Controlled) == 1 ? 1 : 0;
  }
  default:
    return rotationWord(gate).size() == 2 &&
                   !rotationWord(gate).contains('I') && inRange(gate, pi / 2)
               ? 1
               : 0;
  }
}

EntanglerRules::EntanglerRules(std::vector<NativeEntangler> list, unsigned a,
                               unsigned b)
    : natives(std::move(list)), a(a), b(b) {
  // An unknown error counts as a typical one, so that known good gates win.
  auto cost = [](const NativeEntangler &gate, unsigned uses) {
    return uses * -std::log1p(-std::min(gate.error.value_or(0.02), 0.999999));
  };
  double bestCZ = HUGE_VAL, bestAny = HUGE_VAL, bestRange = HUGE_VAL;
  for (auto [i, gate] : llvm::enumerate(natives)) {
    if (unsigned uses = usesForCZ(gate); uses && cost(gate, uses) < bestCZ) {
      bestCZ = cost(gate, uses);
      forCZ = i;
    }
    bool rotates =
        rotationWord(gate).size() == 2 && !rotationWord(gate).contains('I');
    bool swaps = gate.kind == GateKind::ISwap;
    if (!rotates && !swaps)
      continue;
    unsigned uses = swaps ? 2 : 1;
    if (gate.acceptsAnyAngle() && cost(gate, uses) < bestAny) {
      bestAny = cost(gate, uses);
      forAnyAngle = i;
    }
    if (rotates && !gate.acceptsAnyAngle() && gate.kind != GateKind::CP &&
        inRange(gate, 0) && inRange(gate, pi / 2) &&
        cost(gate, uses) < bestRange) {
      bestRange = cost(gate, uses);
      forRange = i;
    }
  }
  if (forAnyAngle && bestAny > 2 * bestCZ)
    forAnyAngle.reset();
}

Entangler EntanglerRules::entangler() const {
  if (forAnyAngle && natives[*forAnyAngle].kind != GateKind::ISwap)
    return Entangler::Rotation;
  if (forRange)
    return Entangler::ConstantRotation;
  if (forCZ && natives[*forCZ].kind == GateKind::ISwap)
    return Entangler::Exchange;
  return Entangler::Controlled;
}

const NativeEntangler *EntanglerRules::find(GateKind kind) const {
  for (const NativeEntangler &gate : natives)
    if (gate.kind == kind)
      return &gate;
  return nullptr;
}

llvm::SmallVector<unsigned, 2>
EntanglerRules::operands(const NativeEntangler &gate) const {
  if (gate.reversed)
    return {b, a};
  return {a, b};
}

static void add(std::vector<Operation> &out, GateKind kind, unsigned q) {
  out.emplace_back(kind, llvm::ArrayRef(q));
}
static void add(std::vector<Operation> &out, GateKind kind, double angle,
                unsigned q) {
  out.emplace_back(kind, llvm::ArrayRef(q),
                   llvm::ArrayRef(constantAngle(angle)));
}

/// Turns Z into `letter` (and back, `leave`) around an interaction.
static void changeBasis(char letter, bool leave, unsigned q,
                        std::vector<Operation> &out) {
  if (letter == 'X')
    add(out, GateKind::H, q);
  else if (letter == 'Y')
    add(out, GateKind::RX, leave ? pi / 2 : -pi / 2, q);
}

/// RZZ(angle) from one use of a rotation gate: its letters become Z.
void EntanglerRules::rotation(const NativeEntangler &gate,
                              const AffineAngle &angle,
                              std::vector<Operation> &out) const {
  llvm::SmallVector<unsigned, 2> q = operands(gate);
  if (gate.kind == GateKind::CP) {
    // RZZ(θ) = CP(−2θ)·RZ(θ)⊗RZ(θ) up to a phase.
    out.emplace_back(GateKind::CP, q, llvm::ArrayRef(angle * -2));
    for (unsigned qubit : q)
      out.emplace_back(GateKind::RZ, llvm::ArrayRef(qubit),
                       llvm::ArrayRef(angle));
    return;
  }
  llvm::StringRef word = rotationWord(gate);
  for (unsigned i : {0u, 1u})
    changeBasis(word[i], false, q[i], out);
  Operation op(gate.kind, q, llvm::ArrayRef(angle));
  if (gate.kind == GateKind::PauliRotation)
    op.text = gate.word;
  out.push_back(std::move(op));
  for (unsigned i : {0u, 1u})
    changeBasis(word[i], true, q[i], out);
}

/// A matrix of the class of CZ is L'·RPP(±π/2)·L with local gates L, L'.
void EntanglerRules::czFromMatrix(const NativeEntangler &gate,
                                  std::vector<Operation> &out) const {
  BoundBlock block = *asBoundBlock(gate.matrix);
  llvm::SmallVector<unsigned, 2> q = operands(gate);
  auto undo = [&](llvm::ArrayRef<Operation> locals) {
    for (Operation op : llvm::reverse(locals)) {
      op.qubits[0] = q[op.qubits[0]];
      if (op.kind == GateKind::U)
        std::swap(op.angles[1], op.angles[2]);
      for (AffineAngle &angle : op.angles)
        angle = angle * -1;
      out.push_back(std::move(op));
    }
  };
  char letter = 'Z';
  double angle = block.block.zz.constant;
  for (auto [other, value] : {std::pair('X', block.block.xx.constant),
                              std::pair('Y', block.block.yy.constant)})
    if (std::abs(std::cos(value)) < 0.5) {
      letter = other;
      angle = value;
    }
  for (unsigned qubit : q)
    changeBasis(letter, false, qubit, out);
  undo(block.before);
  Operation op(GateKind::Unitary, q);
  op.matrix = std::make_shared<const std::vector<Complex>>(gate.matrix);
  op.text = gate.name;
  out.push_back(std::move(op));
  undo(block.after);
  // The other rotations are local Paulis.
  for (auto [kind, value] : {std::pair(GateKind::X, block.block.xx.constant),
                             std::pair(GateKind::Y, block.block.yy.constant),
                             std::pair(GateKind::Z, block.block.zz.constant)})
    if (std::cos(value) < -0.5)
      for (unsigned qubit : q)
        add(out, kind, qubit);
  for (unsigned qubit : q) {
    changeBasis(letter, true, qubit, out);
    // CZ = RZ(−π/2)⊗RZ(−π/2)·RZZ(π/2), and the same with both signs turned.
    add(out, GateKind::RZ, std::sin(angle) > 0 ? -pi / 2 : pi / 2, qubit);
  }
}

void EntanglerRules::cz(std::vector<Operation> &out) const {
  const NativeEntangler &gate = natives[*forCZ];
  llvm::SmallVector<unsigned, 2> q = operands(gate);
  switch (gate.kind) {
  case GateKind::CZ:
    out.emplace_back(GateKind::CZ, q);
    return;
  case GateKind::CX:
    add(out, GateKind::H, q[1]);
    out.emplace_back(GateKind::CX, q);
    add(out, GateKind::H, q[1]);
    return;
  case GateKind::ECR:
    // CX = RX(−π/2)_t · RZ(−π/2)_c · X_c · ECR.
    add(out, GateKind::H, q[1]);
    out.emplace_back(GateKind::ECR, q);
    add(out, GateKind::X, q[0]);
    add(out, GateKind::RZ, -pi / 2, q[0]);
    add(out, GateKind::RX, -pi / 2, q[1]);
    add(out, GateKind::H, q[1]);
    return;
  case GateKind::CP:
    out.emplace_back(GateKind::CP, q, llvm::ArrayRef(constantAngle(pi)));
    return;
  case GateKind::Unitary:
    return czFromMatrix(gate, out);
  case GateKind::SqrtISwap:
    // siSWAP·X·siSWAP·X = RXX(−π/2).
    for (unsigned qubit : q)
      add(out, GateKind::H, qubit);
    for (unsigned repeat = 0; repeat < 2; ++repeat) {
      out.emplace_back(GateKind::SqrtISwap, q);
      add(out, GateKind::X, q[0]);
    }
    for (unsigned qubit : q)
      add(out, GateKind::H, qubit);
    for (unsigned qubit : q)
      add(out, GateKind::RZ, pi / 2, qubit);
    return;
  case GateKind::ISwap:
    rzz(constantAngle(-pi / 2), out);
    for (unsigned qubit : q)
      add(out, GateKind::RZ, pi / 2, qubit);
    return;
  default:
    // CZ = RZ(−π/2)⊗RZ(−π/2)·RZZ(π/2) up to a phase.
    rotation(gate, constantAngle(pi / 2), out);
    for (unsigned qubit : q)
      add(out, GateKind::RZ, -pi / 2, qubit);
  }
}

/// RZZ(θ) = CX·RZ(θ)·CX.
void EntanglerRules::rzzFromCZ(const AffineAngle &angle,
                               std::vector<Operation> &out) const {
  add(out, GateKind::H, b);
  cz(out);
  out.emplace_back(GateKind::RX, llvm::ArrayRef(b), llvm::ArrayRef(angle));
  cz(out);
  add(out, GateKind::H, b);
}

/// iSWAP·RX(θ)·iSWAP = RZY(θ)·(Z⊗Z), θ on operand 0.
void EntanglerRules::rzzFromISwap(const AffineAngle &angle,
                                  std::vector<Operation> &out) const {
  llvm::SmallVector<unsigned, 2> q = operands(*find(GateKind::ISwap));
  add(out, GateKind::RX, -pi / 2, q[1]);
  add(out, GateKind::Z, q[0]);
  add(out, GateKind::Z, q[1]);
  out.emplace_back(GateKind::ISwap, q);
  out.emplace_back(GateKind::RX, llvm::ArrayRef(q[0]), llvm::ArrayRef(angle));
  out.emplace_back(GateKind::ISwap, q);
  add(out, GateKind::RX, pi / 2, q[1]);
}

void EntanglerRules::constantRzz(double angle,
                                 std::vector<Operation> &out) const {
  auto paulis = [&] {
    add(out, GateKind::Z, a);
    add(out, GateKind::Z, b);
  };
  // Fold into [0, π): RZZ(π) is Z⊗Z.
  double value = wrapAngle(angle);
  if (value < 0) {
    paulis();
    value = wrapAngle(value + pi);
  }
  if (std::abs(value) < 1e-11)
    return;
  if (std::abs(value - pi) < 1e-11)
    return paulis();
  if (std::abs(value - pi / 2) < 1e-11 &&
      natives[*forCZ].kind != GateKind::ISwap) {
    cz(out);
    add(out, GateKind::RZ, pi / 2, a);
    add(out, GateKind::RZ, pi / 2, b);
    return;
  }
  if (forAnyAngle) {
    const NativeEntangler &gate = natives[*forAnyAngle];
    return gate.kind == GateKind::ISwap
               ? rzzFromISwap(constantAngle(value), out)
               : rotation(gate, constantAngle(value), out);
  }
  if (!forRange)
    return rzzFromCZ(constantAngle(value), out);
  // Above π/2: RZZ(θ) = (Z⊗Z)·X·RZZ(π−θ)·X.
  bool flip = value > pi / 2;
  if (flip) {
    paulis();
    add(out, GateKind::X, a);
  }
  rotation(natives[*forRange], constantAngle(flip ? pi - value : value), out);
  if (flip)
    add(out, GateKind::X, a);
}

void EntanglerRules::rzz(const AffineAngle &angle,
                         std::vector<Operation> &out) const {
  if (angle.isConstant())
    return constantRzz(angle.constant, out);
  if (!forAnyAngle)
    return rzzFromCZ(angle, out);
  const NativeEntangler &gate = natives[*forAnyAngle];
  if (gate.kind == GateKind::ISwap)
    return rzzFromISwap(angle, out);
  rotation(gate, angle, out);
}

void EntanglerRules::swap(std::vector<Operation> &out) const {
  if (const NativeEntangler *gate = find(GateKind::Swap)) {
    out.emplace_back(GateKind::Swap, operands(*gate));
    return;
  }
  const NativeEntangler *exchange = find(GateKind::ISwap);
  if (exchange && natives[*forCZ].kind != GateKind::ISwap) {
    // SWAP = iSWAP·CZ·(S†⊗S†).
    add(out, GateKind::Sdg, a);
    add(out, GateKind::Sdg, b);
    cz(out);
    out.emplace_back(GateKind::ISwap, operands(*exchange));
    return;
  }
  if (exchange) {
    PairBlock block;
    block.xx = block.yy = block.zz = constantAngle(-pi / 2);
    std::vector<Operation> parts;
    appendPairBlock(block, Entangler::Exchange, a, b, parts);
    for (Operation &part : parts) {
      if (part.kind == GateKind::ISwap)
        part.qubits = operands(*exchange);
      out.push_back(std::move(part));
    }
    return;
  }
  for (unsigned target : {b, a, b}) {
    add(out, GateKind::H, target);
    cz(out);
    add(out, GateKind::H, target);
  }
}

void EntanglerRules::iswap(std::vector<Operation> &out) const {
  if (const NativeEntangler *gate = find(GateKind::ISwap)) {
    out.emplace_back(GateKind::ISwap, operands(*gate));
    return;
  }
  if (const NativeEntangler *gate = find(GateKind::SqrtISwap)) {
    out.emplace_back(GateKind::SqrtISwap, operands(*gate));
    out.emplace_back(GateKind::SqrtISwap, operands(*gate));
    return;
  }
  // iSWAP = H_b·CX(b, a)·CX(a, b)·H_a·(S⊗S).
  add(out, GateKind::S, a);
  add(out, GateKind::S, b);
  add(out, GateKind::H, a);
  for (unsigned target : {b, a}) {
    add(out, GateKind::H, target);
    cz(out);
    add(out, GateKind::H, target);
  }
  add(out, GateKind::H, b);
}

void EntanglerRules::expand(const Operation &op,
                            std::vector<Operation> &out) const {
  switch (op.kind) {
  case GateKind::CZ:
    return cz(out);
  case GateKind::RZZ:
    return rzz(op.angles[0], out);
  case GateKind::Swap:
    return swap(out);
  default:
    return iswap(out);
  }
}
