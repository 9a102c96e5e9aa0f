//===- ParameterDraws.h - Parameters drawn from their laws ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_PARAMETERDRAWS_H
#define QOPT_LIB_ANALYSIS_PARAMETERDRAWS_H

#include "AngleLaws.h"
#include "BlockStructure.h"
#include "CostSampler.h"

namespace qopt {

/// Draws all named parameters of a circuit, identity blocks included.
class ParameterDraws {
public:
  static llvm::Expected<ParameterDraws> prepare(const CircuitView &view,
                                                const Initialisation &init) {
    ParameterDraws draws;
    draws.laws = init.laws;
    draws.laws.resize(view.numParameters());
    draws.periods = fullPeriods(view);
    if (init.identityBlocks) {
      llvm::Expected<BlockStructure> blocks = findIdentityBlocks(view);
      if (!blocks)
        return blocks.takeError();
      draws.mirrored = std::move(blocks->mirrored);
    }
    return draws;
  }
  std::vector<double> draw(RandomStream &random) const {
    std::vector<double> parameters;
    for (size_t p = 0; p < laws.size(); ++p)
      parameters.push_back(drawAngle(laws[p], periods[p], random));
    for (const MirroredParameter &m : mirrored)
      parameters[m.second] = m.factor * parameters[m.first] + m.shift;
    return parameters;
  }
  bool isRandom(size_t parameter) const {
    return laws[parameter].kind != AngleLaw::Kind::Fixed;
  }

private:
  std::vector<AngleLaw> laws;
  std::vector<double> periods;
  std::vector<MirroredParameter> mirrored;
};

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_PARAMETERDRAWS_H
