//===- StripRotations.cpp - Equal ends of two products --------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "StripRotations.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace qopt;

/// Rotations that may be left in front of one that is brought to the front.
static constexpr size_t window = 1500;

using Rotations = std::vector<BoundRotation>;

static bool nearlyEqual(const AffineAngle &a, const AffineAngle &b) {
  AffineAngle d = a + b * -1;
  if (std::abs(wrapAngle(d.constant)) > 1e-9)
    return false;
  return llvm::all_of(d.terms,
                      [](auto &t) { return std::abs(t.second) < 1e-9; });
}

void qopt::eraseRotations(Rotations &list, const std::vector<bool> &marked) {
  size_t kept = 0;
  for (size_t i = 0; i < list.size(); ++i)
    if (!marked[i]) {
      if (kept != i)
        list[kept] = std::move(list[i]);
      ++kept;
    }
  list.resize(kept);
}

/// Takes away rotations of both lists that can be brought to the front and are
/// equal. `frameA` and `frameB` give the axis to compare and, by their sign,
/// the sense of the angle.
template <typename Frame>
static void strip(Rotations &a, Rotations &b, Frame frameA, Frame frameB) {
  std::vector<bool> goneA(a.size(), false), goneB(b.size(), false);
  std::vector<size_t> leftA;
  size_t firstB = 0;
  std::vector<SignedPauli> framedB;
  for (const BoundRotation &rotation : b)
    framedB.push_back(frameB(rotation.axis));
  for (size_t i = 0; i < a.size(); ++i) {
    bool reaches = llvm::all_of(leftA, [&](size_t earlier) {
      return a[earlier].axis.commutesWith(a[i].axis);
    });
    bool found = false;
    if (reaches) {
      SignedPauli wanted = frameA(a[i].axis);
      for (size_t j = firstB; j < b.size() && !found; ++j) {
        if (goneB[j])
          continue;
        if (framedB[j].letters == wanted.letters) {
          AffineAngle angle = b[j].angle;
          if (framedB[j].negative != wanted.negative)
            angle = angle * -1;
          if (!nearlyEqual(a[i].angle, angle))
            break;
          goneA[i] = goneB[j] = found = true;
        } else if (!framedB[j].letters.commutesWith(wanted.letters)) {
          break;
        }
      }
    }
    if (!found) {
      leftA.push_back(i);
      if (leftA.size() > window)
        break;
    }
    while (firstB < b.size() && goneB[firstB])
      ++firstB;
  }
  eraseRotations(a, goneA);
  eraseRotations(b, goneB);
}

/// C·P·C† of an axis P in terms of the seen X and Z of each qubit.
static SignedPauli pushForward(const PauliString &axis,
                               llvm::ArrayRef<SignedPauli> seen) {
  SignedPauli image{PauliString(axis.numQubits()), false};
  PauliString product(axis.numQubits());
  unsigned phase = 0; // of i
  for (unsigned q = 0; 2 * q < seen.size(); ++q) {
    const SignedPauli &x = seen[2 * q], &z = seen[2 * q + 1];
    bool hasX = !axis.commutesWith(z.letters);
    bool hasZ = !axis.commutesWith(x.letters);
    if (hasX)
      phase += product.multiply(x.letters) + 2 * x.negative;
    if (hasZ)
      phase += product.multiply(z.letters) + 2 * z.negative;
    phase += hasX && hasZ;
    image.letters.set(q, hasX ? (hasZ ? Pauli::Y : Pauli::X)
                              : (hasZ ? Pauli::Z : Pauli::I));
  }
  image.negative = phase % 4 == 2;
  return image;
}

void qopt::stripFront(RotationSide &a, RotationSide &b) {
  auto same = [](const PauliString &axis) { return SignedPauli{axis, false}; };
  strip(a.rotations, b.rotations, same, same);
}

void qopt::stripBack(RotationSide &a, RotationSide &b) {
  for (RotationSide *side : {&a, &b})
    std::reverse(side->rotations.begin(), side->rotations.end());
  auto frame = [](const RotationSide &side) {
    return
        [&](const PauliString &axis) { return pushForward(axis, side.seen); };
  };
  strip(a.rotations, b.rotations, frame(a), frame(b));
  for (RotationSide *side : {&a, &b})
    std::reverse(side->rotations.begin(), side->rotations.end());
}

void qopt::invert(RotationSide &side) {
  std::reverse(side.rotations.begin(), side.rotations.end());
  for (BoundRotation &rotation : side.rotations) {
    SignedPauli image = pushForward(rotation.axis, side.seen);
    rotation.axis = image.letters;
    if (image.negative)
      continue;
    rotation.angle = rotation.angle * -1;
    for (double &value : rotation.values)
      value = -value;
  }
  std::vector<SignedPauli> seen;
  for (size_t i = 0; i < side.seen.size(); ++i) {
    PauliString unit(side.seen.size() / 2);
    unit.set(i / 2, i % 2 ? Pauli::Z : Pauli::X);
    seen.push_back(pushForward(unit, side.seen));
  }
  side.seen = std::move(seen);
}
