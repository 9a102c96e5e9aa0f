//===- StateFigures.h - Figures of sampled states ---------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// What a few sampled states say of a circuit: kernel–target alignment
// (Cristianini et al., NIPS 2001), representational capacity (Anagolum et al.,
// Élivágar, ASPLOS 2024) and expressibility (Sim, Johnson, Aspuru-Guzik, Adv.
// Quantum Technol. 2, 1900070, 2019).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_ANALYSIS_STATEFIGURES_H
#define QOPT_ANALYSIS_STATEFIGURES_H

#include "qopt/Pauli/StandardGates.h"
#include "llvm/ADT/ArrayRef.h"

#include <vector>

namespace qopt {

/// |Σ conj(a)·b|²: the fidelity of two pure states.
double stateOverlap(llvm::ArrayRef<Complex> a, llvm::ArrayRef<Complex> b);

/// Density matrix [2^m × 2^m] of the qubits `read` of a pure state.
std::vector<Complex> reducedState(llvm::ArrayRef<Complex> state,
                                  llvm::ArrayRef<unsigned> read);

/// Gram matrix [count × count] of stateOverlap().
std::vector<double> overlapMatrix(llvm::ArrayRef<std::vector<Complex>> states);

/// ⟨K, T⟩/(‖K‖‖T‖) of two matrices of the same shape.
double kernelTargetAlignment(llvm::ArrayRef<double> kernel,
                             llvm::ArrayRef<double> target);

/// 1 where an entry of `kernel` [count × count] is above the mean of those off
/// the diagonal, else 0: the pairs that Élivágar calls similar.
std::vector<double> similarPairs(llvm::ArrayRef<double> kernel, size_t count);

/// Élivágar's RepCap: 1 − Σ (W (A − B))²/(2 Σ A), A 1 for equal labels, B
/// `similar` [count × count], W 1 within a class and 1/(classes − 1) else.
double representationalCapacity(llvm::ArrayRef<double> similar,
                                llvm::ArrayRef<unsigned> labels,
                                unsigned classes);

/// Kullback–Leibler divergence, nats, of the histogram (75 bins) of fidelities
/// from that of random states of `qubits` qubits.
double haarDivergence(llvm::ArrayRef<double> fidelities, unsigned qubits);

} // namespace qopt

#endif // QOPT_ANALYSIS_STATEFIGURES_H
