//===- EmbeddingSearch.h - One search for an embedding ----------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Forward checking keeps, for each pattern qubit, the vertices its placed
// partners leave it. Domains are bit sets that a trail restores; what is
// occupied is taken off when a domain is read. Only qubits beside placed ones
// are looked at, so that a node of the search costs no more than its frontier.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_MAPPING_EMBEDDINGSEARCH_H
#define QOPT_LIB_MAPPING_EMBEDDINGSEARCH_H

#include "qopt/Mapping/Embedding.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

namespace qopt {

/// One depth-first search.
class EmbeddingSearch {
public:
  EmbeddingSearch(const InteractionGraph &graph, const MappingTarget &target);

  /// The active qubit with most partners, first of ties.
  unsigned root() const;

  /// Can `q` sit on `v` at all?
  bool fits(unsigned q, unsigned v) const {
    return (initial[q * words + v / 64] >> (v % 64)) & 1;
  }

  /// Searches for embeddings cheaper than `bound`. `order` breaks ties between
  /// qubits and between vertices; with `byCost` cheap vertices come first.
  /// Stops at the first one unless `byCost`.
  bool run(uint64_t nodes, double bound, bool byCost,
           llvm::ArrayRef<unsigned> rank, unsigned rootQubit = none,
           unsigned rootVertex = none);

  /// The last search went through everything, so there is no other embedding.
  bool complete() const { return budget > 0; }

  /// Searches for a cheaper layout that differs from `layout` in the places of
  /// `movable` only (large neighbourhood search).
  bool refit(llvm::ArrayRef<unsigned> layout, llvm::ArrayRef<unsigned> movable,
             uint64_t nodes);

  /// `count` active qubits around `start` in the pattern.
  std::vector<unsigned> around(unsigned start, size_t count) const;

  /// The layout found, if any; UINT_MAX for qubits that are not active.
  std::vector<unsigned> found;
  /// Qubits with interactions.
  std::vector<unsigned> active;

private:
  static constexpr unsigned none = UINT_MAX;

  bool descend();
  bool assign(unsigned q, unsigned v);
  unsigned nextQubit() const;
  unsigned domainSize(unsigned q) const;
  /// Cost of `q` on `v` beside what is placed.
  double increment(unsigned q, unsigned v) const;
  double vertexCost(unsigned q, unsigned v) const {
    return graph.pulses[q] * target.pulseCost[v] +
           graph.readouts[q] * target.readoutCost[v];
  }
  /// `q` is placed, or taken away again: its partners are beside it, or not.
  void enter(unsigned q, unsigned v);
  void leave(unsigned q, unsigned v);

  const InteractionGraph &graph;
  const MappingTarget &target;
  unsigned words;
  std::vector<llvm::SmallVector<std::pair<unsigned, double>, 4>> partners;
  /// Bit sets over vertices: neighbours of each vertex, what each qubit may use
  /// at all and beside its placed partners, and what is unoccupied.
  std::vector<uint64_t> adjacency, initial, domains, vacant;
  /// Unplaced qubits with placed partners, as a bit set, and how many each has.
  std::vector<uint64_t> frontier;
  std::vector<unsigned> numPlacedPartners;
  /// Words of `domains` as they were.
  std::vector<std::pair<unsigned, uint64_t>> trail;
  std::vector<double> minimalCost;
  std::vector<unsigned> place;
  llvm::ArrayRef<unsigned> rank;
  bool byCost = false;
  uint64_t budget = 0;
  unsigned assigned = 0, wanted = 0;
  double cost = 0, remaining = 0, best = HUGE_VAL;
};

} // namespace qopt

#endif // QOPT_LIB_MAPPING_EMBEDDINGSEARCH_H
