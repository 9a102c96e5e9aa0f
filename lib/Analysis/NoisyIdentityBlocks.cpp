//===- NoisyIdentityBlocks.cpp - Identity-block starts under noise --------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// With noise V(φ)†V(θ) is not the identity, and its two halves are rotations by
// shared angles: θ_f, and factor·θ_f + shift for the mirror. These are carried
// as frequencies (Propagation.h). A derivative by one half alone is that by a
// further symbol added to its angles, whose value is 0.
//
//===----------------------------------------------------------------------===//

#include "BlockStructure.h"
#include "EngineResult.h"

using namespace qopt;

llvm::Expected<EngineResult>
qopt::tiedBlockMoments(const NoisyCircuit &circuit, const PauliSum &observable,
                       const TrainabilityOptions &options,
                       const BlockStructure &structure, size_t maxTransitions) {
  llvm::Expected<MomentProgram> program =
      lowerProgram(circuit, observable, options.init, /*coneOnly=*/true);
  if (!program)
    return program.takeError();
  unsigned count = circuit.circuit.numParameters();
  std::vector<const MirroredParameter *> mirrorOf(count, nullptr);
  std::vector<bool> tied(count, false);
  for (const MirroredParameter &mirror : structure.mirrored) {
    mirrorOf[mirror.second] = &mirror;
    tied[mirror.first] = tied[mirror.second] = true;
  }
  for (ProgramOp &op : program->ops) {
    if (op.kind != ProgramOp::Kind::Rotation)
      continue;
    AffineAngle angle;
    angle.constant = op.angle.constant;
    for (auto [p, coefficient] : op.angle.terms) {
      AffineAngle part;
      if (const MirroredParameter *mirror = mirrorOf[p]) {
        part.constant = coefficient * mirror->shift;
        part.terms.push_back({mirror->first, coefficient * mirror->factor});
      } else {
        part.terms.push_back({p, coefficient});
      }
      if (tied[p])
        part.terms.push_back({count + p, coefficient});
      angle = angle + part;
    }
    op.angle = std::move(angle);
  }
  for (unsigned p = 0; p < count; ++p) {
    ProgramSymbol &symbol = program->symbols.emplace_back();
    symbol.parameter = p;
    symbol.law.kind = AngleLaw::Kind::Fixed;
    symbol.law.value = 0;
  }
  simplifyProgram(*program);
  llvm::Expected<ExactMoments> moments =
      momentsByPairs(*program, maxTransitions, zeroStateValue);
  if (!moments)
    return moments.takeError();
  // The further symbols stand behind the shared ones and have the last word on
  // their parameters.
  return fromExact(*program, *moments, "pairs");
}
