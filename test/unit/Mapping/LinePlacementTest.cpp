//===- LinePlacementTest.cpp - Lines on paths -------------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Mapping/LinePlacement.h"
#include "qopt/Mapping/RingPlacement.h"

#include "catch2/catch.hpp"

using namespace qopt;

namespace {

/// A square lattice whose couplers, pulses and readouts have random costs.
MappingTarget unevenGrid(unsigned width, unsigned height, uint64_t seed) {
  RandomStream random(seed, "grid");
  MappingTarget target(width * height);
  for (unsigned v = 0; v < width * height; ++v) {
    if (v % width + 1 < width)
      target.addEdge(v, v + 1, random.uniform(0.005, 0.05));
    if (v + width < width * height)
      target.addEdge(v, v + width, random.uniform(0.005, 0.05));
    target.pulseCost[v] = random.uniform(0.0002, 0.002);
    target.readoutCost[v] = random.uniform(0.005, 0.05);
  }
  target.finish();
  return target;
}

InteractionGraph lineOf(unsigned qubits) {
  InteractionGraph graph;
  graph.numQubits = qubits;
  graph.pulses.assign(qubits, 4);
  graph.readouts.assign(qubits, 1);
  for (unsigned q = 0; q + 1 < qubits; ++q)
    graph.edges.push_back({q, q + 1, 1.0 + q % 2});
  return graph;
}

bool isPath(llvm::ArrayRef<unsigned> layout, const MappingTarget &target) {
  std::vector<bool> taken(target.numVertices(), false);
  for (size_t i = 0; i < layout.size(); ++i) {
    if (taken[layout[i]] ||
        (i > 0 && !target.adjacent(layout[i - 1], layout[i])))
      return false;
    taken[layout[i]] = true;
  }
  return true;
}

} // namespace

TEST_CASE("annealed lines are paths and cheaper than where they began") {
  MappingTarget target = unevenGrid(6, 6, 3);
  std::vector<std::vector<unsigned>> faces = shortCycles(target);
  CHECK(faces.size() >= 25);
  for (unsigned length : {9u, 20u, 36u}) {
    InteractionGraph graph = lineOf(length);
    std::vector<unsigned> line, snake;
    for (unsigned i = 0; i < length; ++i) {
      line.push_back(i);
      unsigned row = i / 6;
      snake.push_back(row * 6 + (row % 2 ? 5 - i % 6 : i % 6));
    }
    REQUIRE(isPath(snake, target));
    RandomStream random(1, "line");
    std::vector<unsigned> layout =
        annealLine(graph, target, line, snake, faces, 20000, random);
    CHECK(isPath(layout, target));
    CHECK(layoutCost(graph, target, layout) <
          0.9 * layoutCost(graph, target, snake));
  }
}

TEST_CASE("a line longer than every path keeps its neighbours near") {
  // A comb: six vertices in a row, one tooth on each.
  MappingTarget comb(12);
  for (unsigned v = 0; v < 6; ++v) {
    comb.addEdge(v, v + 6, 0.01);
    if (v)
      comb.addEdge(v - 1, v, 0.01);
  }
  comb.finish();
  std::vector<unsigned> line;
  for (unsigned q = 0; q < 12; ++q)
    line.push_back(q);
  auto layouts = nearLineLayouts(line, 13, comb, 3, 1);
  REQUIRE(layouts.size() == 3);
  for (const std::vector<unsigned> &layout : layouts) {
    CHECK(layout[12] == UINT_MAX);
    std::vector<bool> taken(12, false);
    unsigned more = 0;
    for (unsigned q = 0; q < 12; ++q) {
      CHECK_FALSE(taken[layout[q]]);
      taken[layout[q]] = true;
      if (q)
        more += comb.distance(layout[q - 1], layout[q]) - 1;
    }
    // Every tooth but those at the ends is left by a longer step.
    CHECK(more <= 6);
  }
  CHECK(nearLineLayouts(line, 12, unevenGrid(3, 3, 1), 3, 1).empty());
}

TEST_CASE("a search that went through everything says so") {
  MappingTarget target = unevenGrid(3, 3, 1);
  InteractionGraph ring = lineOf(5);
  ring.edges.push_back({0, 4, 1.0});
  // The lattice has no odd cycles; no restart would find one.
  CHECK_FALSE(embed(ring, target, EmbeddingLimits(), 1));
  CHECK(embed(lineOf(5), target, EmbeddingLimits(), 1));
}
