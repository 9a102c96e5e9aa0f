//===- Decompose.cpp - Gates as products of smaller gates -------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/Decompose.h"

#include "qopt/Support/Error.h"
#include "qopt/Synthesis/Kak.h"
#include "llvm/ADT/bit.h"

#include <cmath>
#include <numbers>

using namespace qopt;

static constexpr double pi = std::numbers::pi;

namespace {

/// Appends gates in the order they act.
class Writer {
public:
  explicit Writer(std::vector<Operation> &out) : out(out) {}

  Writer &gate(GateKind kind, llvm::ArrayRef<unsigned> qubits,
               llvm::ArrayRef<AffineAngle> angles = {}) {
    out.emplace_back(kind, qubits, angles);
    return *this;
  }
  Writer &h(unsigned q) { return gate(GateKind::H, {q}); }
  Writer &x(unsigned q) { return gate(GateKind::X, {q}); }
  Writer &s(unsigned q) { return gate(GateKind::S, {q}); }
  Writer &sdg(unsigned q) { return gate(GateKind::Sdg, {q}); }
  Writer &t(unsigned q) { return gate(GateKind::T, {q}); }
  Writer &tdg(unsigned q) { return gate(GateKind::Tdg, {q}); }
  Writer &rx(const AffineAngle &a, unsigned q) {
    return gate(GateKind::RX, {q}, {a});
  }
  Writer &rx(double a, unsigned q) { return rx(constantAngle(a), q); }
  Writer &ry(const AffineAngle &a, unsigned q) {
    return gate(GateKind::RY, {q}, {a});
  }
  Writer &ry(double a, unsigned q) { return ry(constantAngle(a), q); }
  Writer &rz(const AffineAngle &a, unsigned q) {
    return gate(GateKind::RZ, {q}, {a});
  }
  Writer &rz(double a, unsigned q) { return rz(constantAngle(a), q); }
  Writer &cx(unsigned c, unsigned t) { return gate(GateKind::CX, {c, t}); }
  Writer &cz(unsigned a, unsigned b) { return gate(GateKind::CZ, {a, b}); }
  Writer &rzz(const AffineAngle &a, unsigned p, unsigned q) {
    return gate(GateKind::RZZ, {p, q}, {a});
  }
  Writer &matrix(const Matrix2 &m, unsigned q) {
    Operation op(GateKind::Unitary, {q});
    op.matrix =
        std::make_shared<const std::vector<Complex>>(m.begin(), m.end());
    out.push_back(std::move(op));
    return *this;
  }

private:
  std::vector<Operation> &out;
};

/// diag(1, …, 1, e^{iλ}): every parity of a subset of k qubits carries a
/// rotation by ∓λ/2^(n−1), the parities visited in Gray-code order.
void multiControlledPhase(double lambda, llvm::ArrayRef<unsigned> qubits,
                          Writer &w) {
  double unit = lambda / double(1u << (qubits.size() - 1));
  for (unsigned target = 0; target < qubits.size(); ++target) {
    w.rz(unit, qubits[target]);
    unsigned code = 0;
    for (unsigned step = 1; step <= (1u << target) && target > 0; ++step) {
      // The last step flips the top bit back to the empty subset.
      unsigned bit = step == (1u << target) ? target - 1
                                            : unsigned(llvm::countr_zero(step));
      code ^= 1u << bit;
      w.cx(qubits[bit], qubits[target]);
      if (code)
        w.rz(llvm::popcount(code) % 2 ? -unit : unit, qubits[target]);
    }
  }
}

/// Gates before and after a Z-type interaction on `q` that turn its letter Z
/// into `letter`.
void enterBasis(char letter, unsigned q, Writer &w) {
  if (letter == 'X')
    w.h(q);
  else if (letter == 'Y')
    w.rx(pi / 2, q);
}
void leaveBasis(char letter, unsigned q, Writer &w) {
  if (letter == 'X')
    w.h(q);
  else if (letter == 'Y')
    w.rx(-pi / 2, q);
}

void pauliRotation(llvm::StringRef word, llvm::ArrayRef<unsigned> qubits,
                   const AffineAngle &angle, Writer &w) {
  llvm::SmallVector<std::pair<unsigned, char>, 4> support;
  for (auto [letter, qubit] : llvm::zip(word, qubits))
    if (letter != 'I')
      support.push_back({qubit, letter});
  if (support.empty())
    return;
  for (auto [q, letter] : support)
    enterBasis(letter, q, w);
  size_t last = support.size() - 1;
  for (size_t i = 0; i + 2 < support.size(); ++i)
    w.cx(support[i].first, support[i + 1].first);
  if (last == 0)
    w.rz(angle, support[0].first);
  else
    w.rzz(angle, support[last - 1].first, support[last].first);
  for (size_t i = last; i-- > 1;)
    w.cx(support[i - 1].first, support[i].first);
  for (auto [q, letter] : support)
    leaveBasis(letter, q, w);
}

/// XXPlusYY(θ, β) or XXMinusYY(θ, β): RXX(θ/2)·RYY(±θ/2) between phases.
void xxYY(const Operation &op, double sign, std::vector<Operation> &out) {
  Writer w(out);
  AffineAngle half = op.angles[0] * 0.5;
  unsigned phased = sign > 0 ? op.qubits[0] : op.qubits[1];
  w.rz(op.angles[1] * sign, phased);
  appendCanonicalGate(half, half * sign, AffineAngle(), op.qubits[0],
                      op.qubits[1], out);
  w.rz(op.angles[1] * -sign, phased);
}

void controlledU(llvm::ArrayRef<AffineAngle> angles, unsigned c, unsigned t,
                 Writer &w) {
  AffineAngle theta = angles[0], phi = angles[1], lambda = angles[2];
  w.rz((lambda + phi) * 0.5, c).rz((lambda + phi * -1) * 0.5, t).cx(c, t);
  w.gate(GateKind::U, {t},
         {theta * -0.5, AffineAngle(), (phi + lambda) * -0.5});
  w.cx(c, t).gate(GateKind::U, {t}, {theta * 0.5, phi, AffineAngle()});
}

/// Gates on three and more standard operands; false if `op` is none.
bool expandWide(const Operation &op, Writer &w) {
  llvm::ArrayRef<unsigned> q = op.qubits;
  switch (op.kind) {
  case GateKind::CCZ:
    multiControlledPhase(pi, q, w);
    return true;
  case GateKind::CCX:
  case GateKind::C3X:
  case GateKind::C4X:
    w.h(q.back());
    multiControlledPhase(pi, q, w);
    w.h(q.back());
    return true;
  case GateKind::C3SqrtX:
    w.h(q.back());
    multiControlledPhase(pi / 2, q, w);
    w.h(q.back());
    return true;
  case GateKind::CSwap:
    w.cx(q[2], q[1]);
    w.h(q[2]);
    multiControlledPhase(pi, q, w);
    w.h(q[2]).cx(q[2], q[1]);
    return true;
  case GateKind::RCCX:
    w.h(q[2]).t(q[2]).cx(q[1], q[2]).tdg(q[2]).cx(q[0], q[2]);
    w.t(q[2]).cx(q[1], q[2]).tdg(q[2]).h(q[2]);
    return true;
  case GateKind::RC3X:
    w.h(q[3]).t(q[3]).cx(q[2], q[3]).tdg(q[3]).h(q[3]);
    w.cx(q[0], q[3]).t(q[3]).cx(q[1], q[3]).tdg(q[3]);
    w.cx(q[0], q[3]).t(q[3]).cx(q[1], q[3]).tdg(q[3]);
    w.h(q[3]).t(q[3]).cx(q[2], q[3]).tdg(q[3]).h(q[3]);
    return true;
  case GateKind::PauliRotation:
    pauliRotation(op.text, q, op.angles[0], w);
    return true;
  default:
    return false;
  }
}

void expandTwo(const Operation &op, std::vector<Operation> &out) {
  Writer w(out);
  unsigned a = op.qubits[0], b = op.qubits[1];
  auto angle = [&] { return op.angles[0]; };
  switch (op.kind) {
  case GateKind::CX:
    w.h(b).cz(a, b).h(b);
    return;
  case GateKind::CY:
    w.sdg(b).cx(a, b).s(b);
    return;
  case GateKind::CH:
    w.ry(-pi / 4, b).cz(a, b).ry(pi / 4, b);
    return;
  case GateKind::CS:
    w.gate(GateKind::CP, {a, b}, {constantAngle(pi / 2)});
    return;
  case GateKind::CSdg:
    w.gate(GateKind::CP, {a, b}, {constantAngle(-pi / 2)});
    return;
  case GateKind::CSX:
    w.t(a).gate(GateKind::CRX, {a, b}, {constantAngle(pi / 2)});
    return;
  case GateKind::CP:
    w.rz(angle() * 0.5, a).rz(angle() * 0.5, b).rzz(angle() * -0.5, a, b);
    return;
  case GateKind::CRZ:
    w.rz(angle() * 0.5, b).rzz(angle() * -0.5, a, b);
    return;
  case GateKind::CRX:
    w.h(b).gate(GateKind::CRZ, {a, b}, {angle()}).h(b);
    return;
  case GateKind::CRY:
    w.sdg(b).gate(GateKind::CRX, {a, b}, {angle()}).s(b);
    return;
  case GateKind::CU3:
    controlledU(op.angles, a, b, w);
    return;
  case GateKind::CU:
    w.rz(op.angles[3], a);
    controlledU(op.angles, a, b, w);
    return;
  case GateKind::RXX:
    return pauliRotation("XX", op.qubits, angle(), w);
  case GateKind::RYY:
    return pauliRotation("YY", op.qubits, angle(), w);
  case GateKind::RZX:
    return pauliRotation("ZX", op.qubits, angle(), w);
  case GateKind::PauliRotation:
    return pauliRotation(op.text, op.qubits, angle(), w);
  case GateKind::ECR:
    // ECR = X_0 · RZX(π/2).
    pauliRotation("ZX", op.qubits, constantAngle(pi / 2), w);
    w.x(a);
    return;
  case GateKind::DCX:
    // Two CX, in the order that the table's matrix has.
    if (std::abs(gateMatrix(op.kind, {})[2 * 4 + 1]) > 0.5)
      w.cx(a, b).cx(b, a);
    else
      w.cx(b, a).cx(a, b);
    return;
  case GateKind::ISwapdg:
    w.gate(GateKind::Z, {a}).gate(GateKind::ISwap, {a, b});
    w.gate(GateKind::Z, {a});
    return;
  case GateKind::SqrtISwap:
  case GateKind::SqrtISwapdg: {
    double half = op.kind == GateKind::SqrtISwap ? -pi / 4 : pi / 4;
    return appendCanonicalGate(constantAngle(half), constantAngle(half),
                               AffineAngle(), a, b, out);
  }
  case GateKind::XXPlusYY:
    return xxYY(op, 1, out);
  case GateKind::XXMinusYY:
    return xxYY(op, -1, out);
  case GateKind::Unitary: {
    KakDecomposition kak = *kakDecompose(*op.matrix);
    w.matrix(kak.before[0], a).matrix(kak.before[1], b);
    appendCanonicalGate(constantAngle(-2 * kak.x), constantAngle(-2 * kak.y),
                        constantAngle(-2 * kak.z), a, b, out);
    w.matrix(kak.after[0], a).matrix(kak.after[1], b);
    return;
  }
  default:
    out.push_back(op);
    return;
  }
}

bool isBaseGate(const Operation &op) {
  if (op.qubits.size() <= 1)
    return true;
  switch (op.kind) {
  case GateKind::CZ:
  case GateKind::RZZ:
  case GateKind::Swap:
  case GateKind::ISwap:
    return true;
  default:
    return !isUnitaryGate(op.kind);
  }
}

bool isZeroAngle(const AffineAngle &angle) {
  return angle.isConstant() && std::abs(wrapAngle(angle.constant)) < 1e-11;
}

} // namespace

void qopt::appendCanonicalGate(const AffineAngle &xx, const AffineAngle &yy,
                               const AffineAngle &zz, unsigned a, unsigned b,
                               std::vector<Operation> &out) {
  Writer w(out);
  const AffineAngle *angles[3] = {&xx, &yy, &zz};
  const GateKind paulis[3] = {GateKind::X, GateKind::Y, GateKind::Z};
  llvm::SmallVector<unsigned, 3> present;
  for (unsigned k = 0; k < 3; ++k) {
    if (isZeroAngle(*angles[k]))
      continue;
    // A rotation by π is the local gate P⊗P.
    if (isZeroAngle(*angles[k] + constantAngle(-pi)))
      w.gate(paulis[k], {a}).gate(paulis[k], {b});
    else
      present.push_back(k);
  }
  if (present.empty())
    return;
  if (present.size() == 1) {
    const char *words[3] = {"XX", "YY", "ZZ"};
    pauliRotation(words[present[0]], {a, b}, *angles[present[0]], w);
    return;
  }
  if (present.size() == 2)
    return appendTwoCX(xx, yy, zz, 3 - present[0] - present[1], a, b, out);
  appendThreeCX(xx, yy, zz, a, b, out);
}

void qopt::appendTwoCX(const AffineAngle &xx, const AffineAngle &yy,
                       const AffineAngle &zz, unsigned absent, unsigned a,
                       unsigned b, std::vector<Operation> &out) {
  Writer w(out);
  // CX maps XX and ZZ to X on a and Z on b. A rotation about the missing axis'
  // partner turns (XX, YY) or (YY, ZZ) into (XX, ZZ); both signs of it are
  // right because each letter occurs twice.
  auto turn = [&](double sign) {
    for (unsigned q : {a, b}) {
      if (absent == 2)
        w.rx(sign * pi / 2, q);
      if (absent == 0)
        w.rz(sign * pi / 2, q);
    }
  };
  turn(1);
  w.cx(a, b).rx(absent == 0 ? yy : xx, a).rz(absent == 2 ? yy : zz, b);
  w.cx(a, b);
  turn(-1);
}

void qopt::appendThreeCX(const AffineAngle &xx, const AffineAngle &yy,
                         const AffineAngle &zz, unsigned a, unsigned b,
                         std::vector<Operation> &out) {
  Writer w(out);
  // exp(i(α XX + β YY + γ ZZ)) with α = −xx/2 and so on.
  w.rz(-pi / 2, b).cx(b, a);
  w.rz(constantAngle(pi / 2) + zz, a);
  w.ry(constantAngle(-pi / 2) + xx * -1, b);
  w.cx(a, b);
  w.ry(constantAngle(pi / 2) + yy, b);
  w.cx(b, a).rz(pi / 2, a);
}

llvm::Error qopt::decompose(const Operation &op, DecomposeLevel level,
                            std::vector<Operation> &out) {
  if (!isUnitaryGate(op.kind) || op.qubits.size() == 1) {
    out.push_back(op);
    return llvm::Error::success();
  }
  if (op.kind == GateKind::GPhase) {
    if (level == DecomposeLevel::TwoQubit)
      out.push_back(op);
    return llvm::Error::success();
  }
  if (op.qubits.size() == 2 &&
      (level == DecomposeLevel::TwoQubit || isBaseGate(op))) {
    out.push_back(op);
    return llvm::Error::success();
  }
  std::vector<Operation> parts;
  if (op.qubits.size() > 2) {
    Writer w(parts);
    if (!expandWide(op, w))
      return inputError("a unitary on " + llvm::Twine(op.qubits.size()) +
                        " qubits given by its matrix cannot be decomposed; "
                        "write it with gates on at most two qubits");
  } else {
    if (op.kind == GateKind::Unitary && !kakDecompose(*op.matrix))
      return inputError("the matrix of a two-qubit unitary is not unitary");
    expandTwo(op, parts);
  }
  for (const Operation &part : parts)
    if (llvm::Error error = decompose(part, level, out))
      return error;
  return llvm::Error::success();
}

llvm::Expected<CircuitView> qopt::lowerToTwoQubit(const CircuitView &circuit) {
  std::vector<Operation> operations;
  for (const Gate &gate : circuit.gates())
    if (llvm::Error error = decompose(unpackOperation(circuit, gate),
                                      DecomposeLevel::TwoQubit, operations))
      return error;
  return withOperations(circuit, operations);
}
