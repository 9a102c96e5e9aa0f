//===- Ensemble.cpp - How the states of a circuit cover the space ---------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Second frame potential and mean Meyer–Wallach entanglement from the second
// moments of Pauli strings: exact to ten qubits, beyond that by walks. For the
// frame potential a walk starts on a random Z string of the input, goes forward
// through the circuit and back through it with new angles: Σ_Q v(Q)² is 2^n
// times the probability that it ends on a Z string. Expressibility by pairs of
// states (Sim, Johnson, Aspuru-Guzik, Adv. Quantum Technol. 2, 1900070, 2019),
// without the bias that a histogram of finitely many pairs has to first order.
//
//===----------------------------------------------------------------------===//

#include "EngineResult.h"
#include "ParameterDraws.h"
#include "StateMoments.h"

#include "qopt/Analysis/Capacity.h"
#include "qopt/Analysis/StateFigures.h"
#include "qopt/Support/Parallel.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

namespace {
constexpr unsigned MaxStateQubits = 12;
constexpr size_t Groups = 20;

/// Figures of pairs of states with angles of their own.
struct SampledPairs {
  std::vector<double> fidelities;
  /// Meyer–Wallach entanglement of the first of each pair.
  std::vector<double> entanglement;
};
} // namespace

static double meyerWallachOf(llvm::ArrayRef<Complex> state, unsigned n) {
  double sum = 0;
  for (unsigned q = 0; q < n; ++q) {
    std::vector<Complex> rho = reducedState(state, q);
    double purity = 0;
    for (const Complex &entry : rho)
      purity += std::norm(entry);
    sum += 2 * (1 - purity);
  }
  return sum / n;
}

static llvm::Expected<SampledPairs>
samplePairs(const CircuitView &circuit, const CapacityOptions &options) {
  llvm::Expected<StateVectorSimulator> simulator =
      StateVectorSimulator::prepare(circuit, {});
  if (!simulator)
    return simulator.takeError();
  llvm::Expected<ParameterDraws> draws =
      ParameterDraws::prepare(circuit, options.init);
  if (!draws)
    return draws.takeError();
  unsigned n = circuit.numQubits();
  double cost = 2 * double(circuit.gates().size() + 2 * n) * std::exp2(n);
  size_t pairs = options.samples
                     ? options.samples
                     : size_t(std::clamp(2e9 / cost, 500.0, 5000.0));
  pairs = std::max<size_t>(Groups, pairs / Groups * Groups);
  SampledPairs result;
  result.fidelities.resize(pairs);
  result.entanglement.resize(pairs);
  parallelFor(pairs, [&](size_t i) {
    RandomStream random(options.seed, "state-pair", {i});
    std::vector<Complex> a = simulator->state(draws->draw(random));
    std::vector<Complex> b = simulator->state(draws->draw(random));
    result.fidelities[i] = stateOverlap(a, b);
    result.entanglement[i] = meyerWallachOf(a, n);
  });
  return result;
}

/// Divergence with the jackknife's correction of its bias, and its error.
static Warranted divergenceOf(llvm::ArrayRef<double> fidelities, unsigned n) {
  double whole = haarDivergence(fidelities, n), mean = 0, square = 0;
  for (size_t g = 0; g < Groups; ++g) {
    std::vector<double> rest;
    for (size_t i = 0; i < fidelities.size(); ++i)
      if (i % Groups != g)
        rest.push_back(fidelities[i]);
    double value = haarDivergence(rest, n);
    mean += value / Groups;
    square += value * value / Groups;
  }
  double corrected = Groups * whole - (Groups - 1) * mean;
  double error =
      std::sqrt(std::max(0.0, square - mean * mean) * double(Groups - 1));
  return Warranted::estimate(std::max(0.0, corrected), error,
                             std::to_string(fidelities.size()) +
                                 " pairs of states, 75 bins, jackknife");
}

static Warranted meanOf(llvm::ArrayRef<double> values, double power,
                        double scale, llvm::StringRef what) {
  PowerSums sums;
  for (double value : values)
    sums.add(std::pow(value, power));
  double error = std::sqrt(sums.variance().first / double(values.size()));
  return Warranted::estimate(scale * sums.mean(), scale * error,
                             std::to_string(values.size()) + " " + what.str());
}

/// A figure that is offset + scale·(mean of a walk).
static Warranted fromHits(const WalkMean &mean, double offset, double scale,
                          llvm::StringRef what) {
  auto [lower, upper] = mean.interval();
  double a = offset + scale * lower, b = offset + scale * upper;
  Warranted number = Warranted::interval(
      offset + scale * mean.value, std::min(a, b), std::max(a, b),
      what.str() + ", " + std::to_string(size_t(mean.walkers)) + " walks");
  if (mean.hits <= 0 && scale > 0)
    return Warranted::bound(std::max(a, b), number.method + " without a hit");
  number.standardError = std::abs(scale) * std::sqrt(mean.variance);
  return number;
}

namespace {
/// The figures that walks give beyond the exact engine.
class EnsembleWalks {
public:
  EnsembleWalks(const PlainWalk &walk, const CapacityOptions &options)
      : walk(walk), seed(options.seed) {
    size_t wanted = options.walks / BitLanes::Count;
    double steps = double(walk.steps.size()) + 8 * walk.numQubits;
    blocks = wanted ? wanted
                    : size_t(std::clamp(3e7 / std::max(1.0, steps), 8.0, 4e3));
  }
  /// Mean over all single letters of E[⟨P⟩²].
  WalkMean singleLetters() const {
    return run("single-letter-walk", [&](PlainLanes &lanes, RandomStream &,
                                         size_t first) {
      for (unsigned lane = 0; lane < BitLanes::Count; ++lane) {
        size_t which = (first + lane) % (3 * size_t(walk.numQubits));
        lanes.load(lane, which / 3, static_cast<Pauli>(1 + which % 3));
      }
    });
  }
  /// Probability that a Z string, not I, is one again after forth and back.
  WalkMean returns() const {
    return run("frame-walk",
               [&](PlainLanes &lanes, RandomStream &random, size_t) {
                 for (unsigned lane = 0; lane < BitLanes::Count; ++lane)
                   for (bool some = false; !some;)
                     for (unsigned q = 0; q < walk.numQubits; ++q)
                       if (random.next32() & 1) {
                         lanes.load(lane, q, Pauli::Z);
                         some = true;
                       }
                 walk.forward(lanes, random);
               });
  }

private:
  WalkMean run(llvm::StringRef purpose,
               llvm::function_ref<void(PlainLanes &, RandomStream &, size_t)>
                   load) const {
    RandomStream start(seed, purpose, {~uint64_t(0)});
    size_t offset = start.below(1u << 20);
    std::vector<size_t> hits(blocks, 0);
    parallelFor(blocks, [&](size_t b) {
      RandomStream random(seed, purpose, {b});
      PlainLanes lanes(walk.numQubits);
      load(lanes, random, offset + b * BitLanes::Count);
      walk.back(lanes, random);
      hits[b] = lanes.diagonal().count();
    });
    double sum = 0;
    for (size_t h : hits)
      sum += double(h);
    return meanOfHits(sum, double(blocks * BitLanes::Count));
  }

  const PlainWalk &walk;
  uint64_t seed;
  size_t blocks;
};
} // namespace

/// By pairs of strings, whatever the laws; none where that grows too large.
static std::optional<Warranted>
meyerWallachByPairs(const CircuitView &circuit, const Initialisation &init) {
  unsigned n = circuit.numQubits();
  double sum = 0;
  for (unsigned q = 0; q < n; ++q)
    for (Pauli letter : {Pauli::X, Pauli::Y, Pauli::Z}) {
      PauliString single(n);
      single.set(q, letter);
      llvm::Expected<MomentProgram> program = buildProgram(
          withoutNoise(circuit), PauliSum(n, {{1.0, single}}), init);
      if (!program) {
        llvm::consumeError(program.takeError());
        return std::nullopt;
      }
      PropagationOptions options;
      options.gradients = false;
      options.maxTransitions = 300'000;
      llvm::Expected<PropagationResult> moment =
          propagate(*program, 2, options);
      if (!moment) {
        llvm::consumeError(moment.takeError());
        return std::nullopt;
      }
      sum += moment->moment;
    }
  return Warranted::exact(1 - sum / n, "pairs of strings");
}

EnsembleFigures qopt::estimateEnsemble(const CircuitView &circuit,
                                       const CapacityOptions &options) {
  EnsembleFigures figures;
  unsigned n = circuit.numQubits();
  double d = std::exp2(n);
  figures.haarMeyerWallach = n ? 1 - 3 / (d + 1) : 0;
  auto none = [&](const std::string &why) {
    figures.framePotential = figures.frameRatio = figures.meyerWallach =
        figures.expressibility = CapacityFigure::unknown(why);
    return figures;
  };
  if (n == 0 || !circuit.inputQubits().empty())
    return none(n == 0 ? "the circuit has no qubits"
                       : "the input state is not |0…0⟩");
  double toRatio = d * (d + 1) / 2;

  // States.
  std::optional<SampledPairs> pairs;
  std::string whyNoStates;
  if (n > MaxStateQubits) {
    whyNoStates = "more than " + std::to_string(MaxStateQubits) + " qubits";
  } else if (llvm::Expected<SampledPairs> sampled =
                 samplePairs(circuit, options)) {
    pairs = std::move(*sampled);
  } else {
    whyNoStates = messageOf(sampled.takeError());
  }
  figures.expressibility =
      pairs ? CapacityFigure(divergenceOf(pairs->fidelities, n))
            : CapacityFigure::unknown(whyNoStates);

  // Strings.
  std::string whyNoWalk;
  llvm::Expected<MomentProgram> program =
      lowerProgram(withoutNoise(circuit), PauliSum(n, {}), options.init);
  if (!program) {
    whyNoWalk = messageOf(program.takeError());
  } else {
    summarizeProgram(*program);
    whyNoWalk = options.init.identityBlocks ? "angles of identity blocks are "
                                              "tied to each other"
                                            : PlainWalk::whyNot(*program);
  }
  if (whyNoWalk.empty()) {
    PlainWalk walk(*program);
    unsigned kept = stabilizerDimension(*program);
    if (StateMoments::fits(walk)) {
      StateMoments moments(walk);
      double letters = 0;
      for (unsigned q = 0; q < n; ++q)
        letters += moments.singleQubit(q);
      figures.meyerWallach =
          Warranted::exact(1 - letters / n, "second moments of all strings");
      if (walk.allUniform) {
        double value =
            std::ldexp(moments.sumOfSquares(), int(kept) - 2 * int(n));
        figures.framePotential =
            Warranted::exact(value, "second moments of all strings");
        figures.frameRatio =
            Warranted::exact(value * toRatio, "second moments of all strings");
      }
    } else {
      EnsembleWalks walks(walk, options);
      figures.meyerWallach =
          fromHits(walks.singleLetters(), 1, -3, "single letters");
      // Beyond that the figures are smaller than numbers can be.
      if (walk.allUniform && n <= 500) {
        WalkMean mean = walks.returns();
        double scale = std::exp2(double(kept) - double(n));
        double one = std::exp2(-double(n));
        figures.framePotential =
            fromHits(mean, scale * one, scale * (1 - one), "forth and back");
        figures.frameRatio =
            fromHits(mean, toRatio * scale * one, toRatio * scale * (1 - one),
                     "forth and back");
      }
    }
  }
  if (!figures.meyerWallach.value && !options.init.identityBlocks && n <= 24)
    if (std::optional<Warranted> exact =
            meyerWallachByPairs(circuit, options.init))
      figures.meyerWallach = std::move(*exact);
  if (!figures.meyerWallach.value)
    figures.meyerWallach =
        pairs ? CapacityFigure(meanOf(pairs->entanglement, 1, 1, "states"))
              : CapacityFigure::unknown(whyNoWalk + "; " + whyNoStates);
  if (!figures.framePotential.value && pairs) {
    figures.framePotential = meanOf(pairs->fidelities, 2, 1, "pairs of states");
    figures.frameRatio =
        meanOf(pairs->fidelities, 2, toRatio, "pairs of states");
  } else if (!figures.framePotential.value) {
    if (whyNoWalk.empty())
      whyNoWalk = n > 500 ? "more than 500 qubits"
                          : "the walk needs full periods of all angles";
    figures.framePotential = figures.frameRatio =
        CapacityFigure::unknown(whyNoWalk + "; " + whyNoStates);
  }
  return figures;
}
