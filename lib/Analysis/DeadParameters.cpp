//===- DeadParameters.cpp - Why a parameter has no effect -----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/DeadParameters.h"
#include "MomentProgram.h"

#include "qopt/Circuit/LightCone.h"

using namespace qopt;

/// By parameter: proven dead by the program's own simplification.
static std::vector<bool> provenDead(const NoisyCircuit &circuit,
                                    const PauliSum &observable,
                                    const Initialisation &init,
                                    bool zeroInput) {
  Initialisation laws = init;
  laws.laws.resize(circuit.circuit.numParameters());
  llvm::Expected<MomentProgram> program =
      lowerProgram(circuit, observable, laws, /*coneOnly=*/true);
  if (!program) {
    llvm::consumeError(program.takeError());
    return std::vector<bool>(circuit.circuit.numParameters(), false);
  }
  simplifyProgram(*program, zeroInput);
  return program->provenDead;
}

std::vector<std::string> qopt::explainDead(const NoisyCircuit &noisy,
                                           const PauliSum &observable,
                                           const Initialisation &init,
                                           llvm::ArrayRef<std::string> dead) {
  std::vector<std::string> reasons;
  if (dead.empty())
    return reasons;
  const CircuitView &circuit = noisy.circuit;
  std::vector<bool> used(circuit.numParameters(), false), inCone = used;
  auto mark = [&](const Gate &gate, std::vector<bool> &marks) {
    for (const AffineAngle &angle : circuit.anglesOf(gate))
      for (unsigned p : circuit.dependencies(angle))
        marks[p] = true;
  };
  for (const Gate &gate : circuit.gates())
    mark(gate, used);
  llvm::SmallVector<unsigned> support = observable.support();
  for (size_t gate : lightCone(circuit, support).gates)
    mark(circuit.gates()[gate], inCone);
  // Found where they are asked for.
  std::optional<std::vector<bool>> commutes, known;
  auto proves = [&](std::optional<std::vector<bool>> &by, bool zeroInput,
                    unsigned p) {
    if (!by)
      by = provenDead(noisy, observable, init, zeroInput);
    return (*by)[p];
  };
  reasons.reserve(dead.size());
  for (const std::string &name : dead) {
    std::optional<unsigned> p = circuit.findParameter(name);
    if (!p || !used[*p])
      reasons.push_back("no gate uses it");
    else if (!inCone[*p])
      reasons.push_back("outside the light cone of the observable");
    else if (proves(commutes, false, *p))
      reasons.push_back("commutes with everything the observable becomes "
                        "before it");
    else if (proves(known, true, *p))
      reasons.push_back("acts on qubits still in a computational state, or "
                        "behind controls that are");
    else
      reasons.push_back("symmetry: every contribution to the second moment of "
                        "its derivative vanishes");
  }
  return reasons;
}
