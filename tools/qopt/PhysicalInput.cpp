//===- PhysicalInput.cpp - Circuits, observables and their noise ----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "PhysicalInput.h"

#include "qopt/Driver/Compile.h"
#include "qopt/Noise/DeviceNoise.h"

#include <algorithm>

using namespace qopt;
using namespace qopt::tool;

bool tool::isNative(const CircuitView &circuit, const Device &device) {
  if (circuit.sites().empty())
    return false;
  for (const Gate &gate : circuit.gates()) {
    switch (gate.kind) {
    case GateKind::Barrier:
    case GateKind::Measure:
    case GateKind::Reset:
    case GateKind::Channel:
    case GateKind::GPhase:
      continue;
    default:
      break;
    }
    llvm::SmallVector<unsigned, 2> ids;
    for (unsigned qubit : circuit.qubitsOf(gate))
      ids.push_back(circuit.sites()[qubit]);
    if (!device.calibration(circuit.nameOf(gate), ids))
      return false;
  }
  return true;
}

static bool isShorthand(llvm::StringRef text) {
  return text == "global-z" || text == "mean-z" || text == "zero-projector";
}

bool tool::isOwnObservable(llvm::StringRef text) {
  return text.empty() || text.starts_with("expval:");
}

llvm::Expected<PauliSum> tool::ownObservable(llvm::StringRef text,
                                             const CircuitView &circuit) {
  size_t count = circuit.observables().size(), index = 0;
  if (count == 0)
    return inputError("the circuit has no observable of its own (an expval); "
                      "give one, as --observable Z0");
  std::string last = "expval:" + std::to_string(count - 1);
  if (text.empty() && count > 1)
    return inputError("the circuit has " + llvm::Twine(count) +
                      " observables; name one, --observable expval:0 to " +
                      last);
  if (!text.empty() &&
      (text.substr(7).getAsInteger(10, index) || index >= count))
    return inputError("'" + escapeForTerminal(text) +
                      "' is no observable of the circuit, whose last is " +
                      last);
  return circuit.observables()[index];
}

/// The observable of a circuit on physical qubits, whose indices are physical
/// ids; a qubit that no gate touches joins the circuit.
static llvm::Expected<PauliSum> readPhysicalObservable(const std::string &text,
                                                       CircuitView &circuit,
                                                       unsigned deviceQubits) {
  if (isShorthand(text))
    return readObservable(text, circuit.numQubits());
  std::vector<unsigned> sites = circuit.sites().vec();
  unsigned ids = deviceQubits;
  for (unsigned site : sites)
    ids = std::max(ids, site + 1);
  llvm::Expected<PauliSum> sum = readObservable(text, ids);
  if (!sum)
    return sum.takeError();
  for (unsigned id : sum->support())
    if (std::find(sites.begin(), sites.end(), id) == sites.end()) {
      circuit.addQubit();
      sites.push_back(id);
    }
  circuit.setSites(sites);
  std::vector<PauliTerm> terms;
  for (const PauliTerm &term : sum->terms()) {
    PauliString string(circuit.numQubits());
    for (unsigned id : term.string.support()) {
      auto place = std::find(sites.begin(), sites.end(), id);
      string.set(place - sites.begin(), term.string.at(id));
    }
    terms.push_back({term.coefficient, std::move(string)});
  }
  return PauliSum(circuit.numQubits(), std::move(terms));
}

/// Compiles `file` for `device`: `circuit` becomes the compiled one, and the
/// observable follows its qubits to where they end.
static llvm::Error mapOnto(const CircuitFile &given, const Device &device,
                           const PhysicalOptions &options, uint64_t seed,
                           CircuitView &circuit, PhysicalInput &input) {
  CompileOptions compile;
  compile.seed = seed;
  compile.layout = options.layout;
  // On physical qubits: the same circuit on virtual ones, which start there.
  // States come to qubits that the compiler must not take for |0⟩.
  bool physical = !circuit.sites().empty();
  std::optional<CircuitFile> made;
  if (physical || (options.takesStates && circuit.inputQubits().empty())) {
    CircuitView plain = circuit;
    if (physical)
      compile.layout = circuit.sites().vec();
    plain.setSites({});
    if (options.takesStates && plain.inputQubits().empty())
      plain.setInputQubits(options.stateQubits);
    llvm::Expected<CircuitFile> file = makeCircuitFile(std::move(plain));
    if (!file)
      return inFile(given.path, file.takeError());
    made.emplace(std::move(*file));
    made->path = given.path;
  }
  const CircuitFile &file = made ? *made : given;
  llvm::Expected<CompileResult> compiled =
      compileCircuit(file, device, compile);
  if (!compiled)
    return compiled.takeError();
  CircuitView view = compiled->circuit.view;
  if (view.numParameters() != circuit.numParameters())
    return limitError("the compiled circuit declares other parameters");
  std::vector<unsigned> sites = view.sites().vec(), positions;
  for (unsigned id : compiled->layout.final) {
    auto place = std::find(sites.begin(), sites.end(), id);
    positions.push_back(place - sites.begin());
    // A qubit without gates is not part of the compiled circuit.
    if (place == sites.end()) {
      view.addQubit();
      sites.push_back(id);
    }
  }
  view.setSites(sites);
  input.observable = input.observable.relabel(positions, view.numQubits());
  circuit = std::move(view);
  input.layout = compiled->layout;
  input.notes.push_back(
      "compiled for " + device.name().str() + ": " +
      std::to_string(compiled->after.gates2q) + " two-qubit gates, " +
      std::to_string(compiled->swapsInserted) + " SWAPs inserted");
  if (physical)
    input.notes.push_back("not all of its gates were native there; it starts "
                          "on the qubits it names");
  return llvm::Error::success();
}

/// Does the error of one of the circuit's gates depend on its angle?
static bool hasErrorSlope(const CircuitView &circuit, const Device &device) {
  auto hasSlope = [](const NativeGate &native) {
    return native.errorSlope.has_value() ||
           std::any_of(native.sites.begin(), native.sites.end(),
                       [](const GateSite &site) {
                         return site.errorSlope.has_value();
                       });
  };
  std::vector<const NativeGate *> sloped;
  for (const NativeGate &native : device.gates())
    if (hasSlope(native))
      sloped.push_back(&native);
  if (sloped.empty())
    return false;
  for (const Gate &gate : circuit.gates()) {
    if (gate.numAngles == 0)
      continue;
    const NativeGate *native = device.gate(circuit.nameOf(gate));
    if (std::find(sloped.begin(), sloped.end(), native) != sloped.end())
      return true;
  }
  return false;
}

static llvm::Expected<Device> openNamed(const std::string &name,
                                        const CommonOptions &common,
                                        std::vector<std::string> &inputs) {
  llvm::Expected<std::string> path = findDevicePath(name, common.devicePath);
  if (!path)
    return path.takeError();
  inputs.push_back(*path);
  return openDevice(name, common);
}

/// `--noise` with its default filled in.
static std::string noiseKind(const PhysicalOptions &options) {
  if (!options.noise.empty())
    return options.noise;
  return options.device.empty() ? "none" : "device";
}

llvm::Expected<NamedDevices> tool::openDevices(const PhysicalOptions &options,
                                               const CommonOptions &common) {
  std::string noise = noiseKind(options);
  if (noise == "device" && options.device.empty())
    return llvm::make_error<Diagnostic>(ExitCode::Usage, SourceLocation{},
                                        "--noise device needs --device");
  NamedDevices result;
  if (!options.device.empty()) {
    llvm::Expected<Device> found =
        openNamed(options.device, common, result.inputs);
    if (!found)
      return found.takeError();
    result.device = std::move(*found);
  }
  if (noise != "none" && noise != "device") {
    llvm::Expected<Device> found = openNamed(noise, common, result.inputs);
    if (!found)
      return found.takeError();
    result.noise = std::move(*found);
  }
  return result;
}

llvm::Expected<PhysicalInput>
tool::makePhysicalInput(const CircuitFile &file, const PhysicalOptions &options,
                        const NamedDevices &devices, uint64_t seed) {
  std::string noise = noiseKind(options);
  PhysicalInput result;
  result.inputs = devices.inputs;
  CircuitView circuit = file.view;
  if (!circuit.inputQubits().empty() && !options.takesStates)
    return inputError("the circuit has qubits that start in a given state "
                      "(quantum data), which this command does not take");
  unsigned ids = 0;
  if (devices.device)
    for (const DeviceQubit &qubit : devices.device->qubits())
      ids = std::max(ids, qubit.id + 1);
  const std::string &text = options.observable;
  if (llvm::StringRef(text).starts_with("@"))
    result.inputs.push_back(text.substr(1));
  llvm::Expected<PauliSum> observable =
      isOwnObservable(text)     ? ownObservable(text, circuit)
      : circuit.sites().empty() ? readObservable(text, circuit.numQubits())
                                : readPhysicalObservable(text, circuit, ids);
  if (!observable)
    return inFile("--observable", observable.takeError());
  result.observable = std::move(*observable);

  if (noise == "none") {
    if (devices.device && isNative(circuit, *devices.device))
      result.device = devices.device;
    result.noisy = withoutNoise(std::move(circuit));
    return result;
  }
  if (noise == "device") {
    if (!isNative(circuit, *devices.device)) {
      if (llvm::Error error =
              mapOnto(file, *devices.device, options, seed, circuit, result))
        return error;
    }
    result.noiseDevice = devices.device;
  } else {
    result.noiseDevice = devices.noise;
  }
  const Device &device = *result.noiseDevice;
  llvm::Expected<NoisyCircuit> noisy =
      attachNoise(circuit, device, options.noiseOptions);
  if (!noisy)
    return inFile(file.path, noisy.takeError());
  result.noisy = std::move(*noisy);
  result.noiseDependsOnAngles = hasErrorSlope(result.noisy.circuit, device);
  result.device = result.noiseDevice;
  for (const std::string &missing : result.noisy.missing)
    result.notes.push_back("unknown, estimated by a median: " + missing);
  if (result.noisy.incoherentModel)
    result.notes.push_back("incoherent model: coherent crosstalk of the device "
                           "is left out");
  return result;
}

llvm::Expected<PhysicalInput>
tool::readPhysicalInput(const CircuitFile &file, const PhysicalOptions &options,
                        const CommonOptions &common) {
  llvm::Expected<NamedDevices> devices = openDevices(options, common);
  if (!devices)
    return devices.takeError();
  return makePhysicalInput(file, options, *devices, common.seed);
}
