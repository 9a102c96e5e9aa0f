//===- PauliWalk.cpp - Bit-parallel random walks of Pauli strings ---------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "PauliWalk.h"
#include "UniformWalk.h"
#include "WalkTasks.h"

#include "qopt/Support/Parallel.h"

#include <algorithm>
#include <cmath>
#include <optional>

using namespace qopt;

namespace {
/// Rounds of walks until the intervals are narrow enough.
class WalkRounds {
public:
  WalkRounds(const WalkProgram &walk, size_t numSymbols,
             const WalkOptions &options, uint64_t seed);
  WalkResult run();

private:
  /// Walks blocks [first, last) times the blocks of each group in a round.
  void walkRound(size_t first, size_t last);
  void runTask(const WalkTask &task, WalkSums &sums) const;
  /// Blocks for E[C·C_ideal] and E[C_ideal²] alone.
  void walkIdeal();
  void summarize(WalkResult &result) const;
  /// How many times the walks so far it takes to reach the resolution.
  double shortfall(const WalkResult &result) const;

  const WalkProgram &walk;
  size_t numSymbols;
  const WalkOptions &options;
  uint64_t seed;
  bool pairs = false;
  /// Few walks arrive: their number counts more than their weights.
  bool coarse = false;
  std::optional<UniformProgram> noisy, ideal;
  /// By group, uniform walks: the terms of the two copies.
  std::vector<std::pair<const WalkTerm *, const WalkTerm *>> starts;
  /// Blocks of each group in one unit of work, and its largest E[C²].
  std::vector<size_t> blocksOf;
  std::vector<double> share;
  std::vector<const WalkOp *> rotationOp;
  std::vector<WalkSums> all; ///< by group
  size_t done = 0, idealBlocks = 0;
};
} // namespace

static double sizeOf(const WalkTerm &term) {
  return std::max(std::abs(term.noisy), std::abs(term.ideal));
}

/// Blocks of one task: enough to outweigh its start, few enough to share.
static constexpr size_t TaskBlocks = 16;

WalkRounds::WalkRounds(const WalkProgram &walk, size_t numSymbols,
                       const WalkOptions &options, uint64_t seed)
    : walk(walk), numSymbols(numSymbols), options(options), seed(seed) {
  if (!options.smooth && isUniform(walk)) {
    noisy = compileUniform(walk, true);
    // Noise can act on the terms alone, before anything random.
    if (walk.hasNoise || llvm::any_of(walk.terms, [](const WalkTerm &term) {
          return term.noisy != term.ideal;
        }))
      ideal = compileUniform(walk, false);
    for (const WalkTerm &a : walk.terms)
      for (const WalkTerm &b : walk.terms)
        if (&a == &b || walk.hasRelaxation)
          starts.push_back({&a, &b});
  } else {
    pairs = walk.hasRelaxation || (!walk.allUniform && walk.terms.size() > 1);
  }
  // Blocks go to the groups by the size of their coefficients; `share` is the
  // largest E[C²] of a group.
  std::vector<double> size;
  if (noisy) {
    for (auto [a, b] : starts) {
      share.push_back(sizeOf(*a) * sizeOf(*b));
      size.push_back(std::sqrt(share.back()));
    }
  } else {
    size.assign(pairs ? 1 : walk.numGroups, 0);
    for (const WalkTerm &term : walk.terms)
      size[pairs ? 0 : term.group] += sizeOf(term);
    for (double s : size)
      share.push_back(s * s * walk.commonWeight);
  }
  double total = 0;
  for (double s : size)
    total += s;
  size_t blocks = std::max<size_t>(1, (options.walkers + BitLanes::Count - 1) /
                                          BitLanes::Count);
  for (double s : size)
    blocksOf.push_back(
        std::max<size_t>(1, std::llround(double(blocks) * s / total)));
  rotationOp.resize(walk.numRotations);
  for (const WalkOp &op : walk.ops)
    if (op.kind == WalkOp::Kind::Rotation)
      rotationOp[op.rotation] = &op;
  all.resize(size.size());
}

void WalkRounds::runTask(const WalkTask &task, WalkSums &sums) const {
  sums.rotations.resize(walk.numRotations);
  if (!noisy)
    return pairs ? runPairs(walk, task, seed, sums)
                 : runGroup(walk, task, seed, sums);
  UniformWalker walker(walk, *noisy, 2,
                       coarse ? 1.0 : 1.0 / UniformWalker::WeightOne);
  std::vector<int64_t> hits(walk.numRotations, 0), squares = hits;
  UniformWalker::Total total;
  auto [a, b] = starts[task.group];
  for (size_t block = task.firstBlock; block < task.lastBlock; ++block)
    walker.run(a->string, b->string, seed, task.group, block, total, hits,
               squares);
  constexpr double one = 1.0 / UniformWalker::WeightOne;
  double coefficient = a->noisy * b->noisy;
  auto sumOf = [&](double sum, double square) {
    return WalkSum{sum * one * coefficient,
                   square * one * one * coefficient * coefficient};
  };
  sums.second = sumOf(total.sum, total.square);
  for (unsigned r = 0; r < walk.numRotations; ++r)
    sums.rotations[r] = sumOf(hits[r], squares[r]);
}

void WalkRounds::walkRound(size_t first, size_t last) {
  std::vector<WalkTask> tasks;
  for (size_t g = 0; g < blocksOf.size(); ++g)
    for (size_t b = first * blocksOf[g]; b < last * blocksOf[g];
         b += TaskBlocks)
      tasks.push_back({g, b, std::min(b + TaskBlocks, last * blocksOf[g])});
  // Some at a time, for their sums take memory; joined in their order.
  constexpr size_t Wave = 64;
  for (size_t begin = 0; begin < tasks.size(); begin += Wave) {
    size_t count = std::min(Wave, tasks.size() - begin);
    std::vector<WalkSums> partial(count);
    parallelFor(count,
                [&](size_t t) { runTask(tasks[begin + t], partial[t]); });
    for (size_t t = 0; t < count; ++t) {
      WalkSums &into = all[tasks[begin + t].group];
      into.rotations.resize(walk.numRotations);
      into.second.join(partial[t].second);
      into.cross.join(partial[t].cross);
      into.ideal.join(partial[t].ideal);
      for (unsigned r = 0; r < walk.numRotations; ++r)
        into.rotations[r].join(partial[t].rotations[r]);
    }
  }
  done = last;
}

void WalkRounds::walkIdeal() {
  idealBlocks = 1;
  if (!ideal)
    return;
  constexpr size_t Blocks = 64;
  idealBlocks =
      std::max<size_t>(1, std::min(Blocks, done * blocksOf[0]) / blocksOf[0]);
  std::vector<WalkSums> partial(blocksOf.size());
  parallelFor(blocksOf.size(), [&](size_t g) {
    UniformWalker one(walk, *noisy, 1), none(walk, *ideal, 2);
    UniformWalker::Total cross, second;
    auto [a, b] = starts[g];
    for (size_t block = 0; block < idealBlocks * blocksOf[g]; ++block) {
      one.run(a->string, b->string, seed, g, block, cross, {}, {});
      none.run(a->string, b->string, seed, g, block, second, {}, {});
    }
    constexpr double unit = 1.0 / UniformWalker::WeightOne;
    auto sumOf = [&](const UniformWalker::Total &total, double coefficient) {
      return WalkSum{total.sum * unit * coefficient,
                     total.square * unit * unit * coefficient * coefficient};
    };
    partial[g].cross = sumOf(cross, a->noisy * b->ideal);
    partial[g].ideal = sumOf(second, a->ideal * b->ideal);
  });
  for (size_t g = 0; g < blocksOf.size(); ++g) {
    all[g].cross = partial[g].cross;
    all[g].ideal = partial[g].ideal;
  }
}

void WalkRounds::summarize(WalkResult &result) const {
  result = WalkResult();
  result.pairs = pairs;
  result.gradients.resize(numSymbols);
  for (size_t g = 0; g < blocksOf.size(); ++g) {
    double count = double(done * blocksOf[g] * BitLanes::Count);
    double idealCount =
        noisy ? double(idealBlocks * blocksOf[g] * BitLanes::Count) : count;
    result.walkers += size_t(count);
    const WalkSums &sums = all[g];
    result.second.add(sums.second.sum, sums.second.square, count, share[g], 1);
    result.cross.add(sums.cross.sum, sums.cross.square, idealCount, share[g],
                     1);
    result.ideal.add(sums.ideal.sum, sums.ideal.square, idealCount, share[g],
                     1);
    for (unsigned r = 0; r < walk.numRotations; ++r) {
      auto [stayed, hopped] = derivativeFactors(*rotationOp[r]);
      double largest = share[g] * std::max({stayed, hopped, 1e-300});
      for (auto [s, coefficient] : walk.symbols[r])
        result.gradients[s].add(sums.rotations[r].sum, sums.rotations[r].square,
                                count, largest, coefficient * coefficient);
    }
  }
}

double WalkRounds::shortfall(const WalkResult &result) const {
  double worst = 0;
  auto check = [&](const WalkMean &mean) {
    auto [lower, upper] = mean.interval();
    double wanted = std::max(options.resolution, 0.2 * mean.value);
    double ratio = (upper - lower) / wanted;
    worst = std::max(worst, mean.hits > 30 ? ratio * ratio : ratio);
  };
  check(result.second);
  for (const WalkMean &gradient : result.gradients)
    check(gradient);
  return worst;
}

WalkResult WalkRounds::run() {
  WalkResult result;
  result.gradients.resize(numSymbols);
  if (walk.terms.empty())
    return result;
  double work = 0;
  for (size_t blocks : blocksOf)
    work += double(blocks) *
            double(noisy ? noisy->ops.size() : 40 * walk.ops.size());
  size_t most = std::max<size_t>(1, size_t(options.maxWork / work));
  walkRound(0, 1);
  for (;;) {
    summarize(result);
    if (!(options.resolution > 0))
      break;
    double factor = shortfall(result);
    result.resolved = factor <= 1;
    if (result.resolved || done >= most)
      break;
    coarse = result.second.hits < 30;
    // Early estimates of what it takes are rough.
    double wanted = double(done) * std::clamp(1.05 * factor, 1.2, 8.0);
    walkRound(done, std::min<size_t>(most, size_t(std::ceil(wanted))));
  }
  if (noisy) {
    bool resolved = result.resolved;
    walkIdeal();
    summarize(result);
    result.resolved = resolved;
  }
  if (!ideal && noisy)
    result.cross = result.ideal = result.second;
  return result;
}

WalkResult qopt::runWalk(const WalkProgram &walk, size_t numSymbols,
                         const WalkOptions &options, uint64_t seed) {
  return WalkRounds(walk, numSymbols, options, seed).run();
}
