//===- LoweringPasses.cpp - Towards native gates ----------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CircuitRewrite.h"
#include "qopt/Synthesis/CanonicalBlocks.h"
#include "qopt/Synthesis/Commutation.h"
#include "qopt/Synthesis/Decompose.h"
#include "qopt/Synthesis/FoldedRotations.h"
#include "qopt/Synthesis/LinearBlocks.h"
#include "qopt/Synthesis/NativeLowering.h"
#include "qopt/Synthesis/PairBlocks.h"
#include "qopt/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace qopt {
#define GEN_PASS_DEF_COMMUTEROTATIONS
#define GEN_PASS_DEF_DECOMPOSEWIDE
#define GEN_PASS_DEF_FIXDIRECTION
#define GEN_PASS_DEF_RECOGNIZEROTATIONS
#define GEN_PASS_DEF_RESYNTHESIZELINEAR
#define GEN_PASS_DEF_DECOMPOSENATIVE
#define GEN_PASS_DEF_MARKFOLDED
#include "qopt/Transforms/Passes.h.inc"
} // namespace qopt

using namespace mlir;
using namespace qopt;
using namespace qopt::pqc;

/// Replaces each circuit of `module` by what `rewrite` makes of it; none leaves
/// it alone.
static LogicalResult
rewriteCircuits(ModuleOp module,
                function_ref<llvm::Expected<std::optional<CircuitView>>(
                    CircuitOp, const CircuitView &)>
                    rewrite) {
  SmallVector<CircuitOp> circuits(module.getOps<CircuitOp>());
  for (CircuitOp circuit : circuits) {
    llvm::Expected<CircuitView> view = toCircuitView(circuit);
    if (!view) {
      emitErrors(circuit, view.takeError());
      return failure();
    }
    llvm::Expected<std::optional<CircuitView>> made = rewrite(circuit, *view);
    if (!made) {
      emitErrors(circuit, made.takeError());
      return failure();
    }
    if (*made)
      replaceCircuit(circuit, **made, std::nullopt);
  }
  return success();
}

/// Runs `rewrite` with the native set of each circuit's device.
static LogicalResult
rewriteOnDevice(ModuleOp module,
                function_ref<llvm::Expected<CircuitView>(const CircuitView &,
                                                         const NativeSet &)>
                    rewrite) {
  for (CircuitOp circuit : module.getOps<CircuitOp>()) {
    if (!readDeviceOf(circuit))
      return failure();
    if (!isPlaced(circuit))
      return circuit.emitError()
             << "the circuit is on virtual qubits; run qopt-place and "
                "qopt-route first";
  }
  return rewriteCircuits(module,
                         [&](CircuitOp circuit, const CircuitView &view)
                             -> llvm::Expected<std::optional<CircuitView>> {
                           llvm::Expected<CircuitView> made =
                               rewrite(view, NativeSet(*readDeviceOf(circuit)));
                           if (!made)
                             return made.takeError();
                           return std::optional<CircuitView>(std::move(*made));
                         });
}

namespace {

struct DecomposeWidePass
    : public qopt::impl::DecomposeWideBase<DecomposeWidePass> {
  void runOnOperation() override {
    auto rewrite = [](CircuitOp, const CircuitView &view)
        -> llvm::Expected<std::optional<CircuitView>> {
      bool wide = llvm::any_of(view.gates(), [&](const Gate &gate) {
        return isUnitaryGate(gate.kind) && gate.numQubits > 2;
      });
      if (!wide)
        return std::nullopt;
      llvm::Expected<CircuitView> made = lowerToTwoQubit(view);
      if (!made)
        return made.takeError();
      return std::optional<CircuitView>(std::move(*made));
    };
    if (failed(rewriteCircuits(getOperation(), rewrite)))
      signalPassFailure();
  }
};

struct RecognizeRotationsPass
    : public qopt::impl::RecognizeRotationsBase<RecognizeRotationsPass> {
  void runOnOperation() override {
    auto rewrite = [](CircuitOp, const CircuitView &view)
        -> llvm::Expected<std::optional<CircuitView>> {
      std::vector<qopt::Operation> before = unpackOperations(view);
      std::vector<qopt::Operation> made =
          recognizeCanonicalBlocks(view, recognizeRotations(before));
      auto same = [](const qopt::Operation &a, const qopt::Operation &b) {
        return a.kind == b.kind && a.qubits == b.qubits && a.angles == b.angles;
      };
      if (made.size() == before.size() &&
          std::equal(made.begin(), made.end(), before.begin(), same))
        return std::nullopt;
      return std::optional<CircuitView>(withOperations(view, made));
    };
    if (failed(rewriteCircuits(getOperation(), rewrite)))
      signalPassFailure();
  }
};

struct ResynthesizeLinearPass
    : public qopt::impl::ResynthesizeLinearBase<ResynthesizeLinearPass> {
  void runOnOperation() override {
    auto rewrite = [](CircuitOp, const CircuitView &view)
        -> llvm::Expected<std::optional<CircuitView>> {
      std::vector<qopt::Operation> made =
          resynthesizeLinear(unpackOperations(view), view.numQubits());
      // A shorter run may have as many gates where SWAPs became CX.
      CircuitView rewritten = withOperations(view, made);
      auto cost = [](const CircuitView &circuit) {
        size_t sum = 0;
        for (const Gate &gate : circuit.gates())
          sum += gate.kind == GateKind::Swap ? 3 : 1;
        return sum;
      };
      if (cost(rewritten) >= cost(view))
        return std::nullopt;
      return std::optional<CircuitView>(std::move(rewritten));
    };
    if (failed(rewriteCircuits(getOperation(), rewrite)))
      signalPassFailure();
  }
};

struct CommuteRotationsPass
    : public qopt::impl::CommuteRotationsBase<CommuteRotationsPass> {
  void runOnOperation() override {
    auto rewrite = [](CircuitOp, const CircuitView &view)
        -> llvm::Expected<std::optional<CircuitView>> {
      std::vector<qopt::Operation> made = unpackOperations(view);
      if (!commuteRotations(made))
        return std::nullopt;
      return std::optional<CircuitView>(withOperations(view, made));
    };
    if (failed(rewriteCircuits(getOperation(), rewrite)))
      signalPassFailure();
  }
};

struct FixDirectionPass
    : public qopt::impl::FixDirectionBase<FixDirectionPass> {
  void runOnOperation() override {
    if (failed(rewriteOnDevice(getOperation(), fixDirections)))
      signalPassFailure();
  }
};

struct DecomposeNativePass
    : public qopt::impl::DecomposeNativeBase<DecomposeNativePass> {
  using DecomposeNativeBase::DecomposeNativeBase;

  void runOnOperation() override {
    NativeLoweringOptions options;
    options.dropBeforeMeasure = dropBeforeMeasure;
    options.joinBlocks = joinBlocks;
    auto rewrite = [&](const CircuitView &view, const NativeSet &natives) {
      return lowerToNative(view, natives, options);
    };
    if (failed(rewriteOnDevice(getOperation(), rewrite)))
      signalPassFailure();
  }
};

struct MarkFoldedPass : public qopt::impl::MarkFoldedBase<MarkFoldedPass> {
  void runOnOperation() override {
    for (CircuitOp circuit : getOperation().getOps<CircuitOp>())
      if (isPlaced(circuit) && failed(mark(circuit)))
        return signalPassFailure();
  }

private:
  LogicalResult mark(CircuitOp circuit) {
    std::optional<Device> device = readDeviceOf(circuit);
    if (!device)
      return failure();
    llvm::Expected<CircuitView> view = toCircuitView(circuit);
    if (!view) {
      emitErrors(circuit, view.takeError());
      return failure();
    }
    SmallVector<mlir::Operation *> gates;
    for (mlir::Operation &op : *circuit.getBlock())
      if (isa<QubitOpInterface>(op) && !isa<ExpvalOp, ProbsOp>(op))
        gates.push_back(&op);
    if (gates.size() != view->gates().size())
      return success();
    for (const FoldedRotation &mark :
         findFoldedRotations(*view, NativeSet(std::move(*device)))) {
      mlir::Operation *op = gates[mark.first];
      Builder builder(op->getContext());
      SmallVector<Attribute> list;
      if (auto old = op->getAttrOfType<ArrayAttr>(PQCDialect::kAnnotations))
        for (Attribute text : old)
          if (!cast<StringAttr>(text).getValue().starts_with("@qopt.folded"))
            list.push_back(text);
      list.push_back(builder.getStringAttr("@qopt.folded " + mark.text()));
      op->setAttr(PQCDialect::kAnnotations, builder.getArrayAttr(list));
    }
    return success();
  }
};

} // namespace
