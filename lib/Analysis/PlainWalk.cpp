//===- PlainWalk.cpp - Walks of strings in both directions ----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "PlainWalk.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace qopt;

void PlainLanes::clear() {
  llvm::fill(x, BitLanes::all(false));
  llvm::fill(z, BitLanes::all(false));
}

void PlainLanes::load(unsigned lane, unsigned qubit, Pauli letter) {
  uint64_t bit = uint64_t(1) << (lane % 64);
  if (unsigned(letter) & 1)
    x[qubit].word[lane / 64] |= bit;
  if (unsigned(letter) & 2)
    z[qubit].word[lane / 64] |= bit;
}

BitLanes PlainLanes::diagonal() const {
  BitLanes some = BitLanes::all(false);
  for (const BitLanes &plane : x)
    some |= plane;
  return ~some;
}

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

WeightPlanes::WeightPlanes(const PlainLanes &lanes) {
  unsigned planes = std::bit_width(lanes.x.size());
  weight.assign(planes, BitLanes::all(false));
  for (size_t q = 0; q < lanes.x.size(); ++q)
    add(lanes.x[q] | lanes.z[q]);
  most = weight;
}

void WeightPlanes::add(BitLanes carry) {
  for (BitLanes &plane : weight) {
    if (!carry.any())
      return;
    BitLanes next = plane & carry;
    plane ^= carry;
    carry = next;
  }
}

void WeightPlanes::subtract(BitLanes borrow) {
  for (BitLanes &plane : weight) {
    if (!borrow.any())
      return;
    BitLanes next = ~plane & borrow;
    plane ^= borrow;
    borrow = next;
  }
}

void WeightPlanes::updateLargest() {
  BitLanes greater = BitLanes::all(false), equal = BitLanes::all(true);
  for (size_t b = weight.size(); b-- > 0;) {
    greater |= equal & weight[b] & ~most[b];
    equal &= ~(weight[b] ^ most[b]);
  }
  if (!greater.any())
    return;
  for (size_t b = 0; b < weight.size(); ++b)
    most[b] = (most[b] & ~greater) | (weight[b] & greater);
}

unsigned WeightPlanes::largest(unsigned lane) const {
  unsigned value = 0;
  for (size_t b = 0; b < most.size(); ++b)
    value |= unsigned(most[b].test(lane)) << b;
  return value;
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

std::string PlainWalk::whyNot(const MomentProgram &program) {
  std::string why = whyNoWalk(program);
  if (!why.empty())
    return why;
  for (const ProgramOp &op : program.ops)
    if (op.kind != ProgramOp::Kind::Clifford &&
        op.kind != ProgramOp::Kind::Rotation)
      return "it has operations that are no unitary gates";
  return "";
}

static PlainStep encodeRotation(const MomentProgram &program,
                                const ProgramOp &op, bool &uniform) {
  PlainStep step;
  step.isRotation = true;
  step.qubits.assign(op.qubits.begin(), op.qubits.end());
  step.letters.assign(op.letters.begin(), op.letters.end());
  double phi1 = 1, phi2 = 1;
  for (auto [s, coefficient] : op.angle.terms) {
    phi1 *= characteristic(program.symbols[s].law, coefficient).real();
    phi2 *= characteristic(program.symbols[s].law, 2 * coefficient).real();
  }
  unsigned quarter = 0;
  isCliffordAngle(op.angle.constant, quarter);
  step.hop = 0.5 * (quarter % 2 ? 1 + phi2 : 1 - phi2);
  if (!op.angle.isConstant())
    uniform &= phi1 == 0 && phi2 == 0;
  return step;
}

static PlainStep encodeClifford(const ProgramOp &op) {
  PlainStep step;
  step.qubits.assign(op.qubits.begin(), op.qubits.end());
  const CliffordTable &table = *op.clifford;
  unsigned bits = 2 * table.numQubits;
  llvm::SmallVector<uint8_t, 16> before(size_t(1) << bits);
  for (unsigned i = 0; i < before.size(); ++i)
    before[table.image[i]] = i;
  for (unsigned out = 0; out < bits; ++out) {
    uint8_t forth = 0, back = 0;
    for (unsigned in = 0; in < bits; ++in) {
      forth |= ((table.image[1u << in] >> out) & 1) << in;
      back |= ((before[1u << in] >> out) & 1) << in;
    }
    step.linear.push_back(forth);
    step.inverse.push_back(back);
  }
  return step;
}

PlainWalk::PlainWalk(const MomentProgram &program)
    : numQubits(program.numQubits) {
  for (const ProgramOp &op : program.ops)
    steps.push_back(op.kind == ProgramOp::Kind::Rotation
                        ? encodeRotation(program, op, allUniform)
                        : encodeClifford(op));
}

void PlainWalk::apply(const PlainStep &step, bool inverse, PlainLanes &lanes,
                      RandomStream &random) const {
  if (!step.isRotation) {
    BitLanes old[8];
    size_t count = step.qubits.size();
    for (size_t j = 0; j < count; ++j) {
      old[2 * j] = lanes.x[step.qubits[j]];
      old[2 * j + 1] = lanes.z[step.qubits[j]];
    }
    llvm::ArrayRef<uint8_t> map = inverse ? step.inverse : step.linear;
    for (size_t out = 0; out < 2 * count; ++out) {
      BitLanes sum = BitLanes::all(false);
      for (size_t in = 0; in < 2 * count; ++in)
        if ((map[out] >> in) & 1)
          sum ^= old[in];
      (out % 2 ? lanes.z : lanes.x)[step.qubits[out / 2]] = sum;
    }
    return;
  }
  if (step.hop == 0)
    return;
  BitLanes anti = BitLanes::all(false);
  for (size_t j = 0; j < step.qubits.size(); ++j) {
    unsigned letter = unsigned(step.letters[j]);
    if (letter & 1)
      anti ^= lanes.z[step.qubits[j]];
    if (letter & 2)
      anti ^= lanes.x[step.qubits[j]];
  }
  if (!anti.any())
    return;
  if (step.hop != 1)
    anti &= bernoulliLanes(step.hop, random);
  for (size_t j = 0; j < step.qubits.size(); ++j) {
    unsigned letter = unsigned(step.letters[j]);
    if (letter & 1)
      lanes.x[step.qubits[j]] ^= anti;
    if (letter & 2)
      lanes.z[step.qubits[j]] ^= anti;
  }
}

void PlainWalk::back(PlainLanes &lanes, RandomStream &random,
                     WeightPlanes *weights) const {
  for (const PlainStep &step : llvm::reverse(steps)) {
    if (!weights) {
      apply(step, false, lanes, random);
      continue;
    }
    llvm::SmallVector<BitLanes, 4> before;
    for (unsigned q : step.qubits)
      before.push_back(lanes.x[q] | lanes.z[q]);
    apply(step, false, lanes, random);
    bool grown = false;
    for (size_t j = 0; j < step.qubits.size(); ++j) {
      unsigned q = step.qubits[j];
      BitLanes after = lanes.x[q] | lanes.z[q];
      weights->subtract(before[j] & ~after);
      BitLanes added = after & ~before[j];
      grown |= added.any();
      weights->add(added);
    }
    if (grown)
      weights->updateLargest();
  }
}

void PlainWalk::forward(PlainLanes &lanes, RandomStream &random) const {
  for (const PlainStep &step : steps)
    apply(step, true, lanes, random);
}

WalkMean qopt::meanOfHits(double hits, double walks) {
  WalkMean mean;
  mean.walkers = walks;
  mean.hits = hits;
  mean.unit = mean.typical = 1 / walks;
  mean.ceiling = 1;
  mean.value = hits / walks;
  mean.variance = mean.value * (1 - mean.value) / walks;
  return mean;
}
