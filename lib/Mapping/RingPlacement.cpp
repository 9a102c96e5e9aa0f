//===- RingPlacement.cpp - Rings of qubits on rings of sites ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Mapping/RingPlacement.h"

#include "qopt/Support/Parallel.h"
#include "qopt/Support/Random.h"
#include "llvm/ADT/STLExtras.h"

#include <array>
#include <cmath>
#include <map>
#include <set>

using namespace qopt;

static constexpr unsigned none = UINT_MAX;

std::optional<std::vector<unsigned>> qopt::asRing(const InteractionGraph &graph,
                                                  bool orLine) {
  std::vector<llvm::SmallVector<unsigned, 2>> partners(graph.numQubits);
  for (const InteractionGraph::Edge &edge : graph.edges) {
    partners[edge.a].push_back(edge.b);
    partners[edge.b].push_back(edge.a);
  }
  size_t active = 0, ends = 0;
  unsigned first = none;
  for (unsigned q = 0; q < graph.numQubits; ++q) {
    if (partners[q].empty())
      continue;
    if (partners[q].size() > 2)
      return std::nullopt;
    bool end = partners[q].size() == 1;
    if (first == none || (end && ends == 0))
      first = q;
    ends += end;
    ++active;
  }
  if (active < 3 || (ends > 0 && !orLine))
    return std::nullopt;
  std::vector<unsigned> ring{first};
  unsigned before = first, here = partners[first][0];
  while (here != first) {
    ring.push_back(here);
    if (partners[here].size() == 1)
      break;
    unsigned next = partners[here][partners[here][0] == before];
    before = std::exchange(here, next);
  }
  if (ring.size() != active)
    return std::nullopt;
  return ring;
}

namespace {

using Cycle = std::vector<unsigned>;

} // namespace

std::vector<std::vector<unsigned>>
qopt::shortCycles(const MappingTarget &target) {
  std::vector<Cycle> cycles;
  std::set<Cycle> known;
  std::vector<unsigned> from(target.numVertices());
  for (unsigned e = 0; e < target.numEdges(); ++e) {
    auto [a, b] = target.edge(e);
    if (!target.isUsable(a) || !target.isUsable(b))
      continue;
    // Every shortest way back from b to a starts at another neighbour of b.
    for (MappingTarget::Neighbour first : target.neighbours(b)) {
      if (first.vertex == a || !target.isUsable(first.vertex))
        continue;
      std::fill(from.begin(), from.end(), none);
      from[first.vertex] = from[b] = b;
      std::vector<unsigned> queue{first.vertex};
      for (size_t head = 0; head < queue.size() && from[a] == none; ++head)
        for (MappingTarget::Neighbour n : target.neighbours(queue[head]))
          if (target.isUsable(n.vertex) && from[n.vertex] == none) {
            from[n.vertex] = queue[head];
            queue.push_back(n.vertex);
          }
      if (from[a] == none)
        continue;
      Cycle cycle;
      for (unsigned v = a; v != b; v = from[v])
        cycle.push_back(v);
      cycle.push_back(b);
      Cycle key = cycle;
      llvm::sort(key);
      if (cycle.size() <= 24 && known.insert(std::move(key)).second)
        cycles.push_back(std::move(cycle));
    }
  }
  return cycles;
}

namespace {

/// A simple cycle that changes by symmetric differences.
class CycleWalk {
public:
  CycleWalk(const MappingTarget &target, const Cycle &start)
      : target(target), links(target.numVertices(), {none, none}) {
    for (size_t i = 0; i < start.size(); ++i)
      connect(start[i], start[(i + 1) % start.size()]);
    anchor = start[0];
    length = start.size();
  }

  unsigned size() const { return length; }
  double totalCost() const { return cost; }

  /// What adding `face` would do: (change of length, change of cost); none if
  /// no simple cycle would be left.
  std::optional<std::pair<int, double>> tryFace(const Cycle &face) const {
    size_t n = face.size(), shared = 0, runs = 0;
    double change = 0;
    for (size_t i = 0; i < n; ++i) {
      unsigned a = face[i], b = face[(i + 1) % n];
      bool in = has(a, b), inNext = has(b, face[(i + 2) % n]);
      shared += in;
      runs += in && !inNext;
      change += (in ? -1 : 1) * target.edgeCost(a, b);
      // Between two new couplers lies a new vertex.
      if (!in && !inNext && links[b][0] != none)
        return std::nullopt;
    }
    if (runs != 1 || shared == n)
      return std::nullopt;
    return std::pair(int(n) - 2 * int(shared), change);
  }

  void add(const Cycle &face) {
    size_t n = face.size();
    llvm::SmallVector<bool, 16> in(n);
    for (size_t i = 0; i < n; ++i)
      in[i] = has(face[i], face[(i + 1) % n]);
    for (size_t i = 0; i < n; ++i)
      if (in[i])
        disconnect(face[i], face[(i + 1) % n]);
    for (size_t i = 0; i < n; ++i)
      if (!in[i]) {
        connect(face[i], face[(i + 1) % n]);
        anchor = face[i];
        ++length;
      } else {
        --length;
      }
  }

  Cycle cycle() const {
    Cycle result{anchor};
    unsigned before = anchor, here = links[anchor][0];
    while (here != anchor) {
      result.push_back(here);
      unsigned next = links[here][links[here][0] == before];
      before = std::exchange(here, next);
    }
    return result;
  }

private:
  bool has(unsigned a, unsigned b) const {
    return links[a][0] == b || links[a][1] == b;
  }
  void connect(unsigned a, unsigned b) {
    links[a][links[a][0] != none] = b;
    links[b][links[b][0] != none] = a;
    cost += target.edgeCost(a, b);
  }
  void disconnect(unsigned a, unsigned b) {
    for (auto [x, y] : {std::pair(a, b), std::pair(b, a)}) {
      if (links[x][0] == y)
        links[x][0] = links[x][1];
      links[x][1] = none;
    }
    cost -= target.edgeCost(a, b);
  }

  const MappingTarget &target;
  std::vector<std::array<unsigned, 2>> links;
  unsigned anchor = 0, length = 0;
  double cost = 0;
};

/// A layout with `ring`, from `rotation` on, along `cycle` from `start` on. Too
/// short a cycle has qubits beside it, each next to the one before it; too long
/// a one a gap at the end.
std::optional<std::vector<unsigned>>
layOnCycle(llvm::ArrayRef<unsigned> ring, size_t rotation, bool reversed,
           const Cycle &cycle, size_t start, const MappingTarget &target) {
  size_t n = ring.size(), size = cycle.size();
  std::vector<unsigned> layout(*llvm::max_element(ring) + 1, none);
  std::vector<bool> taken(target.numVertices(), false);
  for (unsigned v : cycle)
    taken[v] = true;
  size_t beside = n > size ? n - size : 0, place = 0;
  auto site = [&](size_t i) {
    size_t at = (start + i) % size;
    return cycle[reversed ? size - 1 - at : at];
  };
  for (size_t i = 0; i < n; ++i) {
    unsigned q = ring[(i + rotation) % n];
    unsigned spot = none;
    if (beside > 0 && place > 0)
      for (auto neighbour : target.neighbours(site(place - 1)))
        if (target.isUsable(neighbour.vertex) && !taken[neighbour.vertex])
          spot = neighbour.vertex;
    if (spot == none) {
      if (place == size)
        return std::nullopt;
      layout[q] = site(place++);
      continue;
    }
    layout[q] = spot;
    taken[spot] = true;
    --beside;
  }
  return layout;
}

double medianCost(const MappingTarget &target) {
  std::vector<double> costs;
  for (unsigned e = 0; e < target.numEdges(); ++e)
    costs.push_back(
        target.edgeCost(target.edge(e).first, target.edge(e).second));
  llvm::sort(costs);
  return costs.empty() ? 1 : std::max(costs[costs.size() / 2], 1e-12);
}

} // namespace

std::vector<std::vector<unsigned>>
qopt::findCycles(const MappingTarget &target, unsigned length,
                 unsigned tolerance, unsigned restarts, uint64_t seed) {
  if (target.isComplete())
    return {};
  std::vector<Cycle> faces = shortCycles(target);
  if (faces.empty())
    return {};
  double median = medianCost(target);
  struct Found {
    double cost = HUGE_VAL;
    Cycle cycle;
  };
  // The cheapest of each length that a walk meets.
  unsigned least = std::max<int>(3, int(length) - int(tolerance));
  unsigned most = std::max(least, length + tolerance);
  auto walks = parallelMap<std::vector<Found>>(restarts, [&](size_t restart) {
    RandomStream random(seed, "cycle", {length, restart});
    CycleWalk walk(target, faces[random.below(faces.size())]);
    std::vector<Found> best(most - least + 1);
    auto energy = [&](double size, double cost) {
      return 2 * std::abs(size - length) + cost / median;
    };
    constexpr unsigned steps = 12000;
    for (unsigned step = 0; step < steps; ++step) {
      const Cycle &face = faces[random.below(faces.size())];
      auto change = walk.tryFace(face);
      if (!change)
        continue;
      double now = energy(walk.size(), walk.totalCost());
      double then = energy(int(walk.size()) + change->first,
                           walk.totalCost() + change->second);
      double temperature = 6.0 * (1 - double(step) / steps) + 0.05;
      if (then > now &&
          random.uniform() >= std::exp((now - then) / temperature))
        continue;
      walk.add(face);
      if (walk.size() < least || walk.size() > most)
        continue;
      Found &known = best[walk.size() - least];
      if (walk.totalCost() < known.cost - 1e-12)
        known = {walk.totalCost(), walk.cycle()};
    }
    return best;
  });
  std::vector<Found> found;
  for (auto &walk : walks)
    for (Found &f : walk)
      if (!f.cycle.empty())
        found.push_back(std::move(f));
  llvm::stable_sort(found, [&](const Found &a, const Found &b) {
    auto off = [&](const Found &f) {
      return std::abs(int(f.cycle.size()) - int(length));
    };
    return std::pair(off(a), a.cost) < std::pair(off(b), b.cost);
  });
  std::vector<Cycle> result;
  std::set<Cycle> known;
  for (Found &f : found) {
    Cycle key = f.cycle;
    llvm::sort(key);
    if (known.insert(std::move(key)).second)
      result.push_back(std::move(f.cycle));
  }
  return result;
}

std::vector<std::vector<unsigned>>
qopt::nearRingLayouts(llvm::ArrayRef<unsigned> ring, unsigned numQubits,
                      const MappingTarget &target, unsigned count,
                      uint64_t seed) {
  // The two cheapest cycles of each of the three lengths nearest to the ring's.
  constexpr unsigned lengths = 3, share = 2;
  unsigned n = ring.size();
  std::vector<Cycle> cycles;
  std::map<size_t, unsigned> chosen;
  for (Cycle &cycle : findCycles(target, n, std::max(4u, n / 4), 8, seed)) {
    auto known = chosen.find(cycle.size());
    if (known == chosen.end() ? chosen.size() == lengths
                              : known->second == share)
      continue;
    ++chosen[cycle.size()];
    cycles.push_back(std::move(cycle));
  }
  std::vector<std::vector<unsigned>> layouts;
  unsigned wanted = std::max(1u, count / (lengths * share));
  for (auto [c, cycle] : llvm::enumerate(cycles)) {
    RandomStream random(seed, "near ring", {c});
    for (unsigned k = 0; k < wanted; ++k) {
      // Every rotation once, then random ones; both directions.
      size_t rotation = k < 2 * n ? k / 2 : random.below(n);
      auto layout = layOnCycle(ring, rotation, k % 2, cycle,
                               random.below(cycle.size()), target);
      if (!layout)
        continue;
      layout->resize(numQubits, none);
      layouts.push_back(std::move(*layout));
    }
  }
  return layouts;
}
