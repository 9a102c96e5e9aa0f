//===- LinePlacement.cpp - Lines of qubits on paths of sites ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Mapping/LinePlacement.h"

#include "qopt/Support/Parallel.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace qopt;

namespace {

constexpr unsigned none = UINT_MAX;

using Path = std::vector<unsigned>;

class LineWalk {
public:
  LineWalk(const InteractionGraph &graph, const MappingTarget &target,
           llvm::ArrayRef<unsigned> line,
           llvm::ArrayRef<std::vector<unsigned>> faces, Path start,
           RandomStream &random)
      : target(target), faces(faces), random(random), path(std::move(start)),
        positionOf(target.numVertices(), none) {
    std::map<std::pair<unsigned, unsigned>, double> weights;
    for (const InteractionGraph::Edge &edge : graph.edges)
      weights[std::minmax(edge.a, edge.b)] += edge.weight;
    for (size_t i = 0; i < line.size(); ++i) {
      pulses.push_back(graph.pulses[line[i]]);
      readouts.push_back(graph.readouts[line[i]]);
      if (i + 1 < line.size())
        edgeWeights.push_back(weights[std::minmax(line[i], line[i + 1])]);
    }
    settle();
    cost = costOf(path);
  }

  Path anneal(uint64_t steps) {
    Path best = path;
    double least = cost;
    // From the cost of a qubit down to a fraction of it.
    double hot = cost / path.size(), cold = hot / 100;
    for (uint64_t step = 0; step < steps; ++step) {
      double temperature = hot * std::pow(cold / hot, double(step) / steps);
      if (!propose())
        continue;
      double then = costOf(next);
      if (then > cost &&
          random.uniform() >= std::exp((cost - then) / temperature))
        continue;
      std::swap(path, next);
      settle();
      cost = then;
      if (cost < least - 1e-12) {
        least = cost;
        best = path;
      }
    }
    return best;
  }

private:
  void settle() {
    std::fill(positionOf.begin(), positionOf.end(), none);
    for (auto [i, v] : llvm::enumerate(path))
      positionOf[v] = i;
  }

  double costOf(const Path &p) const {
    double sum = 0;
    for (size_t i = 0; i < p.size(); ++i) {
      sum += pulses[i] * target.pulseCost[p[i]] +
             readouts[i] * target.readoutCost[p[i]];
      if (i + 1 < p.size())
        sum += edgeWeights[i] * target.edgeCost(p[i], p[i + 1]);
    }
    return sum;
  }

  /// Writes a changed path to `next`; false if the move drawn is impossible.
  bool propose() {
    next = path;
    switch (random.below(8)) {
    case 0:
      std::reverse(next.begin(), next.end());
      return true;
    case 1:
    case 2:
      return creep(1 + random.below(4));
    case 3:
    case 4:
      return biteBack();
    default:
      return goAround(faces.empty() ? none : random.below(faces.size()));
    }
  }

  /// Takes `count` vertices off one end and puts as many on the other.
  bool creep(unsigned count) {
    count = std::min<size_t>(count, path.size() - 1);
    if (random.below(2))
      std::reverse(next.begin(), next.end());
    next.erase(next.begin(), next.begin() + count);
    bool grown = extend(count);
    if (random.below(2))
      std::reverse(next.begin(), next.end());
    return grown;
  }

  /// Appends a random walk over free vertices to `next`.
  bool extend(unsigned count) {
    for (unsigned k = 0; k < count; ++k) {
      llvm::SmallVector<unsigned, 8> free;
      for (MappingTarget::Neighbour n : target.neighbours(next.back()))
        if (target.isUsable(n.vertex) && !llvm::is_contained(next, n.vertex))
          free.push_back(n.vertex);
      if (free.empty())
        return false;
      next.push_back(free[random.below(free.size())]);
    }
    return true;
  }

  /// The last vertex is joined to one inside the path; what lies between turns
  /// round.
  bool biteBack() {
    if (random.below(2))
      std::reverse(next.begin(), next.end());
    llvm::SmallVector<size_t, 8> inside;
    for (MappingTarget::Neighbour n : target.neighbours(next.back())) {
      auto found = std::find(next.begin(), next.end() - 1, n.vertex);
      if (found != next.end() - 1 && found + 2 < next.end())
        inside.push_back(found - next.begin());
    }
    if (inside.empty())
      return false;
    size_t at = inside[random.below(inside.size())];
    std::reverse(next.begin() + at + 1, next.end());
    return true;
  }

  /// Replaces a stretch along a face by the rest of the face; the ends make up
  /// for the length.
  bool goAround(size_t index) {
    if (index >= faces.size())
      return false;
    const std::vector<unsigned> &face = faces[index];
    size_t n = face.size(), shared = 0, first = n;
    auto inPath = [&](size_t i) {
      unsigned p = positionOf[face[i % n]], q = positionOf[face[(i + 1) % n]];
      return p != none && q != none && (p + 1 == q || q + 1 == p);
    };
    for (size_t i = 0; i < n; ++i) {
      if (!inPath(i))
        continue;
      ++shared;
      if (!inPath(i + n - 1)) {
        if (first != n)
          return false; // more than one stretch
        first = i;
      }
    }
    if (first == n)
      return false;
    // face[first … first + shared] is the stretch; the others must be free.
    for (size_t i = shared + 1; i < n; ++i)
      if (positionOf[face[(first + i) % n]] != none)
        return false;
    unsigned from = positionOf[face[first]];
    unsigned to = positionOf[face[(first + shared) % n]];
    Path detour;
    for (size_t i = shared + 1; i < n; ++i)
      detour.push_back(face[(first + i) % n]);
    // The detour runs from the stretch's end back to its beginning.
    if (from < to)
      std::reverse(detour.begin(), detour.end());
    auto [low, high] = std::minmax(from, to);
    next.assign(path.begin(), path.begin() + low + 1);
    llvm::append_range(next, detour);
    next.insert(next.end(), path.begin() + high, path.end());
    while (next.size() > path.size()) {
      if (random.below(2))
        next.pop_back();
      else
        next.erase(next.begin());
    }
    while (next.size() < path.size()) {
      std::reverse(next.begin(), next.end());
      if (!extend(1)) {
        std::reverse(next.begin(), next.end());
        if (!extend(1))
          return false;
      }
    }
    return true;
  }

  const MappingTarget &target;
  llvm::ArrayRef<std::vector<unsigned>> faces;
  RandomStream &random;
  Path path, next;
  std::vector<unsigned> positionOf;
  /// Of each place along the line, and of each step.
  std::vector<double> pulses, readouts, edgeWeights;
  double cost = 0;
};

} // namespace

std::vector<unsigned>
qopt::annealLine(const InteractionGraph &graph, const MappingTarget &target,
                 llvm::ArrayRef<unsigned> line, llvm::ArrayRef<unsigned> layout,
                 llvm::ArrayRef<std::vector<unsigned>> faces, uint64_t steps,
                 RandomStream &random) {
  Path start;
  for (unsigned q : line)
    start.push_back(layout[q]);
  LineWalk walk(graph, target, line, faces, std::move(start), random);
  Path best = walk.anneal(steps);
  std::vector<unsigned> result(graph.numQubits, none);
  for (auto [q, v] : llvm::zip(line, best))
    result[q] = v;
  return result;
}

/// All vertices of a part in an order in which neighbours are three couplers
/// apart at most: a tree, vertices of even depth before their children and
/// those of odd depth after (Sekanina, 1960).
static Path strollThrough(const MappingTarget &target, unsigned root,
                          RandomStream &random) {
  Path order;
  std::vector<bool> seen(target.numVertices(), false);
  seen[root] = true;
  std::function<void(unsigned, bool)> visit = [&](unsigned v, bool even) {
    if (even)
      order.push_back(v);
    std::vector<unsigned> children;
    for (MappingTarget::Neighbour n : target.neighbours(v))
      if (target.isUsable(n.vertex) && !seen[n.vertex]) {
        seen[n.vertex] = true;
        children.push_back(n.vertex);
      }
    shuffle(children, random);
    for (unsigned child : children)
      visit(child, !even);
    if (!even)
      order.push_back(v);
  };
  visit(root, true);
  return order;
}

std::vector<std::vector<unsigned>>
qopt::nearLineLayouts(llvm::ArrayRef<unsigned> line, unsigned numQubits,
                      const MappingTarget &target, unsigned count,
                      uint64_t seed) {
  std::vector<unsigned> part = target.parts().front();
  if (part.size() < line.size() || target.isComplete())
    return {};
  // Steps over one coupler are almost free; each further one is a SWAP.
  MappingTarget near(target.numVertices());
  double sum = 0;
  for (unsigned e = 0; e < target.numEdges(); ++e)
    sum += target.edgeCost(target.edge(e).first, target.edge(e).second);
  double mean = std::max(sum / target.numEdges(), 1e-12);
  for (unsigned a : part)
    for (unsigned b : part)
      if (a < b && target.distance(a, b) <= 3) {
        float couplers = target.distance(a, b);
        near.addEdge(a, b,
                     couplers == 1 ? 0.05 * target.edgeCost(a, b) / mean
                                   : 1.5 * (couplers - 1) - 0.5);
      }
  near.finish();
  InteractionGraph graph;
  graph.numQubits = numQubits;
  graph.pulses.assign(numQubits, 0);
  graph.readouts.assign(numQubits, 0);
  for (size_t i = 0; i + 1 < line.size(); ++i)
    graph.edges.push_back({line[i], line[i + 1], 1.0});
  constexpr uint64_t steps = 40000;
  return parallelMap<std::vector<unsigned>>(count, [&](size_t index) {
    RandomStream random(seed, "near line", {index});
    Path start = strollThrough(target, part[random.below(part.size())], random);
    std::vector<unsigned> layout(numQubits, none);
    for (auto [i, q] : llvm::enumerate(line))
      layout[q] = start[i];
    return annealLine(graph, near, line, layout, {}, steps, random);
  });
}
