//===- Passes.h - Passes that need more than Transforms ---------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_DRIVER_PASSES_H
#define QOPT_DRIVER_PASSES_H

#include <memory>

namespace mlir {
class Pass;
} // namespace mlir

namespace qopt {

/// `qopt-instantiate-ansatz`: fills circuits that carry the attribute
/// `qopt.ansatz` with the gates of the template it names. Assumes a body of
/// qubits on virtual places only, all released, and no parameters. The template
/// declares its own. Removes the attribute; adds parameters and gates, all
/// angles affine. A name, an option or a body that does not fit is an error.
std::unique_ptr<mlir::Pass> createInstantiateAnsatz();

/// Registers it.
void registerDriverPasses();

} // namespace qopt

#endif // QOPT_DRIVER_PASSES_H
