//===- Embedding.cpp - Placements without SWAPs -----------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Mapping/Embedding.h"

#include "EmbeddingSearch.h"
#include "qopt/Mapping/LinePlacement.h"
#include "qopt/Mapping/RingPlacement.h"
#include "qopt/Support/Parallel.h"
#include "qopt/Support/Random.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <map>

using namespace qopt;

InteractionGraph qopt::interactionGraph(const MappingProblem &problem,
                                        size_t maxPairs) {
  InteractionGraph graph;
  graph.numQubits = problem.numQubits;
  graph.pulses.assign(problem.numQubits, 0);
  graph.readouts.assign(problem.numQubits, 0);
  std::map<std::pair<unsigned, unsigned>, size_t> edgeOf;
  for (const MappingItem &item : problem.items) {
    if (item.qubits.size() == 1)
      (item.isReadout ? graph.readouts : graph.pulses)[item.qubits[0]] +=
          item.isReadout ? 1 : item.weight;
    if (item.qubits.size() != 2)
      continue;
    auto key = std::minmax(item.qubits[0], item.qubits[1]);
    auto found = edgeOf.find(key);
    if (found == edgeOf.end()) {
      if (graph.edges.size() == maxPairs)
        continue;
      found = edgeOf.insert({key, graph.edges.size()}).first;
      graph.edges.push_back({key.first, key.second, 0});
    }
    graph.edges[found->second].weight += item.weight;
  }
  return graph;
}

double qopt::layoutCost(const InteractionGraph &graph,
                        const MappingTarget &target,
                        llvm::ArrayRef<unsigned> layout) {
  double cost = 0;
  for (unsigned q = 0; q < graph.numQubits; ++q)
    cost += graph.pulses[q] * target.pulseCost[layout[q]] +
            graph.readouts[q] * target.readoutCost[layout[q]];
  for (const InteractionGraph::Edge &edge : graph.edges)
    cost += edge.weight * target.edgeCost(layout[edge.a], layout[edge.b]);
  return cost;
}

namespace {

constexpr unsigned none = UINT_MAX;

/// Puts qubits without a place on the cheapest free vertices.
bool placeRest(const InteractionGraph &graph, const MappingTarget &target,
               std::vector<unsigned> &layout) {
  std::vector<bool> taken(target.numVertices(), false);
  std::vector<unsigned> rest;
  for (unsigned q = 0; q < graph.numQubits; ++q) {
    if (layout[q] == none)
      rest.push_back(q);
    else
      taken[layout[q]] = true;
  }
  llvm::stable_sort(rest, [&](unsigned a, unsigned b) {
    return graph.pulses[a] + graph.readouts[a] >
           graph.pulses[b] + graph.readouts[b];
  });
  for (unsigned q : rest) {
    unsigned choice = none;
    double least = HUGE_VAL;
    for (unsigned v = 0; v < target.numVertices(); ++v) {
      double cost = graph.pulses[q] * target.pulseCost[v] +
                    graph.readouts[q] * target.readoutCost[v];
      if (target.isUsable(v) && !taken[v] && cost < least) {
        least = cost;
        choice = v;
      }
    }
    if (choice == none)
      return false;
    layout[q] = choice;
    taken[choice] = true;
  }
  return true;
}

/// A ring on a cycle of its length.
std::optional<std::vector<unsigned>> placeRing(const InteractionGraph &graph,
                                               const MappingTarget &target,
                                               uint64_t seed) {
  std::optional<std::vector<unsigned>> ring = asRing(graph);
  if (!ring)
    return std::nullopt;
  auto cycles = findCycles(target, ring->size(), 0, 16, seed);
  if (cycles.empty())
    return std::nullopt;
  std::vector<unsigned> layout(graph.numQubits, none);
  for (auto [q, v] : llvm::zip(*ring, cycles.front()))
    layout[q] = v;
  return layout;
}

struct Candidate {
  double cost = HUGE_VAL;
  std::vector<unsigned> layout;
};

/// Lines go on by annealing, each from its place.
void annealLines(const InteractionGraph &graph, const MappingTarget &target,
                 const EmbeddingLimits &limits, uint64_t seed,
                 std::vector<Candidate> &candidates) {
  std::optional<std::vector<unsigned>> line = asRing(graph, /*orLine=*/true);
  if (!line || line->size() < 8 || asRing(graph))
    return;
  std::vector<std::vector<unsigned>> faces = shortCycles(target);
  parallelFor(candidates.size(), [&](size_t index) {
    Candidate &candidate = candidates[index];
    if (candidate.layout.empty())
      return;
    RandomStream random(seed, "line", {index});
    std::vector<unsigned> layout =
        annealLine(graph, target, *line, candidate.layout, faces,
                   100 * limits.improveNodes, random);
    if (!placeRest(graph, target, layout))
      return;
    double cost = layoutCost(graph, target, layout);
    if (cost < candidate.cost)
      candidate = {cost, std::move(layout)};
  });
}

} // namespace

std::optional<std::vector<unsigned>>
qopt::embed(const InteractionGraph &graph, const MappingTarget &target,
            const EmbeddingLimits &limits, uint64_t seed,
            std::optional<std::vector<unsigned>> known) {
  if (target.isComplete() || graph.edges.empty()) {
    std::vector<unsigned> layout(graph.numQubits, none);
    if (!placeRest(graph, target, layout))
      return std::nullopt;
    return layout;
  }
  EmbeddingSearch search(graph, target);
  for (unsigned q : search.active) {
    bool any = false;
    for (unsigned v = 0; v < target.numVertices() && !any; ++v)
      any = search.fits(q, v);
    if (!any)
      return std::nullopt;
  }

  if (!known) {
    unsigned size = std::max(graph.numQubits, target.numVertices());
    for (unsigned restart = 0; restart < limits.restarts && !known; ++restart) {
      std::vector<unsigned> rank;
      if (restart) {
        RandomStream random(seed, "embedding restart", {restart});
        rank.resize(size);
        for (unsigned i = 0; i < size; ++i)
          rank[i] = i;
        shuffle(rank, random);
      }
      if (search.run(limits.nodes, HUGE_VAL, false, rank))
        known = search.found;
      else if (search.complete())
        return std::nullopt;
    }
    if (!known)
      known = placeRing(graph, target, seed);
    if (!known)
      return std::nullopt;
    if (!placeRest(graph, target, *known))
      return std::nullopt;
  }
  if (limits.improveNodes == 0 || target.isUniform())
    return known;

  // Branch and bound from every place of the root; each search starts with the
  // bound of the known layout, so the outcome does not depend on the threads.
  unsigned root = search.root();
  double bound = layoutCost(graph, target, *known);
  std::vector<Candidate> candidates =
      parallelMap<Candidate>(target.numVertices(), [&](size_t v) {
        Candidate candidate;
        if (!search.fits(root, v))
          return candidate;
        EmbeddingSearch local = search;
        if (local.run(limits.improveNodes, bound, true, {}, root, v) &&
            placeRest(graph, target, local.found)) {
          candidate.layout = local.found;
          candidate.cost = layoutCost(graph, target, local.found);
        }
        return candidate;
      });
  // Embeddings of other kinds, found with other orders of qubits and vertices.
  auto others = parallelMap<Candidate>(96, [&](size_t index) {
    Candidate candidate;
    EmbeddingSearch local = search;
    RandomStream random(seed, "other embedding", {index});
    std::vector<unsigned> rank(std::max(graph.numQubits, target.numVertices()));
    for (unsigned i = 0; i < rank.size(); ++i)
      rank[i] = i;
    shuffle(rank, random);
    if (local.run(5 * limits.improveNodes, HUGE_VAL, false, rank) &&
        placeRest(graph, target, local.found)) {
      candidate.layout = local.found;
      candidate.cost = layoutCost(graph, target, local.found);
    }
    return candidate;
  });
  llvm::append_range(candidates, std::move(others));
  candidates.push_back({bound, std::move(*known)});
  llvm::stable_sort(candidates, [](const Candidate &a, const Candidate &b) {
    return a.cost < b.cost;
  });

  candidates.resize(std::min<size_t>(candidates.size(), 8));
  annealLines(graph, target, limits, seed, candidates);

  // The best few then improve piece by piece.
  auto improved = parallelMap<Candidate>(candidates.size(), [&](size_t index) {
    Candidate candidate = candidates[index];
    if (candidate.layout.empty())
      return candidate;
    RandomStream random(seed, "refit", {index});
    EmbeddingSearch local = search;
    for (uint64_t round = 0; round < 2 * limits.improveNodes; ++round) {
      unsigned start = local.active[random.below(local.active.size())];
      size_t count = 4 + random.below(28);
      std::vector<unsigned> movable =
          local.around(start, std::min<size_t>(count, local.active.size()));
      if (!local.refit(candidate.layout, movable, 800))
        continue;
      for (unsigned q : movable)
        candidate.layout[q] = local.found[q];
    }
    // Qubits without interactions make way.
    for (unsigned q = 0; q < graph.numQubits; ++q)
      if (!llvm::is_contained(local.active, q))
        candidate.layout[q] = none;
    if (!placeRest(graph, target, candidate.layout))
      return candidates[index];
    candidate.cost = layoutCost(graph, target, candidate.layout);
    return candidate;
  });
  return llvm::min_element(improved,
                           [](const Candidate &a, const Candidate &b) {
                             return a.cost < b.cost;
                           })
      ->layout;
}
