//===- WalkTasks.h - Blocks of walks and their sums -------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_WALKTASKS_H
#define QOPT_LIB_ANALYSIS_WALKTASKS_H

#include "PauliWalk.h"

namespace qopt {

/// Sums over walks of one contribution.
struct WalkSum {
  double sum = 0, square = 0;
  void add(double value) {
    sum += value;
    square += value * value;
  }
  void join(const WalkSum &other) {
    sum += other.sum;
    square += other.square;
  }
};

/// What some blocks of one group of terms bring back.
struct WalkSums {
  WalkSum second, cross, ideal;
  std::vector<WalkSum> rotations;
};

/// Blocks [firstBlock, lastBlock) of the terms of a group.
struct WalkTask {
  size_t group;
  size_t firstBlock, lastBlock;
};

/// One string a walk; all terms of a group hop together.
void runGroup(const WalkProgram &walk, const WalkTask &task, uint64_t seed,
              WalkSums &result);
/// Two strings a walk, each its own term and its own relaxations.
void runPairs(const WalkProgram &walk, const WalkTask &task, uint64_t seed,
              WalkSums &result);

/// Factors by which a walk that stayed or hopped at a rotation counts in the
/// second moment of its derivative: the derivative exchanges cos² and sin².
std::pair<double, double> derivativeFactors(const WalkOp &op);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_WALKTASKS_H
