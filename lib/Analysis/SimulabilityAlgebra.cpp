//===- SimulabilityAlgebra.cpp - Free fermions and small modules ----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The strings that commutators with the generators make of the observable are
// all that a simulation in the Heisenberg picture needs (Goh et al.,
// arXiv:2308.01432; Diaz et al., arXiv:2310.11505). Their number is that of the
// orbits under transvections, in closed form for any number of qubits; whether
// generators are free fermions is read off their anticommutation graph, in
// whatever basis (Chapman and Flammia, arXiv:2003.05465).
//
//===----------------------------------------------------------------------===//

#include "GeneratorAlgebra.h"
#include "OrbitSpace.h"
#include "SimulabilityTests.h"

#include "llvm/Support/Error.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace qopt;

namespace {
constexpr size_t MaxGenerators = 20'000, MaxTerms = 4'096;

/// What the observable spreads over.
struct Module {
  std::string whyNot;
  double size = 0;
  bool isBound = false;
  bool allFermions = true;
  /// Kinds of the components that act on it.
  std::string algebra;
};
} // namespace

static Module moduleOf(const MomentProgram &program) {
  Module module;
  FrameGenerators generators = generatorsInFrame(program);
  if (!generators.complete) {
    module.whyNot = "operations that are no rotations or Clifford gates";
    return module;
  }
  if (generators.strings.size() > MaxGenerators ||
      program.terms.size() > MaxTerms) {
    module.whyNot = "more than 20,000 generators or 4,096 terms";
    return module;
  }
  std::vector<Bits> bits;
  for (const PauliString &string : generators.strings)
    bits.push_back(bitsOf(string));
  std::vector<PauliString> start;
  for (const ProgramTerm &term : program.terms) {
    PauliString &string = start.emplace_back(program.numQubits);
    for (auto [q, letter] : term.letters)
      string.set(q, letter);
  }
  llvm::Expected<std::vector<OrbitComponent>> components =
      orbitComponents(bits);
  if (!components) {
    llvm::consumeError(components.takeError());
    module.whyNot = "the kind of the generators' algebra was not decided";
    return module;
  }
  std::vector<bool> acts(components->size(), false);
  // Terms with equal rest modulo all components and equal orbit sizes differ,
  // under free fermions, by a radical element at the most.
  unsigned radical = 0;
  QuadraticBasis span(bits.empty() ? 0 : bits[0].size());
  for (const OrbitComponent &component : *components) {
    radical += component.radical.size();
    for (unsigned member : component.basis) {
      bool remainder;
      span.insert({bits[member], false}, remainder);
    }
  }
  std::map<std::pair<Bits, double>, double> alike;
  for (const PauliString &string : start) {
    std::optional<OrbitSize> orbit =
        sizeOfOrbit(bitsOf(string), bits, *components);
    if (!orbit) {
      module.whyNot = "the observable's orbit under free fermions takes too "
                      "long to count";
      return module;
    }
    module.isBound |= !orbit->isExact;
    QuadraticVector rest{bitsOf(string), false};
    if (!bits.empty())
      span.reduce(rest, rest.bits.size());
    ++alike[{std::move(rest.bits), double(orbit->size)}];
    for (size_t c = 0; c < acts.size(); ++c)
      acts[c] = acts[c] || orbit->acts[c];
  }
  std::map<std::string, size_t> names;
  for (size_t c = 0; c < acts.size(); ++c) {
    if (!acts[c])
      continue;
    ++names[(*components)[c].algebraName()];
    module.allFermions &= (*components)[c].kind == OrbitKind::FreeFermion;
  }
  for (const auto &[key, count] : alike)
    module.size +=
        key.second *
        (module.allFermions ? std::min(count, std::exp2(radical)) : count);
  // Terms may share an orbit; small ones are listed.
  if (start.size() > 1) {
    std::optional<std::vector<PauliString>> listed;
    if (module.size <= 20'000)
      listed = commutatorOrbit(start, generators.strings, 20'000);
    module.isBound = !listed;
    if (listed)
      module.size = double(listed->size());
  }
  for (const auto &[name, count] : names)
    module.algebra += (module.algebra.empty() ? "" : " + ") +
                      (count > 1 ? std::to_string(count) + " times " : "") +
                      name;
  if (names.empty())
    module.algebra = "no generator acts on it";
  return module;
}

void SimulabilityTests::algebra() {
  Module module = moduleOf(program);
  std::string where = module.algebra + ", observable in a module of " +
                      (module.isBound ? "at most " : "") +
                      countOf(module.size, "strings");
  double rotations = 0;
  for (const ProgramOp &op : program.ops)
    rotations += op.kind == ProgramOp::Kind::Rotation;
  double flop = 4 * rotations * module.size;
  double bytes = module.size * (8 + 2.0 * program.numQubits / 8);
  for (const char *method : {"free-fermion", "g-sim"}) {
    SimulabilityTest &test = add(method);
    if (!module.whyNot.empty()) {
      test.finding = module.whyNot;
      continue;
    }
    bool fermions = test.method == "free-fermion";
    test.finding = (fermions && !module.allFermions ? "not of free fermions: "
                    : fermions                      ? "free fermions: "
                                                    : "") +
                   where;
    if (fermions && !module.allFermions)
      continue;
    if (std::isfinite(flop) && std::isfinite(bytes)) {
      test.flop = module.isBound
                      ? Warranted::bound(flop, "rotations of the module")
                      : Warranted::exact(flop, "rotations of the module");
      test.bytes = bytes;
    }
    test.error = Warranted::exact(0, "exact");
    test.passes = within(flop, bytes);
  }
}
