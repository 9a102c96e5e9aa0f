//===- UniformProgram.cpp - Walk programs for the kernels -----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "UniformWalk.h"

#include "qopt/Simulation/InstructionSet.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

const WalkKernels &qopt::walkKernels() {
#ifdef QOPT_X86_KERNELS
  if (instructionSet() == "avx512")
    return walkavx512::kernels();
  if (instructionSet() == "avx2")
    return walkavx2::kernels();
#endif
  return walkgeneric::kernels();
}

bool qopt::isUniform(const WalkProgram &walk) {
  // Terms of different groups meet where relaxation shortens one of them.
  constexpr size_t MostPairs = 36;
  if (!walk.allUniform ||
      (walk.hasRelaxation ? walk.terms.size() * walk.terms.size() > MostPairs
                          : walk.numGroups != walk.terms.size()))
    return false;
  return llvm::none_of(walk.ops, [](const WalkOp &op) {
    switch (op.kind) {
    case WalkOp::Kind::Readout:
      return true;
    case WalkOp::Kind::Relaxation:
      // A reset forgets everything; else Z stays with some probability.
      return (op.decayT1 == 0) != (op.decayT2 == 0) || op.decayT2 < 0 ||
             (op.decayT1 == 0 && op.isNoise);
    case WalkOp::Kind::Depolarize:
    case WalkOp::Kind::Diagonal:
      return op.qubits.size() > 2 && op.kind == WalkOp::Kind::Diagonal
                 ? true
                 : llvm::any_of(op.factors, [&](double f) {
                     return f < 0 || f > 1 || (!op.isNoise && f != 0 && f != 1);
                   });
    default:
      return false;
    }
  });
}

static constexpr size_t SegmentSlots = 768;
/// Doubled amounts of a segment stay below 2^(32 − Fraction) = 256.
static constexpr double SegmentNats = 250, MostNats = 100;

namespace {
class UniformCompiler {
public:
  explicit UniformCompiler(const WalkProgram &walk) : walk(walk) {
    result.numQubits = walk.numQubits;
    result.numRotations = walk.numRotations;
    pending.assign(walk.numQubits, 0);
  }
  UniformProgram run(bool withNoise);

private:
  using Kind = KernelOp::Kind;
  KernelOp &add(Kind kind, llvm::ArrayRef<unsigned> qubits) {
    KernelOp &op = result.ops.emplace_back();
    op.kind = kind;
    op.count = qubits.size();
    op.a = qubits.front();
    op.b = qubits.back();
    result.source.push_back(index);
    return op;
  }
  KernelOp &addWord(Kind kind, const WalkOp &op) {
    KernelOp &added = add(kind, op.qubits);
    added.a = result.letters.size();
    for (size_t j = 0; j < op.qubits.size(); ++j)
      result.letters.push_back(
          {op.qubits[j],
           uint8_t(op.letters.empty() ? 0 : unsigned(op.letters[j]))});
    return added;
  }
  void addRotation(const WalkOp &op);
  void addClifford(const WalkOp &op);
  void addDiagonal(const WalkOp &op);
  /// Gives the operation that follows a noise slot that takes `nats` off a walk
  /// for each copy; returns its number.
  uint32_t slot(double nats);
  void addNoise(Kind kind, llvm::ArrayRef<unsigned> qubits, double nats,
                unsigned code = 0) {
    uint32_t number = slot(nats);
    KernelOp &op = add(kind, qubits);
    op.slot = number;
    op.linear = code;
  }
  /// Noise on one qubit waits here while only gates on that qubit follow, which
  /// do not change whether a string touches it.
  void flush(llvm::ArrayRef<unsigned> qubits);
  void closeSegment();

  const WalkProgram &walk;
  UniformProgram result;
  uint32_t index = 0;
  std::vector<double> pending;
  /// Copies can differ, and so their signs.
  bool decays = false;
  double segmentNats = 0;
};
} // namespace

void UniformCompiler::closeSegment() {
  result.segments.push_back(
      {result.ops.size(), uint32_t(result.amounts.size())});
  segmentNats = 0;
}

uint32_t UniformCompiler::slot(double nats) {
  nats = std::min(nats, MostNats);
  uint32_t first = result.segments.empty() ? 0 : result.segments.back().endSlot;
  if (result.amounts.size() - first >= SegmentSlots ||
      segmentNats + 2 * nats > SegmentNats)
    closeSegment();
  auto amount = uint32_t(std::lround(std::ldexp(nats, result.Fraction)));
  result.amounts.push_back(amount);
  result.doubled.push_back(2 * amount);
  segmentNats += 2 * nats;
  return result.amounts.size() - 1;
}

void UniformCompiler::flush(llvm::ArrayRef<unsigned> qubits) {
  for (unsigned q : qubits)
    if (pending[q] > 0) {
      addNoise(Kind::Touch1, {q}, pending[q]);
      pending[q] = 0;
    }
}

void UniformCompiler::addRotation(const WalkOp &op) {
  Kind kind = Kind::RotMany;
  if (op.qubits.size() == 1)
    kind = op.letters[0] == Pauli::X   ? Kind::RotX
           : op.letters[0] == Pauli::Y ? Kind::RotY
                                       : Kind::RotZ;
  else
    flush(op.qubits);
  KernelOp &added =
      kind == Kind::RotMany ? addWord(kind, op) : add(kind, op.qubits);
  added.slot = op.rotation;
}

void UniformCompiler::addClifford(const WalkOp &op) {
  // Rows (x_a, z_a, x_b, z_b) of the map of bits.
  uint16_t linear = 0;
  for (unsigned row = 0; row < 2 * op.qubits.size(); ++row)
    linear |= uint16_t(op.linear[row]) << (4 * row);
  if (op.qubits.size() == 2)
    flush(op.qubits);
  Kind kind = Kind::Linear;
  if (op.qubits.size() == 2 && linear == 0b1001'0100'0110'0001)
    kind = Kind::CZ;
  if (op.qubits.size() == 2 && linear == 0b1000'0101'1010'0001)
    kind = Kind::CX;
  if (kind == Kind::Linear &&
      linear == (op.qubits.size() == 2 ? 0b1000'0100'0010'0001 : 0b0010'0001)) {
    // Pauli gates: signs alone.
    if (decays && !op.signMonomials.empty())
      add(kind, op.qubits).linear = linear;
    return;
  }
  add(kind, op.qubits).linear = linear;
}

void UniformCompiler::addDiagonal(const WalkOp &op) {
  auto natsOf = [](double factor) {
    return factor > 0 ? -std::log(factor) : MostNats;
  };
  if (op.kind == WalkOp::Kind::Depolarize) {
    double nats = natsOf(op.factors[1]);
    if (nats == 0)
      return;
    if (op.isNoise && op.qubits.size() == 1) {
      pending[op.qubits[0]] += nats;
      return;
    }
    if (op.isNoise) {
      flush(op.qubits);
      if (op.qubits.size() == 2)
        return addNoise(Kind::Touch2, op.qubits, nats);
      uint32_t number = slot(nats);
      addWord(Kind::TouchMany, op).slot = number;
      return;
    }
  }
  flush(op.qubits);
  bool dephasing = op.qubits.size() == 1 && op.factors[1] == op.factors[3] &&
                   op.factors[2] == 1;
  if (op.isNoise && dephasing) {
    if (op.factors[1] != 1)
      addNoise(Kind::MaskX, op.qubits, natsOf(op.factors[1]));
    return;
  }
  for (size_t i = 1; i < op.factors.size(); ++i) {
    if (op.factors[i] == 1)
      continue;
    if (op.isNoise)
      addNoise(Kind::Match, op.qubits, natsOf(op.factors[i]), i);
    else
      add(Kind::Forbid, op.qubits).linear = i;
  }
}

UniformProgram UniformCompiler::run(bool withNoise) {
  decays = walk.hasRelaxation;
  for (; index < walk.ops.size(); ++index) {
    const WalkOp &op = walk.ops[index];
    if (op.isNoise && !withNoise)
      continue;
    switch (op.kind) {
    case WalkOp::Kind::Clifford:
      addClifford(op);
      break;
    case WalkOp::Kind::Turn:
      if (op.qubits.size() > 1)
        flush(op.qubits);
      addWord(Kind::TurnMany, op);
      break;
    case WalkOp::Kind::Flip:
      if (decays)
        add(Kind::Slow, op.qubits);
      break;
    case WalkOp::Kind::Rotation:
      addRotation(op);
      break;
    case WalkOp::Kind::Depolarize:
    case WalkOp::Kind::Diagonal:
      addDiagonal(op);
      break;
    case WalkOp::Kind::Relaxation:
      flush(op.qubits);
      if (op.decayT1 == 0) {
        add(Kind::Slow, op.qubits);
        break;
      }
      if (op.decayT2 != 1)
        addNoise(Kind::MaskX, op.qubits, -std::log(op.decayT2));
      if (op.decayT1 != 1) {
        add(Kind::Decay, op.qubits).slot = result.hazards.size();
        result.hazards.push_back(-std::log(op.decayT1));
      }
      break;
    case WalkOp::Kind::Readout:
      break;
    }
  }
  for (unsigned q = 0; q < walk.numQubits; ++q)
    flush({q});
  closeSegment();
  return std::move(result);
}

UniformProgram qopt::compileUniform(const WalkProgram &walk, bool withNoise) {
  return UniformCompiler(walk).run(withNoise);
}
