//===- BlockStructure.cpp - Circuits made of V·V† blocks ------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "BlockStructure.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace qopt;

namespace {
/// Compares gates of a circuit with inverses of others.
class MirrorMatcher {
public:
  explicit MirrorMatcher(const CircuitView &circuit) : circuit(circuit) {
    for (size_t i = 0; i < circuit.gates().size(); ++i)
      if (circuit.gates()[i].kind != GateKind::Barrier &&
          circuit.gates()[i].kind != GateKind::GPhase)
        gates.push_back(i);
    uses.assign(circuit.numSymbols(), 0);
    for (size_t i : gates)
      for (const AffineAngle &angle : circuit.anglesOf(circuit.gates()[i]))
        for (auto [symbol, coefficient] : angle.terms)
          ++uses[symbol];
  }

  /// True if `later` undoes `earlier` for suitable values; appends how.
  bool undoes(size_t later, size_t earlier,
              std::vector<MirroredParameter> &mirrored) const;
  bool hasParameters(size_t gate) const {
    for (const AffineAngle &angle : circuit.anglesOf(circuit.gates()[gate]))
      if (!angle.isConstant())
        return true;
    return false;
  }

  /// Indices of the gates that act, in order.
  std::vector<size_t> gates;

private:
  bool sameOperands(const Gate &a, const Gate &b) const;
  bool matches(const AffineAngle &later, const AffineAngle &wanted,
               std::vector<MirroredParameter> &mirrored) const;

  const CircuitView &circuit;
  std::vector<unsigned> uses;
};
} // namespace

bool MirrorMatcher::sameOperands(const Gate &a, const Gate &b) const {
  llvm::ArrayRef<unsigned> qa = circuit.qubitsOf(a), qb = circuit.qubitsOf(b);
  if (qa == qb)
    return true;
  if (a.kind >= GateKind::PauliRotation || !gateInfo(a.kind).symmetric)
    return false;
  return qa.size() == qb.size() &&
         std::is_permutation(qa.begin(), qa.end(), qb.begin());
}

bool MirrorMatcher::matches(const AffineAngle &later, const AffineAngle &wanted,
                            std::vector<MirroredParameter> &mirrored) const {
  if (wanted.isConstant() && later.isConstant()) {
    double turns = (later.constant - wanted.constant) / (4 * std::numbers::pi);
    return std::abs(turns - std::round(turns)) < 1e-12;
  }
  if (wanted.terms.size() != 1 || later.terms.size() != 1)
    return false;
  auto [first, a] = wanted.terms[0];
  auto [second, b] = later.terms[0];
  if (first == second || first >= circuit.numParameters() ||
      second >= circuit.numParameters() || uses[first] != 1 ||
      uses[second] != 1)
    return false;
  // b·φ + later.constant = a·θ + wanted.constant.
  mirrored.push_back(
      {first, second, a / b, (wanted.constant - later.constant) / b});
  return true;
}

bool MirrorMatcher::undoes(size_t later, size_t earlier,
                           std::vector<MirroredParameter> &mirrored) const {
  const Gate &a = circuit.gates()[earlier], &b = circuit.gates()[later];
  if (!sameOperands(a, b))
    return false;
  llvm::ArrayRef<AffineAngle> angles = circuit.anglesOf(a),
                              undone = circuit.anglesOf(b);
  if (a.kind == GateKind::PauliRotation)
    return b.kind == a.kind && circuit.wordOf(a) == circuit.wordOf(b) &&
           matches(undone[0], angles[0] * -1, mirrored);
  if (a.kind > GateKind::PauliRotation || b.kind > GateKind::PauliRotation)
    return false;
  std::optional<InverseGate> inverse = inverseGate(a.kind);
  if (!inverse || inverse->kind != b.kind)
    return false;
  for (size_t i = 0; i < undone.size(); ++i) {
    AffineAngle wanted = angles[inverse->angleOf[i]] * inverse->signOf[i];
    wanted.constant += inverse->offset[i];
    if (!matches(undone[i], wanted, mirrored))
      return false;
  }
  return true;
}

llvm::Expected<BlockStructure>
qopt::findIdentityBlocks(const CircuitView &circuit) {
  MirrorMatcher matcher(circuit);
  const std::vector<size_t> &gates = matcher.gates;
  size_t count = gates.size();

  // How far gates mirror each other around each middle.
  std::vector<size_t> reach(count + 1, 0);
  std::vector<MirroredParameter> ignored;
  for (size_t middle = 1; middle < count; ++middle)
    while (reach[middle] < middle && middle + reach[middle] < count &&
           matcher.undoes(gates[middle + reach[middle]],
                          gates[middle - 1 - reach[middle]], ignored))
      ++reach[middle];

  // half[i]: half the length of a block from i after which blocks go on to the
  // end; the shortest.
  std::vector<size_t> half(count + 1, 0);
  std::vector<bool> fits(count + 1, false);
  fits[count] = true;
  // Middles behind i, the nearest last; most gates are none.
  std::vector<size_t> middles;
  for (size_t i = count; i-- > 0;) {
    if (i + 1 < count && reach[i + 1] > 0)
      middles.push_back(i + 1);
    for (size_t k = middles.size(); k-- > 0 && !fits[i];) {
      size_t m = middles[k] - i;
      if (i + 2 * m > count)
        break;
      if (reach[middles[k]] >= m && fits[i + 2 * m]) {
        half[i] = m;
        fits[i] = true;
      }
    }
  }
  size_t start = 0;
  while (start < count && !fits[start] && !matcher.hasParameters(gates[start]))
    ++start;
  if (!fits[start] || start == count) {
    std::string where =
        start < count
            ? " (at gate '" +
                  circuit.nameOf(circuit.gates()[gates[start]]).str() +
                  "', number " + std::to_string(gates[start] + 1) + ")"
            : "";
    return inputError("law 'identity-blocks' needs a circuit that reads, after "
                      "a prefix without parameters, V then V† gate for gate, "
                      "with parameters of its own in each half" +
                      where);
  }
  BlockStructure result;
  result.prefixEnd = gates[start];
  for (size_t i = start; i < count; i += 2 * half[i]) {
    size_t m = half[i];
    result.blocks.push_back(
        {gates[i], gates[i + m],
         i + 2 * m < count ? gates[i + 2 * m] : circuit.gates().size()});
    for (size_t k = 0; k < m; ++k)
      matcher.undoes(gates[i + m + k], gates[i + m - 1 - k], result.mirrored);
  }
  return result;
}
