//===- StateFigures.cpp - Figures of sampled states -----------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/StateFigures.h"

#include <algorithm>
#include <cmath>

using namespace qopt;

double qopt::stateOverlap(llvm::ArrayRef<Complex> a,
                          llvm::ArrayRef<Complex> b) {
  Complex sum = 0;
  for (size_t index = 0; index < a.size(); ++index)
    sum += std::conj(a[index]) * b[index];
  return std::norm(sum);
}

std::vector<Complex> qopt::reducedState(llvm::ArrayRef<Complex> state,
                                        llvm::ArrayRef<unsigned> read) {
  size_t side = size_t(1) << read.size();
  size_t mask = 0;
  for (unsigned qubit : read)
    mask |= size_t(1) << qubit;
  auto spread = [&](size_t local) {
    size_t index = 0;
    for (size_t bit = 0; bit < read.size(); ++bit)
      if ((local >> bit) & 1)
        index |= size_t(1) << read[bit];
    return index;
  };
  std::vector<Complex> rho(side * side, 0);
  for (size_t rest = 0; rest < state.size(); ++rest) {
    if (rest & mask)
      continue;
    for (size_t i = 0; i < side; ++i)
      for (size_t j = 0; j < side; ++j)
        rho[i * side + j] +=
            state[rest | spread(i)] * std::conj(state[rest | spread(j)]);
  }
  return rho;
}

std::vector<double>
qopt::overlapMatrix(llvm::ArrayRef<std::vector<Complex>> states) {
  size_t count = states.size();
  std::vector<double> kernel(count * count);
  for (size_t i = 0; i < count; ++i)
    for (size_t j = 0; j < count; ++j)
      kernel[i * count + j] = stateOverlap(states[i], states[j]);
  return kernel;
}

std::vector<double> qopt::similarPairs(llvm::ArrayRef<double> kernel,
                                       size_t count) {
  double total = 0;
  for (size_t i = 0; i < count; ++i)
    for (size_t j = 0; j < count; ++j)
      total += i == j ? 0 : kernel[i * count + j];
  double threshold = total / std::max<double>(1, count * (count - 1.0));
  std::vector<double> pairs;
  for (double value : kernel)
    pairs.push_back(value > threshold ? 1 : 0);
  return pairs;
}

double qopt::kernelTargetAlignment(llvm::ArrayRef<double> kernel,
                                   llvm::ArrayRef<double> target) {
  double together = 0, ofKernel = 0, ofTarget = 0;
  for (size_t index = 0; index < kernel.size(); ++index) {
    together += kernel[index] * target[index];
    ofKernel += kernel[index] * kernel[index];
    ofTarget += target[index] * target[index];
  }
  return ofKernel > 0 && ofTarget > 0
             ? together / std::sqrt(ofKernel * ofTarget)
             : 0;
}

double qopt::representationalCapacity(llvm::ArrayRef<double> similar,
                                      llvm::ArrayRef<unsigned> labels,
                                      unsigned classes) {
  size_t count = labels.size();
  double miss = 0, ideal = 0;
  for (size_t i = 0; i < count; ++i)
    for (size_t j = 0; j < count; ++j) {
      bool same = labels[i] == labels[j];
      double weight = same ? 1 : 1.0 / std::max(1u, classes - 1);
      double gap = weight * ((same ? 1 : 0) - similar[i * count + j]);
      miss += gap * gap;
      ideal += same;
    }
  return 1 - miss / (2 * ideal);
}

double qopt::haarDivergence(llvm::ArrayRef<double> fidelities,
                            unsigned qubits) {
  constexpr unsigned bins = 75;
  double dimension = std::ldexp(1.0, qubits);
  std::vector<double> counts(bins, 0);
  for (double fidelity : fidelities)
    counts[std::min<size_t>(bins - 1, size_t(std::max(0.0, fidelity) *
                                             bins))] += 1.0 / fidelities.size();
  double divergence = 0;
  for (unsigned bin = 0; bin < bins; ++bin) {
    if (counts[bin] == 0)
      continue;
    // Haar: P(F > f) = (1 − f)^(N−1).
    double haar = std::pow(1 - double(bin) / bins, dimension - 1) -
                  std::pow(1 - double(bin + 1) / bins, dimension - 1);
    divergence += counts[bin] * std::log(counts[bin] / std::max(haar, 1e-300));
  }
  return divergence;
}
