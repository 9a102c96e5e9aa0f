//===- DataWalk.cpp - Random walks that end on data -----------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The walk of PauliWalk.h for linear losses over data, one walker at a time:
// its end is m_Q = (1/N) Σ y_i ⟨Q⟩_i instead of a bit. All terms of the
// observable share the hops; two of them have a cross term as long as they meet
// the same rotations, so the terms of a walk fall into classes.
//
//===----------------------------------------------------------------------===//

#include "DataMoments.h"
#include "InputValues.h"

#include "qopt/Support/Error.h"
#include "qopt/Support/Parallel.h"
#include "qopt/Support/Random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

using namespace qopt;

namespace {
constexpr size_t Walkers = 16 * 1024, Chunk = 256;
constexpr size_t MaxTerms = 256;

/// One term on its way to the input.
struct Traveller {
  uint64_t x = 0, z = 0;
  double measured = 0, ideal = 0;
  unsigned group = 0;
};

/// Power sums of the contributions to one moment.
struct Sum {
  double first = 0, second = 0;
  void add(double value) {
    first += value;
    second += value * value;
  }
  void add(const Sum &other) {
    first += other.first;
    second += other.second;
  }
  WalkMean mean(double walkers, double largest) const {
    WalkMean result;
    result.value = first / walkers;
    result.variance =
        std::max(0.0, second / walkers - result.value * result.value) / walkers;
    result.walkers = walkers;
    result.hits = second > 0 ? first * first / second : 0;
    result.typical = first > 0 ? second / first / walkers : 0;
    result.unit = largest / walkers;
    return result;
  }
};

struct Partial {
  Sum second, cross, ideal;
  std::vector<Sum> rotations;
};

class DataWalker {
public:
  DataWalker(const InputValues &input) : input(input), program(input.program) {
    for (const ProgramTerm &term : program.terms) {
      Traveller &start = starts.emplace_back();
      start.measured = start.ideal = term.coefficient;
      for (auto [q, letter] : term.letters) {
        start.x |= uint64_t(unsigned(letter) & 1) << q;
        start.z |= uint64_t(unsigned(letter) >> 1) << q;
      }
    }
  }
  void walk(RandomStream &random, Partial &sums);

private:
  void apply(const ProgramOp &op, Traveller &t) const;
  /// Turns the strings that anticommute; splits the classes.
  void rotate(size_t index, bool random, bool hop, double sine);

  const InputValues &input;
  const MomentProgram &program;
  std::vector<Traveller> starts, terms;
  /// By class: the rotations that its terms met.
  std::vector<std::vector<uint32_t>> met;
};
} // namespace

static bool anticommutes(const ProgramOp &op, const Traveller &t, uint64_t &px,
                         uint64_t &pz) {
  px = pz = 0;
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    px |= uint64_t(unsigned(op.letters[j]) & 1) << op.qubits[j];
    pz |= uint64_t(unsigned(op.letters[j]) >> 1) << op.qubits[j];
  }
  return (std::popcount(t.x & pz) + std::popcount(t.z & px)) % 2 == 1;
}

void DataWalker::apply(const ProgramOp &op, Traveller &t) const {
  unsigned index = 0;
  for (size_t j = 0; j < op.qubits.size(); ++j)
    index |= unsigned(((t.x >> op.qubits[j]) & 1) |
                      (((t.z >> op.qubits[j]) & 1) << 1))
             << (2 * j);
  if (op.kind == ProgramOp::Kind::Diagonal) {
    t.measured *= op.factors[index];
    if (!op.isNoise)
      t.ideal *= op.factors[index];
    return;
  }
  unsigned image = op.clifford->image[index];
  t.measured *= op.clifford->sign[index];
  t.ideal *= op.clifford->sign[index];
  for (size_t j = 0; j < op.qubits.size(); ++j) {
    uint64_t bit = uint64_t(1) << op.qubits[j];
    t.x = (image >> (2 * j)) & 1 ? t.x | bit : t.x & ~bit;
    t.z = (image >> (2 * j + 1)) & 1 ? t.z | bit : t.z & ~bit;
  }
}

void DataWalker::rotate(size_t index, bool random, bool hop, double sine) {
  const ProgramOp &op = program.ops[index];
  // Class of the terms that met this rotation, by their class before.
  std::map<unsigned, unsigned> split;
  std::vector<bool> stays(met.size(), false);
  std::vector<bool> anti(terms.size());
  uint64_t px = 0, pz = 0;
  for (size_t a = 0; a < terms.size(); ++a) {
    anti[a] = anticommutes(op, terms[a], px, pz);
    if (!anti[a])
      stays[terms[a].group] = true;
  }
  for (size_t a = 0; a < terms.size(); ++a) {
    if (!anti[a])
      continue;
    Traveller &t = terms[a];
    if (random) {
      auto [place, isNew] = split.try_emplace(t.group, t.group);
      if (isNew) {
        if (stays[t.group]) {
          place->second = met.size();
          met.push_back(met[t.group]);
        }
        met[place->second].push_back(index);
      }
      t.group = place->second;
    }
    if (!hop)
      continue;
    unsigned power = 1 + std::popcount(px & pz) + std::popcount(t.x & t.z) +
                     2 * std::popcount(pz & t.x) +
                     3 * std::popcount((px ^ t.x) & (pz ^ t.z));
    double sign = (power % 4 == 0 ? 1 : -1) * sine;
    t.measured *= sign;
    t.ideal *= sign;
    t.x ^= px;
    t.z ^= pz;
  }
}

void DataWalker::walk(RandomStream &random, Partial &sums) {
  terms = starts;
  met.assign(1, {});
  for (size_t index = program.ops.size(); index-- > 0;) {
    const ProgramOp &op = program.ops[index];
    if (op.kind != ProgramOp::Kind::Rotation) {
      for (Traveller &t : terms)
        apply(op, t);
      continue;
    }
    unsigned quarter;
    if (!op.angle.isConstant()) {
      rotate(index, true, random.next32() & 1, 1);
    } else if (isCliffordAngle(op.angle.constant, quarter) && quarter != 0) {
      if (quarter == 2) {
        uint64_t px, pz;
        for (Traveller &t : terms)
          if (anticommutes(op, t, px, pz)) {
            t.measured = -t.measured;
            t.ideal = -t.ideal;
          }
      } else {
        rotate(index, false, true, quarter == 1 ? 1 : -1);
      }
    }
  }
  std::vector<double> measured(met.size(), 0), ideal(met.size(), 0);
  for (const Traveller &t : terms) {
    if (t.measured != 0)
      measured[t.group] += t.measured * input.value(true, t.x, t.z);
    if (program.hasNoise && t.ideal != 0)
      ideal[t.group] += t.ideal * input.value(false, t.x, t.z);
  }
  double second = 0, cross = 0, pure = 0;
  // Several classes may have met one rotation: a walk is one contribution.
  std::map<uint32_t, double> squares;
  for (size_t c = 0; c < met.size(); ++c) {
    double square = measured[c] * measured[c];
    second += square;
    cross += measured[c] * ideal[c];
    pure += ideal[c] * ideal[c];
    if (square != 0)
      for (uint32_t index : met[c])
        squares[index] += square;
  }
  for (auto [index, square] : squares)
    sums.rotations[index].add(square);
  sums.second.add(second);
  sums.cross.add(cross);
  sums.ideal.add(pure);
}

/// Why the walk is not for this program, or empty.
static std::string whyNot(const MomentProgram &program) {
  if (program.hasSharedSymbols)
    return "parameters are shared";
  if (program.hasConstantRotation || program.hasTransfer)
    return "there are constant rotations that are no Clifford gates";
  if (program.hasRelaxation)
    return "relaxation splits strings";
  for (const ProgramSymbol &symbol : program.symbols)
    if (symbol.law.kind != AngleLaw::Kind::Uniform)
      return "a law is narrower than the full period";
  if (program.numQubits > 64)
    return "the light cone has more than 64 qubits";
  if (program.terms.size() > MaxTerms)
    return "the observable has too many terms";
  return "";
}

llvm::Expected<EngineResult>
qopt::walkDataMoments(const InputValues &input,
                      const TrainabilityOptions &options) {
  const MomentProgram &program = input.program;
  std::string why = whyNot(program);
  if (!why.empty())
    return limitError("no walk: " + why);
  size_t walkers = options.samples ? options.samples : Walkers;
  size_t chunks = (walkers + Chunk - 1) / Chunk;
  std::vector<Partial> partial(chunks);
  parallelFor(chunks, [&](size_t chunk) {
    DataWalker walker(input);
    partial[chunk].rotations.resize(program.ops.size());
    for (size_t i = chunk * Chunk; i < std::min(walkers, (chunk + 1) * Chunk);
         ++i) {
      RandomStream random(options.seed, "data-walk", {i});
      walker.walk(random, partial[chunk]);
    }
  });
  Partial all;
  all.rotations.resize(program.ops.size());
  for (const Partial &part : partial) {
    all.second.add(part.second);
    all.cross.add(part.cross);
    all.ideal.add(part.ideal);
    for (size_t r = 0; r < all.rotations.size(); ++r)
      all.rotations[r].add(part.rotations[r]);
  }
  // Under the full period the mean is that of the terms that meet nothing.
  PropagationOptions run;
  run.gradients = false;
  run.input = &input;
  llvm::Expected<PropagationResult> first = propagate(program, 1, run);
  if (!first)
    return first.takeError();
  double mean = first->moment, count = double(walkers);
  std::string method = "walk of " + std::to_string(walkers) + " strings";
  // The largest square of a sum of its terms, for labels of at most 1.
  double norm = 0;
  for (const ProgramTerm &term : program.terms)
    norm += std::abs(term.coefficient);
  double largest = norm * norm;
  auto figure = [&](const Sum &sum, double scale, double shift) {
    WalkMean moment = sum.mean(count, largest);
    auto [lower, upper] = moment.interval();
    auto moved = [&](double v) { return std::max(0.0, scale * v - shift); };
    Warranted number = Warranted::interval(moved(moment.value), moved(lower),
                                           moved(upper), method);
    number.standardError = scale * std::sqrt(moment.variance);
    return number;
  };
  EngineResult result;
  result.engine = "walk";
  result.mean = Warranted::exact(mean, "walk");
  result.variance = figure(all.second, 1, mean * mean);
  result.dead = program.provenDead;
  result.gradients.assign(program.provenDead.size(),
                          Warranted::exact(0, "walk"));
  for (size_t i = 0; i < program.ops.size(); ++i)
    for (auto [s, coefficient] : program.ops[i].angle.terms)
      result.gradients[program.symbols[s].parameter] =
          figure(all.rotations[i], coefficient * coefficient, 0);
  result.attenuation = Warranted::exact(1, "no noise");
  if (program.hasNoise) {
    double ideal = all.ideal.first / count, cross = all.cross.first / count;
    result.attenuation = ideal > 0 ? Warranted::heuristic(cross / ideal, method)
                                   : Warranted::bound(1, "no walk contributes");
  }
  return result;
}
