//===- Sensitivity.cpp - Which part of a device to repair first -----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Analysis/Sensitivity.h"
#include "EngineResult.h"
#include "InputValues.h"

#include "qopt/Circuit/LightCone.h"
#include "qopt/Support/Error.h"
#include "qopt/Support/Parallel.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace qopt;

namespace {
constexpr size_t QuickTransitions = 1'500'000, MaxTransitions = 12'000'000;
constexpr size_t Walkers = 16 * 1024;
/// Transitions, or steps of blocks of walkers, of all evaluations together.
constexpr double MaxWork = 6e8;

/// The variance of a cost under any noise of one circuit, always by the same
/// engine.
class VarianceFunction {
public:
  VarianceFunction(const PauliSum &observable, const DataLoss *loss,
                   const TrainabilityOptions &options)
      : observable(observable), options(options) {
    if (loss) {
      linear = *loss;
      linear->kind = LossKind::Linear;
    }
  }
  /// Chooses the engine; why there is none, or empty.
  std::string choose(const NoisyCircuit &circuit);
  llvm::Expected<double> operator()(const NoisyCircuit &circuit) const;

  bool walks = false;
  double work = 0;

private:
  llvm::Expected<double> exact(const MomentProgram &program,
                               const InputValue *input, size_t limit,
                               size_t *transitions = nullptr) const;
  llvm::Expected<double> pairs(const NoisyCircuit &circuit, size_t limit,
                               size_t *transitions = nullptr) const;
  llvm::Expected<double> walk(const NoisyCircuit &circuit) const;

  const PauliSum &observable;
  std::optional<DataLoss> linear;
  const TrainabilityOptions &options;
};
} // namespace

llvm::Expected<double> VarianceFunction::exact(const MomentProgram &program,
                                               const InputValue *input,
                                               size_t limit,
                                               size_t *transitions) const {
  PropagationOptions run;
  run.gradients = false;
  run.maxTransitions = limit;
  run.input = input;
  llvm::Expected<PropagationResult> second = propagate(program, 2, run);
  if (!second)
    return second.takeError();
  llvm::Expected<PropagationResult> first = propagate(program, 1, run);
  if (!first)
    return first.takeError();
  if (transitions)
    *transitions = second->transitions + first->transitions;
  return second->moment - first->moment * first->moment;
}

llvm::Expected<double> VarianceFunction::pairs(const NoisyCircuit &circuit,
                                               size_t limit,
                                               size_t *transitions) const {
  if (linear) {
    llvm::Expected<InputValues> input =
        InputValues::prepare(circuit, observable, *linear, options.init);
    if (!input)
      return input.takeError();
    return exact(input->program, &*input, limit, transitions);
  }
  llvm::Expected<MomentProgram> program =
      buildProgram(circuit, observable, options.init);
  if (!program)
    return program.takeError();
  return exact(*program, nullptr, limit, transitions);
}

llvm::Expected<double>
VarianceFunction::walk(const NoisyCircuit &circuit) const {
  llvm::Expected<MomentProgram> program =
      buildProgram(circuit, observable, options.init);
  if (!program)
    return program.takeError();
  llvm::Expected<WalkProgram> walk = buildWalk(*program);
  if (!walk)
    return walk.takeError();
  llvm::Expected<FirstMoments> first = firstMoments(*program, *walk);
  if (!first)
    return first.takeError();
  WalkOptions walks;
  walks.walkers = Walkers;
  walks.smooth = true;
  WalkResult moments =
      runWalk(*walk, program->symbols.size(), walks, options.seed);
  return moments.second.value - first->varyingMean * first->varyingMean;
}

std::string VarianceFunction::choose(const NoisyCircuit &circuit) {
  size_t transitions = 0;
  llvm::Expected<double> quick = pairs(circuit, QuickTransitions, &transitions);
  if (quick) {
    work = double(transitions) + 1000;
    return *quick > 1e-300 ? "" : "the cost does not vary";
  }
  std::string why = messageOf(quick.takeError());
  if (linear)
    return why;
  llvm::Expected<MomentProgram> program =
      buildProgram(circuit, observable, options.init);
  if (!program)
    return messageOf(program.takeError());
  if (!whyNoWalk(*program).empty() || program->hasSharedSymbols) {
    llvm::Expected<double> slow = pairs(circuit, MaxTransitions, &transitions);
    if (!slow)
      return messageOf(slow.takeError());
    work = double(transitions);
    return *slow > 1e-300 ? "" : "the cost does not vary";
  }
  walks = true;
  // A block of 512 walkers takes as long as about one transition an operation.
  work = double(program->ops.size()) * double(Walkers) / 512;
  llvm::Expected<double> walked = walk(circuit);
  if (!walked)
    return messageOf(walked.takeError());
  return *walked > 0 ? "" : "no walk contributes: the variance is too small";
}

llvm::Expected<double>
VarianceFunction::operator()(const NoisyCircuit &circuit) const {
  return walks ? walk(circuit) : pairs(circuit, 2 * MaxTransitions);
}

/// The values of the device that noise on `circuit` depends on.
static std::vector<DeviceValue> relevantValues(const CircuitView &circuit,
                                               const Device &device,
                                               const PauliSum &observable) {
  auto idOf = [&](unsigned q) {
    return circuit.sites().empty() ? q : circuit.sites()[q];
  };
  std::vector<DeviceValue> values;
  llvm::SmallVector<unsigned> support = observable.support();
  LightCone cone = lightCone(circuit, support);
  std::set<std::pair<std::string, std::vector<unsigned>>> known;
  for (size_t index : cone.gates) {
    const Gate &gate = circuit.gates()[index];
    std::string name = circuit.nameOf(gate).str();
    const NativeGate *native = device.gate(name);
    if (gate.kind >= GateKind::Barrier || !native || native->isVirtual)
      continue;
    std::vector<unsigned> ids;
    for (unsigned q : circuit.qubitsOf(gate))
      ids.push_back(idOf(q));
    std::vector<unsigned> key = ids;
    if (native->symmetric)
      std::sort(key.begin(), key.end());
    if (known.insert({name, key}).second)
      values.push_back({DeviceValue::Kind::GateError, name, ids});
  }
  if (device.data().idleT1T2)
    for (unsigned q : cone.qubits) {
      values.push_back({DeviceValue::Kind::T1, "", {idOf(q)}});
      values.push_back({DeviceValue::Kind::T2, "", {idOf(q)}});
    }
  for (unsigned q : support) {
    values.push_back({DeviceValue::Kind::P1Given0, "", {idOf(q)}});
    values.push_back({DeviceValue::Kind::P0Given1, "", {idOf(q)}});
  }
  llvm::erase_if(values, [&](const DeviceValue &value) {
    return !deviceValue(device, value);
  });
  return values;
}

/// The two values between which the difference is taken.
static std::pair<double, double>
stencil(const Device &device, const DeviceValue &which, double value) {
  double step = std::max(1e-3 * value, 1e-7);
  bool time = which.kind == DeviceValue::Kind::T1 ||
              which.kind == DeviceValue::Kind::T2;
  double lower = value - step, upper = value + step;
  if (!time)
    return {std::max(0.0, lower), upper};
  // T2 is never above 2 T1: there the difference is one-sided.
  const DeviceQubit &qubit = *device.qubit(which.qubits[0]);
  if (!qubit.t1Us || !qubit.t2Us)
    return {lower, upper};
  if (which.kind == DeviceValue::Kind::T2 && upper > 2 * *qubit.t1Us)
    upper = value;
  if (which.kind == DeviceValue::Kind::T1 && 2 * lower < *qubit.t2Us)
    lower = value;
  return {lower, upper};
}

SensitivityMap
qopt::noiseSensitivities(const CircuitView &circuit, const Device &device,
                         const NoiseOptions &noise, const PauliSum &observable,
                         const DataLoss *loss, const TrainabilityOptions &given,
                         bool force) {
  SensitivityMap result;
  TrainabilityOptions options = given;
  options.init.laws.resize(circuit.numParameters());
  auto giveUp = [&](std::string reason) {
    result.reason = std::move(reason);
    return result;
  };
  if (options.init.identityBlocks)
    return giveUp("not for identity blocks");
  llvm::Expected<NoisyCircuit> base = attachNoise(circuit, device, noise);
  if (!base)
    return giveUp(messageOf(base.takeError()));
  VarianceFunction variance(observable, loss, options);
  std::string why = variance.choose(*base);
  if (!why.empty())
    return giveUp(std::move(why));
  std::vector<DeviceValue> values = relevantValues(circuit, device, observable);
  if (variance.walks) {
    size_t before = values.size();
    llvm::erase_if(values, [](const DeviceValue &value) {
      return value.kind == DeviceValue::Kind::T1;
    });
    if (values.size() != before)
      result.notes.push_back("no derivatives in T1: walkers jump where it "
                             "changes");
  }
  if (!force && 2 * variance.work * double(values.size()) > MaxWork)
    return giveUp(std::to_string(values.size()) +
                  " derivatives would take long; --sensitivities takes them");
  result.engine = variance.walks ? "walk" : "pairs";

  std::vector<Sensitivity> entries(values.size());
  std::vector<std::string> failures(values.size());
  auto logVariance = [&](const DeviceValue &which,
                         double value) -> llvm::Expected<double> {
    llvm::Expected<Device> changed = withDeviceValue(device, which, value);
    if (!changed)
      return changed.takeError();
    llvm::Expected<NoisyCircuit> noisy = attachNoise(circuit, *changed, noise);
    if (!noisy)
      return noisy.takeError();
    llvm::Expected<double> v = variance(*noisy);
    if (!v)
      return v.takeError();
    return std::log(*v);
  };
  parallelFor(values.size(), [&](size_t i) {
    double value = *deviceValue(device, values[i]);
    auto [lower, upper] = stencil(device, values[i], value);
    llvm::Expected<double> below = logVariance(values[i], lower);
    llvm::Expected<double> above = logVariance(values[i], upper);
    bool known = bool(below);
    known = bool(above) && known;
    if (!known) {
      llvm::Error error = below ? llvm::Error::success() : below.takeError();
      if (!above)
        error = llvm::joinErrors(std::move(error), above.takeError());
      failures[i] = messageOf(std::move(error));
      return;
    }
    double slope = (*above - *below) / (upper - lower);
    bool oneSided = lower == value || upper == value || lower == 0;
    double error =
        1e-14 / (upper - lower) + std::abs(slope) * (oneSided ? 2e-3 : 2e-6);
    entries[i] = {
        values[i], value,
        Warranted::estimate(slope, error,
                            "central difference, engine " + result.engine),
        value * slope};
  });
  for (const std::string &failure : failures)
    if (!failure.empty())
      return giveUp(failure);
  llvm::stable_sort(entries, [](const Sensitivity &a, const Sensitivity &b) {
    return std::abs(a.elasticity) > std::abs(b.elasticity);
  });
  result.entries = std::move(entries);
  return result;
}
