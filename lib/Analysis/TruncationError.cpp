//===- TruncationError.cpp - What weight truncation loses -----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "TruncationError.h"

#include "qopt/Support/Parallel.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace qopt;

/// Terms with equal syndromes under all random generators (WalkProgram.cpp).
static std::vector<unsigned> correlatedGroups(const MomentProgram &program) {
  std::map<std::pair<uint64_t, uint64_t>, unsigned> groups;
  std::vector<unsigned> result;
  for (const ProgramTerm &term : program.terms) {
    PauliString string(program.numQubits);
    for (auto [q, letter] : term.letters)
      string.set(q, letter);
    RandomStream random(0, "pauli-class");
    std::pair<uint64_t, uint64_t> syndrome(0, 0);
    for (size_t i = program.ops.size(); i-- > 0;) {
      const ProgramOp &op = program.ops[i];
      if (op.kind == ProgramOp::Kind::Rotation && !op.angle.isConstant()) {
        uint64_t high = random.next64(), low = random.next64();
        bool anti = false;
        for (size_t j = 0; j < op.qubits.size(); ++j) {
          Pauli letter = string.at(op.qubits[j]);
          anti ^= letter != Pauli::I && letter != op.letters[j];
        }
        if (anti) {
          syndrome.first ^= high;
          syndrome.second ^= low;
        }
      }
      followClifford(op, string);
    }
    result.push_back(groups.try_emplace(syndrome, groups.size()).first->second);
  }
  return result;
}

TruncationError qopt::truncationError(const MomentProgram &program,
                                      uint64_t seed) {
  PlainWalk walk(program);
  size_t terms = program.terms.size();
  double steps = double(walk.steps.size()) + double(walk.numQubits);
  size_t blocks = std::max<size_t>(
      terms, size_t(std::clamp(1.5e7 / std::max(1.0, steps), 16.0, 2048.0)));
  double norm = 0;
  for (const ProgramTerm &term : program.terms)
    norm += std::abs(term.coefficient);

  // Blocks of each term, and the hits by largest weight.
  std::vector<size_t> termOf, count(terms, 0);
  for (size_t t = 0; t < terms; ++t) {
    count[t] = std::max<size_t>(
        1,
        size_t(double(blocks) * std::abs(program.terms[t].coefficient) / norm));
    termOf.insert(termOf.end(), count[t], t);
  }
  std::vector<std::vector<size_t>> hits(termOf.size());
  parallelFor(termOf.size(), [&](size_t b) {
    RandomStream random(seed, "truncation-walk", {b});
    PlainLanes lanes(walk.numQubits);
    for (auto [q, letter] : program.terms[termOf[b]].letters) {
      lanes.x[q] = BitLanes::all(unsigned(letter) & 1);
      lanes.z[q] = BitLanes::all(unsigned(letter) & 2);
    }
    WeightPlanes weights(lanes);
    walk.back(lanes, random, &weights);
    BitLanes alive = lanes.diagonal();
    hits[b].assign(walk.numQubits + 1, 0);
    for (unsigned lane = 0; lane < BitLanes::Count; ++lane)
      if (alive.test(lane))
        ++hits[b][weights.largest(lane)];
  });
  // [term][w]: hits heavier than w.
  std::vector<std::vector<double>> heavier(
      terms, std::vector<double>(walk.numQubits + 1, 0));
  for (size_t b = 0; b < termOf.size(); ++b)
    for (size_t w = 0; w <= walk.numQubits; ++w)
      for (size_t less = 0; less < w; ++less)
        heavier[termOf[b]][less] += double(hits[b][w]);

  TruncationError result;
  std::vector<unsigned> groups = walk.allUniform
                                     ? correlatedGroups(program)
                                     : std::vector<unsigned>(terms, 0);
  unsigned numGroups =
      groups.empty() ? 0 : 1 + *std::max_element(groups.begin(), groups.end());
  result.isBound = numGroups < terms;
  for (size_t w = 0; w <= walk.numQubits; ++w) {
    TruncationError::Figure &figure = result.byWeight.emplace_back();
    if (w == walk.numQubits)
      break;
    std::vector<double> value(numGroups, 0), upper(numGroups, 0);
    double lower = 0, spread = 0, total = 0, largest = 0;
    for (size_t t = 0; t < terms; ++t) {
      double c = std::abs(program.terms[t].coefficient);
      double walks = double(count[t] * BitLanes::Count);
      WalkMean mean = meanOfHits(heavier[t][w], walks);
      auto [a, b] = mean.interval();
      value[groups[t]] += c * std::sqrt(std::max(0.0, mean.value));
      upper[groups[t]] += c * std::sqrt(std::max(0.0, b));
      lower = std::max(lower, c * c * std::max(0.0, a));
      spread += c * c * c * c * mean.variance;
      total += mean.hits;
      largest = std::max(largest, c * c / walks);
    }
    double sumOfUppers = 0;
    for (unsigned g = 0; g < numGroups; ++g) {
      figure.value += value[g] * value[g];
      sumOfUppers += upper[g] * upper[g];
    }
    // Independent terms: one mean with contributions of several sizes.
    WalkMean joint;
    joint.value = figure.value;
    joint.variance = spread;
    joint.unit = joint.typical = largest;
    joint.hits = total;
    auto [from, to] = joint.interval();
    figure.upper = result.isBound ? sumOfUppers : to;
    figure.lower = result.isBound ? lower : std::max(lower, from);
    if (w > 0 && figure.value == 0)
      break;
  }
  for (size_t t = 0; t < terms; ++t)
    result.walks += count[t] * BitLanes::Count;
  return result;
}
