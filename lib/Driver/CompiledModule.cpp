//===- CompiledModule.cpp - One way to compile a circuit ------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CompiledModule.h"

#include "qopt/IR/TargetBridge.h"
#include "qopt/Mapping/MapCircuit.h"
#include "qopt/Support/Error.h"
#include "qopt/Transforms/Passes.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/PassManager.h"

using namespace qopt;

llvm::Error
ModulePipeline::run(llvm::function_ref<void(mlir::OpPassManager &)> populate) {
  llvm::Error failure = llvm::Error::success();
  mlir::ScopedDiagnosticHandler handler(
      module.getContext(), [&](mlir::Diagnostic &diagnostic) {
        if (diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error) {
          std::vector<std::string> details;
          for (mlir::Diagnostic &note : diagnostic.getNotes())
            details.push_back(note.str());
          SourceLocation place = sourceLocation(diagnostic.getLocation());
          if (place.file.empty())
            place.file = path.str();
          failure = llvm::joinErrors(
              std::move(failure),
              inputError(diagnostic.str(), place, "", std::move(details)));
        } else {
          notes.push_back(diagnostic.str());
        }
        return mlir::success();
      });
  mlir::PassManager manager(module.getContext());
  manager.enableVerifier(true);
  populate(manager);
  if (mlir::failed(manager.run(module)) && !failure)
    return llvm::make_error<Diagnostic>(ExitCode::Internal, SourceLocation(),
                                        "a pass failed without a message");
  return failure;
}

llvm::Expected<CircuitView> qopt::viewOf(mlir::ModuleOp module) {
  llvm::Expected<pqc::CircuitOp> circuit = findCircuit(module);
  if (!circuit)
    return circuit.takeError();
  return toCircuitView(*circuit);
}

llvm::Error qopt::measureCandidate(CompiledModule &candidate,
                                   const Device &device, bool estimate) {
  llvm::Expected<CircuitView> view = viewOf(*candidate.module);
  if (!view)
    return view.takeError();
  llvm::Expected<pqc::CircuitOp> circuit = findCircuit(*candidate.module);
  if (!circuit)
    return circuit.takeError();
  CompiledFigures &figures = candidate;
  figures = measureFigures(*view, layoutOf(*circuit).value_or(Layout()), device,
                           estimate);
  // A device without calibration can be compiled for all the same.
  if (estimate && !figures.success)
    candidate.notes.push_back("no success estimate: " + figures.whyNoSuccess);
  return llvm::Error::success();
}

std::string qopt::reasonOf(llvm::Error error) {
  std::string reason;
  llvm::handleAllErrors(
      std::move(error),
      [&](const Diagnostic &diagnostic) {
        if (reason.empty())
          reason = diagnostic.message;
      },
      [&](const llvm::ErrorInfoBase &other) {
        if (reason.empty())
          reason = other.message();
      });
  return reason;
}

llvm::Expected<CompiledModule> qopt::keepPrevious(const CircuitFile &previous,
                                                  const Device &device,
                                                  mlir::MLIRContext &context) {
  CompiledModule candidate;
  candidate.name = "keep";
  candidate.module = toModule(sourceOf(previous), context);
  attachDevice(*candidate.module, device);
  ModulePipeline pipeline(*candidate.module, previous.path, candidate.notes);
  if (llvm::Error error = pipeline.run([](mlir::OpPassManager &manager) {
        manager.addPass(createAttachDevice());
        manager.addPass(createVerifyTarget());
      }))
    return error;
  if (llvm::Error error = measureCandidate(candidate, device, true))
    return error;
  return candidate;
}

/// `source`, gate for gate, where its couplers fit best. `goOn`: it is on a
/// place that fits.
static llvm::Expected<CompiledModule>
moveQubits(SourceCircuit source, llvm::StringRef path, const Device &device,
           mlir::MLIRContext &context, uint64_t seed, bool goOn) {
  std::vector<unsigned> sites = source.view.sites().vec();
  CircuitView loose = source.view;
  loose.setSites({});
  CouplingGraph couplings(device);
  MappingTarget target = makeMappingTarget(device, couplings);
  llvm::Expected<MappingProblem> problem = makeMappingProblem(loose, target);
  if (!problem)
    return problem.takeError();
  if (llvm::Error error = problem->check())
    return error;
  std::optional<std::vector<unsigned>> known;
  if (goOn) {
    known.emplace();
    for (unsigned id : sites)
      known->push_back(device.indexOf(id).value_or(0));
  }
  std::optional<std::vector<unsigned>> places =
      embed(interactionGraph(*problem), target, EmbeddingLimits(), seed, known);
  if (!places)
    return inputError("the couplers of device '" + device.name() +
                      "' have no place for the circuit as it is");
  MappedCircuit mapped =
      applyMapping(loose, target, directSolution(*problem, *places));
  source.view = std::move(mapped.circuit);
  auto move = [&](std::vector<unsigned> &ids) {
    for (unsigned &id : ids)
      id = mapped.layout.initial[llvm::find(sites, id) - sites.begin()];
  };
  if (source.layout) {
    move(source.layout->initial);
    move(source.layout->final);
  }
  CompiledModule candidate;
  candidate.name = "re-layout";
  candidate.module = toModule(source, context);
  attachDevice(*candidate.module, device);
  ModulePipeline pipeline(*candidate.module, path, candidate.notes);
  if (llvm::Error error = pipeline.run([](mlir::OpPassManager &manager) {
        manager.addPass(createAttachDevice());
        populateNativePipeline(manager, NativePipelineOptions());
      }))
    return error;
  if (llvm::Error error = measureCandidate(candidate, device, true))
    return error;
  return candidate;
}

llvm::Expected<CompiledModule>
qopt::moveToBestQubits(const CircuitFile &previous, const Device &device,
                       mlir::MLIRContext &context, uint64_t seed) {
  return moveQubits(sourceOf(previous), previous.path, device, context, seed,
                    /*goOn=*/false);
}

llvm::Expected<CompiledModule>
qopt::moveToBetterQubits(const CompiledModule &module, llvm::StringRef path,
                         const Device &device, uint64_t seed) {
  mlir::ModuleOp op = *module.module;
  llvm::Expected<pqc::CircuitOp> circuit = findCircuit(op);
  if (!circuit)
    return circuit.takeError();
  llvm::Expected<SourceCircuit> source = toSourceCircuit(*circuit);
  if (!source)
    return source.takeError();
  llvm::Expected<CompiledModule> moved = moveQubits(
      std::move(*source), path, device, *op.getContext(), seed, /*goOn=*/true);
  if (moved)
    moved->swaps = module.swaps;
  return moved;
}
