//===- Compile.cpp - From any circuit to native gates -----------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Driver/Compile.h"

#include "CompiledModule.h"
#include "qopt/Device/Coupling.h"
#include "qopt/IR/TargetBridge.h"
#include "qopt/Support/Error.h"
#include "qopt/Synthesis/BoundBlocks.h"
#include "qopt/Synthesis/FoldedRotations.h"
#include "qopt/Transforms/Passes.h"
#include "llvm/ADT/Sequence.h"

#include "mlir/Pass/PassManager.h"

#include <ctime>

using namespace qopt;

namespace {

MapPipelineOptions &setTrials(MapPipelineOptions &map,
                              const CompileOptions &options) {
  switch (options.effort) {
  case CompileEffort::Fast:
    map.layoutTrials = 4;
    map.swapTrials = 4;
    map.iterations = 2;
    break;
  case CompileEffort::Default:
    break;
  case CompileEffort::Max:
    map.layoutTrials = 100;
    break;
  }
  map.seed = options.seed;
  map.byLogCost = options.objective == CompileObjective::Fidelity;
  map.byDepth = options.objective == CompileObjective::Depth;
  map.layout = llvm::ArrayRef<unsigned>(options.layout);
  return map;
}

size_t countSwaps(const CircuitView &view) {
  return llvm::count_if(view.gates(), [](const Gate &gate) {
    return gate.kind == GateKind::Swap;
  });
}

MappingObjective mappingObjective(CompileObjective objective) {
  switch (objective) {
  case CompileObjective::Fidelity:
    return MappingObjective::LogCost;
  case CompileObjective::TwoQubit:
    return MappingObjective::Entanglers;
  case CompileObjective::Depth:
    return MappingObjective::Depth;
  }
  llvm_unreachable("unknown objective");
}

/// Refuses circuits that no placement could make native: with the reason and
/// what would be enough.
llvm::Error checkTarget(const CircuitView &view, const Device &device) {
  bool turns = false, entangles = false;
  for (const Gate &gate : view.gates()) {
    if (!isUnitaryGate(gate.kind) || gate.numQubits == 0)
      continue;
    entangles |= gate.numQubits > 1;
    turns |= gate.numQubits == 1 && gate.kind != GateKind::Id;
  }
  NativeSet natives(device);
  CouplingGraph couplings(device);
  std::string one, two;
  for (const NativeGate &gate : device.gates()) {
    std::string &list = gate.numQubits == 1 ? one : two;
    list += (list.empty() ? "" : ", ") + gate.name;
  }
  auto vertices = llvm::seq<unsigned>(0, device.numQubits());
  bool universal = llvm::any_of(vertices, [&](unsigned v) {
    return couplings.isLive(v) &&
           natives.oneQubit(device.qubits()[v].id).universal();
  });
  if ((turns || entangles) && !universal)
    return inputError("no qubit of device '" + device.name() +
                      "' can make every rotation with " +
                      (one.empty() ? "no one-qubit gate" : one) +
                      "; rz with sx, rx or ry, prx, or u would do");
  bool coupled = couplings.isComplete() || !couplings.couplers().empty();
  bool usable = llvm::any_of(couplings.couplers(), [&](const Coupler &c) {
    return canEntangle(natives, device.qubits()[c.a].id,
                       device.qubits()[c.b].id);
  });
  if (entangles && coupled && !couplings.isComplete() && !usable)
    return inputError(
        "qopt knows none of the two-qubit gates of device '" + device.name() +
        "' (" + two +
        "); give them a generator of two letters, or a matrix of the class "
        "of CZ");
  return llvm::Error::success();
}

class Compiler {
public:
  Compiler(const CircuitFile &input, const Device &device,
           const CompileOptions &options)
      : input(input), device(device), options(options),
        simplify(options.simplify && !options.routeOnly),
        objective(mappingObjective(options.objective)) {}

  llvm::Expected<CompileResult> run();

private:
  enum class Way { Route, RouteBySwaps, Gadgets };
  llvm::Expected<CompiledModule> finish(mlir::ModuleOp prepared, Way way,
                                        unsigned limit = 0);
  llvm::Expected<CompiledModule> compileAnew(mlir::MLIRContext &context);
  llvm::Expected<CompiledModule> adaptPrevious(mlir::MLIRContext &context,
                                               CompileResult &result);

  const CircuitFile &input;
  const Device &device;
  const CompileOptions &options;
  bool simplify;
  MappingObjective objective;
};

} // namespace

/// Maps and lowers a copy of the prepared module: by routing, or as gadgets
/// with about `limit` CZ at most.
llvm::Expected<CompiledModule> Compiler::finish(mlir::ModuleOp prepared,
                                                Way way, unsigned limit) {
  bool gadgets = way == Way::Gadgets;
  CompiledModule candidate;
  candidate.module = prepared.clone();
  ModulePipeline pipeline(*candidate.module, input.path, candidate.notes);
  llvm::Expected<CircuitView> before = viewOf(*candidate.module);
  if (!before)
    return before.takeError();
  if (llvm::Error error = pipeline.run([&](mlir::OpPassManager &manager) {
        if (gadgets) {
          MapGadgetsOptions map;
          map.seed = options.seed;
          map.limit = limit;
          return manager.addPass(createMapGadgets(map));
        }
        MapPipelineOptions map;
        map.decomposeWide = false;
        map.mergeBonus = simplify ? 0.3 : 0.0;
        setTrials(map, options);
        if (way == Way::RouteBySwaps)
          map.byLogCost = false;
        populateMapPipeline(manager, map);
      }))
    return error;
  llvm::Expected<CircuitView> routed = viewOf(*candidate.module);
  if (!routed)
    return routed.takeError();
  if (routed->sites().empty())
    return inputError("the circuit is not one of gadgets");
  if (!gadgets)
    candidate.swaps = countSwaps(*routed) - countSwaps(*before);
  if (llvm::Error error = pipeline.run([&](mlir::OpPassManager &manager) {
        if (!options.routeOnly) {
          NativePipelineOptions native;
          native.simplify = simplify;
          return populateNativePipeline(manager, native);
        }
        VerifyTargetOptions verify;
        verify.connectivityOnly = true;
        manager.addPass(createVerifyTarget(verify));
      }))
    return error;
  if (llvm::Error error =
          measureCandidate(candidate, device, !options.routeOnly))
    return error;
  return candidate;
}

llvm::Expected<CompiledModule>
Compiler::compileAnew(mlir::MLIRContext &context) {
  if (!options.routeOnly)
    if (llvm::Error error = checkTarget(input.view, device))
      return error;
  mlir::OwningOpRef<mlir::ModuleOp> module = toModule(sourceOf(input), context);
  attachDevice(*module, device);
  std::vector<std::string> notes;
  ModulePipeline pipeline(*module, input.path, notes);
  if (llvm::Error error = pipeline.run([&](mlir::OpPassManager &manager) {
        PreparePipelineOptions prepare;
        prepare.simplify = simplify;
        prepare.decomposeWide = !options.routeOnly;
        populatePreparePipeline(manager, prepare);
      }))
    return error;
  llvm::Expected<CompiledModule> best = finish(*module, Way::Route);
  if (!best)
    return best.takeError();
  // The router ranks by estimates; the finished circuits are compared again.
  if (simplify && best->swaps && options.effort != CompileEffort::Fast &&
      options.objective == CompileObjective::Fidelity) {
    llvm::Expected<CompiledModule> other = finish(*module, Way::RouteBySwaps);
    if (!other)
      llvm::consumeError(other.takeError()); // only another way to do it
    else if (servesBetter(*other, *best, objective))
      best = std::move(other);
  }
  if (simplify && options.layout.empty() && best->counts.gates2q) {
    llvm::Expected<CompiledModule> other =
        finish(*module, Way::Gadgets, best->counts.gates2q + 8);
    if (!other)
      llvm::consumeError(other.takeError()); // only another way to do it
    else if (shouldReplace(*other, *best, objective))
      best = std::move(other);
  }
  // Placement weighed the gates before lowering; these are the real ones.
  if (simplify && options.layout.empty() && best->success &&
      options.effort != CompileEffort::Fast &&
      options.objective == CompileObjective::Fidelity) {
    llvm::Expected<CompiledModule> other =
        moveToBetterQubits(*best, input.path, device, options.seed);
    if (!other)
      llvm::consumeError(other.takeError()); // only another way to do it
    else if (shouldReplace(*other, *best, objective))
      best = std::move(other);
  }
  best->name = "re-route";
  best->notes.insert(best->notes.begin(), notes.begin(), notes.end());
  return best;
}

/// The best of keeping the earlier result, moving it and compiling anew.
llvm::Expected<CompiledModule>
Compiler::adaptPrevious(mlir::MLIRContext &context, CompileResult &result) {
  const CircuitFile &previous = *options.previous;
  if (previous.view.sites().empty() || !previous.layout)
    return inputError("is not a compiled circuit: it has no physical qubits or "
                      "no layout",
                      {previous.path});
  llvm::Expected<Verification> same =
      checkEquivalence(input, previous, options.seed);
  if (!same)
    return same.takeError();
  if (same->relation == "different")
    return inputError("is not this circuit compiled: " + same->witness,
                      {previous.path});
  std::optional<CompiledModule> best;
  auto consider = [&](const char *name,
                      llvm::Expected<CompiledModule> candidate) {
    CompileChoice &choice = result.choices.emplace_back();
    choice.name = name;
    if (!candidate) {
      choice.whyNot = reasonOf(candidate.takeError());
      return;
    }
    choice.gates2q = candidate->counts.gates2q;
    if (candidate->success)
      choice.logCost = candidate->success->logCost;
    if (!best || servesBetter(*candidate, *best, objective))
      best = std::move(*candidate);
  };
  consider("keep", keepPrevious(previous, device, context));
  consider("re-layout",
           moveToBestQubits(previous, device, context, options.seed));
  if (best && options.effort == CompileEffort::Fast) {
    result.decision = best->name;
    return std::move(*best);
  }
  llvm::Expected<CompiledModule> anew = compileAnew(context);
  if (!anew && !best)
    return anew.takeError();
  consider("re-route", std::move(anew));
  result.decision = best->name;
  return std::move(*best);
}

llvm::Expected<CompileResult> Compiler::run() {
  CompileResult result;
  result.before = countGates(input.view);
  result.qubitsBefore = input.view.numQubits();
  std::unique_ptr<mlir::MLIRContext> context = makeContext();
  llvm::Expected<CompiledModule> best = options.previous
                                            ? adaptPrevious(*context, result)
                                            : compileAnew(*context);
  if (!best)
    return best.takeError();
  mlir::OwningOpRef<mlir::ModuleOp> module = std::move(best->module);
  result.notes = best->notes;
  result.swapsInserted = best->swaps;

  llvm::Expected<CircuitFile> made =
      makeCircuitFile(std::move(context), std::move(module));
  if (!made)
    return made.takeError();
  result.circuit = std::move(*made);
  const CircuitView &view = result.circuit.view;
  result.layout = result.circuit.layout.value_or(Layout());
  result.after = best->counts;
  result.qubitsAfter = view.numQubits();
  for (const Gate &gate : view.gates())
    if (gate.kind != GateKind::Barrier && gate.kind != GateKind::Measure)
      ++result.perGate[view.nameOf(gate).str()];
  result.foldedRotations = findFoldedRotations(view, NativeSet(device)).size();
  if (best->success) {
    result.hasEstimate = true;
    result.durationNs = best->success->durationNs;
    result.logCost = best->success->logCost;
    result.esp = best->success->esp;
    result.gateSuccess = best->success->gateSuccess;
  }
  if (!options.verify)
    return result;
  std::clock_t begin = std::clock();
  llvm::Expected<Verification> verified =
      checkEquivalence(input, result.circuit, options.seed);
  result.verifyingSeconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
  if (!verified)
    return verified.takeError();
  result.verified = std::move(*verified);
  if (result.verified.relation == "different")
    return verificationError("the compiled circuit is not the input: " +
                             result.verified.witness);
  return result;
}

llvm::Expected<CompileResult>
qopt::compileCircuit(const CircuitFile &input, const Device &device,
                     const CompileOptions &options) {
  return Compiler(input, device, options).run();
}
