//===- ResynthesisPasses.cpp - Runs written anew ----------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CircuitRewrite.h"
#include "qopt/Device/Coupling.h"
#include "qopt/Synthesis/BoundBlocks.h"
#include "qopt/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/StringSwitch.h"

namespace qopt {
#define GEN_PASS_DEF_RESYNTHESIZE
#include "qopt/Transforms/Passes.h.inc"
} // namespace qopt

using namespace mlir;
using namespace qopt;
using namespace qopt::pqc;

/// Adds the gate `name` to `natives`; false if it is none that runs are
/// written with.
static bool addNative(StringRef name, OneQubitNatives &natives) {
  bool *flag = llvm::StringSwitch<bool *>(name)
                   .Case("rz", &natives.rz)
                   .Case("p", &natives.p)
                   .Case("sx", &natives.sx)
                   .Case("x", &natives.x)
                   .Case("h", &natives.h)
                   .Case("rx", &natives.rx)
                   .Case("ry", &natives.ry)
                   .Case("prx", &natives.prx)
                   .Case("u", &natives.u)
                   .Case("gpi", &natives.gpi)
                   .Case("gpi2", &natives.gpi2)
                   .Default(nullptr);
  if (flag)
    *flag = true;
  return flag;
}

namespace {

struct ResynthesizePass
    : public qopt::impl::ResynthesizeBase<ResynthesizePass> {
  using ResynthesizeBase::ResynthesizeBase;

  void runOnOperation() override {
    if (failed(readOptions()))
      return signalPassFailure();
    SmallVector<CircuitOp> circuits(getOperation().getOps<CircuitOp>());
    for (CircuitOp circuit : circuits)
      if (failed(rewrite(circuit)))
        return signalPassFailure();
  }

private:
  LogicalResult readOptions() {
    options = ResynthesisOptions();
    options.blocks = blocks;
    if (entangler != "auto") {
      std::optional<GateKind> kind = findStandardGate(entangler);
      using enum GateKind;
      if (!kind ||
          !llvm::is_contained({CZ, CX, ECR, RZZ, RXX, RYY, ISwap}, *kind))
        return getOperation().emitError()
               << "qopt-resynthesize: no entangler '" << entangler
               << "'; it is auto, cz, cx, ecr, rzz, rxx, ryy or iswap";
      options.entangler = kind;
    }
    common = OneQubitNatives();
    if (gates.empty())
      common.rz = common.sx = common.x = true;
    for (const std::string &name : gates)
      if (!addNative(name, common))
        return getOperation().emitError()
               << "qopt-resynthesize: no one-qubit runs are written with '"
               << name << "'";
    if (!common.universal())
      return getOperation().emitError()
             << "qopt-resynthesize: the gates do not make every rotation";
    return success();
  }

  LogicalResult rewrite(CircuitOp circuit) {
    llvm::Expected<CircuitView> view = toCircuitView(circuit);
    if (!view) {
      emitErrors(circuit, view.takeError());
      return failure();
    }
    std::optional<NativeSet> natives;
    if (targetDeviceOf(circuit)) {
      std::optional<Device> device = readDeviceOf(circuit);
      if (!device)
        return failure();
      natives.emplace(std::move(*device));
    }
    bool placed = natives && !view->sites().empty();
    ResynthesisOptions chosen = options;
    if (oneQubit && placed && gates.empty())
      for (unsigned id : view->sites())
        chosen.natives.push_back(natives->oneQubit(id));
    else if (oneQubit)
      chosen.natives = {common};
    Entangler typical = Entangler::Controlled;
    if (natives && !placed) {
      CouplingGraph couplings(natives->device());
      ArrayRef<DeviceQubit> qubits = natives->device().qubits();
      if (!couplings.couplers().empty()) {
        const Coupler &first = couplings.couplers().front();
        typical = entanglerOn(*natives, qubits[first.a].id, qubits[first.b].id);
      }
    }
    auto entanglerOf = [&](unsigned a, unsigned b) {
      return placed ? entanglerOn(*natives, view->sites()[a], view->sites()[b])
                    : typical;
    };
    std::vector<qopt::Operation> before = unpackOperations(*view);
    std::vector<qopt::Operation> made =
        resynthesize(before, view->numQubits(), chosen, entanglerOf);
    auto same = [](const qopt::Operation &a, const qopt::Operation &b) {
      return a.kind == b.kind && a.qubits == b.qubits && a.angles == b.angles;
    };
    if (made.size() != before.size() ||
        !std::equal(made.begin(), made.end(), before.begin(), same))
      replaceCircuit(circuit, withOperations(*view, made), std::nullopt);
    return success();
  }

  ResynthesisOptions options;
  OneQubitNatives common;
};

} // namespace
