//===- UniformWalk.cpp - Walks under full periods -------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "UniformWalk.h"

#include <cmath>
#include <numeric>

using namespace qopt;

UniformWalker::UniformWalker(const WalkProgram &walk,
                             const UniformProgram &program, unsigned copies,
                             double floor)
    : walk(walk), program(program), kernels(walkKernels()), copies(copies),
      floor(floor), x(program.numQubits), z(program.numQubits),
      dx(program.numQubits), dz(program.numQubits), anti(program.numRotations),
      differs(program.numQubits, 0), logWeight(BitLanes::Count),
      decays(0, "walk-decay"), decisions(0, "walk-roulette") {
  size_t longest = 0;
  uint32_t first = 0;
  for (const UniformProgram::Segment &segment : program.segments) {
    longest = std::max<size_t>(longest, segment.endSlot - first);
    first = segment.endSlot;
  }
  noise.resize(longest);
  std::fill(dx.begin(), dx.end(), BitLanes::all(false));
  std::fill(dz.begin(), dz.end(), BitLanes::all(false));
  lanes.x = x.data();
  lanes.z = z.data();
  lanes.differs = differs.data();
  lanes.anti = anti.data();
  lanes.noise = noise.data();
}

void UniformWalker::start(const PauliString &first, const PauliString &second) {
  std::fill(x.begin(), x.end(), BitLanes::all(false));
  std::fill(z.begin(), z.end(), BitLanes::all(false));
  for (unsigned q : different) {
    dx[q] = dz[q] = BitLanes::all(false);
    differs[q] = 0;
  }
  different.clear();
  for (unsigned q : first.support()) {
    unsigned letter = unsigned(first.at(q));
    x[q] = BitLanes::all(letter & 1);
    z[q] = BitLanes::all(letter & 2);
  }
  for (unsigned q = 0; q < program.numQubits && !(first == second); ++q) {
    unsigned letter = unsigned(first.at(q)) ^ unsigned(second.at(q));
    if (letter == 0)
      continue;
    dx[q] = BitLanes::all(letter & 1);
    dz[q] = BitLanes::all(letter & 2);
    refresh(q);
  }
  extras.clear();
  lanes.dead = negative = BitLanes::all(false);
  std::fill(logWeight.begin(), logWeight.end(), 0.0);
  living.resize(BitLanes::Count);
  std::iota(living.begin(), living.end(), 0);
}

/// Adds what the noise since the last checkpoint takes from the lanes of
/// `which`.
void UniformWalker::weigh(uint32_t first, uint32_t endSlot,
                          const BitLanes &which) {
  constexpr double unit = 1.0 / (1u << UniformProgram::Fraction);
  llvm::ArrayRef<uint32_t> amounts(copies == 2 ? program.doubled
                                               : program.amounts);
  amounts = amounts.slice(first, endSlot - first);
  for (unsigned w = 0; w < BitLanes::Words; ++w) {
    if (which.word[w] == 0)
      continue;
    uint32_t total[64] = {};
    kernels.weigh(amounts, noise.data(), w, total);
    for (unsigned lane = 0; lane < 64; ++lane)
      logWeight[64 * w + lane] += unit * total[lane];
  }
  for (const Extra &extra : extras)
    for (unsigned w = 0; w < BitLanes::Words; ++w)
      for (uint64_t bits = extra.mask.word[w]; bits; bits &= bits - 1)
        logWeight[64 * w + std::countr_zero(bits)] +=
            unit * program.amounts[extra.slot];
  extras.clear();
}

/// Walks of weight w < floor survive with probability w/floor, at that weight.
/// False if none is left.
bool UniformWalker::roulette() {
  const double limit = -std::log(floor);
  living.clear();
  BitLanes ended = BitLanes::all(false);
  for (unsigned w = 0; w < BitLanes::Words; ++w)
    for (uint64_t bits = ~lanes.dead.word[w]; bits; bits &= bits - 1) {
      unsigned lane = 64 * w + std::countr_zero(bits);
      if (logWeight[lane] > limit) {
        if (decisions.uniform() >= std::exp(limit - logWeight[lane])) {
          ended.word[w] |= bits & -bits;
          continue;
        }
        logWeight[lane] = limit;
      }
      living.push_back(lane);
    }
  end(ended);
  return !living.empty();
}

/// False if no walk arrives.
bool UniformWalker::walkSegments() {
  firstSlot = 0;
  size_t firstOp = 0;
  for (size_t i = 0; i < program.segments.size(); ++i) {
    const UniformProgram::Segment &segment = program.segments[i];
    llvm::ArrayRef<KernelOp> ops(program.ops);
    kernels.run(ops.slice(firstOp, segment.endOp - firstOp),
                program.letters.data(), key, firstSlot, lanes,
                [&](size_t at) { slow(firstOp + at); });
    firstOp = segment.endOp;
    if (i + 1 == program.segments.size())
      break;
    weigh(firstSlot, segment.endSlot, ~lanes.dead);
    if (!roulette())
      return false;
    firstSlot = segment.endSlot;
  }
  return true;
}

/// The walks whose strings have a value on |0…0⟩, by weight and sign.
std::vector<LaneSet> UniformWalker::arrivals() {
  BitLanes dark = lanes.dead;
  for (const BitLanes &plane : x)
    dark |= plane;
  for (unsigned q : different)
    dark |= dx[q];
  BitLanes alive = ~dark;
  std::vector<LaneSet> sets;
  if (!alive.any())
    return sets;
  auto add = [&](const BitLanes &which, int64_t weight) {
    if (BitLanes plus = which & ~negative; plus.any())
      sets.push_back({plus, weight});
    if (BitLanes minus = which & negative; minus.any())
      sets.push_back({minus, -weight});
  };
  if (program.amounts.empty()) {
    add(alive, WeightOne);
    return sets;
  }
  uint32_t endSlot = program.segments.back().endSlot;
  weigh(firstSlot, endSlot, alive);
  // A power of two of the same expectation; below 1/64 all or nothing.
  BitLanes level[7];
  for (BitLanes &set : level)
    set = BitLanes::all(false);
  for (unsigned w = 0; w < BitLanes::Words; ++w)
    for (uint64_t bits = alive.word[w]; bits; bits &= bits - 1) {
      double weight =
          WeightOne * std::exp(-logWeight[64 * w + std::countr_zero(bits)]);
      double u = decisions.uniform();
      unsigned power = 6;
      while (power > 0 && weight <= double(1 << (power - 1)))
        --power;
      // In (2^(power−1), 2^power], or at most 1.
      double below = power > 0 ? double(1 << (power - 1)) : 0;
      bool up = u * (double(1 << power) - below) < weight - below;
      if (up)
        level[power].word[w] |= bits & -bits;
      else if (power > 0)
        level[power - 1].word[w] |= bits & -bits;
    }
  for (unsigned power = 0; power < 7; ++power)
    if (level[power].any())
      add(level[power], int64_t(1) << power);
  return sets;
}

void UniformWalker::run(const PauliString &first, const PauliString &second,
                        uint64_t seed, uint64_t group, uint64_t block,
                        Total &total, llvm::MutableArrayRef<int64_t> sums,
                        llvm::MutableArrayRef<int64_t> squares) {
  start(first, second);
  RandomStream keys(seed, "walk-hop");
  for (uint64_t &word : key.key)
    word = keys.next64();
  key.block = block;
  key.group = group;
  decays = RandomStream(seed, "walk-decay", {group, block, copies});
  decisions = RandomStream(seed, "walk-roulette", {group, block, copies});
  nextDecay = firstDecay(decays);
  if (!walkSegments())
    return;
  std::vector<LaneSet> sets = arrivals();
  for (const LaneSet &set : sets) {
    int64_t hits = set.lanes.count();
    total.sum += hits * set.weight;
    total.square += hits * set.weight * set.weight;
  }
  if (!sets.empty() && !sums.empty())
    kernels.count(anti, sets, sums.data(), squares.data());
}
