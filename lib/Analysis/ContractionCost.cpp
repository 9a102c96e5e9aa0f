//===- ContractionCost.cpp - Tensor networks of Pauli transfers -----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "ContractionCost.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <queue>

using namespace qopt;

namespace {
/// Ascending numbers of the neighbours of an index.
using Neighbours = llvm::SmallVector<unsigned, 12>;
} // namespace

/// Adds `v` to an ascending list.
static void insertSorted(Neighbours &list, unsigned v) {
  auto place = std::lower_bound(list.begin(), list.end(), v);
  if (place == list.end() || *place != v)
    list.insert(place, v);
}

/// Neighbours of every index.
static std::optional<std::vector<Neighbours>>
buildNetwork(const MomentProgram &program) {
  constexpr unsigned MaxIndices = 20'000;
  std::vector<Neighbours> neighbours(program.numQubits);
  std::vector<unsigned> wire(program.numQubits);
  for (unsigned q = 0; q < program.numQubits; ++q)
    wire[q] = q;
  // The tensor each qubit met last, and the qubits of each tensor.
  std::vector<int> last(program.numQubits, -1);
  std::vector<size_t> tensorSize;
  for (const ProgramOp &op : program.ops) {
    if (op.isNoise || op.qubits.size() < 2)
      continue;
    int tensor = last[op.qubits[0]];
    bool merged = tensor >= 0 && tensorSize[tensor] == op.qubits.size() &&
                  std::all_of(op.qubits.begin(), op.qubits.end(),
                              [&](unsigned q) { return last[q] == tensor; });
    if (merged)
      continue;
    llvm::SmallVector<unsigned, 8> clique;
    for (unsigned q : op.qubits) {
      clique.push_back(wire[q]);
      wire[q] = neighbours.size();
      neighbours.emplace_back();
      clique.push_back(wire[q]);
      last[q] = tensorSize.size();
    }
    tensorSize.push_back(op.qubits.size());
    for (unsigned a : clique)
      for (unsigned b : clique)
        if (a != b)
          insertSorted(neighbours[a], b);
    if (neighbours.size() > MaxIndices)
      return std::nullopt;
  }
  return neighbours;
}

namespace {
/// Elimination of indices, the next by (edges it adds, neighbours).
class Elimination {
public:
  explicit Elimination(std::vector<Neighbours> network)
      : neighbours(std::move(network)), key(neighbours.size()),
        stamp(neighbours.size(), ~0u), met(neighbours.size(), 0),
        left(neighbours.size()) {
    for (unsigned v = 0; v < neighbours.size(); ++v) {
      key[v] = keyOf(v);
      queue.push({key[v], v});
    }
  }
  bool isDone() const { return left == 0; }
  /// Number of neighbours of the index that is eliminated.
  size_t next();

private:
  using Key = std::pair<size_t, size_t>;
  using Entry = std::pair<Key, unsigned>;
  static constexpr Key Gone{~size_t(0), ~size_t(0)};
  Key keyOf(unsigned v);
  void refresh(unsigned v) {
    Key fresh = keyOf(v);
    if (fresh == key[v])
      return;
    key[v] = fresh;
    queue.push({fresh, v});
  }

  std::vector<Neighbours> neighbours;
  std::vector<Key> key;
  /// Marks the neighbours of the index that is counted; of how many summed
  /// neighbours an index is one.
  std::vector<unsigned> stamp, met;
  size_t left;
  /// Least first; entries whose key has changed since are passed over.
  std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> queue;
};
} // namespace

Elimination::Key Elimination::keyOf(unsigned v) {
  // Wide indices come last anyway.
  size_t degree = neighbours[v].size();
  if (degree > 24)
    return {degree * degree, degree};
  for (unsigned a : neighbours[v])
    stamp[a] = v;
  size_t ends = 0;
  for (unsigned a : neighbours[v])
    for (unsigned b : neighbours[a])
      ends += stamp[b] == v;
  for (unsigned a : neighbours[v])
    stamp[a] = ~0u;
  return {(degree * (degree - 1) - ends) / 2, degree};
}

size_t Elimination::next() {
  while (key[queue.top().second] != queue.top().first)
    queue.pop();
  unsigned v = queue.top().second;
  queue.pop();
  key[v] = Gone;
  --left;
  // Summing over an index joins its neighbours.
  Neighbours joined = std::move(neighbours[v]), merged, second;
  neighbours[v].clear();
  for (unsigned a : joined) {
    merged.clear();
    std::set_union(neighbours[a].begin(), neighbours[a].end(), joined.begin(),
                   joined.end(), std::back_inserter(merged));
    neighbours[a].clear();
    for (unsigned b : merged)
      if (b != a && b != v)
        neighbours[a].push_back(b);
  }
  // Of other indices, those that see a new edge: next to two that are joined.
  for (unsigned a : joined)
    for (unsigned b : neighbours[a])
      if (++met[b] == 2)
        second.push_back(b);
  for (unsigned a : joined) {
    met[a] = 0;
    for (unsigned b : neighbours[a])
      met[b] = 0;
  }
  for (unsigned a : joined)
    refresh(a);
  for (unsigned b : second)
    if (!std::binary_search(joined.begin(), joined.end(), b))
      refresh(b);
  return joined.size();
}

std::optional<ContractionCost>
qopt::contractionCost(const MomentProgram &program, unsigned maxWidth) {
  std::optional<std::vector<Neighbours>> network = buildNetwork(program);
  if (!network)
    return std::nullopt;
  Elimination elimination(std::move(*network));
  ContractionCost cost;
  while (!elimination.isDone()) {
    size_t degree = elimination.next();
    if (degree > maxWidth)
      return std::nullopt;
    cost.width = std::max(cost.width, unsigned(degree));
    cost.flop += 2 * std::exp2(2.0 * double(degree + 1));
    cost.bytes = std::max(cost.bytes, 8 * std::exp2(2.0 * double(degree + 1)));
  }
  return cost;
}
