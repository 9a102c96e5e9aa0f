//===- EntanglerRules.h - CZ, RZZ, SWAP from native gates -------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Counts (docs/compile.md): CZ takes one cx, cz, ecr, rzz(π/2), rxx(π/2), two
// iswap or two siswap; RZZ(θ) one rzz-like gate whose range allows θ, two iswap
// (iSWAP·RX(θ)·iSWAP is a rotation about ZY up to Paulis), else two CZ.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_SYNTHESIS_ENTANGLERRULES_H
#define QOPT_LIB_SYNTHESIS_ENTANGLERRULES_H

#include "qopt/Synthesis/NativeSet.h"
#include "qopt/Synthesis/PairBlocks.h"

namespace qopt {

/// How to entangle one pair of qubits, the cheapest way its gates offer.
class EntanglerRules {
public:
  /// `a`, `b` are the circuit's qubits in the order `natives` was asked for.
  EntanglerRules(std::vector<NativeEntangler> natives, unsigned a, unsigned b);

  bool canEntangle() const { return forCZ.has_value(); }
  /// What blocks on the pair are best written with.
  Entangler entangler() const;

  /// Appends native two-qubit gates and any one-qubit gates that make `op`: CZ,
  /// RZZ, SWAP or iSWAP on the pair, in either operand order.
  void expand(const Operation &op, std::vector<Operation> &out) const;

private:
  void cz(std::vector<Operation> &out) const;
  void czFromMatrix(const NativeEntangler &gate,
                    std::vector<Operation> &out) const;
  void rzz(const AffineAngle &angle, std::vector<Operation> &out) const;
  void rzzFromCZ(const AffineAngle &angle, std::vector<Operation> &out) const;
  void rzzFromISwap(const AffineAngle &angle,
                    std::vector<Operation> &out) const;
  void constantRzz(double angle, std::vector<Operation> &out) const;
  void swap(std::vector<Operation> &out) const;
  void iswap(std::vector<Operation> &out) const;
  void rotation(const NativeEntangler &gate, const AffineAngle &angle,
                std::vector<Operation> &out) const;
  const NativeEntangler *find(GateKind kind) const;
  llvm::SmallVector<unsigned, 2> operands(const NativeEntangler &gate) const;

  std::vector<NativeEntangler> natives;
  unsigned a, b;
  std::optional<size_t> forCZ;
  /// A rotation gate for every angle, and one for a limited range.
  std::optional<size_t> forAnyAngle;
  std::optional<size_t> forRange;
};

/// True if a rotation about Z on operand `i` commutes with `op` (an iSWAP or
/// SWAP hands it to the other operand).
bool passesZ(const Operation &op, unsigned i);

/// SWAP, iSWAP and its inverse: a Z rotation leaves on the other operand.
bool handsOverZ(GateKind kind);

/// A rotation by a constant multiple of 2π.
bool isTrivial(const Operation &op);

/// `op` written with its two operands exchanged and one-qubit gates around;
/// false where no rule is known.
bool exchangeOperands(const Operation &op, std::vector<Operation> &out);

} // namespace qopt

#endif // QOPT_LIB_SYNTHESIS_ENTANGLERRULES_H
