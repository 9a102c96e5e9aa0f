//===- MappingProblem.h - Placing and routing as a problem ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// What a mapping solver sees: interactions in order, a coupling graph with
// costs, and what is fixed. check() says whether a problem makes sense before a
// solver starts, verify() whether a solution is right afterwards.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_MAPPING_MAPPINGPROBLEM_H
#define QOPT_MAPPING_MAPPINGPROBLEM_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

#include <climits>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qopt {

/// A coupling graph with additive costs (−ln of success probabilities).
/// Vertices are numbered 0 … numVertices−1.
class MappingTarget {
public:
  MappingTarget() = default;
  explicit MappingTarget(unsigned numVertices);

  unsigned numVertices() const { return count; }
  void addEdge(unsigned a, unsigned b, double cost);
  /// Marks a vertex as unusable.
  void remove(unsigned vertex) { usable[vertex] = false; }
  bool isUsable(unsigned vertex) const { return usable[vertex]; }
  /// Every pair of usable vertices is coupled at this cost.
  void setComplete(double cost);
  bool isComplete() const { return complete; }
  /// Fills the distances; call after the last edge.
  void finish();

  struct Neighbour {
    unsigned vertex;
    unsigned edge;
  };
  llvm::ArrayRef<Neighbour> neighbours(unsigned vertex) const {
    return llvm::ArrayRef(adjacency).slice(
        offsets[vertex], offsets[vertex + 1] - offsets[vertex]);
  }
  unsigned numEdges() const { return edgeList.size(); }
  std::pair<unsigned, unsigned> edge(unsigned index) const {
    return edgeList[index];
  }
  bool adjacent(unsigned a, unsigned b) const {
    return complete ? a != b : hops[size_t(a) * count + b] == 1;
  }
  /// Couplers between two vertices; `unreachable` if there is no way.
  static constexpr float unreachable = 1e6f;
  float distance(unsigned a, unsigned b) const {
    return hops[size_t(a) * count + b];
  }
  const float *distanceRow(unsigned a) const {
    return hops.data() + size_t(a) * count;
  }
  /// Cost of one entangler on an edge; the vertices must be adjacent.
  double edgeCost(unsigned a, unsigned b) const {
    return complete ? completeCost : costs[size_t(a) * count + b];
  }
  /// All couplers cost the same, and so do all pulses and all readouts.
  bool isUniform() const;
  /// Connected parts of usable vertices, largest first, then by first vertex.
  std::vector<std::vector<unsigned>> parts() const;

  /// Cost of a one-qubit pulse and of a readout on each vertex.
  std::vector<double> pulseCost;
  std::vector<double> readoutCost;
  /// Name for messages, and what each vertex is called in them.
  std::string name;
  std::vector<unsigned> ids;

private:
  unsigned count = 0;
  bool complete = false;
  double completeCost = 0;
  std::vector<bool> usable;
  std::vector<std::pair<unsigned, unsigned>> edgeList;
  std::vector<double> edgeListCost;
  std::vector<unsigned> offsets;
  std::vector<Neighbour> adjacency;
  std::vector<float> hops;
  std::vector<float> costs;
};

/// An operation as the router sees it: its qubits in order; two qubits must be
/// adjacent, more are only ordered (barriers).
struct MappingItem {
  llvm::SmallVector<unsigned, 2> qubits;
  /// The Pauli letter the item commutes with on each qubit, 0 for none. Items
  /// that follow each other on a qubit with one letter are a set there and may
  /// change places. Empty: no letter anywhere.
  llvm::SmallVector<char, 2> axes;
  /// Entanglers the item will take (2 qubits) or pulses (1 qubit).
  double weight = 1;
  bool isReadout = false;
  /// A product of RXX, RYY, RZZ and SWAP on its pair: any number of these takes
  /// three entanglers at most.
  bool isBlock = false;
};

/// A step of a solution: item `index`, or a SWAP of vertices `a` and `b`.
struct MappingStep {
  bool isSwap = false;
  uint32_t index = 0;
  unsigned a = 0;
  unsigned b = 0;
};

struct MappingSolution {
  /// Vertex of each qubit before the first and after the last step.
  std::vector<unsigned> initial;
  std::vector<unsigned> final;
  std::vector<MappingStep> steps;
  size_t numSwaps = 0;
  /// Σ of edge, pulse and readout costs.
  double logCost = 0;
};

struct MappingProblem {
  unsigned numQubits = 0;
  std::vector<MappingItem> items;
  const MappingTarget *target = nullptr;
  /// Vertex of each qubit at the start, if it is prescribed.
  std::vector<unsigned> fixedLayout;

  /// Input error if the circuit cannot fit, naming the widest usable part, or
  /// if the prescribed layout is impossible.
  llvm::Error check() const;
  /// Internal error unless every item comes once, in an order its qubits allow,
  /// on adjacent usable vertices, and the layouts are what the SWAPs make.
  llvm::Error verify(const MappingSolution &solution) const;
  /// Fills numSwaps and logCost from the steps.
  void evaluate(MappingSolution &solution) const;
};

} // namespace qopt

#endif // QOPT_MAPPING_MAPPINGPROBLEM_H
