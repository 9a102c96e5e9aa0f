//===- LieAlgebra.cpp - Dimension of the generators' Lie algebra ----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// In closed form for any number of qubits where each rotation has an angle of
// its own (OrbitSpace.h), by commutators of sums where angles are shared.
//
//===----------------------------------------------------------------------===//

#include "EngineResult.h"
#include "GeneratorAlgebra.h"
#include "LieClosure.h"
#include "OrbitSpace.h"

#include "qopt/Analysis/Capacity.h"

#include <cmath>

using namespace qopt;

static constexpr size_t MaxGenerators = 20'000;

AlgebraFigures qopt::lieAlgebra(const CircuitView &circuit,
                                const Initialisation &init) {
  AlgebraFigures figures;
  auto none = [&](const std::string &why) {
    figures.dimension = figures.shared = CapacityFigure::unknown(why);
    return figures;
  };
  llvm::Expected<MomentProgram> program = lowerProgram(
      withoutNoise(circuit), PauliSum(circuit.numQubits(), {}), init);
  if (!program)
    return none(messageOf(program.takeError()));
  summarizeProgram(*program);
  FrameGenerators generators = generatorsInFrame(*program);
  if (!generators.complete)
    return none("it has operations that are no rotations or Clifford gates");
  if (generators.strings.size() > MaxGenerators)
    return none("more than " + std::to_string(MaxGenerators) + " generators");
  std::vector<Bits> bits;
  for (const PauliString &string : generators.strings)
    bits.push_back(bitsOf(string));
  llvm::Expected<std::vector<OrbitComponent>> components =
      orbitComponents(bits);
  if (!components)
    return none(messageOf(components.takeError()));
  long double dimension = 0;
  for (const OrbitComponent &component : *components) {
    dimension += component.algebraDimension();
    if (component.members.size() == 1)
      ++figures.centre;
    else
      figures.components.push_back(component.algebraName());
  }
  figures.log2Dimension = dimension > 0 ? double(std::log2(dimension)) : 0;
  figures.dimension =
      Warranted::exact(double(dimension), "orbits of transvections");
  if (!program->hasSharedSymbols) {
    figures.shared = CapacityFigure::unknown("no angle is shared");
    return figures;
  }
  std::optional<std::vector<StringSum>> sums;
  if (program->ops.size() <= 4'000)
    sums = sharedGenerators(*program);
  std::optional<size_t> shared;
  if (sums)
    shared = closureDimension(*sums, 600);
  figures.shared =
      shared ? CapacityFigure(Warranted::exact(
                   double(*shared), "closure of the generators, mod 2^61 − 1"))
             : CapacityFigure::unknown("too large to close by commutators");
  return figures;
}
