//===- EmitCircuit.cpp - Circuits as text ---------------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CircuitDocument.h"
#include "mlir/IR/Verifier.h"
#include "qopt/Driver/CircuitModule.h"
#include "qopt/Frontend/OpenQASM.h"
#include "qopt/Synthesis/FoldedRotations.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

using namespace qopt;

/// MLIR text of a circuit: its own module if it has one, so that whatever it
/// held beside the circuit stays.
static llvm::Expected<std::string> emitModule(mlir::ModuleOp module) {
  if (mlir::failed(mlir::verify(module)))
    return llvm::make_error<Diagnostic>(ExitCode::Internal, SourceLocation(),
                                        "the circuit makes an invalid module");
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os);
  os << '\n';
  return text;
}

/// The circuit at `parameters`, with rotations folded into their range where
/// the compiler has marked two entanglers (Synthesis/FoldedRotations.h).
static SourceCircuit bindSource(SourceCircuit source,
                                llvm::ArrayRef<double> parameters) {
  source.view = bindParameters(source.view, parameters);
  std::vector<FoldedRotation> marks;
  bool others = false;
  for (const SourceText &text : source.texts) {
    if (text.kind != SourceText::Kind::Annotation)
      continue;
    llvm::StringRef words = text.text;
    std::optional<FoldedRotation> mark;
    if (words.consume_front("@qopt.folded "))
      mark = parseFoldedMark(words);
    others |= !mark;
    if (!mark)
      continue;
    mark->first = text.gate;
    marks.push_back(*mark);
  }
  // Annotations of other gates would lose their places.
  if (!others)
    source.view = takeFoldedRotations(source.view, marks);
  llvm::erase_if(source.texts, [](const SourceText &text) {
    return text.kind == SourceText::Kind::ParameterAnnotation ||
           (text.kind == SourceText::Kind::Annotation &&
            llvm::StringRef(text.text).starts_with("@qopt.folded "));
  });
  return source;
}

llvm::Expected<std::string>
qopt::emitCircuit(const CircuitFile &circuit, EmitFormat format,
                  llvm::ArrayRef<double> parameters) {
  if (!parameters.empty() && parameters.size() != circuit.view.numParameters())
    return inputError(
        "the circuit has " + llvm::Twine(circuit.view.numParameters()) +
        " parameters, " + llvm::Twine(parameters.size()) + " values are given");
  SourceCircuit source = sourceOf(circuit);
  if (!parameters.empty())
    source = bindSource(std::move(source), parameters);
  switch (format) {
  case EmitFormat::QASM3:
    return printOpenQASM3(source);
  case EmitFormat::QASM2:
    return printOpenQASM2(source);
  case EmitFormat::MLIR: {
    if (parameters.empty())
      return emitModule(moduleOf(circuit));
    std::unique_ptr<mlir::MLIRContext> context = makeContext();
    return emitModule(*toModule(source, *context));
  }
  case EmitFormat::JSON:
    return circuitDocument(source);
  case EmitFormat::QIR:
    return printQIR(source);
  }
  return inputError("unknown format");
}
