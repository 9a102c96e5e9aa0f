//===- CertifiedDictionary.cpp - Walk probabilities, truncated ------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CertifiedDictionary.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <bit>
#include <cmath>

using namespace qopt;

/// Pairs of strings that a rotation mixes, over all rotations: 24 bytes each.
static constexpr size_t MaxPairs = 20'000'000;

std::string qopt::whyNoDictionary(const WalkProgram &walk) {
  if (walk.hasRelaxation)
    return "relaxation splits a string in two, which needs engine 'pairs'";
  if (walk.allUniform ? walk.numGroups != walk.terms.size()
                      : walk.terms.size() > 1)
    return "terms of the observable interfere, which needs engine 'pairs'";
  return "";
}

namespace {
/// The dictionary of one term. Strings have fixed numbers between two
/// truncations: Cliffords change their letters, rotations mix their numbers.
class Dictionary {
public:
  /// `copies`: how many of the two copies of a string feel the noise.
  Dictionary(const WalkProgram &walk, size_t maxTerms, unsigned copies,
             bool gradients)
      : walk(walk), maxTerms(maxTerms), copies(copies), gradients(gradients),
        words((walk.numQubits + 63) / 64) {}

  llvm::Error forward(const PauliString &start);
  /// Adds weight·(E, what is lost of it); by rotation, if asked for.
  void backward(double weight, CertifiedNumber &second,
                std::vector<CertifiedNumber> *rotations);
  size_t peak = 0;

private:
  struct Pair {
    uint32_t a, b;
    double before[2];
  };
  struct Step {
    std::vector<Pair> pairs;
    double droppedBefore = 0;
    /// Strings before and after it.
    size_t sizeBefore = 0, sizeAfter = 0;
    /// A truncation after it: the survivors' old numbers.
    std::vector<uint32_t> survivors;
  };

  uint64_t *x(size_t i) { return &letters[2 * words * i]; }
  uint64_t *z(size_t i) { return x(i) + words; }
  unsigned at(size_t i, unsigned q) {
    return ((x(i)[q / 64] >> (q % 64)) & 1) |
           (((z(i)[q / 64] >> (q % 64)) & 1) << 1);
  }
  void put(size_t i, unsigned q, unsigned letter) {
    uint64_t bit = uint64_t(1) << (q % 64);
    x(i)[q / 64] = letter & 1 ? x(i)[q / 64] | bit : x(i)[q / 64] & ~bit;
    z(i)[q / 64] = letter & 2 ? z(i)[q / 64] | bit : z(i)[q / 64] & ~bit;
  }
  bool anticommutes(const WalkOp &op, size_t i) {
    bool anti = false;
    for (size_t j = 0; j < op.qubits.size(); ++j) {
      unsigned letter = at(i, op.qubits[j]);
      anti ^= letter != 0 && letter != unsigned(op.letters[j]);
    }
    return anti;
  }
  void multiply(const WalkOp &op, size_t i) {
    for (size_t j = 0; j < op.qubits.size(); ++j)
      put(i, op.qubits[j], at(i, op.qubits[j]) ^ unsigned(op.letters[j]));
  }
  double damping(const WalkOp &op, size_t i);
  void move(const WalkOp &op, bool back);
  llvm::Error rotate(const WalkOp &op);
  void truncate(Step &step);
  void restore(const Step &step, std::vector<double> &v,
               std::vector<double> &e);
  void unmix(const WalkOp &op, const Step &step, std::vector<double> &v,
             std::vector<double> &e, CertifiedNumber &rotation);
  void index();
  size_t find(size_t candidate, bool &isNew);
  bool isDiagonal(size_t i) {
    return std::all_of(x(i), x(i) + words, [](uint64_t w) { return w == 0; });
  }

  const WalkProgram &walk;
  size_t maxTerms;
  unsigned copies;
  bool gradients;
  size_t words;
  std::vector<uint64_t> letters; ///< [strings][2][words]
  std::vector<double> p;
  std::vector<uint32_t> table;
  bool indexed = false;
  /// On the way back: the letters are known. Where they are not, v is 0.
  std::vector<bool> known;
  double dropped = 0;
  size_t pairCount = 0;
  std::vector<Step> steps; ///< by rotation met
};
} // namespace

static uint64_t hashOf(const uint64_t *key, size_t count) {
  uint64_t h = 0x9e3779b97f4a7c15;
  for (size_t i = 0; i < count; ++i) {
    h = (h ^ key[i]) * 0xff51afd7ed558ccd;
    h ^= h >> 32;
  }
  return h;
}

void Dictionary::index() {
  size_t capacity = 64;
  while (capacity < 4 * p.size())
    capacity *= 2;
  table.assign(capacity, 0);
  for (size_t i = 0; i < p.size(); ++i) {
    size_t slot = hashOf(x(i), 2 * words) & (capacity - 1);
    while (table[slot] != 0)
      slot = (slot + 1) & (capacity - 1);
    table[slot] = i + 1;
  }
  indexed = true;
}

/// The string with the letters of `candidate`, which stands behind all others;
/// it becomes one of them if it is new.
size_t Dictionary::find(size_t candidate, bool &isNew) {
  if (!indexed || 2 * (p.size() + 1) > table.size())
    index();
  size_t mask = table.size() - 1;
  for (size_t slot = hashOf(x(candidate), 2 * words) & mask;;
       slot = (slot + 1) & mask) {
    if (table[slot] == 0) {
      isNew = true;
      p.push_back(0);
      table[slot] = p.size();
      return p.size() - 1;
    }
    size_t known = table[slot] - 1;
    if (std::equal(x(known), x(known) + 2 * words, x(candidate))) {
      isNew = false;
      return known;
    }
  }
}

/// Factor of the noise on a string, in as many copies as feel it.
double Dictionary::damping(const WalkOp &op, size_t i) {
  unsigned local = 0;
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    unsigned letter = at(i, op.qubits[j]);
    if (op.kind == WalkOp::Kind::Depolarize)
      local |= letter != 0;
    else
      local |= letter << (2 * j);
  }
  double factor = op.factors[local];
  unsigned felt = op.isNoise ? copies : 2;
  return felt == 2 ? factor * factor : felt == 1 ? factor : 1;
}

/// Cliffords and quarter turns, or their inverses.
void Dictionary::move(const WalkOp &op, bool back) {
  indexed = false;
  if (op.kind == WalkOp::Kind::Turn) {
    for (size_t i = 0; i < p.size(); ++i)
      if (anticommutes(op, i))
        multiply(op, i);
    return;
  }
  unsigned bits = 2 * op.qubits.size();
  uint8_t image[16] = {};
  for (unsigned in = 0; in < (1u << bits); ++in) {
    unsigned out = 0;
    for (unsigned b = 0; b < bits; ++b)
      out |= unsigned(std::popcount(unsigned(op.linear[b]) & in) & 1) << b;
    (back ? image[out] : image[in]) = back ? in : out;
  }
  for (size_t i = 0; i < p.size(); ++i) {
    unsigned local = 0;
    for (size_t j = 0; j < op.qubits.size(); ++j)
      local |= at(i, op.qubits[j]) << (2 * j);
    if (image[local] != local)
      for (size_t j = 0; j < op.qubits.size(); ++j)
        put(i, op.qubits[j], (image[local] >> (2 * j)) & 3);
  }
}

llvm::Error Dictionary::rotate(const WalkOp &op) {
  Step &step = steps.emplace_back();
  step.droppedBefore = dropped;
  step.sizeBefore = p.size();
  double hop = op.hop, stay = 1 - op.hop;
  size_t count = p.size();
  std::vector<bool> met(count, false);
  for (size_t i = 0; i < count; ++i) {
    if (met[i] || !anticommutes(op, i))
      continue;
    letters.resize(2 * words * (p.size() + 1));
    std::copy(x(i), x(i) + 2 * words, x(p.size()));
    multiply(op, p.size());
    bool isNew;
    size_t partner = find(p.size(), isNew);
    if (!isNew)
      met[partner] = true;
    double a = p[i], b = p[partner];
    p[i] = stay * a + hop * b;
    p[partner] = stay * b + hop * a;
    ++pairCount;
    if (gradients)
      step.pairs.push_back({uint32_t(i), uint32_t(partner), {a, b}});
  }
  letters.resize(2 * words * p.size());
  step.sizeAfter = p.size();
  peak = std::max(peak, p.size());
  if (pairCount > MaxPairs && gradients)
    return limitError("the dictionary records more than " +
                      llvm::Twine(MaxPairs) + " mixings of strings");
  if (p.size() > maxTerms)
    truncate(step);
  return llvm::Error::success();
}

/// Keeps the half of the strings that are most probable.
void Dictionary::truncate(Step &step) {
  std::vector<uint32_t> order(p.size());
  for (size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  size_t keep = std::max<size_t>(1, maxTerms / 2);
  auto larger = [&](uint32_t a, uint32_t b) {
    double pa = std::abs(p[a]), pb = std::abs(p[b]);
    return pa != pb ? pa > pb : a < b;
  };
  std::nth_element(order.begin(), order.begin() + keep, order.end(), larger);
  for (size_t i = keep; i < order.size(); ++i)
    dropped += std::abs(p[order[i]]);
  order.resize(keep);
  std::sort(order.begin(), order.end());
  std::vector<uint64_t> kept(2 * words * keep);
  std::vector<double> keptP(keep);
  for (size_t i = 0; i < keep; ++i) {
    std::copy(x(order[i]), x(order[i]) + 2 * words, &kept[2 * words * i]);
    keptP[i] = p[order[i]];
  }
  letters = std::move(kept);
  p = std::move(keptP);
  step.survivors = std::move(order);
  indexed = false;
}

llvm::Error Dictionary::forward(const PauliString &start) {
  letters.assign(2 * words, 0);
  p.assign(1, 1.0);
  for (unsigned q : start.support())
    put(0, q, unsigned(start.at(q)));
  for (const WalkOp &op : walk.ops) {
    switch (op.kind) {
    case WalkOp::Kind::Clifford:
    case WalkOp::Kind::Turn:
      move(op, false);
      break;
    case WalkOp::Kind::Rotation:
      if (llvm::Error error = rotate(op))
        return error;
      break;
    case WalkOp::Kind::Depolarize:
    case WalkOp::Kind::Diagonal:
      for (size_t i = 0; i < p.size(); ++i)
        p[i] *= damping(op, i);
      break;
    default:
      break;
    }
  }
  return llvm::Error::success();
}

/// Back to the numbers before a truncation. A string that was dropped counts
/// nothing for certain and at most 1; its letters follow from its partner's as
/// soon as it matters.
void Dictionary::restore(const Step &step, std::vector<double> &v,
                         std::vector<double> &e) {
  std::vector<double> allV(step.sizeAfter, 0.0), allE(step.sizeAfter, 1.0);
  std::vector<uint64_t> all(2 * words * step.sizeAfter, 0);
  std::vector<bool> allKnown(step.sizeAfter, false);
  for (size_t i = 0; i < step.survivors.size(); ++i) {
    size_t to = step.survivors[i];
    allV[to] = v[i];
    allE[to] = e[i];
    allKnown[to] = known[i];
    std::copy(x(i), x(i) + 2 * words, &all[2 * words * to]);
  }
  v = std::move(allV);
  e = std::move(allE);
  known = std::move(allKnown);
  letters = std::move(all);
  p.resize(step.sizeAfter);
}

void Dictionary::unmix(const WalkOp &op, const Step &step,
                       std::vector<double> &v, std::vector<double> &e,
                       CertifiedNumber &rotation) {
  double hop = op.hop, stay = 1 - op.hop;
  for (const Pair &pair : step.pairs) {
    if (known[pair.a] != known[pair.b]) {
      size_t from = known[pair.a] ? pair.a : pair.b;
      size_t to = known[pair.a] ? pair.b : pair.a;
      std::copy(x(from), x(from) + 2 * words, x(to));
      multiply(op, to);
      known[to] = true;
    }
    for (auto *of : {&v, &e}) {
      double a = (*of)[pair.a], b = (*of)[pair.b];
      // The derivative exchanges E[cos²] and E[sin²].
      (of == &v ? rotation.value : rotation.lost) +=
          pair.before[0] * (hop * a + stay * b) +
          pair.before[1] * (hop * b + stay * a);
      (*of)[pair.a] = stay * a + hop * b;
      (*of)[pair.b] = stay * b + hop * a;
    }
  }
  v.resize(step.sizeBefore);
  e.resize(step.sizeBefore);
  known.resize(step.sizeBefore);
  p.resize(step.sizeBefore);
  letters.resize(2 * words * step.sizeBefore);
}

void Dictionary::backward(double weight, CertifiedNumber &second,
                          std::vector<CertifiedNumber> *rotations) {
  std::vector<double> v(p.size()), e(p.size(), 0.0);
  double sum = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    v[i] = isDiagonal(i);
    sum += p[i] * v[i];
  }
  second.value += weight * sum;
  second.lost += std::abs(weight) * dropped;
  if (!rotations)
    return;
  known.assign(p.size(), true);
  size_t met = steps.size();
  for (size_t index = walk.ops.size(); index-- > 0;) {
    const WalkOp &op = walk.ops[index];
    switch (op.kind) {
    case WalkOp::Kind::Clifford:
    case WalkOp::Kind::Turn:
      move(op, true);
      break;
    case WalkOp::Kind::Depolarize:
    case WalkOp::Kind::Diagonal:
      for (size_t i = 0; i < v.size(); ++i) {
        double factor = known[i] ? damping(op, i) : 1;
        v[i] *= factor;
        e[i] *= factor;
      }
      break;
    case WalkOp::Kind::Rotation: {
      const Step &step = steps[--met];
      if (!step.survivors.empty())
        restore(step, v, e);
      CertifiedNumber rotation;
      unmix(op, step, v, e, rotation);
      (*rotations)[op.rotation].value += weight * rotation.value;
      (*rotations)[op.rotation].lost +=
          weight * (rotation.lost + step.droppedBefore);
      break;
    }
    default:
      break;
    }
  }
}

llvm::Expected<CertifiedMoments> qopt::certifiedMoments(const WalkProgram &walk,
                                                        size_t numSymbols,
                                                        size_t maxTerms) {
  CertifiedMoments result;
  result.gradients.resize(numSymbols);
  if (maxTerms == 0)
    maxTerms = std::clamp<size_t>(2 * MaxPairs / (walk.numRotations + 1), 256,
                                  size_t(1) << 20);
  std::vector<CertifiedNumber> rotations(walk.numRotations);
  for (const WalkTerm &term : walk.terms)
    for (unsigned copies : {2u, 1u, 0u}) {
      if (copies < 2 && !walk.hasNoise)
        continue;
      Dictionary dictionary(walk, maxTerms, copies, copies == 2);
      if (llvm::Error error = dictionary.forward(term.string))
        return error;
      result.peak = std::max(result.peak, dictionary.peak);
      double noisy = term.noisy, ideal = term.ideal;
      if (copies == 2)
        dictionary.backward(noisy * noisy, result.second, &rotations);
      else if (copies == 1)
        dictionary.backward(noisy * ideal, result.cross, nullptr);
      else
        dictionary.backward(ideal * ideal, result.ideal, nullptr);
    }
  for (unsigned r = 0; r < walk.numRotations; ++r)
    for (auto [s, coefficient] : walk.symbols[r]) {
      result.gradients[s].value +=
          coefficient * coefficient * rotations[r].value;
      result.gradients[s].lost += coefficient * coefficient * rotations[r].lost;
    }
  if (walk.hasNoise)
    return result;
  // Noise on the terms alone, before anything random, scales them.
  result.cross = result.ideal = CertifiedNumber();
  for (const WalkTerm &term : walk.terms) {
    Dictionary dictionary(walk, maxTerms, 2, false);
    if (llvm::Error error = dictionary.forward(term.string))
      return error;
    dictionary.backward(term.noisy * term.ideal, result.cross, nullptr);
    dictionary.backward(term.ideal * term.ideal, result.ideal, nullptr);
  }
  return result;
}
