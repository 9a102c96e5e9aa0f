//===- CompiledModule.h - One way to compile a circuit ----------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_COMPILEDMODULE_H
#define QOPT_LIB_DRIVER_COMPILEDMODULE_H

#include "qopt/Driver/CircuitModule.h"
#include "qopt/Driver/Compile.h"
#include "qopt/Mapping/CompiledFigures.h"

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace qopt {

/// The passes on one module; errors and remarks are kept.
class ModulePipeline {
public:
  ModulePipeline(mlir::ModuleOp module, llvm::StringRef path,
                 std::vector<std::string> &notes)
      : module(module), path(path), notes(notes) {}

  llvm::Error run(llvm::function_ref<void(mlir::OpPassManager &)> populate);

private:
  mlir::ModuleOp module;
  llvm::StringRef path;
  std::vector<std::string> &notes;
};

/// A compiled module with its figures.
struct CompiledModule : CompiledFigures {
  std::string name;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::vector<std::string> notes;
  size_t swaps = 0;
};

llvm::Expected<CircuitView> viewOf(mlir::ModuleOp module);

/// The first error's message alone.
std::string reasonOf(llvm::Error error);

/// Fills the counts and, with `estimate`, the success estimate.
llvm::Error measureCandidate(CompiledModule &candidate, const Device &device,
                             bool estimate);

/// `previous` as it is, if it is legal on the device.
llvm::Expected<CompiledModule> keepPrevious(const CircuitFile &previous,
                                            const Device &device,
                                            mlir::MLIRContext &context);
/// `previous` on the qubits where it is best now, gate for gate.
llvm::Expected<CompiledModule> moveToBestQubits(const CircuitFile &previous,
                                                const Device &device,
                                                mlir::MLIRContext &context,
                                                uint64_t seed);
/// The same for a circuit that is not yet written; it goes on from the qubits
/// it is on.
llvm::Expected<CompiledModule> moveToBetterQubits(const CompiledModule &module,
                                                  llvm::StringRef path,
                                                  const Device &device,
                                                  uint64_t seed);

} // namespace qopt

#endif // QOPT_LIB_DRIVER_COMPILEDMODULE_H
