//===- RoutingTrials.cpp - Routing from many starts -------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Three kinds of starts: random balls of vertices and the longest stretch of
// the circuit that embeds (both routed forth and back), and rings on cycles of
// about their length (routed as they are). Trials that go forth and back are
// halved again and again, so that most of the work goes to good ones
// (successive halving: Jamieson and Talwalkar, AISTATS 2016). Where gates come
// in any order, the scores are almost never tied, so that rounds forth and back
// are worth more than repetitions; the best trials then go on with other
// scores.
//
//===----------------------------------------------------------------------===//

#include "RoutingTrials.h"

#include "qopt/Mapping/LinePlacement.h"
#include "qopt/Mapping/RingPlacement.h"
#include "qopt/Support/Parallel.h"
#include "llvm/ADT/STLExtras.h"

#include <array>
#include <cmath>

using namespace qopt;

namespace {

/// `count` vertices around a random one, in breadth-first order.
std::vector<unsigned> randomBall(const MappingTarget &target,
                                 llvm::ArrayRef<unsigned> part, unsigned count,
                                 RandomStream &random) {
  std::vector<unsigned> ball{part[random.below(part.size())]};
  std::vector<bool> seen(target.numVertices(), false);
  seen[ball[0]] = true;
  for (size_t head = 0; head < ball.size() && ball.size() < count; ++head) {
    llvm::SmallVector<unsigned, 8> next;
    for (MappingTarget::Neighbour n : target.neighbours(ball[head]))
      if (target.isUsable(n.vertex) && !seen[n.vertex])
        next.push_back(n.vertex);
    shuffle(next, random);
    for (unsigned v : next) {
      if (ball.size() == count)
        break;
      seen[v] = true;
      ball.push_back(v);
    }
  }
  return ball;
}

/// The layout of the longest stretch of interactions, from the first on, that
/// an embedding is found for (binary search over the number of pairs).
std::optional<std::vector<unsigned>> embedPrefix(const MappingProblem &problem,
                                                 const MappingTarget &target,
                                                 const MapperOptions &options) {
  size_t total = interactionGraph(problem).edges.size();
  EmbeddingLimits limits;
  limits.nodes = 2000;
  limits.restarts = 2;
  limits.improveNodes = 0;
  std::optional<std::vector<unsigned>> best;
  size_t low = 0, high = total;
  while (low + 1 < high) {
    size_t middle = (low + high) / 2;
    if (auto layout = embed(interactionGraph(problem, middle), target, limits,
                            options.seed)) {
      best = std::move(layout);
      low = middle;
    } else {
      high = middle;
    }
  }
  return best;
}

/// A way of scoring SWAPs for gates in any order.
struct SetScore {
  double decay, slope, bonus;
};

/// Measured on QAOA of 16 to 100 qubits on heavy-hexagon and square lattices:
/// which is best differs from graph to graph.
constexpr SetScore setScores[] = {
    {0.7, 0.06, 0.3}, {0.5, 0.06, 0.3}, {0.6, 0.1, 0.3},
    {0.4, 0.05, 0.3}, {0.6, 0.06, 0.6}, {0.5, 0.1, 0.3},
};
constexpr size_t numSetScores = std::size(setScores);

/// Log cost from which on nothing is left to rank by: the fewest entanglers
/// win.
constexpr double hopeless = 15;

struct Trial {
  /// Main and second criterion.
  std::pair<double, double> cost{HUGE_VAL, HUGE_VAL};
  std::vector<unsigned> layout;
  /// What the routing from `layout` is repeated with.
  size_t way = 0;
  std::array<uint64_t, 2> stream{0, 0};
};

/// A trial on its way forth and back.
struct Course {
  Trial best;
  /// Where the next round starts.
  std::vector<unsigned> layout;
  size_t index = 0;
};

class TrialRunner {
public:
  TrialRunner(const MappingProblem &problem, const MappingTarget &target,
              const MapperOptions &options)
      : problem(problem), target(target), options(options),
        objective(options.objective), forwards(problem),
        backwards(problem, true), part(target.parts().front()),
        readouts(interactionGraph(problem).readouts) {
    prepareMetrics();
    if (!problem.fixedLayout.empty())
      return;
    prefix = embedPrefix(problem, target, options);
    if (auto ring = asRing(interactionGraph(problem), /*orLine=*/true)) {
      ringStarts = nearRingLayouts(*ring, problem.numQubits, target,
                                   6 * options.layoutTrials, options.seed);
      // A line is not a ring: its ends are free.
      if (!asRing(interactionGraph(problem)))
        llvm::append_range(
            ringStarts, nearLineLayouts(*ring, problem.numQubits, target,
                                        std::max(2u, options.layoutTrials / 3),
                                        options.seed));
      llvm::erase_if(ringStarts,
                     [&](auto &layout) { return !complete(layout); });
    }
  }

  MappingSolution solve() {
    std::vector<Trial> trials =
        problem.fixedLayout.empty() ? runFromBalls() : runFromFixedLayout();
    auto fromRings =
        parallelMap<Trial>(ringWays * ringStarts.size(), [&](size_t i) {
          Trial trial;
          for (uint64_t serial : {0, 1})
            consider(trial, ringStarts[i / ringWays], i % ringWays,
                     {ringStream + i, serial});
          return trial;
        });
    llvm::append_range(trials, std::move(fromRings));
    llvm::stable_sort(trials, byCost);
    if (byFidelity() && trials.front().cost.first > hopeless) {
      objective = MappingObjective::Entanglers;
      for (Trial &trial : trials)
        std::swap(trial.cost.first, trial.cost.second);
      llvm::stable_sort(trials, byCost);
    }
    if (problem.fixedLayout.empty() && forwards.hasSets()) {
      trials.resize(std::min<size_t>(trials.size(), 6));
      trials = parallelMap<Trial>(trials.size(),
                                  [&](size_t i) { return goOn(trials[i], i); });
      llvm::stable_sort(trials, byCost);
    }
    const Trial &best = trials.front();
    RandomStream random(options.seed, "route", best.stream);
    RouterParameters parameters = parametersOf(best.way);
    Routing routing = route(forwards, target, best.layout, parameters, random,
                            /*recordSteps=*/true);
    return expandRouting(problem, forwards, best.layout, routing,
                         options.router.countMerges);
  }

private:
  /// Gates in any order are scored concavely. Where only few of them commute,
  /// half of the trials score them as if they were in order.
  bool isConcave(size_t way) const {
    return forwards.hasSets() && (forwards.meanSetSize() >= 2.5 || way % 2);
  }

  /// Ways of scoring that each layout of a ring is routed in.
  static constexpr size_t ringWays = 4;

  /// First indices of random streams of repetitions, rings and further rounds.
  static constexpr uint64_t repeatStream = 1000, ringStream = 1000000,
                            furtherStream = 2000000;

  static bool byCost(const Trial &a, const Trial &b) { return a.cost < b.cost; }

  void prepareMetrics() {
    weighted = costMetric(target, 0.3);
    if (!forwards.hasSets())
      return;
    llvm::ArrayRef<float> hops(target.distanceRow(0),
                               size_t(target.numVertices()) *
                                   target.numVertices());
    for (const SetScore &score : setScores) {
      setMetrics.push_back(concaveMetric(hops, score.decay, score.slope));
      setMetrics.push_back(concaveMetric(weighted, score.decay, score.slope));
    }
  }

  /// Puts qubits without a place on free vertices.
  bool complete(std::vector<unsigned> &layout) const {
    std::vector<bool> taken(target.numVertices(), false);
    for (unsigned v : layout)
      if (v != UINT_MAX)
        taken[v] = true;
    size_t next = 0;
    for (unsigned &v : layout) {
      if (v != UINT_MAX)
        continue;
      while (next < part.size() && taken[part[next]])
        ++next;
      if (next == part.size())
        return false;
      v = part[next];
      taken[v] = true;
    }
    return true;
  }

  std::vector<unsigned> start(size_t trial) const {
    if (!problem.fixedLayout.empty())
      return problem.fixedLayout;
    if (trial == 0 && prefix)
      return *prefix;
    RandomStream random(options.seed, "start", {trial});
    std::vector<unsigned> layout =
        randomBall(target, part, problem.numQubits, random);
    shuffle(layout, random);
    return layout;
  }

  /// Ways differ in their scores. Gates in order: every other one without the
  /// bonus for merged SWAPs. By log cost half of them weigh couplers.
  RouterParameters parametersOf(size_t way) const {
    RouterParameters parameters = options.router;
    // Qubits that take turns make shorter chains.
    if (objective == MappingObjective::Depth && way % 3)
      parameters.swapDecay = way % 3 == 1 ? 0.02 : 0.1;
    if (!isConcave(way)) {
      if (forwards.hasSets() ? way % 4 == 2 : way % 2)
        parameters.mergeBonus = 0;
      // Both kinds were best on some circuits of the SABRE suite.
      if (!forwards.hasSets() && way % 4 < 2) {
        parameters.layers = 8;
        parameters.weight = 0.4;
      }
      if (byFidelity() && way % 8 >= 4)
        parameters.metric = weighted.data();
      return parameters;
    }
    size_t score = way % numSetScores;
    bool weigh = byFidelity() && (way / numSetScores) % 2 == 0;
    parameters.metric = setMetrics[2 * score + weigh].data();
    parameters.concave = true;
    parameters.layers = 2;
    parameters.weight = 0.15;
    parameters.mergeBonus =
        options.router.mergeBonus > 0 ? setScores[score].bonus : 0;
    parameters.patience = 1;
    return parameters;
  }

  bool byFidelity() const { return objective == MappingObjective::LogCost; }

  std::pair<double, double> costOf(const Routing &routing) const {
    switch (objective) {
    case MappingObjective::Entanglers:
      return {routing.entanglers, routing.logCost};
    case MappingObjective::Depth:
      return {routing.depth, routing.entanglers};
    case MappingObjective::LogCost:
      break;
    }
    double cost = routing.logCost;
    for (auto [q, v] : llvm::enumerate(routing.final))
      cost += readouts[q] * target.readoutCost[v];
    return {cost, routing.entanglers};
  }

  /// Routes from `layout`; the trial keeps the best. Returns the final layout.
  std::vector<unsigned> consider(Trial &trial, llvm::ArrayRef<unsigned> layout,
                                 size_t way,
                                 std::array<uint64_t, 2> stream) const {
    RandomStream random(options.seed, "route", stream);
    RouterParameters parameters = parametersOf(way);
    Routing routing =
        route(forwards, target, layout, parameters, random, false);
    if (costOf(routing) < trial.cost)
      trial = {costOf(routing), layout.vec(), way, stream};
    return std::move(routing.final);
  }

  /// `rounds` forth and back from `layout`, which becomes the last start.
  void forthAndBack(Trial &trial, std::vector<unsigned> &layout, size_t way,
                    size_t index, uint64_t firstSerial, unsigned rounds) const {
    RouterParameters parameters = parametersOf(way);
    for (uint64_t round = 0; round < rounds; ++round) {
      uint64_t serial = firstSerial + round;
      std::vector<unsigned> end = consider(trial, layout, way, {index, serial});
      RandomStream random(options.seed, "route back", {index, serial});
      layout = route(backwards, target, end, parameters, random, false).final;
    }
  }

  std::vector<Trial> runFromFixedLayout() const {
    size_t ways = std::max(1u, options.layoutTrials);
    size_t repeats = std::max(1u, options.swapTrials);
    return parallelMap<Trial>(ways * repeats, [&](size_t k) {
      Trial trial;
      consider(trial, problem.fixedLayout, k / repeats,
               {k / repeats, repeatStream + k % repeats});
      return trial;
    });
  }

  /// Forth and back from many starts. After each stage the better half goes on;
  /// the last few are routed again from their best layouts.
  std::vector<Trial> runFromBalls() const {
    // Small circuits are quick, so they get more trials.
    size_t pairs = std::max<size_t>(1, forwards.nodes().size());
    size_t enough = options.router.countMerges ? 3000 : 1000;
    // Where gates come in any order, a trial shows late how good it is.
    bool halve = !forwards.hasSets();
    size_t more =
        halve ? std::clamp<size_t>(2 * enough / pairs, 2, 20)
              : std::max(std::clamp<size_t>(enough / pairs, 1, 5),
                         std::min<size_t>(1000000 / (pairs * pairs), 16));
    size_t starts = std::max<size_t>(1, options.layoutTrials) * more;
    size_t last =
        halve ? std::max<size_t>(2, options.layoutTrials * more / 8) : starts;
    unsigned rounds = forwards.hasSets() ? 2 : 1;
    std::vector<Course> courses(starts);
    for (auto [index, course] : llvm::enumerate(courses))
      course.index = index;
    for (unsigned stage = 0; stage < std::max(1u, options.iterations);
         ++stage) {
      if (stage > 0 && courses.size() > last)
        courses.resize(std::max(last, (courses.size() + 1) / 2));
      courses = parallelMap<Course>(courses.size(), [&](size_t k) {
        Course course = std::move(courses[k]);
        if (stage == 0)
          course.layout = start(course.index);
        forthAndBack(course.best, course.layout, course.index, course.index,
                     stage * rounds, rounds);
        return course;
      });
      llvm::stable_sort(courses, [](const Course &a, const Course &b) {
        return byCost(a.best, b.best);
      });
    }
    courses.resize(std::min(courses.size(), last));
    size_t repeats = std::max(1u, options.swapTrials);
    auto again = parallelMap<Trial>(courses.size() * repeats, [&](size_t k) {
      const Course &course = courses[k / repeats];
      Trial trial = course.best;
      // Scores of gates in any order are almost never tied.
      if (!isConcave(course.index) || k % repeats == 0)
        consider(trial,
                 isConcave(course.index) ? course.layout : course.best.layout,
                 course.index, {course.index, repeatStream + k % repeats});
      return trial;
    });
    std::vector<Trial> trials;
    for (size_t c = 0; c < courses.size(); ++c)
      trials.push_back(*std::min_element(again.begin() + c * repeats,
                                         again.begin() + (c + 1) * repeats,
                                         byCost));
    return trials;
  }

  /// Further rounds from the best layout of a trial, in two other ways.
  Trial goOn(const Trial &before, size_t rank) const {
    Trial trial = before;
    for (size_t k = 0; k < 3; ++k) {
      std::vector<unsigned> layout = trial.layout;
      size_t way = before.way + 2 * k;
      // Few steps further, the score is another one in the same manner.
      forthAndBack(trial, layout, way, furtherStream + rank, 1000 * k,
                   2 * options.iterations);
    }
    return trial;
  }

  const MappingProblem &problem;
  const MappingTarget &target;
  const MapperOptions &options;
  MappingObjective objective;
  RoutingGraph forwards, backwards;
  std::vector<unsigned> part;
  std::vector<double> readouts;
  std::optional<std::vector<unsigned>> prefix;
  std::vector<float> weighted;
  /// Concave metrics over couplers and over weighted couplers, in turns.
  std::vector<std::vector<float>> setMetrics;
  std::vector<std::vector<unsigned>> ringStarts;
};

} // namespace

MappingSolution qopt::routeFromManyStarts(const MappingProblem &problem,
                                          const MappingTarget &target,
                                          const MapperOptions &options) {
  return TrialRunner(problem, target, options).solve();
}
