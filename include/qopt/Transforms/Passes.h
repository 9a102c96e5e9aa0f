//===- Passes.h - Passes and pipelines of qopt ------------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Passes run on `builtin.module` and carry the prefix `qopt-`; what each
// assumes and keeps is in lib/Transforms/Passes.td. Pipelines have typed
// options and a populate function each, for use in other compilers.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_TRANSFORMS_PASSES_H
#define QOPT_TRANSFORMS_PASSES_H

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassOptions.h"

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace qopt {

#define GEN_PASS_DECL
#include "qopt/Transforms/Passes.h.inc"

/// Options of `qopt-simplify`.
struct SimplifyPipelineOptions
    : public mlir::PassPipelineOptions<SimplifyPipelineOptions> {
  Option<bool> unseen{*this, "unseen",
                      llvm::cl::desc("Erase what no measurement and no "
                                     "observable sees"),
                      llvm::cl::init(true)};
  Option<unsigned> rounds{*this, "rounds",
                          llvm::cl::desc("Repetitions of the passes"),
                          llvm::cl::init(2)};
};

/// Options of `qopt-map`.
struct MapPipelineOptions
    : public mlir::PassPipelineOptions<MapPipelineOptions> {
  Option<uint64_t> seed{*this, "seed", llvm::cl::desc("Seed of the trials"),
                        llvm::cl::init(1)};
  Option<unsigned> layoutTrials{*this, "layout-trials",
                                llvm::cl::desc("Starts of the router"),
                                llvm::cl::init(20)};
  Option<unsigned> swapTrials{*this, "swap-trials",
                              llvm::cl::desc("Routings from each start"),
                              llvm::cl::init(20)};
  Option<unsigned> iterations{*this, "iterations",
                              llvm::cl::desc("Times forth and back"),
                              llvm::cl::init(4)};
  Option<bool> byLogCost{*this, "by-log-cost",
                         llvm::cl::desc("Rank by log cost instead of SWAPs"),
                         llvm::cl::init(true)};
  Option<bool> byDepth{
      *this, "by-depth",
      llvm::cl::desc("Rank by the longest chain of entanglers"),
      llvm::cl::init(false)};
  ListOption<unsigned> layout{
      *this, "layout",
      llvm::cl::desc("Physical id of each qubit at the start")};
  Option<double> mergeBonus{
      *this, "merge-bonus",
      llvm::cl::desc(
          "Preference for SWAPs right after a gate on the same pair"),
      llvm::cl::init(0)};
  Option<bool> decomposeWide{
      *this, "decompose-wide",
      llvm::cl::desc("Write gates on three and more qubits with smaller ones"),
      llvm::cl::init(true)};
};

/// Options of `qopt-prepare`.
struct PreparePipelineOptions
    : public mlir::PassPipelineOptions<PreparePipelineOptions> {
  Option<std::string> device{
      *this, "device",
      llvm::cl::desc("Bundled name or path of a qopt.device/1 document; empty: "
                     "the module's pqc.device"),
      llvm::cl::init("")};
  Option<bool> simplify{*this, "simplify", llvm::cl::desc("Simplify"),
                        llvm::cl::init(true)};
  Option<bool> decomposeWide{
      *this, "decompose-wide",
      llvm::cl::desc("Write gates on three and more qubits with smaller ones"),
      llvm::cl::init(true)};
};

/// Options of `qopt-native`.
struct NativePipelineOptions
    : public mlir::PassPipelineOptions<NativePipelineOptions> {
  Option<bool> simplify{*this, "simplify",
                        llvm::cl::desc("Simplify between two lowerings"),
                        llvm::cl::init(true)};
};

/// Options of `qopt-default`.
struct DefaultPipelineOptions
    : public mlir::PassPipelineOptions<DefaultPipelineOptions> {
  Option<std::string> device{
      *this, "device",
      llvm::cl::desc("Bundled name or path of a qopt.device/1 document; empty: "
                     "the module's pqc.device"),
      llvm::cl::init("")};
  Option<bool> simplify{*this, "simplify",
                        llvm::cl::desc("Simplify before and after mapping"),
                        llvm::cl::init(true)};
  Option<bool> gadgets{*this, "gadgets",
                       llvm::cl::desc("Try Pauli gadgets beside routing"),
                       llvm::cl::init(true)};
  Option<uint64_t> seed{*this, "seed", llvm::cl::desc("Seed of the trials"),
                        llvm::cl::init(1)};
  Option<unsigned> layoutTrials{*this, "layout-trials",
                                llvm::cl::desc("Starts of the router"),
                                llvm::cl::init(20)};
  Option<unsigned> swapTrials{*this, "swap-trials",
                              llvm::cl::desc("Routings from each start"),
                              llvm::cl::init(20)};
  Option<unsigned> iterations{*this, "iterations",
                              llvm::cl::desc("Times forth and back"),
                              llvm::cl::init(4)};
  Option<bool> byLogCost{*this, "by-log-cost",
                         llvm::cl::desc("Rank by log cost instead of SWAPs"),
                         llvm::cl::init(true)};
  Option<bool> byDepth{
      *this, "by-depth",
      llvm::cl::desc("Rank by the longest chain of entanglers"),
      llvm::cl::init(false)};
  ListOption<unsigned> layout{
      *this, "layout",
      llvm::cl::desc("Physical id of each qubit at the start")};
};

/// Merging, cancelling and pruning, repeated.
void populateSimplifyPipeline(mlir::OpPassManager &manager,
                              const SimplifyPipelineOptions &options);
/// Wide gates, placement, routing. The circuits name a device.
void populateMapPipeline(mlir::OpPassManager &manager,
                         const MapPipelineOptions &options);
/// The device, wide gates, simplification: what comes before mapping.
void populatePreparePipeline(mlir::OpPassManager &manager,
                             const PreparePipelineOptions &options);
/// Native gates for circuits on their sites, verified.
void populateNativePipeline(mlir::OpPassManager &manager,
                            const NativePipelineOptions &options);
/// From any circuit to native gates on the device, verified: qopt-prepare, then
/// qopt-map and qopt-native, or Pauli gadgets where these are better.
void populateDefaultPipeline(mlir::OpPassManager &manager,
                             const DefaultPipelineOptions &options);

/// Registers all passes and the pipelines `qopt-simplify`, `qopt-prepare`,
/// `qopt-map`, `qopt-native` and `qopt-default`.
void registerTransformsPasses();

} // namespace qopt

#endif // QOPT_TRANSFORMS_PASSES_H
