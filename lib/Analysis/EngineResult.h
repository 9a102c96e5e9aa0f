//===- EngineResult.h - What an engine hands back ---------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_ENGINERESULT_H
#define QOPT_LIB_ANALYSIS_ENGINERESULT_H

#include "CertifiedDictionary.h"
#include "ExactMoments.h"
#include "PauliWalk.h"

namespace qopt {

/// Moments of a cost by named parameter.
struct EngineResult {
  std::string engine;
  Warranted mean, variance, attenuation;
  /// [named parameters]; those that are not trainable are ignored.
  std::vector<Warranted> gradients;
  std::vector<bool> dead;
  std::vector<std::string> notes;
};

EngineResult fromExact(const MomentProgram &program,
                       const ExactMoments &moments, llvm::StringRef engine);
EngineResult fromDictionary(const MomentProgram &program,
                            const CertifiedMoments &moments,
                            const FirstMoments &first);
EngineResult fromWalk(const MomentProgram &program, const WalkResult &walk,
                      const FirstMoments &first);

/// Plain sampling of the parameters with adjoint gradients.
llvm::Expected<EngineResult> sampleMoments(const NoisyCircuit &circuit,
                                           const PauliSum &observable,
                                           const TrainabilityOptions &options);

/// Identity-block initialisation: the block structure is checked, then the
/// generators are propagated.
llvm::Expected<EngineResult>
identityBlockMoments(const NoisyCircuit &circuit, const PauliSum &observable,
                     const TrainabilityOptions &options);

struct BlockStructure;
/// The same under noise, where the halves of a block are shared angles; a limit
/// error where too many of them are open at a time.
llvm::Expected<EngineResult>
tiedBlockMoments(const NoisyCircuit &circuit, const PauliSum &observable,
                 const TrainabilityOptions &options,
                 const BlockStructure &structure, size_t maxTransitions);

/// Infinite depth: the circuit as one period of an endless one.
llvm::Expected<EngineResult> orbitMoments(const NoisyCircuit &circuit,
                                          const PauliSum &observable,
                                          const TrainabilityOptions &options);

/// What an error says, without its place.
std::string messageOf(llvm::Error error);

/// Shots for signal-to-noise 1 on a derivative of variance `variance`:
/// parameter shift, every qubit-wise commuting group of the observable.
double shotsForGradient(const PauliSum &observable, double variance);

/// Moments as the user reads them: names, shots, a verdict. `shotFactor`
/// multiplies the shots (losses over data).
TrainabilityResult
describeMoments(const NoisyCircuit &circuit, const PauliSum &observable,
                const TrainabilityOptions &options, EngineResult moments,
                std::vector<std::string> notes, double shotFactor = 1);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_ENGINERESULT_H
