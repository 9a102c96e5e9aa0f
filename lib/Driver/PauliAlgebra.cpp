//===- PauliAlgebra.cpp - Few Paulis on many qubits, densely ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "PauliAlgebra.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

#include <cmath>

using namespace qopt;

void PauliAlgebra::add(const PauliString &string) {
  if (string.isIdentity() || contains(string))
    return;
  generators.push_back(string);
  rebuild();
}

bool PauliAlgebra::contains(const PauliString &string) const {
  PauliString rest = string;
  for (auto [x, z] : llvm::zip(xs, zs)) {
    bool hasX = !string.commutesWith(z), hasZ = !string.commutesWith(x);
    if (hasX)
      rest.multiply(x);
    if (hasZ)
      rest.multiply(z);
  }
  return rest.isIdentity();
}

/// Symplectic Gram–Schmidt; a generator that commutes with all others gets a
/// partner that commutes with the pairs there are.
void PauliAlgebra::rebuild() {
  xs.clear();
  zs.clear();
  std::vector<PauliString> pool = generators, lonely;
  auto clean = [](std::vector<PauliString> &list, const PauliString &x,
                  const PauliString &z) {
    for (PauliString &u : list) {
      bool withX = !u.commutesWith(z), withZ = !u.commutesWith(x);
      if (withX)
        u.multiply(x);
      if (withZ)
        u.multiply(z);
    }
    llvm::erase_if(list, [](const PauliString &u) { return u.isIdentity(); });
  };
  while (!pool.empty()) {
    PauliString x = pool.back();
    pool.pop_back();
    auto partner = llvm::find_if(
        pool, [&](const PauliString &u) { return !u.commutesWith(x); });
    if (partner == pool.end()) {
      lonely.push_back(x);
      continue;
    }
    PauliString z = *partner;
    pool.erase(partner);
    clean(pool, x, z);
    xs.push_back(x);
    zs.push_back(z);
  }
  while (!lonely.empty()) {
    PauliString z = lonely.back();
    lonely.pop_back();
    unsigned q = z.support().front();
    PauliString x(z.numQubits());
    x.set(q, z.at(q) == Pauli::Z ? Pauli::X : Pauli::Z);
    for (auto [px, pz] : llvm::zip(xs, zs)) {
      bool withX = !x.commutesWith(pz), withZ = !x.commutesWith(px);
      if (withX)
        x.multiply(px);
      if (withZ)
        x.multiply(pz);
    }
    clean(lonely, x, z);
    xs.push_back(x);
    zs.push_back(z);
  }
}

SignedPauli PauliAlgebra::identity() const {
  return {PauliString(xs.empty() ? 0 : xs.front().numQubits()), false};
}

SignedPauli PauliAlgebra::stringOf(const LocalPauli &local) const {
  SignedPauli result = identity();
  unsigned phase = local.negative ? 2 : 0; // of i
  for (unsigned i = 0; i < xs.size(); ++i) {
    bool x = (local.x >> i) & 1, z = (local.z >> i) & 1;
    if (x)
      phase += result.letters.multiply(xs[i]);
    if (z)
      phase += result.letters.multiply(zs[i]);
    phase += x && z; // Y = i·X·Z
  }
  result.negative = phase % 4 == 2;
  return result;
}

PauliAlgebra::Split PauliAlgebra::split(const PauliString &string) const {
  Split result;
  for (unsigned i = 0; i < xs.size(); ++i) {
    result.local.x |= unsigned(!string.commutesWith(zs[i])) << i;
    result.local.z |= unsigned(!string.commutesWith(xs[i])) << i;
  }
  SignedPauli local = stringOf(result.local);
  result.rest = {string, false};
  unsigned phase = local.negative ? 2 : 0;
  if (local.letters.numQubits())
    phase += result.rest.letters.multiply(local.letters);
  result.rest.negative = phase % 4 == 2;
  // The sign of an element of the algebra belongs to it.
  if (result.rest.letters.isIdentity()) {
    result.local.negative = result.rest.negative;
    result.rest.negative = false;
  }
  return result;
}

SignedPauli PauliAlgebra::join(const SignedPauli &rest,
                               const LocalPauli &local) const {
  SignedPauli part = stringOf(local);
  SignedPauli result = rest;
  unsigned phase = (rest.negative ? 2 : 0) + (part.negative ? 2 : 0);
  if (part.letters.numQubits())
    phase += result.letters.multiply(part.letters);
  result.negative = phase % 4 == 2;
  return result;
}

unsigned qopt::phaseOfProduct(const LocalPauli &a, const LocalPauli &b) {
  // i^ya X^xa Z^za · i^yb X^xb Z^zb: Z^za passes X^xb.
  unsigned ys = llvm::popcount(a.x & a.z) + llvm::popcount(b.x & b.z);
  unsigned both = llvm::popcount((a.x ^ b.x) & (a.z ^ b.z));
  return (ys + 2 * llvm::popcount(a.z & b.x) + 3 * both) % 4;
}

LocalMatrix::LocalMatrix(unsigned pairs)
    : size(size_t(1) << pairs), entries(size * size, 0) {
  for (size_t i = 0; i < size; ++i)
    entries[i * size + i] = 1;
}

/// The factor of row `index` of pauli · |index⟩, which goes to index ^ x.
static Complex factorOf(const LocalPauli &pauli, size_t index) {
  // Y = i·X·Z: Z acts first.
  unsigned ys = llvm::popcount(pauli.x & pauli.z);
  unsigned phase = ys + 2 * llvm::popcount(unsigned(index) & pauli.z) +
                   (pauli.negative ? 2 : 0);
  static const Complex powers[4] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
  return powers[phase % 4];
}

void LocalMatrix::apply(const LocalPauli &pauli) {
  std::vector<Complex> image(size);
  for (size_t c = 0; c < size; ++c) {
    Complex *column = entries.data() + c * size;
    for (size_t r = 0; r < size; ++r)
      image[r ^ pauli.x] = factorOf(pauli, r) * column[r];
    std::copy(image.begin(), image.end(), column);
  }
}

void LocalMatrix::rotate(const LocalPauli &pauli, double angle) {
  Complex cosine = std::cos(angle / 2), sine(0, -std::sin(angle / 2));
  std::vector<Complex> image(size);
  for (size_t c = 0; c < size; ++c) {
    Complex *column = entries.data() + c * size;
    for (size_t r = 0; r < size; ++r)
      image[r ^ pauli.x] = factorOf(pauli, r) * column[r];
    for (size_t r = 0; r < size; ++r)
      column[r] = cosine * column[r] + sine * image[r];
  }
}

LocalMatrix LocalMatrix::adjointTimes(const LocalMatrix &other) const {
  LocalMatrix result(llvm::countr_zero(size));
  for (size_t c = 0; c < size; ++c)
    for (size_t r = 0; r < size; ++r) {
      const Complex *x = entries.data() + r * size;
      const Complex *y = other.entries.data() + c * size;
      // Spelled out: the operator of std::complex looks for infinities.
      double real = 0, imag = 0;
      for (size_t k = 0; k < size; ++k) {
        real += x[k].real() * y[k].real() + x[k].imag() * y[k].imag();
        imag += x[k].real() * y[k].imag() - x[k].imag() * y[k].real();
      }
      result.entries[c * size + r] = {real, imag};
    }
  return result;
}

std::optional<LocalPauli> LocalMatrix::asPauli() const {
  constexpr double slack = 1e-7;
  LocalPauli pauli;
  for (size_t r = 0; r < size; ++r)
    if (std::abs(at(r, 0)) > std::abs(at(pauli.x, 0)))
      pauli.x = r;
  for (unsigned bit = 1; bit < size; bit <<= 1)
    if ((at(bit ^ pauli.x, bit) / at(pauli.x, 0)).real() < 0)
      pauli.z |= bit;
  if ((at(pauli.x, 0) / factorOf(pauli, 0)).real() < 0)
    pauli.negative = true;
  for (size_t c = 0; c < size; ++c)
    for (size_t r = 0; r < size; ++r) {
      Complex wanted = r == (c ^ pauli.x) ? factorOf(pauli, c) : 0;
      if (std::norm(at(r, c) - wanted) > slack * slack)
        return std::nullopt;
    }
  return pauli;
}

/// Strings with one mask of X are a Walsh–Hadamard transform of a generalised
/// diagonal.
std::vector<std::pair<LocalPauli, double>> LocalMatrix::expand() const {
  std::vector<std::pair<LocalPauli, double>> terms;
  double least = 1e-8 * double(size);
  std::vector<Complex> sums(size);
  for (unsigned x = 0; x < size; ++x) {
    for (size_t c = 0; c < size; ++c)
      sums[c] = at(c ^ x, c);
    for (size_t half = 1; half < size; half *= 2)
      for (size_t c = 0; c < size; ++c)
        if (!(c & half)) {
          Complex even = sums[c], odd = sums[c | half];
          sums[c] = even + odd;
          sums[c | half] = even - odd;
        }
    for (unsigned z = 0; z < size; ++z) {
      if (std::norm(sums[z]) <= least * least)
        continue;
      LocalPauli pauli{x, z, false};
      Complex sum = std::conj(factorOf(pauli, 0)) * sums[z];
      terms.push_back({pauli, sum.real() / double(size)});
    }
  }
  return terms;
}

double LocalMatrix::distance(const LocalMatrix &other) const {
  double worst = 0;
  for (auto [x, y] : llvm::zip(entries, other.entries))
    worst = std::max(worst, std::abs(x - y));
  return worst;
}
