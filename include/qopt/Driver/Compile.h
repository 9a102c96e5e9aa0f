//===- Compile.h - From any circuit to native gates -------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_DRIVER_COMPILE_H
#define QOPT_DRIVER_COMPILE_H

#include "qopt/Circuit/LightCone.h"
#include "qopt/Device/Device.h"
#include "qopt/Driver/CircuitFile.h"
#include "qopt/Support/Warranted.h"

#include <map>

namespace qopt {

enum class CompileObjective { Fidelity, TwoQubit, Depth };
enum class CompileEffort { Fast, Default, Max };

struct CompileOptions {
  CompileObjective objective = CompileObjective::Fidelity;
  CompileEffort effort = CompileEffort::Default;
  bool simplify = true;
  bool routeOnly = false;
  /// Physical id of each input qubit, if fixed by the user.
  std::vector<unsigned> layout;
  uint64_t seed = 1;
  bool verify = true;
  /// The same circuit compiled earlier, on physical qubits with its layout: it
  /// is kept, moved to other qubits or made anew, whichever is best now (with
  /// CompileEffort::Fast anew only where nothing else is possible).
  const CircuitFile *previous = nullptr;
};

/// What could be done with an earlier result, and what it would give.
struct CompileChoice {
  std::string name;   ///< "keep", "re-layout", "re-route"
  std::string whyNot; ///< empty if possible
  size_t gates2q = 0;
  std::optional<double> logCost;
};

/// What equivalence was shown, how, and with what warranty (docs/compile.md).
/// Neither equivalent nor refuted (no witness) means that no method could tell.
struct Verification {
  bool equivalent = false;
  /// "unitary", "distribution", "observables", "unknown" or "different".
  std::string relation;
  std::string method;
  std::string warranty;
  std::string witness;
};

struct CompileResult {
  CircuitFile circuit; ///< on physical sites, native gates, layout set
  CircuitCounts before;
  CircuitCounts after;
  unsigned qubitsBefore = 0;
  unsigned qubitsAfter = 0;
  size_t swapsInserted = 0;
  /// Pairs of entanglers that binding writes as one rotation.
  size_t foldedRotations = 0;
  /// Duration, log cost and ESP are known for native circuits only.
  bool hasEstimate = false;
  double durationNs = 0;
  double logCost = 0;
  Warranted esp;
  Warranted gateSuccess; ///< without idle windows
  std::map<std::string, size_t> perGate;
  Layout layout;
  Verification verified;
  /// Processor seconds of all threads; differs between runs.
  double verifyingSeconds = 0;
  std::vector<std::string> notes;
  /// With an earlier result: the choices, and the one taken.
  std::vector<CompileChoice> choices;
  std::string decision;
};

/// Simplifies, places, routes, lowers and verifies; parameters stay symbolic.
llvm::Expected<CompileResult> compileCircuit(const CircuitFile &input,
                                             const Device &device,
                                             const CompileOptions &options);

/// What a change of calibration does to a compiled circuit.
struct ChangeEffect {
  struct Figures {
    std::string whyNot; ///< why the circuit cannot run so; empty if it can
    std::optional<double> logCost;
    Warranted esp;
    std::vector<unsigned> layout; ///< initial
  };
  Figures before, after; ///< as it is, on the old and on the new description
  Figures moved;         ///< gate for gate on the best qubits of the new one
  std::string advice;    ///< "keep", "re-layout", "re-route"
};

/// `mapped` is on physical qubits.
llvm::Expected<ChangeEffect> assessChange(const CircuitFile &mapped,
                                          const Device &before,
                                          const Device &after, uint64_t seed);

/// A device with what a circuit reaches on it.
struct DeviceRank {
  std::string device;
  std::string whyNot; ///< empty if the circuit fits
  bool synthetic = false;
  size_t gates2q = 0;
  size_t swapsInserted = 0;
  double durationNs = 0;
  std::optional<double> logCost;
  Warranted esp;
  Layout layout;
};

/// Compiles `input` for each device; best success first, then those without an
/// estimate, then those it does not fit.
std::vector<DeviceRank> rankDevices(const CircuitFile &input,
                                    llvm::ArrayRef<Device> devices,
                                    const CompileOptions &options);

/// Are A and B equal up to global phase and their recorded layouts?
llvm::Expected<Verification>
checkEquivalence(const CircuitFile &a, const CircuitFile &b, uint64_t seed = 1);

} // namespace qopt

#endif // QOPT_DRIVER_COMPILE_H
