//===- ClusterTurn.cpp - By what two clusters of rotations differ ---------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "ClusterTurn.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>
#include <numbers>

using namespace qopt;

static constexpr double quarterTurn = std::numbers::pi / 2;
/// Rotations that are split off, and qubits of an algebra that is searched.
static constexpr unsigned maxRotations = 6;
static constexpr unsigned maxPairs = 3;

static LocalMatrix adjointOf(const LocalMatrix &matrix) {
  return matrix.adjointTimes(LocalMatrix(llvm::Log2_64(matrix.dim())));
}

/// m†·pauli·m.
static LocalMatrix imageUnder(const LocalMatrix &m, const LocalPauli &pauli) {
  LocalMatrix moved = m;
  moved.apply(pauli);
  return m.adjointTimes(moved);
}

std::optional<LocalPauli> ClusterTurn::imageOf(const LocalPauli &pauli) {
  auto [found, isNew] = images.try_emplace({pauli.x, pauli.z});
  if (isNew)
    for (const LocalMatrix &adjoint : adjoints) {
      std::optional<LocalPauli> &common = found->second;
      std::optional<LocalPauli> image =
          imageUnder(adjointOf(adjoint), {pauli.x, pauli.z, false}).asPauli();
      if (!image ||
          (common && (common->x != image->x || common->z != image->z ||
                      common->negative != image->negative))) {
        common.reset();
        break;
      }
      common = image;
    }
  if (!found->second)
    return std::nullopt;
  LocalPauli image = *found->second;
  image.negative ^= pauli.negative;
  return image;
}

/// A Pauli that becomes cos φ·Q + sin φ·Q' under M shows a rotation by φ about
/// Q·Q'. Where there is none, one of three terms that anticommute is turned
/// into another (Euler angles).
std::vector<BoundRotation> ClusterTurn::splitRotations(unsigned bindings,
                                                       unsigned &nextSymbol) {
  std::vector<BoundRotation> rotations;
  if (algebra.numPairs() > maxPairs)
    return {};
  images.clear();
  unsigned dim = 1u << algebra.numPairs();
  for (unsigned round = 0; round <= maxRotations; ++round) {
    LocalMatrix m = adjointOf(adjoints.front());
    bool mixed = false, found = false;
    for (unsigned wanted = 2; wanted <= 3 && !found; ++wanted)
      for (unsigned code = 0; code < dim * dim && !found; ++code) {
        LocalPauli pauli{code / dim, code % dim, false};
        auto terms = imageUnder(m, pauli).expand();
        mixed |= terms.size() > 1;
        if (terms.size() != wanted)
          continue;
        auto rotation = takeRotation(pauli, terms[0].first, terms[1].first,
                                     bindings, nextSymbol);
        if (!rotation)
          continue;
        rotations.push_back(std::move(*rotation));
        found = true;
      }
    if (!mixed)
      return rotations;
    if (!found)
      break;
  }
  return {};
}

std::optional<BoundRotation> ClusterTurn::takeRotation(const LocalPauli &pauli,
                                                       const LocalPauli &q,
                                                       const LocalPauli &r,
                                                       unsigned bindings,
                                                       unsigned &nextSymbol) {
  LocalPauli axis{q.x ^ r.x, q.z ^ r.z, false};
  // −i·q·axis = ±r.
  unsigned phase = phaseOfProduct(q, axis);
  if (phase % 2 == 0)
    return std::nullopt;
  double sign = phase == 1 ? 1 : -1;
  std::vector<double> angles;
  for (const LocalMatrix &adjoint : adjoints) {
    double cosine = 0, sine = 0;
    for (auto &[term, value] : imageUnder(adjointOf(adjoint), pauli).expand()) {
      if (term.x == q.x && term.z == q.z)
        cosine = value;
      else if (term.x == r.x && term.z == r.z)
        sine = value * sign;
      else if (phaseOfProduct(term, axis) % 2)
        return std::nullopt; // a third term must not turn as well
    }
    double angle = std::atan2(sine, cosine);
    // Quarter turns stay with M.
    angles.push_back(angle - std::round(angle / quarterTurn) * quarterTurn);
  }
  SignedPauli global = algebra.identity();
  global = algebra.join(global, axis);
  BoundRotation rotation{global.letters, {}, {}};
  double spread = 0;
  for (auto [adjoint, angle] : llvm::zip(adjoints, angles)) {
    adjoint.rotate(axis, angle);
    rotation.values.push_back(global.negative ? -angle : angle);
    spread = std::max(spread, std::abs(angle - angles.front()));
  }
  if (spread < 1e-9) {
    rotation.values.resize(1);
    rotation.angle.constant = rotation.values.front();
  } else {
    rotation.angle.terms.push_back({nextSymbol--, 1.0});
    rotation.values.resize(bindings, rotation.values.back());
  }
  return rotation;
}
