//===- CompiledFigures.cpp - Which compiled circuit is better -------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Mapping/CompiledFigures.h"

#include "llvm/ADT/STLExtras.h"

using namespace qopt;

static std::vector<unsigned> readQubits(const CircuitView &view,
                                        const Layout &layout) {
  std::vector<bool> read(view.numQubits(), false);
  bool any = false;
  for (const Gate &gate : view.gates())
    if (gate.kind == GateKind::Measure)
      any = read[view.qubitsOf(gate)[0]] = true;
  if (!any)
    for (const PauliSum &sum : view.observables())
      for (unsigned q : sum.support())
        any = read[q] = true;
  if (!any)
    for (auto [q, id] : llvm::enumerate(view.sites()))
      read[q] = llvm::is_contained(layout.final, id);
  std::vector<unsigned> list;
  for (unsigned q = 0; q < view.numQubits(); ++q)
    if (read[q])
      list.push_back(q);
  return list;
}

CompiledFigures qopt::measureFigures(const CircuitView &view,
                                     const Layout &layout, const Device &device,
                                     bool estimate) {
  CompiledFigures figures;
  figures.counts = countGates(view);
  if (!estimate)
    return figures;
  llvm::Expected<SuccessEstimate> success =
      estimateSuccess(view, device, readQubits(view, layout));
  if (success)
    figures.success = std::move(*success);
  else
    figures.whyNoSuccess = llvm::toString(success.takeError());
  return figures;
}

bool qopt::shouldReplace(const CompiledFigures &a, const CompiledFigures &b,
                         MappingObjective objective) {
  if (objective == MappingObjective::Depth)
    return std::pair(a.counts.depth2q, a.counts.gates2q) <
           std::pair(b.counts.depth2q, b.counts.gates2q);
  if (objective == MappingObjective::Entanglers || !a.success || !b.success)
    return a.counts.gates2q < b.counts.gates2q;
  double gatesA = a.success->gateSuccess.value,
         gatesB = b.success->gateSuccess.value;
  return a.counts.gates2q <= b.counts.gates2q && gatesA >= gatesB &&
         (a.success->logCost < b.success->logCost ||
          a.counts.gates2q <= 0.97 * b.counts.gates2q);
}

bool qopt::servesBetter(const CompiledFigures &a, const CompiledFigures &b,
                        MappingObjective objective) {
  auto counts = [&](const CompiledFigures &c) {
    return objective == MappingObjective::Depth
               ? std::pair(c.counts.depth2q, c.counts.gates2q)
               : std::pair(c.counts.gates2q, c.counts.depth2q);
  };
  bool byCost = a.success && b.success;
  if (byCost && objective == MappingObjective::LogCost)
    return a.success->logCost < b.success->logCost - 1e-12;
  if (counts(a) != counts(b))
    return counts(a) < counts(b);
  return byCost && a.success->logCost < b.success->logCost - 1e-12;
}
