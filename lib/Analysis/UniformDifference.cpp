//===- UniformDifference.cpp - Pairs of walks that have parted ------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// What the operations do to a pair of strings (A, B = A·D). These are rare.
//
//===----------------------------------------------------------------------===//

#include "UniformWalk.h"

#include <bit>
#include <cmath>

using namespace qopt;

void UniformWalker::refresh(unsigned q) {
  bool differ = (dx[q] | dz[q]).any();
  if (differ && !differs[q])
    different.push_back(q);
  differs[q] = differ;
}

/// These walks count nothing any more; their copies are made equal, so that
/// they slow nobody down.
void UniformWalker::end(const BitLanes &which) {
  if (!which.any())
    return;
  lanes.dead |= which;
  size_t kept = 0;
  for (unsigned q : different) {
    if (!differs[q])
      continue;
    dx[q] &= ~which;
    dz[q] &= ~which;
    differs[q] = (dx[q] | dz[q]).any();
    if (differs[q])
      different[kept++] = q;
  }
  different.resize(kept);
}

/// Where the letters of one copy anticommute with those of the operation, and
/// (in `pairs`) where i·P·Q has the sign plus.
static BitLanes anticommutes(const WalkOp &op, llvm::ArrayRef<BitLanes> qx,
                             llvm::ArrayRef<BitLanes> qz, BitLanes &pairs) {
  BitLanes parity = BitLanes::all(false);
  pairs = BitLanes::all(false);
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    BitLanes anti, three;
    switch (op.letters[j]) {
    case Pauli::X: // XY = iZ, XZ = −iY
      anti = qz[j];
      three = qz[j] & ~qx[j];
      break;
    case Pauli::Y: // YZ = iX, YX = −iZ
      anti = qx[j] ^ qz[j];
      three = qx[j] & ~qz[j];
      break;
    default: // ZX = iY, ZY = −iX
      anti = qx[j];
      three = qx[j] & qz[j];
      break;
    }
    pairs ^= (parity & anti) ^ three;
    parity ^= anti;
  }
  return parity;
}

namespace {
/// Both copies on the qubits of an operation.
struct Copies {
  llvm::SmallVector<BitLanes, 4> x[2], z[2];
};
} // namespace

static Copies copiesAt(llvm::ArrayRef<unsigned> qubits,
                       llvm::ArrayRef<BitLanes> x, llvm::ArrayRef<BitLanes> z,
                       llvm::ArrayRef<BitLanes> dx,
                       llvm::ArrayRef<BitLanes> dz) {
  Copies result;
  for (unsigned q : qubits) {
    result.x[0].push_back(x[q]);
    result.z[0].push_back(z[q]);
    result.x[1].push_back(x[q] ^ dx[q]);
    result.z[1].push_back(z[q] ^ dz[q]);
  }
  return result;
}

void UniformWalker::slowRotation(const KernelOp &op, const WalkOp &from) {
  Copies at = copiesAt(from.qubits, x, z, dx, dz);
  BitLanes pairsA, pairsB;
  BitLanes antiA = anticommutes(from, at.x[0], at.z[0], pairsA);
  BitLanes antiB = anticommutes(from, at.x[1], at.z[1], pairsB);
  // Where one copy alone anticommutes, the pair averages to E[cos] = 0.
  end(antiA ^ antiB);
  antiA &= antiB;
  BitLanes random[4];
  kernels.random(key, op.slot / 4, random);
  BitLanes mask = antiA & random[op.slot % 4];
  anti[op.slot] = antiA;
  negative ^= mask & (pairsA ^ pairsB);
  for (size_t j = 0; j < from.qubits.size(); ++j) {
    unsigned letter = unsigned(from.letters[j]);
    if (letter & 1)
      x[from.qubits[j]] ^= mask;
    if (letter & 2)
      z[from.qubits[j]] ^= mask;
  }
}

void UniformWalker::slowTurn(const WalkOp &from) {
  Copies at = copiesAt(from.qubits, x, z, dx, dz);
  BitLanes pairsA, pairsB;
  BitLanes antiA = anticommutes(from, at.x[0], at.z[0], pairsA);
  BitLanes antiB = anticommutes(from, at.x[1], at.z[1], pairsB);
  if (from.kind == WalkOp::Kind::Flip) {
    negative ^= antiA ^ antiB;
    return;
  }
  negative ^= (antiA & ~pairsA) ^ (antiB & ~pairsB);
  if (from.negative)
    negative ^= antiA ^ antiB;
  for (size_t j = 0; j < from.qubits.size(); ++j) {
    unsigned letter = unsigned(from.letters[j]), q = from.qubits[j];
    if (letter & 1) {
      x[q] ^= antiA;
      dx[q] ^= antiA ^ antiB;
    }
    if (letter & 2) {
      z[q] ^= antiA;
      dz[q] ^= antiA ^ antiB;
    }
    refresh(q);
  }
}

void UniformWalker::slowClifford(const WalkOp &from) {
  Copies at = copiesAt(from.qubits, x, z, dx, dz);
  unsigned k = from.qubits.size();
  auto bitOf = [&](unsigned copy, unsigned i) -> const BitLanes & {
    return i % 2 ? at.z[copy][i / 2] : at.x[copy][i / 2];
  };
  for (uint8_t monomial : from.signMonomials)
    for (unsigned copy : {0u, 1u}) {
      BitLanes product = BitLanes::all(true);
      for (unsigned i = 0; i < 2 * k; ++i)
        if ((monomial >> i) & 1)
          product &= bitOf(copy, i);
      negative ^= product;
    }
  for (unsigned out = 0; out < 2 * k; ++out) {
    BitLanes image[2] = {BitLanes::all(false), BitLanes::all(false)};
    for (unsigned copy : {0u, 1u})
      for (unsigned i = 0; i < 2 * k; ++i)
        if ((from.linear[out] >> i) & 1)
          image[copy] ^= bitOf(copy, i);
    unsigned q = from.qubits[out / 2];
    (out % 2 ? z : x)[q] = image[0];
    (out % 2 ? dz : dx)[q] = image[0] ^ image[1];
  }
  for (unsigned q : from.qubits)
    refresh(q);
}

/// Where noise of this kind acts on one copy.
BitLanes UniformWalker::touched(const KernelOp &op, bool second) const {
  using Kind = KernelOp::Kind;
  switch (op.kind) {
  case Kind::MaskX:
    return letterX(op.a, second);
  case Kind::Match:
  case Kind::Forbid: {
    BitLanes match = BitLanes::all(true);
    for (unsigned j = 0; j < op.count; ++j) {
      unsigned q = j ? op.b : op.a, code = op.linear >> (2 * j);
      BitLanes qx = letterX(q, second), qz = letterZ(q, second);
      match &= code & 1 ? qx : ~qx;
      match &= code & 2 ? qz : ~qz;
    }
    return match;
  }
  default: {
    BitLanes any = BitLanes::all(false);
    for (unsigned j = 0; j < op.count; ++j) {
      unsigned q = op.kind == Kind::TouchMany ? program.letters[op.a + j].qubit
                   : j                        ? op.b
                                              : op.a;
      any |= letterX(q, second) | letterZ(q, second);
    }
    return any;
  }
  }
}

void UniformWalker::slowNoise(const KernelOp &op) {
  BitLanes first = touched(op, false), second = touched(op, true);
  if (op.kind == KernelOp::Kind::Forbid)
    return end(first | second);
  if (copies == 1) {
    noise[op.slot - firstSlot] = first;
    return;
  }
  noise[op.slot - firstSlot] = first & second;
  if (BitLanes one = first ^ second; one.any())
    extras.push_back({op.slot, one});
}

void UniformWalker::reset(unsigned q) {
  end(letterX(q, false) | letterX(q, true));
  x[q] = z[q] = dx[q] = dz[q] = BitLanes::all(false);
  refresh(q);
}

/// −ln of a uniform number in (0, 1]: the same on every machine, unlike the C
/// library's logarithm.
static double exponential(RandomStream &random) {
  uint64_t bits = (random.next64() >> 11) + 1; // in [1, 2^53]
  int exponent = 63 - std::countl_zero(bits);
  double mantissa = std::ldexp(double(bits), -exponent); // in [1, 2)
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    ++exponent;
  }
  // ln m = 2·artanh((m − 1)/(m + 1)), |argument| < 0.1716.
  double t = (mantissa - 1) / (mantissa + 1), square = t * t, sum = 0;
  for (int k = 21; k >= 1; k -= 2)
    sum = sum * square + 1.0 / k;
  return 0.6931471805599453 * (53 - exponent) - 2 * t * sum;
}

/// Decays of all lanes and copies are one Poisson process along the operations:
/// a trial each living lane and copy, with the hazard of the operation.
void UniformWalker::decay(const KernelOp &op) {
  double hazard = program.hazards[op.slot];
  double span = hazard * double(living.size()) * copies;
  if (nextDecay >= span) {
    nextDecay -= span;
    return;
  }
  for (; nextDecay < span; nextDecay += exponential(decays)) {
    size_t trial =
        std::min(size_t(nextDecay / hazard), living.size() * copies - 1);
    bool second = trial >= living.size();
    unsigned lane = living[trial % living.size()];
    if (lanes.dead.test(lane) || letterX(op.a, second).test(lane) ||
        !letterZ(op.a, second).test(lane))
      continue;
    uint64_t bit = uint64_t(1) << (lane % 64);
    if (!second)
      z[op.a].word[lane / 64] ^= bit;
    dz[op.a].word[lane / 64] ^= bit;
  }
  nextDecay -= span;
  refresh(op.a);
}

void UniformWalker::slow(size_t index) {
  using Kind = KernelOp::Kind;
  const KernelOp &op = program.ops[index];
  const WalkOp &from = walk.ops[program.source[index]];
  switch (op.kind) {
  case Kind::RotX:
  case Kind::RotY:
  case Kind::RotZ:
  case Kind::RotMany:
    return slowRotation(op, from);
  case Kind::TurnMany:
    return slowTurn(from);
  case Kind::CZ:
  case Kind::CX:
  case Kind::Linear:
    return slowClifford(from);
  case Kind::Decay:
    return decay(op);
  case Kind::Slow:
    if (from.kind == WalkOp::Kind::Relaxation)
      return reset(from.qubits[0]);
    return slowTurn(from);
  default:
    return slowNoise(op);
  }
}

double qopt::firstDecay(RandomStream &random) { return exponential(random); }
