//===- MappingTarget.cpp - Coupling graph with costs ------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Mapping/MappingProblem.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace qopt;

MappingTarget::MappingTarget(unsigned numVertices)
    : pulseCost(numVertices, 0), readoutCost(numVertices, 0), ids(numVertices),
      count(numVertices), usable(numVertices, true) {
  for (unsigned v = 0; v < numVertices; ++v)
    ids[v] = v;
}

void MappingTarget::addEdge(unsigned a, unsigned b, double cost) {
  edgeList.push_back({std::min(a, b), std::max(a, b)});
  edgeListCost.push_back(cost);
}

void MappingTarget::setComplete(double cost) {
  complete = true;
  completeCost = cost;
}

void MappingTarget::finish() {
  std::vector<unsigned> degree(count, 0);
  for (auto [a, b] : edgeList) {
    ++degree[a];
    ++degree[b];
  }
  offsets.assign(count + 1, 0);
  for (unsigned v = 0; v < count; ++v)
    offsets[v + 1] = offsets[v] + degree[v];
  adjacency.assign(offsets[count], {});
  std::vector<unsigned> next(offsets.begin(), offsets.end() - 1);
  costs.assign(size_t(count) * count, unreachable);
  for (auto [index, edge] : llvm::enumerate(edgeList)) {
    auto [a, b] = edge;
    adjacency[next[a]++] = {b, unsigned(index)};
    adjacency[next[b]++] = {a, unsigned(index)};
    costs[size_t(a) * count + b] = costs[size_t(b) * count + a] =
        edgeListCost[index];
  }
  hops.assign(size_t(count) * count, complete ? 1 : unreachable);
  std::vector<unsigned> queue;
  for (unsigned source = 0; source < count; ++source) {
    float *row = hops.data() + size_t(source) * count;
    row[source] = 0;
    if (complete || !usable[source])
      continue;
    queue.assign(1, source);
    for (size_t head = 0; head < queue.size(); ++head)
      for (Neighbour n : neighbours(queue[head]))
        if (usable[n.vertex] && row[n.vertex] == unreachable) {
          row[n.vertex] = row[queue[head]] + 1;
          queue.push_back(n.vertex);
        }
  }
}

bool MappingTarget::isUniform() const {
  std::vector<double> pulses, readouts;
  for (unsigned v = 0; v < count; ++v)
    if (usable[v]) {
      pulses.push_back(pulseCost[v]);
      readouts.push_back(readoutCost[v]);
    }
  return llvm::all_equal(pulses) && llvm::all_equal(readouts) &&
         (complete || llvm::all_equal(edgeListCost));
}

std::vector<std::vector<unsigned>> MappingTarget::parts() const {
  std::vector<std::vector<unsigned>> result;
  std::vector<bool> seen(count, false);
  for (unsigned source = 0; source < count; ++source) {
    if (!usable[source] || seen[source])
      continue;
    std::vector<unsigned> part;
    for (unsigned v = 0; v < count; ++v)
      if (usable[v] && distance(source, v) < unreachable) {
        part.push_back(v);
        seen[v] = true;
      }
    result.push_back(std::move(part));
  }
  llvm::stable_sort(
      result, [](const auto &a, const auto &b) { return a.size() > b.size(); });
  return result;
}
