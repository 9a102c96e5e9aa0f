//===- Pipelines.cpp - Passes in their order --------------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Transforms/Passes.h"

#include "PQC/PQCDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"

namespace qopt {
#define GEN_PASS_REGISTRATION
#include "qopt/Transforms/Passes.h.inc"
} // namespace qopt

using namespace mlir;
using namespace qopt;

void qopt::populateSimplifyPipeline(OpPassManager &manager,
                                    const SimplifyPipelineOptions &options) {
  for (unsigned round = 0; round < options.rounds; ++round) {
    manager.addPass(createMergeRotations());
    manager.addPass(createCancelInverses());
    PruneRotationsOptions prune;
    prune.unseen = options.unseen;
    manager.addPass(createPruneRotations(prune));
  }
}

void qopt::populateMapPipeline(OpPassManager &manager,
                               const MapPipelineOptions &options) {
  if (options.decomposeWide)
    manager.addPass(createDecomposeWide());
  bool prescribed = !options.layout.empty();
  if (!prescribed) {
    PlaceOptions place;
    place.seed = options.seed;
    manager.addPass(createPlace(place));
  }
  RouteOptions route;
  route.seed = options.seed;
  route.layoutTrials = options.layoutTrials;
  route.swapTrials = options.swapTrials;
  route.iterations = options.iterations;
  route.byLogCost = options.byLogCost;
  route.byDepth = options.byDepth;
  route.mergeBonus = options.mergeBonus;
  route.layout.assign(options.layout.begin(), options.layout.end());
  manager.addPass(createRoute(route));
}

void qopt::populatePreparePipeline(OpPassManager &manager,
                                   const PreparePipelineOptions &options) {
  AttachDeviceOptions attach;
  attach.device = options.device;
  manager.addPass(createAttachDevice(attach));
  // Wide gates first, so that their parts take part in simplification.
  if (options.decomposeWide)
    manager.addPass(createDecomposeWide());
  if (options.simplify) {
    manager.addPass(createRecognizeRotations());
    populateSimplifyPipeline(manager, SimplifyPipelineOptions());
    manager.addPass(createResynthesizeLinear());
    // One-qubit runs wait for the device's own gates (decompose-native).
    ResynthesizeOptions blocks;
    blocks.oneQubit = false;
    manager.addPass(createResynthesize(blocks));
  }
}

void qopt::populateNativePipeline(OpPassManager &manager,
                                  const NativePipelineOptions &options) {
  DecomposeNativeOptions lower;
  lower.dropBeforeMeasure = options.simplify;
  lower.joinBlocks = options.simplify;
  if (options.simplify) {
    manager.addPass(createMergeSwaps());
    manager.addPass(createDecomposeNative(lower));
    // Entanglers of neighbouring gates may cancel now; the second lowering
    // joins the one-qubit gates this brings together.
    SimplifyPipelineOptions simplify;
    simplify.rounds = 1;
    populateSimplifyPipeline(manager, simplify);
  }
  manager.addPass(createDecomposeNative(lower));
  manager.addPass(createMarkFolded());
  manager.addPass(createVerifyTarget());
}

void qopt::populateDefaultPipeline(OpPassManager &manager,
                                   const DefaultPipelineOptions &options) {
  PreparePipelineOptions prepare;
  prepare.device = options.device;
  prepare.simplify = options.simplify;
  populatePreparePipeline(manager, prepare);

  MapAndLowerOptions map;
  map.simplify = options.simplify;
  map.gadgets = options.gadgets;
  map.seed = options.seed;
  map.layoutTrials = options.layoutTrials;
  map.swapTrials = options.swapTrials;
  map.iterations = options.iterations;
  map.byLogCost = options.byLogCost;
  map.byDepth = options.byDepth;
  map.layout.assign(options.layout.begin(), options.layout.end());
  manager.addPass(createMapAndLower(map));
}

void qopt::registerTransformsPasses() {
  registerQoptTransformsPasses();
  PassPipelineRegistration<SimplifyPipelineOptions>(
      "qopt-simplify", "Merge, cancel and prune gates symbolically",
      populateSimplifyPipeline);
  PassPipelineRegistration<PreparePipelineOptions>(
      "qopt-prepare", "Attach the device, unpack wide gates, simplify",
      populatePreparePipeline);
  PassPipelineRegistration<NativePipelineOptions>(
      "qopt-native", "Lower placed circuits to native gates and verify",
      populateNativePipeline);
  PassPipelineRegistration<MapPipelineOptions>(
      "qopt-map", "Place and route circuits on their device",
      populateMapPipeline);
  PassPipelineRegistration<DefaultPipelineOptions>(
      "qopt-default", "From any circuit to verified native gates",
      populateDefaultPipeline);
}
