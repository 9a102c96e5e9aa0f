//===- CompiledFigures.h - Which compiled circuit is better -----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Native circuits made in different ways are compared as they are in the end:
// by two-qubit gates, the longest chain of them, and the device's log cost
// (docs/devices.md, Noise model 6).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_MAPPING_COMPILEDFIGURES_H
#define QOPT_MAPPING_COMPILEDFIGURES_H

#include "qopt/Circuit/LightCone.h"
#include "qopt/Mapping/Mapper.h"
#include "qopt/Noise/DeviceNoise.h"

namespace qopt {

struct CompiledFigures {
  CircuitCounts counts;
  /// None without a calibration that tells; why not.
  std::optional<SuccessEstimate> success;
  std::string whyNoSuccess;
};

/// The figures of a circuit on sites of `device`. Readouts count for measured
/// qubits, else those the observables see, else those that carry a qubit of
/// `layout` at the end. Without `estimate` only gates are counted.
CompiledFigures measureFigures(const CircuitView &view, const Layout &layout,
                               const Device &device, bool estimate = true);

/// Should circuit `a`, made another way, replace the routed `b`? Gates count
/// before idle windows: those can be echoed away on the machine.
bool shouldReplace(const CompiledFigures &a, const CompiledFigures &b,
                   MappingObjective objective);

/// Does `a` serve the objective better than `b`?
bool servesBetter(const CompiledFigures &a, const CompiledFigures &b,
                  MappingObjective objective);

} // namespace qopt

#endif // QOPT_MAPPING_COMPILEDFIGURES_H
