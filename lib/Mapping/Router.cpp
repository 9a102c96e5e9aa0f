//===- Router.cpp - Multi-layer SABRE ---------------------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "MergeTracker.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <tuple>
#include <utility>

using namespace qopt;

namespace {

constexpr unsigned none = UINT_MAX;

class Router {
public:
  Router(const RoutingGraph &graph, const MappingTarget &target,
         llvm::ArrayRef<unsigned> layout, const RouterParameters &parameters,
         RandomStream &random, bool record)
      : graph(graph), target(target), parameters(parameters), random(random),
        record(record), vertexOf(layout.begin(), layout.end()),
        qubitAt(target.numVertices(), none), decay(target.numVertices(), 1),
        edgeSeen(target.numEdges(), 0), ahead(graph.numQubits()),
        pull(graph.numQubits(), 0), waitingFor(graph.nodes().size()),
        visits(graph.nodes().size()), tracker(graph),
        metric(parameters.metric ? parameters.metric : target.distanceRow(0)),
        linear(!parameters.concave), depth(target.numVertices(), 0) {
    for (auto [q, v] : llvm::enumerate(vertexOf))
      qubitAt[v] = q;
    for (auto [i, node] : llvm::enumerate(graph.nodes()))
      waitingFor[i] = node.predecessors;
    double w = parameters.weight;
    for (unsigned k = 0; k < parameters.layers; ++k, w *= parameters.layerDecay)
      layerWeight.push_back(w);
  }

  Routing run() {
    for (uint32_t i = 0; i < graph.nodes().size(); ++i)
      if (graph.nodes()[i].predecessors == 0)
        ready.push_back(i);
    settle();
    size_t limit = parameters.patience * std::max<size_t>(graph.numQubits(), 4);
    while (!front.empty()) {
      if (stuck.size() >= limit) {
        release();
        continue;
      }
      auto [a, b, change] = chooseSwap();
      stuck.push_back({a, b, depth[a], depth[b]});
      applySwap(a, b);
      if (collectReady(a, b)) {
        stuck.clear();
        resetDecay();
        settle();
        continue;
      }
      score += change;
      updatePulls(a, b);
      if (++sinceReset >= parameters.resetAfter) {
        resetDecay();
        continue;
      }
      for (unsigned v : {a, b}) {
        if (decay[v] == 1)
          decayed.push_back(v);
        decay[v] += parameters.swapDecay;
      }
    }
    result.final = vertexOf;
    result.depth = *llvm::max_element(depth);
    return std::move(result);
  }

private:
  struct Partner {
    unsigned qubit;
    float weight;
  };

  bool isAdjacent(uint32_t node) const {
    const RoutingGraph::Node &n = graph.nodes()[node];
    return target.adjacent(vertexOf[n.a], vertexOf[n.b]);
  }

  /// Executes what is ready and all that becomes so; the rest is the front.
  void settle() {
    while (!ready.empty()) {
      uint32_t node = ready.back();
      ready.pop_back();
      const RoutingGraph::Node &n = graph.nodes()[node];
      if (!n.ordering) {
        if (!isAdjacent(node)) {
          front.push_back(node);
          continue;
        }
        double weight = n.weight;
        if (parameters.countMerges && tracker.execute(node))
          weight -= 3 - n.swapWeight();
        count(vertexOf[n.a], vertexOf[n.b], weight);
      } else if (parameters.countMerges) {
        tracker.execute(node);
      }
      if (record && !n.join)
        result.steps.push_back({false, node, 0, 0});
      for (uint32_t next : graph.successors(node))
        if (--waitingFor[next] == 0)
          ready.push_back(next);
    }
    settled = {result.logCost, result.entanglers};
    lookAhead();
  }

  /// Fills, for each qubit, its partners in the front and the next layers.
  void lookAhead() {
    for (unsigned q : touched)
      ahead[q].clear();
    touched.clear();
    ++stamp;
    auto add = [&](const RoutingGraph::Node &n, double weight) {
      for (auto [q, partner] : {std::pair(n.a, n.b), std::pair(n.b, n.a)}) {
        if (ahead[q].empty())
          touched.push_back(q);
        ahead[q].push_back({partner, float(weight)});
      }
    };
    for (uint32_t node : front)
      add(graph.nodes()[node], 1);
    current.assign(front.begin(), front.end());
    for (double weight : layerWeight) {
      next.clear();
      for (size_t i = 0; i < current.size(); ++i)
        for (uint32_t sink : graph.successors(current[i])) {
          Visit &visit = visits[sink];
          if (visit.stamp != stamp)
            visit = {stamp, waitingFor[sink]};
          if (--visit.needed == 0) {
            // Orderings take no layer of their own.
            (graph.nodes()[sink].ordering ? current : next).push_back(sink);
          }
        }
      for (uint32_t node : next)
        add(graph.nodes()[node], weight);
      std::swap(current, next);
      if (current.empty())
        break;
    }
    score = 0;
    for (unsigned q : touched) {
      pull[q] = pullAt(q, vertexOf[q], none);
      score += 0.5 * pull[q];
    }
  }

  /// The weighted distances from `vertex` to the partners of `q`, one of which
  /// may be on `vertex` and change places with it.
  double pullAt(unsigned q, unsigned vertex, unsigned occupant) const {
    const float *distances = row(vertex);
    double sum = 0;
    for (Partner p : ahead[q])
      sum += p.weight * distances[vertexOf[p.qubit == occupant ? q : p.qubit]];
    return sum;
  }

  /// Change of the weighted distance sum if the occupants of `from` and `to`
  /// change places.
  double gain(unsigned from, unsigned to) const {
    double sum = 0;
    unsigned here = qubitAt[from], there = qubitAt[to];
    if (here != none && !ahead[here].empty())
      sum += pullAt(here, to, there) - pull[here];
    if (there != none && !ahead[there].empty())
      sum += pullAt(there, from, here) - pull[there];
    return sum;
  }

  /// Follows a SWAP that let no gate be carried out.
  void updatePulls(unsigned a, unsigned b) {
    for (auto [from, to] : {std::pair(a, b), std::pair(b, a)}) {
      unsigned q = qubitAt[to], other = qubitAt[from];
      if (q == none)
        continue;
      const float *before = row(from), *now = row(to);
      for (Partner p : ahead[q]) {
        if (p.qubit == other)
          continue;
        unsigned v = vertexOf[p.qubit];
        double change = p.weight * (now[v] - before[v]);
        pull[p.qubit] += change;
        pull[q] += change;
      }
    }
  }

  struct Swap {
    unsigned a = 0, b = 0;
    /// Of the score.
    double change = 0;
  };

  Swap chooseSwap() {
    ++edgeStamp;
    double best = HUGE_VAL;
    unsigned ties = 0;
    Swap choice;
    for (uint32_t node : front) {
      const RoutingGraph::Node &n = graph.nodes()[node];
      for (unsigned q : {n.a, n.b}) {
        unsigned v = vertexOf[q];
        for (MappingTarget::Neighbour neighbour : target.neighbours(v)) {
          if (edgeSeen[neighbour.edge] == edgeStamp ||
              !target.isUsable(neighbour.vertex))
            continue;
          edgeSeen[neighbour.edge] = edgeStamp;
          double change = gain(v, neighbour.vertex);
          double factor = std::max(decay[v], decay[neighbour.vertex]);
          double value = linear ? factor * (score + change)
                                : change + (factor - 1) * front.size();
          if (parameters.mergeBonus > 0 && merges(v, neighbour.vertex))
            value -= parameters.mergeBonus;
          if (value < best - 1e-10) {
            best = value;
            ties = 1;
            choice = {v, neighbour.vertex, change};
          } else if (value <= best + 1e-10 && random.below(++ties) == 0) {
            choice = {v, neighbour.vertex, change};
          }
        }
      }
    }
    return choice;
  }

  bool merges(unsigned a, unsigned b) const {
    return tracker.mergesBefore(qubitAt[a], qubitAt[b]).has_value();
  }

  /// Entanglers a SWAP takes.
  double swapWeight(unsigned a, unsigned b) const {
    if (!parameters.countMerges)
      return 3;
    if (qubitAt[a] == none || qubitAt[b] == none)
      return 2;
    if (auto node = tracker.mergesBefore(qubitAt[a], qubitAt[b]))
      return graph.nodes()[*node].swapWeight();
    return 3;
  }

  void count(unsigned a, unsigned b, double weight) {
    result.entanglers += weight;
    result.logCost += weight * target.edgeCost(a, b);
    depth[a] = depth[b] = std::max(depth[a], depth[b]) + weight;
  }

  const float *row(unsigned vertex) const {
    return metric + size_t(vertex) * target.numVertices();
  }

  void applySwap(unsigned a, unsigned b) {
    count(a, b, swapWeight(a, b));
    unsigned qa = qubitAt[a], qb = qubitAt[b];
    std::swap(qubitAt[a], qubitAt[b]);
    if (qa != none)
      vertexOf[qa] = b;
    if (qb != none)
      vertexOf[qb] = a;
    ++result.numSwaps;
    if (parameters.countMerges)
      tracker.swap(qa, qb);
    if (record)
      result.steps.push_back({true, 0, a, b});
  }

  /// Moves front nodes on `a` or `b` that became adjacent to `ready`.
  bool collectReady(unsigned a, unsigned b) {
    size_t kept = 0;
    for (uint32_t node : front) {
      const RoutingGraph::Node &n = graph.nodes()[node];
      unsigned va = vertexOf[n.a], vb = vertexOf[n.b];
      bool moved = va == a || va == b || vb == a || vb == b;
      if (moved && target.adjacent(va, vb))
        ready.push_back(node);
      else
        front[kept++] = node;
    }
    front.resize(kept);
    return !ready.empty();
  }

  void resetDecay() {
    for (unsigned v : decayed)
      decay[v] = 1;
    decayed.clear();
    sinceReset = 0;
  }

  /// The release valve: takes back the SWAPs that routed nothing and brings the
  /// two qubits of the nearest front node together along a shortest path, both
  /// ends moving towards the middle.
  void release() {
    // Nothing but these SWAPs was recorded since the last routed node.
    if (record)
      result.steps.resize(result.steps.size() - stuck.size());
    bool recording = std::exchange(record, false);
    for (auto [a, b, depthA, depthB] : llvm::reverse(stuck)) {
      applySwap(a, b);
      depth[a] = depthA;
      depth[b] = depthB;
      result.numSwaps -= 2;
    }
    record = recording;
    std::tie(result.logCost, result.entanglers) = settled;
    stuck.clear();
    uint32_t nearest = *llvm::min_element(front, [&](uint32_t x, uint32_t y) {
      const auto &nx = graph.nodes()[x], &ny = graph.nodes()[y];
      return target.distance(vertexOf[nx.a], vertexOf[nx.b]) <
             target.distance(vertexOf[ny.a], vertexOf[ny.b]);
    });
    const RoutingGraph::Node &n = graph.nodes()[nearest];
    bool fromA = true;
    while (!isAdjacent(nearest)) {
      unsigned from = vertexOf[fromA ? n.a : n.b];
      unsigned to = vertexOf[fromA ? n.b : n.a];
      for (MappingTarget::Neighbour neighbour : target.neighbours(from))
        if (target.isUsable(neighbour.vertex) &&
            target.distance(neighbour.vertex, to) < target.distance(from, to)) {
          applySwap(from, neighbour.vertex);
          break;
        }
      fromA = !fromA;
    }
    ready.clear();
    size_t kept = 0;
    for (uint32_t node : front) {
      if (isAdjacent(node))
        ready.push_back(node);
      else
        front[kept++] = node;
    }
    front.resize(kept);
    resetDecay();
    settle();
  }

  const RoutingGraph &graph;
  const MappingTarget &target;
  const RouterParameters &parameters;
  RandomStream &random;
  bool record;
  std::vector<unsigned> vertexOf, qubitAt;
  std::vector<double> decay;
  std::vector<uint32_t> edgeSeen;
  uint32_t edgeStamp = 0;
  std::vector<unsigned> decayed;
  std::vector<llvm::SmallVector<Partner, 8>> ahead;
  /// Of each qubit in `touched`: the weighted distances to its partners.
  std::vector<double> pull;
  std::vector<unsigned> touched;
  std::vector<double> layerWeight;
  std::vector<uint32_t> waitingFor, front, ready, current, next;
  /// Predecessors of a node that the look-ahead of this stamp has not reached.
  struct Visit {
    uint32_t stamp = 0, needed = 0;
  };
  std::vector<Visit> visits;
  /// SWAPs since the last routed node, with the depths before them.
  struct StuckSwap {
    unsigned a, b;
    double depthA, depthB;
  };
  std::vector<StuckSwap> stuck;
  MergeTracker tracker;
  const float *metric;
  bool linear;
  std::vector<double> depth;
  std::pair<double, double> settled;
  uint32_t stamp = 0;
  unsigned sinceReset = 0;
  double score = 0;
  Routing result;
};

} // namespace

Routing qopt::route(const RoutingGraph &graph, const MappingTarget &target,
                    llvm::ArrayRef<unsigned> layout,
                    const RouterParameters &parameters, RandomStream &random,
                    bool recordSteps) {
  return Router(graph, target, layout, parameters, random, recordSteps).run();
}
