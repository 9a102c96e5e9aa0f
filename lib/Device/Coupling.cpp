//===- Coupling.cpp - The part of a device that works ---------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Device/Coupling.h"
#include "llvm/ADT/STLExtras.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>

#include <algorithm>
#include <climits>
#include <map>

using namespace qopt;

struct CouplingGraph::Graph {
  boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> graph;
};

static std::string shortNumber(double value) {
  char text[32];
  snprintf(text, sizeof(text), "%.3g", value);
  return text;
}

/// Why the one-qubit gates or the readout of qubit `index` make it useless;
/// empty if they do not.
static std::string deadReason(const Device &device, unsigned index,
                              double deadError) {
  const DeviceQubit &qubit = device.qubits()[index];
  if (!qubit.operational)
    return "not operational";
  const Readout &readout = qubit.readout;
  if (readout.p1Given0 && readout.p0Given1) {
    double mean = (*readout.p1Given0 + *readout.p0Given1) / 2;
    if (mean >= deadError)
      return "readout error " + shortNumber(mean);
  }
  // A gate that is not listed for the qubit is one it never had: sites may have
  // gate sets of their own.
  std::string absent;
  bool any = false;
  for (const NativeGate &gate : device.gates()) {
    if (gate.numQubits != 1 || gate.isVirtual || gate.name == "id")
      continue;
    std::optional<GateCalibration> found =
        device.calibration(gate.name, qubit.id);
    bool listed = llvm::any_of(gate.sites, [&](const GateSite &site) {
      return llvm::is_contained(site.qubits, qubit.id);
    });
    if (!found && listed)
      return gate.name + " not operational";
    if (!found && absent.empty())
      absent = gate.name + " not operational";
    if (found && found->error && *found->error >= deadError)
      return gate.name + " error " + shortNumber(*found->error);
    any |= found.has_value();
  }
  return any ? std::string() : absent;
}

void CouplingGraph::findLiveQubits(const Device &device, double deadError) {
  live.resize(device.numQubits());
  for (unsigned i = 0; i < device.numQubits(); ++i) {
    std::string reason = deadReason(device, i, deadError);
    live[i] = reason.empty();
    if (!reason.empty())
      droppedParts.push_back("qubit " + std::to_string(device.qubits()[i].id) +
                             " (" + reason + ")");
  }
}

void CouplingGraph::findCouplers(const Device &device, double deadError) {
  struct Best {
    bool works = false;
    bool known = false;
    double error = 0;
  };
  std::map<std::pair<unsigned, unsigned>, Best> best;
  auto offer = [&](Best &coupler, std::optional<double> error) {
    if (!error) {
      coupler.works = true;
      return;
    }
    coupler.works |= *error < deadError;
    coupler.error = coupler.known ? std::min(coupler.error, *error) : *error;
    coupler.known = true;
  };
  for (const NativeGate &gate : device.gates()) {
    if (gate.numQubits != 2)
      continue;
    if (gate.allToAll) {
      if (gate.error.value_or(0) < deadError)
        complete = true;
      else
        droppedParts.push_back("gate " + gate.name + " (error " +
                               shortNumber(*gate.error) + ")");
      continue;
    }
    for (const GateSite &site : gate.sites) {
      unsigned a = *device.indexOf(site.qubits[0]);
      unsigned b = *device.indexOf(site.qubits[1]);
      Best &coupler = best[std::minmax(a, b)];
      if (site.operational)
        offer(coupler, site.error       ? site.error
                       : gate.isVirtual ? std::optional(0.0)
                                        : gate.error);
    }
  }
  if (complete)
    return;
  for (const auto &[pair, coupler] : best) {
    if (coupler.works && live[pair.first] && live[pair.second]) {
      edges.push_back(
          {pair.first, pair.second,
           coupler.known ? std::optional(coupler.error) : std::nullopt});
      continue;
    }
    // A coupler of a dropped qubit goes without saying.
    if (!coupler.works)
      droppedParts.push_back(
          "coupler " + std::to_string(device.qubits()[pair.first].id) + "-" +
          std::to_string(device.qubits()[pair.second].id) +
          (coupler.known ? " (error " + shortNumber(coupler.error) + ")"
                         : " (not operational)"));
  }
}

CouplingGraph::CouplingGraph(const Device &device, double deadError) {
  findLiveQubits(device, deadError);
  findCouplers(device, deadError);
  auto built = std::make_shared<Graph>();
  if (!complete) {
    adjacency.resize(live.size());
    built->graph = decltype(built->graph)(live.size());
    for (const Coupler &coupler : edges) {
      adjacency[coupler.a].push_back(coupler.b);
      adjacency[coupler.b].push_back(coupler.a);
      boost::add_edge(coupler.a, coupler.b, built->graph);
    }
    for (std::vector<unsigned> &list : adjacency)
      llvm::sort(list);
  }
  graph = std::move(built);
}

bool CouplingGraph::adjacent(unsigned a, unsigned b) const {
  if (complete)
    return a != b && live[a] && live[b];
  return llvm::binary_search(adjacency[a], b);
}

std::vector<std::vector<unsigned>> CouplingGraph::components() const {
  std::vector<std::vector<unsigned>> result;
  std::vector<unsigned> component(live.size(), 0);
  size_t count = 1;
  if (!complete && !live.empty())
    count = boost::connected_components(graph->graph, component.data());
  result.resize(count);
  for (unsigned vertex = 0; vertex < live.size(); ++vertex)
    if (live[vertex])
      result[component[vertex]].push_back(vertex);
  llvm::erase_if(result, [](const auto &part) { return part.empty(); });
  llvm::stable_sort(result, [](const auto &left, const auto &right) {
    return left.size() != right.size() ? left.size() > right.size()
                                       : left.front() < right.front();
  });
  return result;
}

std::vector<unsigned> CouplingGraph::distancesFrom(unsigned vertex) const {
  std::vector<unsigned> distance(live.size(), UINT_MAX);
  if (!live[vertex])
    return distance;
  if (complete) {
    for (unsigned other = 0; other < live.size(); ++other)
      if (live[other])
        distance[other] = other == vertex ? 0 : 1;
    return distance;
  }
  distance[vertex] = 0;
  boost::breadth_first_search(
      graph->graph, vertex,
      boost::visitor(boost::make_bfs_visitor(
          boost::record_distances(distance.data(), boost::on_tree_edge()))));
  return distance;
}
