//===- PhysicalInput.h - Circuits, observables and their noise --*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// What `run` and `analyze` take: a circuit as it is or on a device, the
// observable on its qubits, and the noise that was asked for (docs/cli.md,
// `--noise`).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_TOOLS_QOPT_PHYSICALINPUT_H
#define QOPT_TOOLS_QOPT_PHYSICALINPUT_H

#include "Common.h"

#include "qopt/Noise/DeviceNoise.h"

#include <optional>

namespace qopt::tool {

/// `--device`, `--noise`, `--observable` as given.
struct PhysicalOptions {
  std::string device;
  /// "none", "device", a file, or empty: "device" if there is one.
  std::string noise;
  /// Empty or "expval:K": that of the circuit.
  std::string observable;
  /// How errors that depend on unbound angles are judged.
  NoiseOptions noiseOptions;
  /// The caller gives the state of the circuit's input qubits (quantum data),
  /// these.
  bool takesStates = false;
  std::vector<unsigned> stateQubits;
  /// Physical id of each qubit at the start, if the circuit is to be compiled
  /// and the user fixed it.
  std::vector<unsigned> layout;
};

/// The devices `--device` and `--noise FILE` name, and their paths.
struct NamedDevices {
  std::optional<Device> device;
  std::optional<Device> noise;
  std::vector<std::string> inputs;
};

/// A circuit ready to be simulated.
struct PhysicalInput {
  NoisyCircuit noisy;
  PauliSum observable;
  /// Whose noise was attached.
  std::optional<Device> noiseDevice;
  /// Whose gates the circuit uses, with or without their noise.
  std::optional<Device> device;
  /// The circuit was compiled: where its qubits sit before and after.
  std::optional<Layout> layout;
  /// An error depends on an angle: the noise is another at each binding, and
  /// `noisy` holds that of unbound angles.
  bool noiseDependsOnAngles = false;
  /// Paths read besides the circuit.
  std::vector<std::string> inputs;
  std::vector<std::string> notes;
};

/// True if the circuit sits on physical sites and the device has each of its
/// gates there.
bool isNative(const CircuitView &circuit, const Device &device);

llvm::Expected<NamedDevices> openDevices(const PhysicalOptions &options,
                                         const CommonOptions &common);

/// True if `text` asks for an observable of the circuit itself.
bool isOwnObservable(llvm::StringRef text);
/// Number K of the circuit's `expval`s; without a number its only one.
llvm::Expected<PauliSum> ownObservable(llvm::StringRef text,
                                       const CircuitView &circuit);

/// Maps the circuit if a device is named for which it is not native (one on
/// physical qubits keeps them at its start), reads the observable over its
/// qubits (physical ids for a circuit on physical qubits), and attaches the
/// noise. The compiler's seed is `seed`.
llvm::Expected<PhysicalInput> makePhysicalInput(const CircuitFile &file,
                                                const PhysicalOptions &options,
                                                const NamedDevices &devices,
                                                uint64_t seed);
/// openDevices() and makePhysicalInput().
llvm::Expected<PhysicalInput> readPhysicalInput(const CircuitFile &file,
                                                const PhysicalOptions &options,
                                                const CommonOptions &common);

} // namespace qopt::tool

#endif // QOPT_TOOLS_QOPT_PHYSICALINPUT_H
