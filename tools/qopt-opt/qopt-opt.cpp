//===- qopt-opt.cpp - mlir-opt with qopt -*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/IR/Register.h"
#ifdef QOPT_HAVE_TRANSFORMS
#include "qopt/InitAll.h"
#endif
#ifdef QOPT_HAVE_DRIVER
#include "qopt/Driver/Passes.h"
#endif
#include "mlir/IR/DialectRegistry.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllPasses();
  qopt::registerIRDialects(registry);
#ifdef QOPT_HAVE_TRANSFORMS
  qopt::registerAllPasses();
#endif
#ifdef QOPT_HAVE_DRIVER
  qopt::registerDriverPasses();
#endif
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "qopt optimizer driver\n", registry));
}
