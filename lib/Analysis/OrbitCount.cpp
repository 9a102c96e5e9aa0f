//===- OrbitCount.cpp - Diagonal strings of an orbit ----------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Components commute, so the orbit of Q is Q + Σ_c w_c with w_c in the orbits
// of the components. Without free fermions the diagonal ones are the common
// zeros of quadratic functions on an affine space, counted by Gauss sums; the
// strings that commute with all of a component are taken out by inclusion and
// exclusion. Diagonal strings commute, so for one component the function is
// affine there.
//
//===----------------------------------------------------------------------===//

#include "FermionOrbit.h"
#include "OrbitSpace.h"

#include "qopt/Support/Error.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <set>

using namespace qopt;

namespace {
/// The strings of one component that commute with all of it: offset + R.
struct FixedStrings {
  bool exist = false;
  QuadraticVector offset;
};

/// One element of the direct sum of several components.
struct Parts {
  std::vector<QuadraticVector> part;
  Bits x;

  void add(const Parts &other) {
    for (size_t c = 0; c < part.size(); ++c)
      if (!other.part[c].bits.empty()) {
        if (part[c].bits.empty())
          part[c] = other.part[c];
        else
          part[c].add(other.part[c]);
      }
    addTo(x, other.x);
  }
};

/// Counts for components none of which is of free fermions.
class QuadricCount {
public:
  QuadricCount(const Bits &string, const std::vector<Bits> &generators,
               std::vector<const OrbitComponent *> components)
      : string(string), generators(generators),
        components(std::move(components)), half(string.size() / 2) {}

  /// Size of each component's orbit, and the share that anticommutes with one
  /// of its generators.
  void sizes(std::vector<long double> &size, std::vector<long double> &anti);
  long double diagonal();

private:
  FixedStrings fixedStrings(const OrbitComponent &component) const;
  /// Σ over Π domains with X(Q + Σ w) = 0 of Π_c [f_c(w_c) = 0].
  long double zeros(uint64_t fixedMask) const;

  const Bits &string;
  const std::vector<Bits> &generators;
  std::vector<const OrbitComponent *> components;
  std::vector<FixedStrings> fixed;
  size_t half;
};
} // namespace

FixedStrings QuadricCount::fixedStrings(const OrbitComponent &component) const {
  FixedStrings result;
  for (const QuadraticVector &r : component.radical)
    if (omega(string, r.bits))
      return result;
  // Solve ω(w0, b) = ω(Q, b) on the basis.
  size_t count = component.basis.size(), words = (count + 63) / 64;
  Bits target(words, 0), combination(words, 0);
  for (size_t i = 0; i < count; ++i)
    if (omega(string, generators[component.basis[i]]))
      target[i / 64] |= uint64_t(1) << (i % 64);
  long bit;
  while ((bit = lowestBit(target, words)) >= 0) {
    long pivot = component.gramPivot[bit];
    if (pivot < 0)
      return result;
    addTo(target, component.gramRows[pivot].row);
    addTo(combination, component.gramRows[pivot].combination);
  }
  result.exist = true;
  result.offset = {Bits(string.size(), 0), false};
  for (size_t i = 0; i < count; ++i)
    if ((combination[i / 64] >> (i % 64)) & 1)
      result.offset.add({generators[component.basis[i]], true});
  return result;
}

void QuadricCount::sizes(std::vector<long double> &size,
                         std::vector<long double> &anti) {
  for (const OrbitComponent *component : components) {
    FixedStrings fix = fixedStrings(*component);
    long double d = component->dimension(), r = component->radical.size();
    if (component->kind == OrbitKind::Symplectic) {
      size.push_back(std::exp2(d) - (fix.exist ? std::exp2(r) : 0));
      anti.push_back(std::exp2(d - 1) / size.back());
    } else {
      std::vector<bool> f;
      for (unsigned member : component->basis)
        f.push_back(!omega(string, generators[member]));
      QuadraticForm form = quadraticForm(component->gram, f);
      long double zero = std::exp2(d - 1);
      if (form.gaussSign() != 0)
        zero +=
            form.gaussSign() * std::exp2((long double)form.gaussExponent() - 1);
      long double moving = zero;
      if (fix.exist) {
        bool linear = false;
        for (const QuadraticVector &v : component->radical)
          linear |= v.q;
        bool value = fix.offset.q ^ omega(string, fix.offset.bits);
        moving -= linear ? std::exp2(r - 1) : value ? 0 : std::exp2(r);
      }
      size.push_back(moving);
      // Where Q + w commutes with P, f(w + P) = f(w) + 1: half are zeros.
      anti.push_back((zero - std::exp2(d - 2)) / moving);
    }
    fixed.push_back(std::move(fix));
  }
}

long double QuadricCount::zeros(uint64_t fixedMask) const {
  size_t count = components.size();
  std::vector<Parts> pivots, directions;
  std::vector<long> rowOf(64 * half, -1);
  auto reduce = [&](Parts &element) {
    long bit;
    while ((bit = lowestBit(element.x, half)) >= 0 && rowOf[bit] >= 0)
      element.add(pivots[rowOf[bit]]);
    return bit;
  };
  Parts base;
  base.part.resize(count);
  base.x.assign(string.begin(), string.begin() + half);
  for (size_t c = 0; c < count; ++c) {
    bool isFixed = (fixedMask >> c) & 1;
    const auto &rows =
        isFixed ? components[c]->radical : components[c]->space.rows();
    for (const QuadraticVector &row : rows) {
      Parts element;
      element.part.resize(count);
      element.part[c] = row;
      element.x.assign(row.bits.begin(), row.bits.begin() + half);
      long bit = reduce(element);
      if (bit < 0) {
        directions.push_back(std::move(element));
        continue;
      }
      rowOf[bit] = long(pivots.size());
      pivots.push_back(std::move(element));
    }
    base.part[c] = {Bits(string.size(), 0), false};
    if (!isFixed)
      continue;
    base.part[c] = fixed[c].offset;
    for (size_t w = 0; w < half; ++w)
      base.x[w] ^= base.part[c].bits[w];
  }
  if (reduce(base) >= 0)
    return 0;

  // f_c on the affine space: value at the base, linear part, polarisation.
  size_t a = directions.size(), words = (a + 63) / 64;
  std::vector<size_t> forms;
  for (size_t c = 0; c < count; ++c)
    if (components[c]->kind == OrbitKind::Orthogonal)
      forms.push_back(c);
  std::vector<bool> value(count, false);
  std::vector<std::vector<bool>> linear(count);
  std::vector<Gram> gram(count);
  for (size_t c : forms) {
    const QuadraticVector &at = base.part[c];
    value[c] = at.q ^ omega(string, at.bits);
    gram[c].assign(a, Bits(words, 0));
    for (size_t i = 0; i < a; ++i) {
      const QuadraticVector &z = directions[i].part[c];
      linear[c].push_back(!z.bits.empty() && (z.q ^ omega(string, z.bits) ^
                                              omega(at.bits, z.bits)));
      for (size_t j = 0; j < i && count > 1 && !z.bits.empty(); ++j) {
        const QuadraticVector &other = directions[j].part[c];
        if (other.bits.empty() || !omega(z.bits, other.bits))
          continue;
        gram[c][i][j / 64] |= uint64_t(1) << (j % 64);
        gram[c][j][i / 64] |= uint64_t(1) << (i % 64);
      }
    }
  }
  long double sum = 0;
  for (uint64_t s = 0; s < uint64_t(1) << forms.size(); ++s) {
    Gram joined(a, Bits(words, 0));
    std::vector<bool> f(a, false);
    bool constant = false;
    for (size_t k = 0; k < forms.size(); ++k) {
      if (!((s >> k) & 1))
        continue;
      size_t c = forms[k];
      constant = constant ^ value[c];
      for (size_t i = 0; i < a; ++i) {
        f[i] = f[i] ^ linear[c][i];
        addTo(joined[i], gram[c][i]);
      }
    }
    QuadraticForm form = quadraticForm(std::move(joined), std::move(f));
    int sign = form.gaussSign() * (constant ? -1 : 1);
    if (sign != 0)
      sum += sign * std::exp2((long double)form.gaussExponent());
  }
  return sum / std::exp2((long double)forms.size());
}

long double QuadricCount::diagonal() {
  long double sum = 0;
  for (uint64_t mask = 0; mask < uint64_t(1) << components.size(); ++mask) {
    bool possible = true;
    for (size_t c = 0; c < components.size(); ++c)
      possible &= !((mask >> c) & 1) || fixed[c].exist;
    if (possible)
      sum += (std::popcount(mask) % 2 ? -1 : 1) * zeros(mask);
  }
  return sum;
}

std::optional<OrbitCount>
qopt::enumerateOrbit(const Bits &string, const std::vector<Bits> &generators,
                     const std::vector<OrbitComponent> &components,
                     size_t limit) {
  std::set<Bits> seen{string};
  std::vector<Bits> orbit{string};
  for (size_t i = 0; i < orbit.size(); ++i)
    for (const Bits &generator : generators) {
      if (!omega(orbit[i], generator))
        continue;
      Bits next = orbit[i];
      addTo(next, generator);
      if (!seen.insert(next).second)
        continue;
      if (orbit.size() == limit)
        return std::nullopt;
      orbit.push_back(std::move(next));
    }
  OrbitCount count;
  count.constant = orbit.size() == 1;
  count.size = orbit.size();
  for (const Bits &member : orbit)
    count.diagonal += lowestBit(member, member.size() / 2) < 0;
  count.diagonal /= count.size;
  for (const OrbitComponent &component : components) {
    long double anti = 0;
    for (const Bits &member : orbit)
      anti += omega(member, generators[component.members[0]]);
    count.anticommuting.push_back(anti / count.size);
  }
  return count;
}

std::optional<OrbitSize>
qopt::sizeOfOrbit(const Bits &string, const std::vector<Bits> &generators,
                  const std::vector<OrbitComponent> &components) {
  OrbitSize result;
  result.acts.assign(components.size(), false);
  QuadraticBasis joint(string.size());
  size_t active = 0, dimensions = 0;
  for (size_t c = 0; c < components.size(); ++c) {
    const OrbitComponent &component = components[c];
    result.acts[c] = llvm::any_of(component.members, [&](unsigned member) {
      return omega(string, generators[member]);
    });
    if (!result.acts[c])
      continue;
    long double size = 1, diagonal;
    std::vector<long double> anti;
    if (component.kind == OrbitKind::FreeFermion) {
      if (!countFermionOrbit(string, {&component}, size, diagonal, anti))
        return std::nullopt;
    } else {
      std::vector<long double> sizes;
      QuadricCount(string, generators, {&component}).sizes(sizes, anti);
      size = sizes[0];
    }
    result.size *= size;
    ++active;
    dimensions += component.dimension();
    for (unsigned member : component.basis) {
      bool remainder;
      joint.insert({generators[member], false}, remainder);
    }
  }
  result.isExact = active < 2 || joint.rows().size() == dimensions;
  if (result.isExact || result.size > 20'000)
    return result;
  if (std::optional<OrbitCount> listed =
          enumerateOrbit(string, generators, components, 20'000)) {
    result.size = listed->size;
    result.isExact = true;
  }
  return result;
}

llvm::Expected<OrbitCount>
qopt::countOrbit(const Bits &string, const std::vector<Bits> &generators,
                 const std::vector<OrbitComponent> &components) {
  OrbitCount result;
  result.anticommuting.assign(components.size(), 0);
  std::vector<const OrbitComponent *> active;
  std::vector<size_t> numbers;
  size_t fermions = 0;
  for (size_t c = 0; c < components.size(); ++c) {
    bool acts = false;
    for (unsigned member : components[c].members)
      acts |= omega(string, generators[member]);
    if (!acts)
      continue;
    active.push_back(&components[c]);
    numbers.push_back(c);
    fermions += components[c].kind == OrbitKind::FreeFermion;
  }
  result.constant = active.empty();
  if (active.empty()) {
    result.diagonal = lowestBit(string, string.size() / 2) < 0;
    return result;
  }
  std::vector<long double> anti;
  bool counted = false;
  if (fermions == active.size() && active.size() <= 2) {
    counted =
        countFermionOrbit(string, active, result.size, result.diagonal, anti);
  } else if (fermions == 0 && active.size() <= 6) {
    QuadricCount quadrics(string, generators, active);
    std::vector<long double> sizes;
    quadrics.sizes(sizes, anti);
    for (long double size : sizes)
      result.size *= size;
    result.diagonal = quadrics.diagonal() / result.size;
    counted = std::isfinite(result.size);
  }
  if (counted) {
    for (size_t i = 0; i < numbers.size(); ++i)
      result.anticommuting[numbers[i]] = anti[i];
    return result;
  }
  std::optional<OrbitCount> enumerated =
      enumerateOrbit(string, generators, components, 200'000);
  if (!enumerated)
    return limitError("the orbit of the observable mixes free fermions with "
                      "other components, or several of them, and has more than "
                      "200,000 strings");
  return std::move(*enumerated);
}
