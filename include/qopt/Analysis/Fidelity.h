//===- Fidelity.h - Clifford noise resilience -------------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_ANALYSIS_FIDELITY_H
#define QOPT_ANALYSIS_FIDELITY_H

#include "qopt/Noise/NoisyCircuit.h"
#include "qopt/Support/Warranted.h"

namespace qopt {

/// Clifford noise resilience (Anagolum et al., "Élivágar", ASPLOS 2024): the
/// circuit with every random rotation put to a random quarter turn, `replicas`
/// times; the mean of 1 − (total variation distance) between its noisy and its
/// ideal distribution on `measured` qubits, without shots: exact distributions
/// from the 2^m strings of Z on at most ten of them. On more, a replica's ideal
/// outcomes are an affine space, and the probability that noise leaves them in
/// it is averaged over sampled strings: the same under Pauli noise, an upper
/// bound under relaxation.
llvm::Expected<Warranted>
cliffordNoiseResilience(const NoisyCircuit &circuit,
                        llvm::ArrayRef<unsigned> measured,
                        unsigned replicas = 32, uint64_t seed = 1);

} // namespace qopt

#endif // QOPT_ANALYSIS_FIDELITY_H
