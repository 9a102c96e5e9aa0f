//===- CircuitDocument.h - A circuit as JSON --------------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_DRIVER_CIRCUITDOCUMENT_H
#define QOPT_LIB_DRIVER_CIRCUITDOCUMENT_H

#include "qopt/Frontend/SourceCircuit.h"

namespace qopt {

/// The circuit as a JSON text, `qopt.circuit/1`: parameters, registers and the
/// gates in order; an angle is a number, or its OpenQASM expression over the
/// parameters' names (docs/formats.md).
llvm::Expected<std::string> circuitDocument(const SourceCircuit &circuit);

} // namespace qopt

#endif // QOPT_LIB_DRIVER_CIRCUITDOCUMENT_H
