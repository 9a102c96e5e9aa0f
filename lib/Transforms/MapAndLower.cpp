//===- MapAndLower.cpp - The better of two ways to a device ---------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Each circuit is mapped and lowered on copies, by routing and as Pauli
// gadgets, and the better native circuit takes its place
// (Mapping/CompiledFigures.h). A copy is in a module of its own within the
// module, where pipelines of a pass may run.
//
//===----------------------------------------------------------------------===//

#include "CircuitRewrite.h"
#include "qopt/IR/CircuitBridge.h"
#include "qopt/Mapping/CompiledFigures.h"
#include "qopt/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/PassManager.h"

namespace qopt {
#define GEN_PASS_DEF_MAPANDLOWER
#include "qopt/Transforms/Passes.h.inc"
} // namespace qopt

using namespace mlir;
using namespace qopt;
using namespace qopt::pqc;

namespace {

/// A copy of a circuit and its device in a module of their own.
class Candidate {
public:
  Candidate(ModuleOp parent, CircuitOp circuit, DeviceOp device) {
    OpBuilder builder = OpBuilder::atBlockEnd(parent.getBody());
    module = ModuleOp::create(builder, circuit.getLoc());
    builder.setInsertionPointToEnd(module.getBody());
    builder.clone(*device);
    builder.clone(*circuit);
  }
  ~Candidate() { module.erase(); }
  Candidate(const Candidate &) = delete;
  Candidate &operator=(const Candidate &) = delete;

  CircuitOp circuit() { return *module.getOps<CircuitOp>().begin(); }

  llvm::Expected<CompiledFigures> measure(const Device &device) {
    llvm::Expected<CircuitView> view = toCircuitView(circuit());
    if (!view)
      return view.takeError();
    return measureFigures(*view, layoutOf(circuit()).value_or(Layout()),
                          device);
  }

  ModuleOp module;
};

struct MapAndLowerPass : public qopt::impl::MapAndLowerBase<MapAndLowerPass> {
  using MapAndLowerBase::MapAndLowerBase;

  void runOnOperation() override {
    SmallVector<CircuitOp> circuits(getOperation().getOps<CircuitOp>());
    for (CircuitOp circuit : circuits)
      if (failed(compile(circuit)))
        return signalPassFailure();
  }

private:
  LogicalResult runOn(Candidate &candidate,
                      llvm::function_ref<void(OpPassManager &)> populate) {
    OpPassManager manager(ModuleOp::getOperationName());
    populate(manager);
    return runPipeline(manager, candidate.module);
  }

  LogicalResult lower(Candidate &candidate) {
    return runOn(candidate, [&](OpPassManager &manager) {
      NativePipelineOptions native;
      native.simplify = simplify;
      populateNativePipeline(manager, native);
    });
  }

  LogicalResult routeAndLower(Candidate &candidate) {
    LogicalResult routed = runOn(candidate, [&](OpPassManager &manager) {
      MapPipelineOptions map;
      map.seed = seed;
      map.layoutTrials = layoutTrials;
      map.swapTrials = swapTrials;
      map.iterations = iterations;
      map.byLogCost = byLogCost;
      map.byDepth = byDepth;
      map.mergeBonus = simplify ? 0.3 : 0.0;
      map.layout = ArrayRef<unsigned>(layout);
      map.decomposeWide = false;
      populateMapPipeline(manager, map);
    });
    return failed(routed) ? failure() : lower(candidate);
  }

  /// Fails, silently, where the circuit is not one of gadgets.
  LogicalResult writeGadgets(Candidate &candidate, unsigned limit) {
    // Only another way to do it: what is wrong there is of no interest.
    ScopedDiagnosticHandler silent(
        &getContext(), [](mlir::Diagnostic &) { return success(); });
    LogicalResult mapped = runOn(candidate, [&](OpPassManager &manager) {
      MapGadgetsOptions map;
      map.seed = seed;
      map.limit = limit;
      manager.addPass(createMapGadgets(map));
    });
    if (failed(mapped) || !isPlaced(candidate.circuit()))
      return failure();
    return lower(candidate);
  }

  LogicalResult compile(CircuitOp circuit) {
    std::optional<Device> device = readDeviceOf(circuit);
    if (!device)
      return failure();
    DeviceOp target = targetDeviceOf(circuit);
    Candidate routed(getOperation(), circuit, target);
    if (failed(routeAndLower(routed)))
      return failure();
    llvm::Expected<CompiledFigures> figures = routed.measure(*device);
    if (!figures) {
      emitErrors(circuit, figures.takeError());
      return failure();
    }
    bool tryGadgets = gadgets && simplify && layout.empty() &&
                      !isPlaced(circuit) && figures->counts.gates2q;
    if (tryGadgets) {
      Candidate other(getOperation(), circuit, target);
      if (succeeded(writeGadgets(other, figures->counts.gates2q + 8))) {
        llvm::Expected<CompiledFigures> others = other.measure(*device);
        if (!others)
          llvm::consumeError(others.takeError());
        else if (shouldReplace(*others, *figures, objective()))
          return take(circuit, other);
      }
    }
    return take(circuit, routed);
  }

  MappingObjective objective() const {
    return byDepth     ? MappingObjective::Depth
           : byLogCost ? MappingObjective::LogCost
                       : MappingObjective::Entanglers;
  }

  LogicalResult take(CircuitOp circuit, Candidate &candidate) {
    candidate.circuit()->moveBefore(circuit);
    circuit.erase();
    return success();
  }
};

} // namespace
