//===- MomentProgram.cpp - A noisy circuit as Pauli transfers -------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "MomentProgram.h"
#include "TransferTables.h"

#include "qopt/Support/Error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace qopt;

unsigned qopt::productPhase(Pauli p, Pauli q) {
  if (p == Pauli::I || q == Pauli::I || p == q)
    return 0;
  // XY = iZ and cyclic; the codes X=1, Y=3, Z=2.
  bool cyclic = (p == Pauli::X && q == Pauli::Y) ||
                (p == Pauli::Y && q == Pauli::Z) ||
                (p == Pauli::Z && q == Pauli::X);
  return cyclic ? 1 : 3;
}

bool qopt::isCliffordAngle(double angle, unsigned &quarter) {
  double turns = angle / (std::numbers::pi / 2);
  double nearest = std::round(turns);
  if (std::abs(turns - nearest) > 1e-12 * std::max(1.0, std::abs(turns)))
    return false;
  quarter = static_cast<unsigned>(std::fmod(nearest, 4.0) + 4) % 4;
  return true;
}

namespace {
/// Appends a circuit's operations to a program.
class Lowering {
public:
  Lowering(const NoisyCircuit &noisy, const Initialisation &init)
      : noisy(noisy), circuit(noisy.circuit), init(init) {}

  /// `coneOnly`: leaves out steps that no qubit of the observable can feel.
  llvm::Error run(const PauliSum &observable, bool coneOnly);
  MomentProgram program;

private:
  std::vector<bool> cone(const PauliSum &observable) const;
  llvm::Error addGate(size_t index);
  void addChannel(const NoiseChannel &channel);
  void addStandard(const Gate &gate, size_t index,
                   llvm::ArrayRef<AffineAngle> angles);
  void addMatrix(llvm::ArrayRef<llvm::ArrayRef<Complex>> kraus,
                 llvm::ArrayRef<unsigned> qubits, bool isNoise, size_t index);
  llvm::Expected<AffineAngle> foldFixed(const AffineAngle &angle,
                                        size_t index) const;
  /// Fixed, and no derivative is asked of it.
  bool isFixed(unsigned parameter) const {
    return init.laws[parameter].kind == AngleLaw::Kind::Fixed &&
           circuit.parameterRole(parameter) != ParameterRole::Trainable;
  }
  ProgramOp &append(ProgramOp::Kind kind, llvm::ArrayRef<unsigned> qubits,
                    size_t index) {
    ProgramOp &op = program.ops.emplace_back();
    op.kind = kind;
    op.source = index;
    op.qubits.assign(qubits.begin(), qubits.end());
    return op;
  }

  const NoisyCircuit &noisy;
  const CircuitView &circuit;
  const Initialisation &init;
  /// Values of all symbols, right for those that depend on fixed ones only.
  std::vector<double> symbolValues;
  /// Number of the last step that acts on each qubit after its measurement.
  std::vector<size_t> lastUse;
};
} // namespace

llvm::Expected<AffineAngle> Lowering::foldFixed(const AffineAngle &angle,
                                                size_t index) const {
  AffineAngle result;
  result.constant = angle.constant;
  for (auto [symbol, coefficient] : angle.terms) {
    bool fixed;
    if (symbol < circuit.numParameters()) {
      fixed = isFixed(symbol);
    } else {
      AffineAngle alone;
      alone.terms.push_back({symbol, 1.0});
      std::vector<unsigned> parameters = circuit.dependencies(alone);
      fixed = std::all_of(parameters.begin(), parameters.end(),
                          [&](unsigned p) { return isFixed(p); });
      if (!fixed)
        return inputError("the angle of gate number " + llvm::Twine(index + 1) +
                          " ('" + circuit.nameOf(circuit.gates()[index]) +
                          "') is no affine function of random parameters; only "
                          "sampling can treat it");
    }
    if (fixed)
      result.constant += coefficient * symbolValues[symbol];
    else
      result.terms.push_back({symbol, coefficient});
  }
  return result;
}

void Lowering::addMatrix(llvm::ArrayRef<llvm::ArrayRef<Complex>> kraus,
                         llvm::ArrayRef<unsigned> qubits, bool isNoise,
                         size_t index) {
  TransferTable table = transferOf(kraus, qubits.size());
  ProgramOp &op = append(ProgramOp::Kind::Transfer, qubits, index);
  op.isNoise = isNoise;
  if (std::optional<CliffordTable> clifford = asClifford(table)) {
    op.kind = ProgramOp::Kind::Clifford;
    op.clifford = std::make_shared<const CliffordTable>(std::move(*clifford));
  } else {
    op.transfer = std::make_shared<const TransferTable>(std::move(table));
  }
}

void Lowering::addStandard(const Gate &gate, size_t index,
                           llvm::ArrayRef<AffineAngle> angles) {
  llvm::ArrayRef<unsigned> qubits = circuit.qubitsOf(gate);
  for (const PrimitiveStep &step : primitiveSteps(gate.kind)) {
    llvm::SmallVector<unsigned, 4> place;
    for (unsigned operand : step.qubits)
      place.push_back(qubits[operand]);
    if (!step.isRotation) {
      if (step.clifford == GateKind::Id || step.clifford == GateKind::GPhase)
        continue;
      ProgramOp &op = append(ProgramOp::Kind::Clifford, place, index);
      op.clifford = cliffordTable(step.clifford);
      continue;
    }
    ProgramOp &op = append(ProgramOp::Kind::Rotation, place, index);
    for (char letter : step.letters)
      op.letters.push_back(letter == 'X'   ? Pauli::X
                           : letter == 'Y' ? Pauli::Y
                                           : Pauli::Z);
    op.angle.constant = step.offset;
    for (size_t i = 0; i < step.scale.size(); ++i)
      if (step.scale[i] != 0)
        op.angle = op.angle + angles[i] * step.scale[i];
  }
}

llvm::Error Lowering::addGate(size_t index) {
  const Gate &gate = circuit.gates()[index];
  llvm::ArrayRef<unsigned> qubits = circuit.qubitsOf(gate);
  switch (gate.kind) {
  case GateKind::Barrier:
  case GateKind::GPhase:
  case GateKind::Channel:
    return llvm::Error::success();
  case GateKind::Reset: {
    ProgramOp &op = append(ProgramOp::Kind::Relaxation, qubits, index);
    op.decayT1 = op.decayT2 = 0;
    return llvm::Error::success();
  }
  case GateKind::Measure:
    // At the end it only names what is read out; before other gates the state
    // loses its coherence.
    if (lastUse[qubits[0]] > index) {
      ProgramOp &op = append(ProgramOp::Kind::Diagonal, qubits, index);
      op.factors = {1, 0, 1, 0};
    }
    return llvm::Error::success();
  case GateKind::Unitary:
    if (qubits.size() > 4)
      return inputError("gate '" + circuit.unitaryName(gate) +
                        "' is a matrix on " + llvm::Twine(qubits.size()) +
                        " qubits; prediction takes at most 4");
    addMatrix(circuit.matrixOf(gate), qubits, false, index);
    return llvm::Error::success();
  default:
    break;
  }
  llvm::SmallVector<AffineAngle, 4> angles;
  for (const AffineAngle &angle : circuit.anglesOf(gate)) {
    llvm::Expected<AffineAngle> folded = foldFixed(angle, index);
    if (!folded)
      return folded.takeError();
    angles.push_back(std::move(*folded));
  }
  if (gate.kind != GateKind::PauliRotation) {
    addStandard(gate, index, angles);
    return llvm::Error::success();
  }
  ProgramOp &op = append(ProgramOp::Kind::Rotation, {}, index);
  llvm::StringRef word = circuit.wordOf(gate);
  for (size_t j = 0; j < qubits.size(); ++j) {
    if (word[j] == 'I')
      continue;
    op.qubits.push_back(qubits[j]);
    op.letters.push_back(word[j] == 'X'   ? Pauli::X
                         : word[j] == 'Y' ? Pauli::Y
                                          : Pauli::Z);
  }
  op.angle = angles[0];
  return llvm::Error::success();
}

void Lowering::addChannel(const NoiseChannel &channel) {
  using Kind = NoiseChannel::Kind;
  unsigned count = channel.qubits.size();
  switch (channel.kind) {
  case Kind::Depolarizing: {
    ProgramOp &op = append(ProgramOp::Kind::Diagonal, channel.qubits, 0);
    op.isNoise = true;
    op.factors.assign(size_t(1) << (2 * count), channel.lambda);
    op.factors[0] = 1;
    break;
  }
  case Kind::PauliChannel: {
    ProgramOp &op = append(ProgramOp::Kind::Diagonal, channel.qubits, 0);
    op.isNoise = true;
    op.factors = pauliChannelFactors(channel.pauli, count);
    break;
  }
  case Kind::Relaxation: {
    ProgramOp &op = append(ProgramOp::Kind::Relaxation, channel.qubits, 0);
    op.isNoise = true;
    op.decayT1 = channel.decayT1;
    op.decayT2 = channel.decayT2;
    if (channel.decayT1 == 1) {
      op.kind = ProgramOp::Kind::Diagonal;
      op.factors = {1, channel.decayT2, 1, channel.decayT2};
    }
    break;
  }
  case Kind::Kraus: {
    llvm::SmallVector<llvm::ArrayRef<Complex>, 4> kraus(channel.kraus.begin(),
                                                        channel.kraus.end());
    addMatrix(kraus, channel.qubits, true, 0);
    break;
  }
  }
}

/// The steps in the light cone of the observable.
std::vector<bool> Lowering::cone(const PauliSum &observable) const {
  std::vector<bool> felt(circuit.numQubits(), false),
      inside(noisy.steps.size(), false);
  for (unsigned q : observable.support())
    felt[q] = true;
  for (size_t i = noisy.steps.size(); i-- > 0;) {
    const NoisyStep &step = noisy.steps[i];
    llvm::ArrayRef<unsigned> qubits;
    if (step.isChannel) {
      qubits = noisy.channels[step.index].qubits;
    } else {
      const Gate &gate = circuit.gates()[step.index];
      if (gate.kind == GateKind::Barrier)
        continue;
      qubits = circuit.qubitsOf(gate);
    }
    if (llvm::none_of(qubits, [&](unsigned q) { return felt[q]; }))
      continue;
    inside[i] = true;
    for (unsigned q : qubits)
      felt[q] = true;
  }
  return inside;
}

llvm::Error Lowering::run(const PauliSum &observable, bool coneOnly) {
  std::vector<double> values(circuit.numParameters(), 0.0);
  for (unsigned p = 0; p < values.size(); ++p)
    if (isFixed(p))
      values[p] = init.laws[p].value;
  symbolValues = circuit.evaluateSymbols(values);
  lastUse.assign(circuit.numQubits(), 0);
  for (size_t i = 0; i < circuit.gates().size(); ++i) {
    const Gate &gate = circuit.gates()[i];
    if (gate.kind != GateKind::Barrier && gate.kind != GateKind::Measure)
      for (unsigned q : circuit.qubitsOf(gate))
        lastUse[q] = i;
  }

  program.numQubits = circuit.numQubits();
  std::vector<bool> inside;
  if (coneOnly)
    inside = cone(observable);
  for (size_t i = 0; i < noisy.steps.size(); ++i) {
    const NoisyStep &step = noisy.steps[i];
    if (coneOnly && !inside[i])
      continue;
    if (step.isChannel) {
      const NoiseChannel &channel = noisy.channels[step.index];
      if (channel.qubits.size() > 4)
        return inputError("a channel acts on " +
                          llvm::Twine(channel.qubits.size()) +
                          " qubits; prediction takes at most 4");
      addChannel(channel);
    } else if (llvm::Error error = addGate(step.index)) {
      return error;
    }
  }
  for (unsigned q : observable.support()) {
    if (q >= noisy.readout.size())
      break;
    double e01 = noisy.readout[q].p1Given0, e10 = noisy.readout[q].p0Given1;
    if (e01 == 0 && e10 == 0)
      continue;
    ProgramOp &op = append(ProgramOp::Kind::Readout, {q}, 0);
    op.isNoise = true;
    op.keep = 1 - e01 - e10;
    op.shift = e10 - e01;
    if (op.shift == 0) {
      op.kind = ProgramOp::Kind::Diagonal;
      op.factors = {1, op.keep, op.keep, op.keep};
    }
  }

  for (const PauliTerm &term : observable.terms()) {
    ProgramTerm &added = program.terms.emplace_back();
    added.coefficient = term.coefficient;
    for (unsigned q : term.string.support())
      added.letters.push_back({q, term.string.at(q)});
    if (added.letters.empty()) {
      program.constant += added.coefficient;
      program.terms.pop_back();
    }
  }
  for (unsigned p = 0; p < circuit.numParameters(); ++p) {
    ProgramSymbol &symbol = program.symbols.emplace_back();
    symbol.parameter = p;
    symbol.law = init.laws[p];
  }
  program.provenDead.assign(circuit.numParameters(), true);
  for (unsigned q = 0; q < program.numQubits; ++q)
    program.circuitQubit.push_back(q);
  return llvm::Error::success();
}

llvm::Expected<MomentProgram> qopt::lowerProgram(const NoisyCircuit &noisy,
                                                 const PauliSum &observable,
                                                 const Initialisation &init,
                                                 bool coneOnly) {
  Lowering lowering(noisy, init);
  if (llvm::Error error = lowering.run(observable, coneOnly))
    return error;
  return std::move(lowering.program);
}

llvm::Expected<MomentProgram> qopt::buildProgram(const NoisyCircuit &noisy,
                                                 const PauliSum &observable,
                                                 const Initialisation &init) {
  llvm::Expected<MomentProgram> program =
      lowerProgram(noisy, observable, init, /*coneOnly=*/true);
  if (program)
    simplifyProgram(*program);
  return program;
}
