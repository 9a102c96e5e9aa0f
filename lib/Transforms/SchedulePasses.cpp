//===- SchedulePasses.cpp - Times and noise of native circuits --*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CircuitRewrite.h"
#include "qopt/IR/NoiseBridge.h"
#include "qopt/Noise/DeviceNoise.h"
#include "qopt/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace qopt {
#define GEN_PASS_DEF_ANNOTATENOISE
#define GEN_PASS_DEF_SCHEDULE
#include "qopt/Transforms/Passes.h.inc"
} // namespace qopt

using namespace mlir;
using namespace qopt;
using namespace qopt::pqc;

/// A circuit on its device; errors are emitted.
static LogicalResult readPlaced(CircuitOp circuit, CircuitView &view,
                                std::optional<Device> &device) {
  llvm::Expected<CircuitView> read = toCircuitView(circuit);
  if (!read) {
    emitErrors(circuit, read.takeError());
    return failure();
  }
  if (!isPlaced(circuit))
    return circuit.emitError()
           << "the circuit is not on a device; run qopt-map first";
  device = readDeviceOf(circuit);
  view = std::move(*read);
  return success(device.has_value());
}

/// Starts as early as the qubits allow; measurements stay where they are.
static std::vector<double> earliestStarts(const CircuitView &view,
                                          const qopt::Schedule &latest) {
  std::vector<double> ready(view.numQubits(), 0), starts;
  for (auto [i, gate] : llvm::enumerate(view.gates())) {
    double start = 0;
    for (unsigned q : view.qubitsOf(gate))
      start = std::max(start, ready[q]);
    if (gate.kind == GateKind::Measure)
      start = latest.startNs[i];
    starts.push_back(start);
    for (unsigned q : view.qubitsOf(gate))
      ready[q] = start + latest.endNs[i] - latest.startNs[i];
  }
  return starts;
}

namespace {

struct SchedulePass : public qopt::impl::ScheduleBase<SchedulePass> {
  using ScheduleBase::ScheduleBase;

  void runOnOperation() override {
    if (policy != "alap" && policy != "asap") {
      getOperation().emitError()
          << "qopt-schedule: no policy '" << policy << "'; it is alap or asap";
      return signalPassFailure();
    }
    for (CircuitOp circuit : getOperation().getOps<CircuitOp>())
      if (failed(schedule(circuit)))
        return signalPassFailure();
  }

private:
  LogicalResult schedule(CircuitOp circuit) {
    CircuitView view;
    std::optional<Device> device;
    if (failed(readPlaced(circuit, view, device)))
      return failure();
    llvm::Expected<qopt::Schedule> made = scheduleAlap(view, *device);
    if (!made) {
      emitErrors(circuit, made.takeError());
      return failure();
    }
    SmallVector<mlir::Operation *> gates;
    for (mlir::Operation &op : *circuit.getBlock())
      if (isa<QubitOpInterface>(op) && !isa<ExpvalOp, ProbsOp>(op))
        gates.push_back(&op);
    if (gates.size() != made->startNs.size())
      return circuit.emitError() << "the circuit has operations without a time";
    std::vector<double> starts =
        policy == "asap" ? earliestStarts(view, *made) : made->startNs;
    Builder builder(circuit.getContext());
    for (auto [i, op] : llvm::enumerate(gates)) {
      op->setAttr("qopt.start_ns", builder.getF64FloatAttr(starts[i]));
      op->setAttr("qopt.duration_ns",
                  builder.getF64FloatAttr(made->endNs[i] - made->startNs[i]));
    }
    circuit->setAttr("qopt.total_ns", builder.getF64FloatAttr(made->totalNs));
    if (!made->missing.empty()) {
      InFlightDiagnostic remark = circuit.emitRemark()
                                  << "durations taken from a median: ";
      llvm::interleaveComma(made->missing, remark);
    }
    return success();
  }
};

struct AnnotateNoisePass
    : public qopt::impl::AnnotateNoiseBase<AnnotateNoisePass> {
  void runOnOperation() override {
    SmallVector<CircuitOp> circuits(getOperation().getOps<CircuitOp>());
    for (CircuitOp circuit : circuits)
      if (failed(annotate(circuit)))
        return signalPassFailure();
  }

private:
  LogicalResult annotate(CircuitOp circuit) {
    CircuitView view;
    std::optional<Device> device;
    if (failed(readPlaced(circuit, view, device)))
      return failure();
    if (llvm::any_of(view.gates(), [](const Gate &gate) {
          return gate.kind == GateKind::Channel;
        }))
      return circuit.emitError() << "the circuit has channels already";
    llvm::Expected<NoisyCircuit> noisy = attachNoise(view, *device);
    if (!noisy) {
      emitErrors(circuit, noisy.takeError());
      return failure();
    }
    replaceCircuit(circuit, withChannels(*noisy), std::nullopt);
    return success();
  }
};

} // namespace
