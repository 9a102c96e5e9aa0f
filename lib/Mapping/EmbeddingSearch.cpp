//===- EmbeddingSearch.cpp - One search for an embedding --------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "EmbeddingSearch.h"

#include "llvm/ADT/bit.h"

#include <algorithm>
#include <tuple>

using namespace qopt;

EmbeddingSearch::EmbeddingSearch(const InteractionGraph &graph,
                                 const MappingTarget &target)
    : graph(graph), target(target), words((target.numVertices() + 63) / 64),
      partners(graph.numQubits), numPlacedPartners(graph.numQubits, 0),
      minimalCost(graph.numQubits, 0), place(graph.numQubits, none) {
  for (const InteractionGraph::Edge &edge : graph.edges) {
    partners[edge.a].push_back({edge.b, edge.weight});
    partners[edge.b].push_back({edge.a, edge.weight});
  }
  for (unsigned q = 0; q < graph.numQubits; ++q)
    if (!partners[q].empty())
      active.push_back(q);
  frontier.assign((graph.numQubits + 63) / 64, 0);

  unsigned numVertices = target.numVertices();
  adjacency.assign(size_t(numVertices) * words, 0);
  std::vector<unsigned> degree(numVertices, 0);
  for (unsigned v = 0; v < numVertices; ++v)
    if (target.isUsable(v))
      for (auto n : target.neighbours(v))
        if (target.isUsable(n.vertex)) {
          adjacency[v * words + n.vertex / 64] |= uint64_t(1)
                                                  << (n.vertex % 64);
          ++degree[v];
        }
  initial.assign(graph.numQubits * words, 0);
  for (unsigned q : active)
    for (unsigned v = 0; v < numVertices; ++v)
      if (target.isUsable(v) && degree[v] >= partners[q].size())
        initial[q * words + v / 64] |= uint64_t(1) << (v % 64);
  domains = initial;

  double minEdge = HUGE_VAL;
  for (unsigned e = 0; e < target.numEdges(); ++e)
    minEdge = std::min(
        minEdge, target.edgeCost(target.edge(e).first, target.edge(e).second));
  for (unsigned q : active) {
    double least = HUGE_VAL;
    for (unsigned v = 0; v < numVertices; ++v)
      if (target.isUsable(v))
        least = std::min(least, vertexCost(q, v));
    minimalCost[q] = least;
    for (auto [partner, weight] : partners[q])
      minimalCost[q] += weight * minEdge / 2;
  }
}

unsigned EmbeddingSearch::root() const {
  return *std::max_element(active.begin(), active.end(),
                           [&](unsigned a, unsigned b) {
                             return partners[a].size() < partners[b].size();
                           });
}

bool EmbeddingSearch::run(uint64_t nodes, double bound, bool byCost,
                          llvm::ArrayRef<unsigned> rank, unsigned rootQubit,
                          unsigned rootVertex) {
  budget = nodes;
  best = bound;
  this->byCost = byCost;
  this->rank = rank;
  found.clear();
  place.assign(graph.numQubits, none);
  numPlacedPartners.assign(graph.numQubits, 0);
  frontier.assign(frontier.size(), 0);
  domains = initial;
  vacant.assign(words, ~uint64_t(0));
  trail.clear();
  cost = 0;
  remaining = 0;
  for (unsigned q : active)
    remaining += minimalCost[q];
  assigned = 0;
  wanted = active.size();
  if (rootQubit == none)
    descend();
  else if (fits(rootQubit, rootVertex))
    assign(rootQubit, rootVertex);
  return !found.empty();
}

bool EmbeddingSearch::refit(llvm::ArrayRef<unsigned> layout,
                            llvm::ArrayRef<unsigned> movable, uint64_t nodes) {
  budget = nodes;
  byCost = true;
  rank = {};
  found.clear();
  trail.clear();
  place.assign(graph.numQubits, none);
  vacant.assign(words, ~uint64_t(0));
  for (unsigned q : active) {
    place[q] = layout[q];
    vacant[layout[q] / 64] &= ~(uint64_t(1) << (layout[q] % 64));
  }
  assigned = 0;
  wanted = movable.size();
  numPlacedPartners.assign(graph.numQubits, 0);
  frontier.assign(frontier.size(), 0);
  cost = remaining = best = 0;
  // Costs are of what can change only.
  for (unsigned q : movable) {
    best += increment(q, layout[q]);
    place[q] = none;
    vacant[layout[q] / 64] |= uint64_t(1) << (layout[q] % 64);
    remaining += minimalCost[q];
  }
  best -= 1e-12;
  for (unsigned q : movable) {
    std::copy_n(initial.begin() + q * words, words,
                domains.begin() + q * words);
    for (auto [partner, weight] : partners[q]) {
      if (place[partner] == none)
        continue;
      ++numPlacedPartners[q];
      for (unsigned w = 0; w < words; ++w)
        domains[q * words + w] &= adjacency[place[partner] * words + w];
    }
    if (numPlacedPartners[q])
      frontier[q / 64] |= uint64_t(1) << (q % 64);
  }
  descend();
  return !found.empty();
}

std::vector<unsigned> EmbeddingSearch::around(unsigned start,
                                              size_t count) const {
  std::vector<unsigned> list{start};
  for (size_t head = 0; head < list.size() && list.size() < count; ++head)
    for (auto [partner, weight] : partners[list[head]])
      if (list.size() < count && !llvm::is_contained(list, partner))
        list.push_back(partner);
  return list;
}

unsigned EmbeddingSearch::domainSize(unsigned q) const {
  unsigned size = 0;
  for (unsigned w = 0; w < words; ++w) {
    uint64_t bits = domains[q * words + w] & vacant[w];
    // Few bits beside a placed partner, many elsewhere.
    if (numPlacedPartners[q])
      for (; bits; bits &= bits - 1)
        ++size;
    else
      size += llvm::popcount(bits);
  }
  return size;
}

/// Stays connected to what is placed; then the smallest domain, then the most
/// partners.
unsigned EmbeddingSearch::nextQubit() const {
  unsigned qubit = none;
  std::tuple<unsigned, size_t, unsigned> least;
  auto consider = [&](unsigned q) {
    std::tuple<unsigned, size_t, unsigned> key{domainSize(q),
                                               SIZE_MAX - partners[q].size(),
                                               rank.empty() ? 0 : rank[q]};
    if (qubit == none || key < least) {
      qubit = q;
      least = key;
    }
  };
  for (unsigned w = 0; w < frontier.size(); ++w)
    for (uint64_t bits = frontier[w]; bits; bits &= bits - 1)
      consider(w * 64 + llvm::countr_zero(bits));
  if (qubit == none)
    for (unsigned q : active)
      if (place[q] == none)
        consider(q);
  return qubit;
}

bool EmbeddingSearch::descend() {
  if (assigned == wanted) {
    found = place;
    best = cost;
    return !byCost;
  }
  unsigned qubit = nextQubit();
  llvm::SmallVector<std::pair<double, unsigned>, 16> values;
  for (unsigned w = 0; w < words; ++w)
    for (uint64_t bits = domains[qubit * words + w] & vacant[w]; bits;
         bits &= bits - 1) {
      unsigned v = w * 64 + llvm::countr_zero(bits);
      double key = byCost         ? increment(qubit, v)
                   : rank.empty() ? 0.0
                                  : rank[v % rank.size()];
      values.push_back({key, v});
    }
  // Vertices come in ascending order, so that equal keys stay in theirs.
  if (byCost || !rank.empty())
    llvm::sort(values);
  for (auto &[key, v] : values) {
    if (assign(qubit, v))
      return true;
    if (budget == 0)
      return false;
  }
  return false;
}

double EmbeddingSearch::increment(unsigned q, unsigned v) const {
  double sum = vertexCost(q, v);
  for (auto [partner, weight] : partners[q])
    if (place[partner] != none)
      sum += weight * target.edgeCost(v, place[partner]);
  return sum;
}

void EmbeddingSearch::enter(unsigned q, unsigned v) {
  place[q] = v;
  vacant[v / 64] &= ~(uint64_t(1) << (v % 64));
  frontier[q / 64] &= ~(uint64_t(1) << (q % 64));
  for (auto [partner, weight] : partners[q])
    if (place[partner] == none && numPlacedPartners[partner]++ == 0)
      frontier[partner / 64] |= uint64_t(1) << (partner % 64);
}

void EmbeddingSearch::leave(unsigned q, unsigned v) {
  for (auto [partner, weight] : partners[q])
    if (place[partner] == none && --numPlacedPartners[partner] == 0)
      frontier[partner / 64] &= ~(uint64_t(1) << (partner % 64));
  if (numPlacedPartners[q])
    frontier[q / 64] |= uint64_t(1) << (q % 64);
  vacant[v / 64] |= uint64_t(1) << (v % 64);
  place[q] = none;
}

bool EmbeddingSearch::assign(unsigned q, unsigned v) {
  if (budget == 0)
    return false;
  --budget;
  double added = increment(q, v);
  double rest = remaining - minimalCost[q];
  if (cost + added + rest >= best)
    return false;
  enter(q, v);
  size_t mark = trail.size();
  bool possible = true;
  for (auto [partner, weight] : partners[q]) {
    if (place[partner] != none)
      continue;
    uint64_t any = 0;
    for (unsigned w = 0; w < words; ++w) {
      uint64_t &word = domains[partner * words + w];
      uint64_t narrowed = word & adjacency[v * words + w];
      if (narrowed != word) {
        trail.push_back({partner * words + w, word});
        word = narrowed;
      }
      any |= narrowed & vacant[w];
    }
    possible &= any != 0;
  }
  bool done = false;
  if (possible) {
    cost += added;
    remaining = rest;
    ++assigned;
    done = descend();
    --assigned;
    remaining += minimalCost[q];
    cost -= added;
  }
  for (; trail.size() > mark; trail.pop_back())
    domains[trail.back().first] = trail.back().second;
  leave(q, v);
  return done;
}
