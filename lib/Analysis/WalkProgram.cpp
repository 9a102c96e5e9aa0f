//===- WalkProgram.cpp - A program that walkers can follow ----------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "WalkProgram.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace qopt;

/// φ(1) and φ(2) of the random part of a rotation's angle.
static std::pair<double, double> randomPart(const MomentProgram &program,
                                            const ProgramOp &op) {
  double phi1 = 1, phi2 = 1;
  for (auto [s, coefficient] : op.angle.terms) {
    // The laws are symmetric about 0, so these are real.
    phi1 *= characteristic(program.symbols[s].law, coefficient).real();
    phi2 *= characteristic(program.symbols[s].law, 2 * coefficient).real();
  }
  return {phi1, phi2};
}

std::string qopt::whyNoWalk(const MomentProgram &program) {
  if (program.hasSharedSymbols)
    return "parameters are shared between rotations, which a walk gets wrong";
  if (program.hasConstantRotation)
    return "it has rotations by constants that are no Clifford gates";
  if (program.hasTransfer)
    return "it has gates or channels that mix Pauli strings";
  for (const ProgramSymbol &symbol : program.symbols)
    if (symbol.law.kind == AngleLaw::Kind::Fixed)
      return "a trainable parameter has a fixed value";
  for (const ProgramOp &op : program.ops) {
    unsigned quarter;
    if (op.kind != ProgramOp::Kind::Rotation || op.angle.isConstant())
      continue;
    if (!isCliffordAngle(op.angle.constant, quarter) &&
        randomPart(program, op) != std::pair<double, double>(0, 0))
      return "a law is centred at an angle that is no Clifford angle";
  }
  return "";
}

static unsigned lettersAt(const ProgramOp &op, const PauliString &string) {
  unsigned index = 0;
  for (size_t j = 0; j < op.qubits.size(); ++j)
    index |= unsigned(string.at(op.qubits[j])) << (2 * j);
  return index;
}

static void putLetters(const ProgramOp &op, unsigned index,
                       PauliString &string) {
  for (size_t j = 0; j < op.qubits.size(); ++j)
    string.set(op.qubits[j], static_cast<Pauli>((index >> (2 * j)) & 3));
}

static bool anticommutes(const ProgramOp &op, const PauliString &string) {
  bool anti = false;
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    Pauli letter = string.at(op.qubits[j]);
    anti ^= letter != Pauli::I && letter != op.letters[j];
  }
  return anti;
}

/// String → i·P·string; returns the sign.
static double hop(const ProgramOp &op, PauliString &string) {
  unsigned power = 1;
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    Pauli letter = string.at(op.qubits[j]);
    power += productPhase(op.letters[j], letter);
    string.set(op.qubits[j],
               static_cast<Pauli>(unsigned(letter) ^ unsigned(op.letters[j])));
  }
  return power % 4 == 0 ? 1 : -1;
}

/// Carries `string` through a Clifford gate or a constant rotation; the sign.
double qopt::followClifford(const ProgramOp &op, PauliString &string) {
  if (op.kind == ProgramOp::Kind::Clifford) {
    unsigned index = lettersAt(op, string);
    putLetters(op, op.clifford->image[index], string);
    return op.clifford->sign[index];
  }
  unsigned quarter = 0;
  isCliffordAngle(op.angle.constant, quarter);
  if (quarter == 0 || !anticommutes(op, string))
    return 1;
  if (quarter == 2)
    return -1;
  return hop(op, string) * (quarter == 1 ? 1 : -1);
}

static bool isRandom(const ProgramOp &op) {
  return op.kind == ProgramOp::Kind::Rotation && !op.angle.isConstant();
}

namespace {
/// Noisy and ideal coefficients of strings, in a fixed order.
using Terms = std::map<PauliString, std::pair<double, double>>;
} // namespace

/// Channels and Cliffords on all terms, exactly.
static Terms applyToTerms(const ProgramOp &op, const Terms &terms) {
  Terms result;
  for (const auto &[string, coefficients] : terms) {
    PauliString image = string;
    unsigned index =
        op.kind == ProgramOp::Kind::Rotation ? 0 : lettersAt(op, string);
    auto add = [&](const PauliString &to, double noisy, double ideal) {
      auto &slot = result[to];
      slot.first += coefficients.first * noisy;
      slot.second += coefficients.second * ideal;
    };
    auto drop = [&] {
      putLetters(op, 0, image);
      return image;
    };
    double off = op.isNoise ? 1 : 0; // what noise leaves of the ideal term
    switch (op.kind) {
    case ProgramOp::Kind::Clifford:
    case ProgramOp::Kind::Rotation: {
      double sign = followClifford(op, image);
      add(image, sign, sign);
      break;
    }
    case ProgramOp::Kind::Diagonal:
      add(string, op.factors[index], op.isNoise ? 1 : op.factors[index]);
      break;
    case ProgramOp::Kind::Relaxation:
      if (index == 0) {
        add(string, 1, 1);
      } else if (index == unsigned(Pauli::Z)) {
        add(string, op.decayT1, op.isNoise ? 1 : op.decayT1);
        if (op.decayT1 != 1)
          add(drop(), 1 - op.decayT1, op.isNoise ? 0 : 1 - op.decayT1);
      } else {
        add(string, op.decayT2, op.isNoise ? 1 : op.decayT2);
      }
      break;
    case ProgramOp::Kind::Readout:
      if (index == 0) {
        add(string, 1, 1);
      } else {
        add(string, op.keep, off);
        add(drop(), op.shift, 0);
      }
      break;
    case ProgramOp::Kind::Transfer:
      break;
    }
  }
  return result;
}

/// Input bits of each output bit and the sign's algebraic normal form.
static void encodeClifford(const CliffordTable &table, WalkOp &op) {
  unsigned bits = 2 * table.numQubits, strings = 1u << bits;
  for (unsigned out = 0; out < bits; ++out) {
    op.linear[out] = 0;
    for (unsigned in = 0; in < bits; ++in)
      if ((table.image[1u << in] >> out) & 1)
        op.linear[out] |= 1u << in;
  }
  llvm::SmallVector<uint8_t, 16> form(strings);
  for (unsigned i = 0; i < strings; ++i)
    form[i] = table.sign[i] < 0;
  for (unsigned bit = 0; bit < bits; ++bit)
    for (unsigned i = 0; i < strings; ++i)
      if ((i >> bit) & 1)
        form[i] ^= form[i ^ (1u << bit)];
  for (unsigned i = 0; i < strings; ++i)
    if (form[i])
      op.signMonomials.push_back(i);
}

namespace {
/// Translates operations, walking back from the observable.
class WalkBuilder {
public:
  WalkBuilder(const MomentProgram &source) : source(source) {}
  llvm::Error run(size_t maxTerms);
  WalkProgram walk;

private:
  void add(const ProgramOp &op);
  void addRotation(const ProgramOp &op);
  void dropConstants(Terms &terms, size_t end);
  void group(size_t end);
  const MomentProgram &source;
};
} // namespace

void WalkBuilder::addRotation(const ProgramOp &op) {
  auto [phi1, phi2] = randomPart(source, op);
  unsigned quarter = 0;
  isCliffordAngle(op.angle.constant, quarter);
  auto base = [&](WalkOp::Kind kind) -> WalkOp & {
    WalkOp &added = walk.ops.emplace_back();
    added.kind = kind;
    added.qubits.assign(op.qubits.begin(), op.qubits.end());
    added.letters.assign(op.letters.begin(), op.letters.end());
    return added;
  };
  // exp(−i(α0 + α)P/2): the constant quarter first, then the random part.
  if (quarter == 2)
    base(WalkOp::Kind::Flip);
  else if (quarter != 0)
    base(WalkOp::Kind::Turn).negative = quarter == 3;
  if (!isRandom(op))
    return;
  WalkOp &rotation = base(WalkOp::Kind::Rotation);
  rotation.rotation = walk.numRotations++;
  rotation.meanCos = phi1;
  rotation.hop = 0.5 * (1 - phi2);
  walk.allUniform &= phi1 == 0 && phi2 == 0;
  auto &symbols = walk.symbols.emplace_back();
  for (auto [s, coefficient] : op.angle.terms)
    symbols.push_back({s, coefficient});
}

void WalkBuilder::add(const ProgramOp &op) {
  if (op.kind == ProgramOp::Kind::Rotation)
    return addRotation(op);
  WalkOp &added = walk.ops.emplace_back();
  added.isNoise = op.isNoise;
  added.qubits.assign(op.qubits.begin(), op.qubits.end());
  walk.hasNoise |= op.isNoise;
  switch (op.kind) {
  case ProgramOp::Kind::Clifford:
    added.kind = WalkOp::Kind::Clifford;
    encodeClifford(*op.clifford, added);
    break;
  case ProgramOp::Kind::Diagonal:
    added.kind = WalkOp::Kind::Diagonal;
    added.factors = op.factors;
    if (std::all_of(op.factors.begin() + 1, op.factors.end(),
                    [&](double f) { return f == op.factors[1]; }))
      added.kind = WalkOp::Kind::Depolarize;
    break;
  case ProgramOp::Kind::Relaxation:
    added.kind = WalkOp::Kind::Relaxation;
    added.decayT1 = op.decayT1;
    added.decayT2 = op.decayT2;
    walk.hasRelaxation = true;
    break;
  case ProgramOp::Kind::Readout:
    added.kind = WalkOp::Kind::Readout;
    added.keep = op.keep;
    added.shift = op.shift;
    walk.hasRelaxation = true;
    break;
  default:
    break;
  }
}

/// Removes terms that no random rotation before operation `end` can change:
/// they shift the cost and nothing else.
void WalkBuilder::dropConstants(Terms &terms, size_t end) {
  for (auto term = terms.begin(); term != terms.end();) {
    PauliString string = term->first;
    bool constant = true;
    double noisy = term->second.first, ideal = term->second.second;
    for (size_t i = end; i-- > 0 && constant && !string.isIdentity();) {
      const ProgramOp &op = source.ops[i];
      if (isRandom(op)) {
        constant = !anticommutes(op, string);
      } else if (op.kind == ProgramOp::Kind::Diagonal) {
        double factor = op.factors[lettersAt(op, string)];
        noisy *= factor;
        ideal *= op.isNoise ? 1 : factor;
      } else if (op.kind == ProgramOp::Kind::Clifford ||
                 op.kind == ProgramOp::Kind::Rotation) {
        double sign = followClifford(op, string);
        noisy *= sign;
        ideal *= sign;
      } else {
        // Relaxation splits it: constant only if it does not touch the string.
        constant = lettersAt(op, string) == 0;
      }
    }
    // A reset can leave nothing of a term.
    if (term->second == std::pair<double, double>(0, 0)) {
      term = terms.erase(term);
      continue;
    }
    if (constant && string.isDiagonal()) {
      walk.constantNoisy += noisy;
      walk.constantIdeal += ideal;
    }
    term = constant ? terms.erase(term) : std::next(term);
  }
}

/// Terms whose product commutes with every random generator, all pulled through
/// the Cliffords, walk together: their syndromes are equal. Each rotation has a
/// random 128-bit word; a syndrome is the sum of those it anticommutes with.
void WalkBuilder::group(size_t end) {
  std::map<std::pair<uint64_t, uint64_t>, unsigned> groups;
  for (WalkTerm &term : walk.terms) {
    PauliString string = term.string;
    RandomStream random(0, "pauli-class");
    std::pair<uint64_t, uint64_t> syndrome(0, 0);
    for (size_t i = end; i-- > 0;) {
      const ProgramOp &op = source.ops[i];
      if (isRandom(op)) {
        uint64_t high = random.next64(), low = random.next64();
        if (anticommutes(op, string)) {
          syndrome.first ^= high;
          syndrome.second ^= low;
        }
      }
      if (op.kind == ProgramOp::Kind::Clifford ||
          op.kind == ProgramOp::Kind::Rotation)
        followClifford(op, string);
    }
    term.group = groups.try_emplace(syndrome, groups.size()).first->second;
  }
  walk.numGroups = groups.size();
}

llvm::Error WalkBuilder::run(size_t maxTerms) {
  walk.numQubits = source.numQubits;
  Terms terms;
  for (const ProgramTerm &term : source.terms) {
    PauliString string(source.numQubits);
    for (auto [q, letter] : term.letters)
      string.set(q, letter);
    terms[string].first += term.coefficient;
    terms[string].second += term.coefficient;
  }
  // The head: everything up to the first random rotation that matters.
  size_t end = source.ops.size();
  while (end > 0) {
    const ProgramOp &op = source.ops[end - 1];
    bool random = isRandom(op);
    if (random &&
        std::any_of(terms.begin(), terms.end(), [&](const auto &term) {
          return anticommutes(op, term.first);
        }))
      break;
    if (!random) {
      Terms next = applyToTerms(op, terms);
      if (next.size() > std::max(maxTerms, terms.size()))
        break;
      terms = std::move(next);
    }
    --end;
  }
  dropConstants(terms, end);
  if (terms.size() > maxTerms)
    return limitError("the observable has " + llvm::Twine(terms.size()) +
                      " terms after readout; the walk holds " +
                      llvm::Twine(maxTerms));
  for (const auto &[string, coefficients] : terms) {
    WalkTerm &term = walk.terms.emplace_back();
    term.noisy = coefficients.first;
    term.ideal = coefficients.second;
    term.string = string;
  }
  for (size_t i = end; i-- > 0;)
    add(source.ops[i]);
  for (WalkOp &op : walk.ops)
    if (op.kind == WalkOp::Kind::Rotation) {
      op.proposal = std::max(op.hop, std::min(0.5, 3.0 / walk.numRotations));
      walk.commonWeight *= (1 - op.hop) / (1 - op.proposal);
    }
  group(end);
  return llvm::Error::success();
}

llvm::Expected<WalkProgram> qopt::buildWalk(const MomentProgram &program,
                                            size_t maxTerms) {
  WalkBuilder builder(program);
  if (llvm::Error error = builder.run(maxTerms))
    return error;
  return std::move(builder.walk);
}
