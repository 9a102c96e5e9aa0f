//===- GeneralWalk.cpp - Walks under any symmetric law --------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "LaneWalker.h"
#include "WalkTasks.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

std::pair<double, double> qopt::derivativeFactors(const WalkOp &op) {
  double hop = op.hop, stay = 1 - hop;
  return {stay > 0 ? hop / stay : 0, hop > 0 ? stay / hop : 0};
}

/// Adds the gradient contributions of walks with values `value` (0 where none).
static void addGradients(const WalkProgram &walk, const LaneWalker &walker,
                         HopDecisions &hops, const BitLanes &hit,
                         llvm::ArrayRef<double> value,
                         std::vector<WalkSum> &rotations) {
  for (const WalkOp &op : walk.ops) {
    if (op.kind != WalkOp::Kind::Rotation)
      continue;
    BitLanes active = walker.anticommuted(op.rotation) & hit;
    if (!active.any())
      continue;
    auto [stayed, hopped] = derivativeFactors(op);
    const BitLanes &decision = hops.at(op);
    WalkSum &sums = rotations[op.rotation];
    for (unsigned w = 0; w < BitLanes::Words; ++w)
      for (uint64_t bits = active.word[w]; bits; bits &= bits - 1) {
        unsigned bit = std::countr_zero(bits);
        double factor = (decision.word[w] >> bit) & 1 ? hopped : stayed;
        sums.add(value[64 * w + bit] * factor);
      }
  }
}

void qopt::runGroup(const WalkProgram &walk, const WalkTask &task,
                    uint64_t seed, WalkSums &result) {
  LaneWalker walker(walk, 1);
  HopDecisions hops(walk);
  const bool noisy[2] = {true, true};
  std::vector<double> measured(BitLanes::Count), ideal(BitLanes::Count),
      second(BitLanes::Count), importance(BitLanes::Count);
  for (size_t block = task.firstBlock; block < task.lastBlock; ++block) {
    hops.reset(seed, task.group, block);
    RandomStream branches(seed, "walk-branch", {task.group, block});
    std::fill(measured.begin(), measured.end(), 0);
    std::fill(ideal.begin(), ideal.end(), 0);
    std::fill(importance.begin(), importance.end(), 0);
    BitLanes hit = BitLanes::all(false);
    bool record = true;
    for (const WalkTerm &term : walk.terms) {
      if (term.group != task.group)
        continue;
      walker.clear();
      walker.load(0, term.string);
      walker.run(hops, branches, noisy, record);
      record = false;
      BitLanes alive = walker.alive();
      hit |= alive;
      for (unsigned w = 0; w < BitLanes::Words; ++w)
        for (uint64_t bits = alive.word[w]; bits; bits &= bits - 1) {
          unsigned lane = 64 * w + std::countr_zero(bits);
          double sign = walker.negative(lane) ? -1 : 1;
          measured[lane] += sign * term.noisy * walker.weight(lane);
          ideal[lane] += sign * term.ideal;
          importance[lane] = walker.importance(lane);
        }
    }
    for (unsigned lane = 0; lane < BitLanes::Count; ++lane) {
      second[lane] = importance[lane] * measured[lane] * measured[lane];
      result.second.add(second[lane]);
      result.cross.add(importance[lane] * measured[lane] * ideal[lane]);
      result.ideal.add(importance[lane] * ideal[lane] * ideal[lane]);
    }
    addGradients(walk, walker, hops, hit, second, result.rotations);
  }
}

namespace {
/// Draws pairs of terms with probability |c_a|·|c_b|/S².
class TermSampler {
public:
  explicit TermSampler(const WalkProgram &walk) {
    for (const WalkTerm &term : walk.terms) {
      total += std::max(std::abs(term.noisy), std::abs(term.ideal));
      cumulative.push_back(total);
    }
  }
  size_t draw(RandomStream &random) const {
    if (cumulative.size() == 1)
      return 0;
    double at = random.uniform(0, total);
    size_t index = std::upper_bound(cumulative.begin(), cumulative.end(), at) -
                   cumulative.begin();
    return std::min(index, cumulative.size() - 1);
  }
  /// c/P of a term, apart from the sign of the walk.
  double ratio(double coefficient, const WalkTerm &term) const {
    return coefficient * total /
           std::max(std::abs(term.noisy), std::abs(term.ideal));
  }

private:
  std::vector<double> cumulative;
  double total = 0;
};
} // namespace

void qopt::runPairs(const WalkProgram &walk, const WalkTask &task,
                    uint64_t seed, WalkSums &result) {
  LaneWalker walker(walk, 2);
  HopDecisions hops(walk);
  TermSampler sampler(walk);
  std::vector<size_t> first(BitLanes::Count), second(BitLanes::Count);
  std::vector<double> value(BitLanes::Count);
  for (size_t block = task.firstBlock; block < task.lastBlock; ++block) {
    hops.reset(seed, task.group, block);
    RandomStream terms(seed, "walk-term", {block});
    for (unsigned lane = 0; lane < BitLanes::Count; ++lane) {
      first[lane] = sampler.draw(terms);
      second[lane] = sampler.draw(terms);
    }
    // Measured with measured, measured with ideal, ideal with ideal.
    for (unsigned kind = 0; kind < (walk.hasNoise ? 3 : 1); ++kind) {
      bool noisy[2] = {kind < 2, kind < 1};
      RandomStream branches(seed, "walk-branch", {block, kind});
      walker.clear();
      for (unsigned lane = 0; lane < BitLanes::Count; ++lane) {
        walker.loadLane(0, lane, walk.terms[first[lane]].string);
        walker.loadLane(1, lane, walk.terms[second[lane]].string);
      }
      walker.run(hops, branches, noisy, kind == 0);
      BitLanes alive = walker.alive();
      WalkSum &sums = kind == 0   ? result.second
                      : kind == 1 ? result.cross
                                  : result.ideal;
      std::fill(value.begin(), value.end(), 0);
      for (unsigned w = 0; w < BitLanes::Words; ++w)
        for (uint64_t bits = alive.word[w]; bits; bits &= bits - 1) {
          unsigned lane = 64 * w + std::countr_zero(bits);
          const WalkTerm &a = walk.terms[first[lane]];
          const WalkTerm &b = walk.terms[second[lane]];
          value[lane] = (walker.negative(lane) ? -1 : 1) * walker.weight(lane) *
                        walker.importance(lane) *
                        sampler.ratio(noisy[0] ? a.noisy : a.ideal, a) *
                        sampler.ratio(noisy[1] ? b.noisy : b.ideal, b);
          sums.add(value[lane]);
        }
      if (kind == 0)
        addGradients(walk, walker, hops, alive, value, result.rotations);
    }
  }
}
