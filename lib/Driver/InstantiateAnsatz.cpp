//===- InstantiateAnsatz.cpp - Templates in the place of their names ------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// In Driver because Transforms does not know Templates.
//
//===----------------------------------------------------------------------===//

#include "PQC/PQCDialect.h"
#include "qopt/Driver/Passes.h"
#include "qopt/IR/CircuitBridge.h"
#include "qopt/Templates/Templates.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;
using namespace qopt;
using namespace qopt::pqc;

static constexpr llvm::StringLiteral attributeName = "qopt.ansatz";

namespace {

struct InstantiateAnsatzPass
    : public PassWrapper<InstantiateAnsatzPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(InstantiateAnsatzPass)

  llvm::StringRef getArgument() const override {
    return "qopt-instantiate-ansatz";
  }
  llvm::StringRef getDescription() const override {
    return "Fills circuits with the template that their qopt.ansatz names";
  }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<PQCDialect, arith::ArithDialect>();
  }

  void runOnOperation() override {
    SmallVector<CircuitOp> circuits(getOperation().getOps<CircuitOp>());
    for (CircuitOp circuit : circuits)
      if (Attribute wish = circuit->getAttr(attributeName))
        if (failed(instantiate(circuit, wish)))
          return signalPassFailure();
  }

private:
  /// The template and its options: a name, or a dictionary of `name`, `layers`,
  /// `entanglement`, `rotations`, `entangler` and `features`.
  static LogicalResult read(CircuitOp circuit, Attribute wish,
                            std::string &name, TemplateOptions &options) {
    if (auto text = dyn_cast<StringAttr>(wish)) {
      name = text.str();
      return success();
    }
    auto fields = dyn_cast<DictionaryAttr>(wish);
    if (!fields)
      return circuit.emitError()
             << "'" << attributeName << "' must be a string or a dictionary";
    for (NamedAttribute field : fields) {
      llvm::StringRef key = field.getName().getValue();
      auto text = dyn_cast<StringAttr>(field.getValue());
      auto number = dyn_cast<IntegerAttr>(field.getValue());
      std::string *string = key == "name"           ? &name
                            : key == "entanglement" ? &options.entanglement
                            : key == "rotations"    ? &options.rotations
                            : key == "entangler"    ? &options.entangler
                                                    : nullptr;
      unsigned *count = key == "layers"     ? &options.layers
                        : key == "features" ? &options.features
                                            : nullptr;
      bool counts = number && number.getValue().isNonNegative() &&
                    number.getValue().ule(100000);
      if (string && text)
        *string = text.str();
      else if (count && counts)
        *count = number.getValue().getZExtValue();
      else
        return circuit.emitError()
               << "'" << attributeName << "' has no field '" << key
               << "' of this type; it has name, entanglement, rotations, "
                  "entangler (strings), layers and features (integers)";
    }
    if (name.empty())
      return circuit.emitError()
             << "'" << attributeName << "' names no template";
    return success();
  }

  static LogicalResult instantiate(CircuitOp circuit, Attribute wish) {
    llvm::Expected<CircuitView> body = toCircuitView(circuit);
    if (!body)
      return circuit.emitError() << llvm::toString(body.takeError());
    if (!body->gates().empty() || body->numParameters() ||
        !body->observables().empty() || !body->sites().empty() ||
        circuit.getBlock()->getNumArguments())
      return circuit.emitError() << "a circuit with '" << attributeName
                                 << "' has virtual qubits and nothing else";
    std::string name;
    TemplateOptions options;
    options.qubits = body->numQubits();
    if (failed(read(circuit, wish, name, options)))
      return failure();
    llvm::Expected<CircuitView> made = makeTemplate(name, options);
    if (!made)
      return circuit.emitError() << llvm::toString(made.takeError());
    made->name = body->name;
    OpBuilder builder(circuit);
    CircuitOp filled = fromCircuitView(*made, builder, circuit.getLoc());
    copySourceAttributes(circuit, filled);
    for (NamedAttribute attribute : circuit->getDiscardableAttrs())
      if (attribute.getName() != attributeName &&
          !filled->hasAttr(attribute.getName()))
        filled->setAttr(attribute.getName(), attribute.getValue());
    filled.setSymVisibilityAttr(circuit.getSymVisibilityAttr());
    circuit.erase();
    return success();
  }
};

} // namespace

std::unique_ptr<mlir::Pass> qopt::createInstantiateAnsatz() {
  return std::make_unique<InstantiateAnsatzPass>();
}

void qopt::registerDriverPasses() { PassRegistration<InstantiateAnsatzPass>(); }
