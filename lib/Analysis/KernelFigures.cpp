//===- KernelFigures.cpp - Fidelity kernels and their concentration -------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// k(x, x') = |⟨ψ(x)|ψ(x')⟩|² over pairs of different data (Thanasilp et al.,
// arXiv:2208.11060). Gates after the last data gate of their qubits cancel, and
// unconnected qubits multiply: k is a product over small state vectors. Without
// a data set, under full periods, E[k] and E[k²] are the first two frame
// potentials of the embedding, exactly.
//
//===----------------------------------------------------------------------===//

#include "CircuitParts.h"
#include "EngineResult.h"
#include "ParameterDraws.h"
#include "StateMoments.h"

#include "qopt/Analysis/Capacity.h"
#include "qopt/Analysis/StateFigures.h"
#include "qopt/Support/Error.h"
#include "qopt/Support/Parallel.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <numeric>

using namespace qopt;

namespace {
constexpr unsigned MaxPartQubits = 14, MaxReadQubits = 6;
constexpr size_t MaxRows = 200, MaxDraws = 16, RowsPerClass = 8;

/// Kernels of one set of rows, [draws][rows × rows].
struct Kernels {
  std::vector<std::vector<double>> matrices;
  size_t rows = 0;
  bool allRows = true;
  bool fixed = true; ///< no random trainable parameter takes part
};

/// Mean of k, of k² over pairs i ≠ j, without row `left` (none: -1).
struct PairSums {
  double mean = 0, square = 0;
  double variance() const { return std::max(0.0, square - mean * mean); }
  double shots() const { return (mean - square) / variance(); }
};
} // namespace

static PairSums pairSums(llvm::ArrayRef<double> kernel, size_t rows,
                         size_t left) {
  PairSums sums;
  double count = 0;
  for (size_t i = 0; i < rows; ++i)
    for (size_t j = 0; j < rows; ++j) {
      if (i == j || i == left || j == left)
        continue;
      double k = kernel[i * rows + j];
      sums.mean += k;
      sums.square += k * k;
      ++count;
    }
  if (count > 0) {
    sums.mean /= count;
    sums.square /= count;
  }
  return sums;
}

/// `figure` of the mean over draws, error by leaving out one row at a time and
/// from the spread over draws.
static Warranted withError(const Kernels &kernels,
                           llvm::function_ref<double(const PairSums &)> figure,
                           const std::string &method) {
  size_t draws = kernels.matrices.size(), rows = kernels.rows;
  auto average = [&](size_t left) {
    double sum = 0;
    for (const std::vector<double> &kernel : kernels.matrices)
      sum += figure(pairSums(kernel, rows, left)) / double(draws);
    return sum;
  };
  double value = average(rows);
  if (kernels.fixed && kernels.allRows)
    return Warranted::exact(value, method);
  double error = 0;
  if (!kernels.allRows) {
    double mean = 0, square = 0;
    for (size_t i = 0; i < rows; ++i) {
      double without = average(i);
      mean += without / double(rows);
      square += without * without / double(rows);
    }
    error += std::max(0.0, square - mean * mean) * double(rows - 1);
  }
  if (draws > 1) {
    PowerSums sums;
    for (const std::vector<double> &kernel : kernels.matrices)
      sums.add(figure(pairSums(kernel, rows, rows)));
    error += sums.variance().first / double(draws);
  }
  return Warranted::estimate(value, std::sqrt(error), method);
}

/// At most MaxRows of so many rows, drawn at random, ascending.
static std::vector<size_t> drawRows(size_t count, uint64_t seed) {
  std::vector<size_t> chosen(count);
  std::iota(chosen.begin(), chosen.end(), size_t(0));
  if (count > MaxRows) {
    RandomStream random(seed, "kernel-rows");
    shuffle(chosen, random);
    chosen.resize(MaxRows);
    llvm::sort(chosen);
  }
  return chosen;
}

/// Rows of data parameters: the data set's, or drawn from the laws.
static std::vector<std::vector<double>>
chooseRows(const CircuitView &circuit, const DataLoss *data,
           const ParameterDraws &draws, uint64_t seed,
           std::vector<size_t> &chosen) {
  std::vector<std::vector<double>> rows;
  if (data) {
    chosen = drawRows(data->size(), seed);
    for (size_t i : chosen)
      rows.push_back(data->rows[i]);
    return rows;
  }
  std::vector<unsigned> names = circuit.parametersWithRole(ParameterRole::Data);
  for (size_t i = 0; i < MaxRows; ++i) {
    RandomStream random(seed, "kernel-data", {i});
    std::vector<double> point = draws.draw(random), &row = rows.emplace_back();
    for (unsigned p : names)
      row.push_back(point[p]);
    chosen.push_back(i);
  }
  return rows;
}

/// Parameters with the data of a row.
static std::vector<double> withRow(const CircuitView &circuit,
                                   std::vector<double> point,
                                   llvm::ArrayRef<double> row) {
  std::vector<unsigned> names = circuit.parametersWithRole(ParameterRole::Data);
  for (size_t c = 0; c < row.size(); ++c)
    point[names[c]] = row[c];
  return point;
}

static llvm::Expected<Kernels>
kernelMatrices(const CircuitView &circuit,
               const std::vector<std::vector<double>> &rows,
               const ParameterDraws &draws, uint64_t seed) {
  Kernels kernels;
  kernels.rows = rows.size();
  std::vector<bool> keep = gatesBeforeData(circuit);
  std::vector<CircuitPart> parts = connectedParts(circuit, keep);
  std::vector<StateVectorSimulator> simulators;
  double cost = 0;
  for (const CircuitPart &part : parts) {
    unsigned n = part.circuit.numQubits();
    if (n > MaxPartQubits)
      return limitError("the embedding connects more than " +
                        llvm::Twine(MaxPartQubits) + " qubits");
    llvm::Expected<StateVectorSimulator> simulator =
        StateVectorSimulator::prepare(part.circuit, {});
    if (!simulator)
      return simulator.takeError();
    simulators.push_back(std::move(*simulator));
    cost += double(rows.size()) * std::exp2(n) *
            double(part.circuit.gates().size() + rows.size());
  }
  for (size_t g = 0; g < keep.size(); ++g)
    if (keep[g])
      for (const AffineAngle &angle : circuit.anglesOf(circuit.gates()[g]))
        for (unsigned p : circuit.dependencies(angle))
          kernels.fixed &= circuit.parameterRole(p) == ParameterRole::Data ||
                           !draws.isRandom(p);
  size_t repeats =
      kernels.fixed ? 1 : size_t(std::clamp(4e9 / cost, 4.0, double(MaxDraws)));
  for (size_t d = 0; d < repeats; ++d) {
    RandomStream random(seed, "kernel-draw", {d});
    std::vector<double> point = draws.draw(random);
    std::vector<double> kernel(rows.size() * rows.size(), 1.0);
    for (size_t c = 0; c < parts.size(); ++c) {
      std::vector<std::vector<Complex>> states(rows.size());
      parallelFor(rows.size(), [&](size_t i) {
        states[i] = simulators[c].state(withRow(circuit, point, rows[i]));
      });
      parallelFor(rows.size(), [&](size_t i) {
        for (size_t j = 0; j < rows.size(); ++j)
          kernel[i * rows.size() + j] *= stateOverlap(states[i], states[j]);
      });
    }
    kernels.matrices.push_back(std::move(kernel));
  }
  return kernels;
}

static void concentration(const Kernels &kernels, const std::string &method,
                          KernelFigures &figures) {
  figures.mean = withError(
      kernels, [](const PairSums &s) { return s.mean; }, method);
  figures.variance = withError(
      kernels, [](const PairSums &s) { return s.variance(); }, method);
  if (figures.variance.value->value > 0)
    figures.shots = withError(
        kernels, [](const PairSums &s) { return s.shots(); }, method);
  else
    figures.shots = CapacityFigure::unknown("the kernel does not vary");
}

/// y yᵀ for classes ±1, of deviations from the mean for numbers.
static std::vector<double> targetOf(llvm::ArrayRef<double> y) {
  double mean = 0;
  if (!llvm::all_of(y, [](double v) { return std::abs(v) == 1; }))
    for (double value : y)
      mean += value / double(y.size());
  std::vector<double> target;
  for (double a : y)
    for (double b : y)
      target.push_back((a - mean) * (b - mean));
  return target;
}

static Warranted alignmentOf(const Kernels &kernels, llvm::ArrayRef<double> y) {
  std::vector<double> target = targetOf(y);
  PowerSums sums;
  for (const std::vector<double> &kernel : kernels.matrices)
    sums.add(kernelTargetAlignment(kernel, target));
  std::string method = "alignment of " + std::to_string(y.size()) + " samples";
  if (kernels.fixed && kernels.allRows)
    return Warranted::exact(sums.mean(), method);
  double error = kernels.matrices.size() > 1
                     ? sums.variance().first / double(kernels.matrices.size())
                     : 0;
  if (!kernels.allRows) {
    // Without one row at a time.
    size_t rows = y.size();
    double mean = 0, square = 0;
    for (size_t left = 0; left < rows; ++left) {
      std::vector<double> k, t;
      for (size_t i = 0; i < rows * rows; ++i)
        if (i / rows != left && i % rows != left) {
          k.push_back(kernels.matrices[0][i]);
          t.push_back(target[i]);
        }
      double value = kernelTargetAlignment(k, t);
      mean += value / double(rows);
      square += value * value / double(rows);
    }
    error += std::max(0.0, square - mean * mean) * double(rows - 1);
  }
  return Warranted::estimate(sums.mean(), std::sqrt(error), method);
}

/// Élivágar's figure on the qubits that are read, few samples of each class.
static CapacityFigure capacityOf(const CircuitView &circuit,
                                 const PauliSum &observable,
                                 const DataLoss &data,
                                 const ParameterDraws &draws, uint64_t seed) {
  auto none = CapacityFigure::unknown;
  if (!llvm::all_of(data.labels, [](double y) { return std::abs(y) == 1; }))
    return none("it is defined for classes");
  std::vector<unsigned> read;
  for (unsigned q : observable.support())
    read.push_back(q);
  if (read.empty() || read.size() > MaxReadQubits || circuit.numQubits() > 12)
    return none("more than 12 qubits, or more than " +
                std::to_string(MaxReadQubits) + " that are read");
  llvm::Expected<StateVectorSimulator> simulator =
      StateVectorSimulator::prepare(circuit, {});
  if (!simulator)
    return none(messageOf(simulator.takeError()));
  std::vector<size_t> order(data.size());
  for (size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  RandomStream random(seed, "capacity-rows");
  shuffle(order, random);
  std::vector<size_t> rows;
  std::vector<unsigned> labels;
  size_t taken[2] = {0, 0};
  for (size_t i : order)
    if (unsigned label = data.labels[i] > 0; taken[label]++ < RowsPerClass) {
      rows.push_back(i);
      labels.push_back(label);
    }
  if (taken[0] == 0 || taken[1] == 0)
    return none("the samples are of one class");
  bool random0 = false;
  for (unsigned p : circuit.parametersWithRole(ParameterRole::Trainable))
    random0 |= draws.isRandom(p);
  size_t repeats = random0 ? 32 : 1, count = rows.size();
  std::vector<std::vector<double>> pairs(repeats);
  parallelFor(repeats, [&](size_t d) {
    RandomStream stream(seed, "capacity-draw", {d});
    std::vector<double> point = draws.draw(stream);
    std::vector<std::vector<Complex>> states;
    for (size_t i : rows)
      states.push_back(reducedState(
          simulator->state(withRow(circuit, point, data.rows[i])), read));
    pairs[d] = similarPairs(overlapMatrix(states), count);
  });
  std::vector<double> total(count * count, 0);
  for (const std::vector<double> &draw : pairs)
    for (size_t i = 0; i < total.size(); ++i)
      total[i] += draw[i];
  auto without = [&](size_t left) {
    double n = double(repeats - (left < repeats));
    std::vector<double> similar(total);
    for (size_t i = 0; i < total.size(); ++i)
      similar[i] = (total[i] - (left < repeats ? pairs[left][i] : 0)) / n;
    return representationalCapacity(similar, labels, 2);
  };
  std::string method = std::to_string(count) + " samples, " +
                       std::to_string(repeats) + " draws of the parameters";
  double value = without(repeats);
  if (repeats == 1)
    return Warranted::exact(value, method);
  double mean = 0, square = 0;
  for (size_t d = 0; d < repeats; ++d) {
    double part = without(d);
    mean += part / double(repeats);
    square += part * part / double(repeats);
  }
  return Warranted::estimate(
      value,
      std::sqrt(std::max(0.0, square - mean * mean) * double(repeats - 1)),
      method);
}

/// Kernel of states given as data, which no circuit changes.
static Kernels stateKernel(const DataLoss &data, std::vector<size_t> &chosen,
                           uint64_t seed) {
  Kernels kernels;
  chosen = drawRows(data.size(), seed);
  std::vector<std::vector<Complex>> states;
  for (size_t i : chosen)
    states.push_back(data.states[i]);
  kernels.rows = states.size();
  kernels.matrices.push_back(overlapMatrix(states));
  return kernels;
}

KernelFigures qopt::kernelFigures(const CircuitView &circuit,
                                  const PauliSum &observable,
                                  const DataLoss *data,
                                  const CapacityOptions &options) {
  KernelFigures figures;
  auto none = [&](const std::string &why) {
    for (CapacityFigure *figure :
         {&figures.mean, &figures.variance, &figures.shots, &figures.alignment,
          &figures.capacity})
      if (!figure->value && figure->reason.empty())
        *figure = CapacityFigure::unknown(why);
    return figures;
  };
  llvm::Expected<ParameterDraws> draws =
      ParameterDraws::prepare(circuit, options.init);
  if (!draws)
    return none(messageOf(draws.takeError()));
  if (!data) {
    figures.alignment = figures.capacity =
        CapacityFigure::unknown("there is no data set (--data)");
    // Nothing but data parameters takes part: two frame potentials.
    std::vector<bool> keep = gatesBeforeData(circuit);
    std::vector<unsigned> all;
    for (unsigned q = 0; q < circuit.numQubits(); ++q)
      all.push_back(q);
    CircuitPart embedding = partOf(circuit, all, keep);
    bool pure = true;
    for (const AffineAngle &angle : embedding.circuit.angles())
      for (unsigned p : circuit.dependencies(angle))
        pure &= circuit.parameterRole(p) == ParameterRole::Data;
    if (pure)
      if (std::optional<OverlapMoments> moments =
              overlapMoments(embedding.circuit, options.init)) {
        PairSums sums{moments->first, moments->second};
        const char *how = "frame potentials of the embedding";
        figures.mean = Warranted::exact(sums.mean, how);
        figures.variance = Warranted::exact(sums.variance(), how);
        figures.shots = Warranted::exact(sums.shots(), how);
        return figures;
      }
  }
  std::vector<size_t> chosen;
  Kernels kernels;
  if (data && !data->states.empty()) {
    kernels = stateKernel(*data, chosen, options.seed);
    figures.capacity = CapacityFigure::unknown("the data are states");
  } else {
    std::vector<std::vector<double>> rows =
        chooseRows(circuit, data, *draws, options.seed, chosen);
    llvm::Expected<Kernels> made =
        kernelMatrices(circuit, rows, *draws, options.seed);
    if (!made)
      return none(messageOf(made.takeError()));
    kernels = std::move(*made);
  }
  kernels.allRows = data && chosen.size() == data->size();
  std::string method =
      std::to_string(kernels.rows) + (data ? " samples" : " draws of the data");
  if (!kernels.fixed)
    method += ", " + std::to_string(kernels.matrices.size()) +
              " draws of the parameters";
  concentration(kernels, method, figures);
  if (!data)
    return figures;
  std::vector<double> y;
  for (size_t i : chosen)
    y.push_back(data->labels[i]);
  figures.alignment = alignmentOf(kernels, y);
  if (data->states.empty())
    figures.capacity =
        capacityOf(circuit, observable, *data, *draws, options.seed);
  return figures;
}
