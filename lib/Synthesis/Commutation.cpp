//===- Commutation.cpp - Which operations commute ---------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/Commutation.h"

#include "llvm/ADT/STLExtras.h"

#include <array>
#include <cmath>
#include <numbers>

using namespace qopt;

static constexpr double pi = std::numbers::pi;

/// The entry of a one-qubit Pauli at (row, column) bits.
static Complex pauliEntry(char letter, unsigned row, unsigned column) {
  switch (letter) {
  case 'X':
    return row != column ? 1 : 0;
  case 'Y':
    return row == column ? Complex(0) : Complex(0, row ? 1 : -1);
  default:
    return row != column ? 0 : row ? -1 : 1;
  }
}

/// Does the matrix commute with `letter` on operand `index`?
static bool commutesOnQubit(llvm::ArrayRef<Complex> m, size_t dim,
                            unsigned index, char letter) {
  size_t bit = size_t(1) << index;
  for (size_t r = 0; r < dim; ++r)
    for (size_t c = 0; c < dim; ++c) {
      Complex left = 0, right = 0;
      for (unsigned k : {0u, 1u}) {
        size_t rr = (r & ~bit) | (k ? bit : 0);
        size_t cc = (c & ~bit) | (k ? bit : 0);
        left += pauliEntry(letter, (r & bit) != 0, k) * m[rr * dim + c];
        right += m[r * dim + cc] * pauliEntry(letter, k, (c & bit) != 0);
      }
      if (std::abs(left - right) > 1e-10)
        return false;
    }
  return true;
}

static AxisOnQubit
axisOfMatrices(llvm::ArrayRef<llvm::SmallVector<Complex, 16>> matrices,
               size_t dim, unsigned index) {
  AxisOnQubit axis;
  unsigned letters = 0;
  for (char letter : {'Z', 'X', 'Y'})
    if (llvm::all_of(matrices, [&](const auto &m) {
          return commutesOnQubit(m, dim, index, letter);
        })) {
      axis.letter = axis.letter.value_or(letter);
      ++letters;
    }
  axis.identity = letters > 1;
  return axis;
}

/// The axes of a standard gate, from its matrix at a few angles of general
/// position; computed once for all.
static AxisOnQubit tableAxis(GateKind kind, unsigned index) {
  using Row = std::array<AxisOnQubit, 5>;
  static const std::vector<Row> table = [] {
    std::vector<Row> rows;
    for (const GateInfo &info : standardGates()) {
      Row row;
      llvm::SmallVector<llvm::SmallVector<Complex, 16>, 3> matrices;
      for (double seed : {0.37, 1.91, -2.3}) {
        llvm::SmallVector<double, 4> angles;
        for (unsigned i = 0; i < info.numAngles; ++i)
          angles.push_back(seed + 0.83 * i);
        matrices.push_back(gateMatrix(info.kind, angles));
      }
      for (unsigned q = 0; q < info.numQubits && q < row.size(); ++q)
        row[q] = axisOfMatrices(matrices, size_t(1) << info.numQubits, q);
      rows.push_back(row);
    }
    return rows;
  }();
  return table[static_cast<size_t>(kind)][index];
}

AxisOnQubit qopt::axisOnQubit(const Operation &op, unsigned index) {
  if (op.kind == GateKind::PauliRotation)
    return op.text[index] == 'I' ? AxisOnQubit{true, 'Z'}
                                 : AxisOnQubit{false, op.text[index]};
  if (op.kind == GateKind::Unitary) {
    llvm::SmallVector<Complex, 16> matrix(op.matrix->begin(), op.matrix->end());
    return axisOfMatrices({matrix}, size_t(1) << op.qubits.size(), index);
  }
  if (!isUnitaryGate(op.kind))
    return {};
  return tableAxis(op.kind, index);
}

std::optional<RotationAxis> qopt::asRotation(const Operation &op) {
  RotationAxis axis;
  auto single = [&](char letter, double angle) {
    axis.word.push_back({op.qubits[0], letter});
    axis.angle = constantAngle(angle);
    return axis;
  };
  llvm::StringRef letters;
  switch (op.kind) {
  case GateKind::Z:
    return single('Z', pi);
  case GateKind::S:
    return single('Z', pi / 2);
  case GateKind::Sdg:
    return single('Z', -pi / 2);
  case GateKind::T:
    return single('Z', pi / 4);
  case GateKind::Tdg:
    return single('Z', -pi / 4);
  case GateKind::X:
    return single('X', pi);
  case GateKind::SX:
    return single('X', pi / 2);
  case GateKind::SXdg:
    return single('X', -pi / 2);
  case GateKind::Y:
    return single('Y', pi);
  case GateKind::SY:
    return single('Y', pi / 2);
  case GateKind::SYdg:
    return single('Y', -pi / 2);
  case GateKind::RX:
    letters = "X";
    break;
  case GateKind::RY:
    letters = "Y";
    break;
  case GateKind::RZ:
  case GateKind::P:
    letters = "Z";
    break;
  case GateKind::RXX:
    letters = "XX";
    break;
  case GateKind::RYY:
    letters = "YY";
    break;
  case GateKind::RZZ:
    letters = "ZZ";
    break;
  case GateKind::RZX:
    letters = "ZX";
    break;
  case GateKind::PauliRotation:
    letters = op.text;
    break;
  default:
    return std::nullopt;
  }
  for (auto [qubit, letter] : llvm::zip(op.qubits, letters))
    if (letter != 'I')
      axis.word.push_back({qubit, letter});
  llvm::sort(axis.word);
  axis.angle = op.angles[0];
  return axis;
}

bool qopt::commute(const Operation &a, const Operation &b) {
  bool allShared = true, any = false;
  unsigned odd = 0;
  std::optional<RotationAxis> ra, rb;
  for (auto [i, q] : llvm::enumerate(a.qubits)) {
    const unsigned *found = llvm::find(b.qubits, q);
    if (found == b.qubits.end())
      continue;
    any = true;
    AxisOnQubit x = axisOnQubit(a, i);
    AxisOnQubit y = axisOnQubit(b, found - b.qubits.begin());
    if (x.identity || y.identity)
      continue;
    if (!x.letter || !y.letter || *x.letter != *y.letter)
      allShared = false;
  }
  if (!any)
    return true;
  if (!isUnitaryGate(a.kind) || !isUnitaryGate(b.kind))
    return false;
  if (allShared)
    return true;
  // Two Pauli rotations commute if they differ on an even number of qubits.
  if (!(ra = asRotation(a)) || !(rb = asRotation(b)))
    return false;
  for (auto [qubit, letter] : ra->word)
    for (auto [other, otherLetter] : rb->word)
      odd += qubit == other && letter != otherLetter;
  return odd % 2 == 0;
}

static bool isZeroAngle(const AffineAngle &angle) {
  return angle.isConstant() && std::abs(wrapAngle(angle.constant)) < 1e-11;
}

bool qopt::areInverse(const Operation &a, const Operation &b) {
  if (a.qubits.size() != b.qubits.size() || !isUnitaryGate(a.kind) ||
      !isUnitaryGate(b.kind))
    return false;
  if (auto ra = asRotation(a))
    if (auto rb = asRotation(b))
      return ra->word == rb->word && isZeroAngle(ra->angle + rb->angle);
  bool same = a.qubits == b.qubits;
  if (a.kind == GateKind::Unitary && b.kind == GateKind::Unitary && same) {
    size_t dim = size_t(1) << a.qubits.size();
    Complex trace = 0;
    for (size_t r = 0; r < dim; ++r)
      for (size_t c = 0; c < dim; ++c)
        trace += (*b.matrix)[r * dim + c] * (*a.matrix)[c * dim + r];
    return std::abs(std::abs(trace) - double(dim)) < 1e-10;
  }
  if (a.kind >= GateKind::PauliRotation || b.kind >= GateKind::PauliRotation)
    return false;
  std::optional<InverseGate> inverse = inverseGate(a.kind);
  if (!inverse || inverse->kind != b.kind)
    return false;
  if (!same && !(gateInfo(a.kind).symmetric &&
                 std::is_permutation(a.qubits.begin(), a.qubits.end(),
                                     b.qubits.begin())))
    return false;
  for (auto [i, angle] : llvm::enumerate(b.angles)) {
    AffineAngle wanted = a.angles[inverse->angleOf[i]] * inverse->signOf[i] +
                         constantAngle(inverse->offset[i]);
    AffineAngle difference = angle + wanted * -1;
    // Controlled rotations have period 4π: compare exactly.
    if (!difference.isConstant() || std::abs(difference.constant) > 1e-11)
      return false;
  }
  return true;
}

bool qopt::commuteRotations(std::vector<Operation> &operations) {
  // Operations looked at from each rotation; bounds the work.
  constexpr size_t window = 2000;
  std::vector<Operation> out;
  bool any = false;
  for (Operation &op : operations) {
    size_t place = out.size();
    bool isRotation = !op.angles.empty() && asRotation(op).has_value();
    size_t least = out.size() > window ? out.size() - window : 0;
    for (size_t i = out.size(); isRotation && i-- > least;) {
      const Operation &before = out[i];
      bool shares = llvm::any_of(before.qubits, [&](unsigned q) {
        return llvm::is_contained(op.qubits, q);
      });
      if (!shares)
        continue;
      // Among rotations the order stays.
      if (!isUnitaryGate(before.kind) ||
          (!before.angles.empty() && asRotation(before)) ||
          !commute(before, op))
        break;
      place = i;
    }
    any |= place != out.size();
    out.insert(out.begin() + place, std::move(op));
  }
  operations = std::move(out);
  return any;
}
