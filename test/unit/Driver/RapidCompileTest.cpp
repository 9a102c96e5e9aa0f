//===- RapidCompileTest.cpp - Properties of compiled circuits ---*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Random circuits on random devices by RapidCheck, which shrinks what fails to
// the fewest gates and couplers and prints how to run it again. The seed is
// fixed; RC_PARAMS in the environment replaces it.
//
//===----------------------------------------------------------------------===//

#include "qopt/Driver/Compile.h"
#include "qopt/Frontend/SourceCircuit.h"
#include "qopt/Support/Parallel.h"
#include "qopt/Synthesis/BoundBlocks.h"
#include "qopt/Synthesis/NativeLowering.h"

#include "catch2/catch.hpp"

#include <rapidcheck.h>

#include <cstdlib>
#include <numeric>

using namespace qopt;

namespace {

/// A gate by small numbers, so that shrinking makes it simpler.
struct GateSpec {
  unsigned kind = 0, a = 0, b = 0, symbol = 0;
  int eighths = 0;
};

std::ostream &operator<<(std::ostream &os, const GateSpec &gate) {
  return os << "{kind " << gate.kind << ", on " << gate.a << " " << gate.b
            << ", symbol " << gate.symbol << ", " << gate.eighths
            << " eighths}";
}

/// A device: a random tree with further couplers, one of several gate sets,
/// couplers turned round, dead qubits and dead couplers hanging on the tree,
/// and another connected part.
struct DeviceSpec {
  unsigned set = 0;
  std::vector<unsigned> parents;
  std::vector<std::pair<unsigned, unsigned>> extra;
  unsigned turned = 0;
  bool deadQubit = false, deadCoupler = false, otherPart = false;
};

std::ostream &operator<<(std::ostream &os, const DeviceSpec &device) {
  os << "{set " << device.set << ", parents";
  for (unsigned parent : device.parents)
    os << " " << parent;
  os << ", extra";
  for (auto [a, b] : device.extra)
    os << " " << a << "-" << b;
  return os << ", turned " << device.turned << ", dead qubit "
            << device.deadQubit << ", dead coupler " << device.deadCoupler
            << ", other part " << device.otherPart << "}";
}

const GateKind oneQubitKinds[] = {GateKind::H,  GateKind::S,  GateKind::X,
                                  GateKind::RX, GateKind::RY, GateKind::RZ,
                                  GateKind::T,  GateKind::U};
const GateKind twoQubitKinds[] = {
    GateKind::CX,    GateKind::CZ,  GateKind::RZZ, GateKind::Swap,
    GateKind::ISwap, GateKind::CRY, GateKind::RXX, GateKind::CP,
    GateKind::ECR,   GateKind::DCX};

rc::Gen<GateSpec> anyGate() {
  return rc::gen::build<GateSpec>(
      rc::gen::set(&GateSpec::kind, rc::gen::inRange(0u, 20u)),
      rc::gen::set(&GateSpec::a, rc::gen::inRange(0u, 4u)),
      rc::gen::set(&GateSpec::b, rc::gen::inRange(0u, 4u)),
      rc::gen::set(&GateSpec::symbol, rc::gen::inRange(0u, 4u)),
      rc::gen::set(&GateSpec::eighths, rc::gen::inRange(-8, 9)));
}

CircuitView circuitOf(unsigned qubits, const std::vector<GateSpec> &gates,
                      bool measured) {
  CircuitView circuit(qubits);
  circuit.addParameter("theta", ParameterRole::Trainable, 2);
  circuit.addParameter("x", ParameterRole::Data);
  for (const GateSpec &gate : gates) {
    unsigned a = gate.a % qubits, b = gate.b % qubits;
    AffineAngle angle;
    angle.constant = gate.eighths * 0.39269908169872414;
    if (gate.symbol)
      angle.terms.push_back({gate.symbol - 1, gate.eighths % 2 ? 1.0 : -0.5});
    bool two = gate.kind >= 8 && gate.kind < 18 && a != b;
    if (gate.kind >= 18 && qubits > 2) {
      llvm::SmallVector<unsigned, 3> on{a, (a + 1) % qubits, (a + 2) % qubits};
      if (gate.kind == 18)
        circuit.addGate(GateKind::CCX, on);
      else
        circuit.addPauliRotation("XZY", on, angle);
      continue;
    }
    GateKind kind =
        two ? twoQubitKinds[gate.kind - 8] : oneQubitKinds[gate.kind % 8];
    llvm::SmallVector<AffineAngle, 3> angles(gateInfo(kind).numAngles, angle);
    if (two)
      circuit.addGate(kind, {a, b}, angles);
    else
      circuit.addGate(kind, {a}, angles);
  }
  for (unsigned q = 0; measured && q < qubits; ++q)
    circuit.addMeasure(q, {"c", qubits - 1 - q});
  return circuit;
}

NativeGate gateNamed(const char *name, unsigned qubits, unsigned angles = 0) {
  NativeGate gate;
  gate.name = name;
  gate.numQubits = qubits;
  for (unsigned i = 0; i < angles; ++i)
    gate.params.push_back({"a" + std::to_string(i), {}, {}});
  return gate;
}

constexpr unsigned numSets = 11;

/// The gates of a set, the last of them on couplers; true if they are turned.
bool gatesOf(unsigned set, std::vector<NativeGate> &gates) {
  std::vector<NativeGate> zsx{gateNamed("rz", 1, 1), gateNamed("sx", 1),
                              gateNamed("x", 1)};
  gates = zsx;
  switch (set) {
  case 0:
    gates.push_back(gateNamed("cz", 2));
    return false;
  case 1:
    gates.push_back(gateNamed("ecr", 2));
    return true;
  case 2:
    gates = {gateNamed("u", 1, 3), gateNamed("cx", 2)};
    return true;
  case 3:
    gates = {gateNamed("prx", 1, 2), gateNamed("cz", 2)};
    return false;
  case 4:
    gates = {gateNamed("rx", 1, 1), gateNamed("rz", 1, 1),
             gateNamed("rzz", 2, 1)};
    return false;
  case 5:
    gates.push_back(gateNamed("rzz", 2, 1));
    gates.back().params[0].min = 0;
    gates.back().params[0].max = 1.5707963267948966;
    return false;
  case 6:
    gates.push_back(gateNamed("iswap", 2));
    return false;
  case 7:
    gates = {gateNamed("gpi", 1, 1), gateNamed("gpi2", 1, 1),
             gateNamed("rxx", 2, 1)};
    return false;
  case 8: // only the device knows this one
    gates.push_back(gateNamed("cross_talker", 2, 1));
    gates.back().generator = "ZX";
    return true;
  case 9: { // nor this one: local gates around a CX
    gates.push_back(gateNamed("house_gate", 2));
    CircuitView made(2);
    made.addGate(GateKind::U, {0u},
                 {constantAngle(0.3), constantAngle(1), constantAngle(-2)});
    made.addGate(GateKind::CX, {0u, 1u});
    made.addGate(GateKind::RY, {1u}, {constantAngle(0.8)});
    gates.back().matrix = blockMatrix(unpackOperations(made));
    return true;
  }
  default:
    gates = {gateNamed("rx", 1, 1), gateNamed("ry", 1, 1), gateNamed("cz", 2)};
    return false;
  }
}

Device deviceOf(const DeviceSpec &spec, unsigned qubits) {
  DeviceData data;
  data.name = "random";
  auto addQubit = [&] {
    DeviceQubit qubit;
    qubit.id = 3 * unsigned(data.qubits.size()) + 1;
    qubit.t1Us = 100;
    qubit.t2Us = 80 + double(data.qubits.size());
    qubit.readout.p1Given0 = qubit.readout.p0Given1 = 0.01;
    data.qubits.push_back(qubit);
    return qubit.id;
  };
  bool directed = gatesOf(spec.set, data.gates);
  for (NativeGate &gate : data.gates)
    gate.error = 0.0005;
  NativeGate &entangler = data.gates.back();
  entangler.symmetric = !directed;
  unsigned count = 0;
  auto couple = [&](unsigned a, unsigned b, double error) {
    GateSite site;
    site.qubits = {a, b};
    if (directed && (spec.turned >> (count % 16)) & 1)
      std::swap(site.qubits[0], site.qubits[1]);
    site.error = error;
    entangler.sites.push_back(site);
    ++count;
  };
  std::vector<unsigned> ids;
  for (unsigned q = 0; q < qubits; ++q) {
    ids.push_back(addQubit());
    if (q > 0)
      couple(ids[spec.parents[q - 1] % q], ids[q], 0.002 + 0.001 * q);
  }
  for (auto [a, b] : spec.extra) {
    unsigned x = ids[a % qubits], y = ids[b % qubits];
    bool known = x == y || llvm::any_of(entangler.sites, [&](const auto &site) {
                   return llvm::is_contained(site.qubits, x) &&
                          llvm::is_contained(site.qubits, y);
                 });
    if (!known)
      couple(x, y, 0.01);
  }
  if (spec.deadQubit) {
    couple(ids[0], addQubit(), 0.001);
    data.qubits.back().operational = false;
  }
  if (spec.deadCoupler)
    couple(ids[0], addQubit(), 1.0);
  if (spec.otherPart)
    couple(addQubit(), addQubit(), 0.0001);
  return llvm::cantFail(Device::create(std::move(data)));
}

rc::Gen<DeviceSpec> anyDevice() {
  auto number = rc::gen::inRange(0u, 8u);
  return rc::gen::build<DeviceSpec>(
      rc::gen::set(&DeviceSpec::set, rc::gen::inRange(0u, numSets)),
      rc::gen::set(&DeviceSpec::parents,
                   rc::gen::container<std::vector<unsigned>>(7, number)),
      rc::gen::set(
          &DeviceSpec::extra,
          rc::gen::container<std::vector<std::pair<unsigned, unsigned>>>(
              rc::gen::pair(number, number))),
      rc::gen::set(&DeviceSpec::turned, rc::gen::inRange(0u, 65536u)),
      rc::gen::set(&DeviceSpec::deadQubit, rc::gen::arbitrary<bool>()),
      rc::gen::set(&DeviceSpec::deadCoupler, rc::gen::arbitrary<bool>()),
      rc::gen::set(&DeviceSpec::otherPart, rc::gen::arbitrary<bool>()));
}

CircuitFile fileOf(CircuitView view) {
  return llvm::cantFail(makeCircuitFile(std::move(view)));
}

/// The value; an error fails the property with its message.
template <typename T> T valueOf(llvm::Expected<T> made) {
  if (!made)
    RC_FAIL(llvm::toString(made.takeError()));
  return std::move(*made);
}

CompileResult compiled(const CircuitFile &input, const Device &device,
                       const CompileOptions &options) {
  return valueOf(compileCircuit(input, device, options));
}

std::string textOf(const CompileResult &result) {
  return valueOf(emitCircuit(result.circuit, EmitFormat::QASM3));
}

void checkSame(const CircuitFile &a, const CircuitFile &b) {
  Verification found = valueOf(checkEquivalence(a, b));
  if (!found.equivalent)
    RC_FAIL(found.relation + ": " + found.witness);
}

struct Case {
  unsigned qubits;
  CircuitFile input;
  Device device;
  CompileOptions options;
};

Case anyCase() {
  unsigned qubits = *rc::gen::inRange(2u, 5u).as("qubits");
  auto gates =
      *rc::gen::container<std::vector<GateSpec>>(anyGate()).as("gates");
  bool measured = *rc::gen::arbitrary<bool>().as("measured");
  DeviceSpec device = *anyDevice().as("device");
  unsigned spare = *rc::gen::inRange(0u, 3u).as("spare qubits");
  CompileOptions options;
  options.effort = CompileEffort(*rc::gen::inRange(0, 2).as("effort"));
  options.objective = CompileObjective(*rc::gen::inRange(0, 3).as("objective"));
  options.simplify = *rc::gen::arbitrary<bool>().as("simplify");
  return {qubits, fileOf(circuitOf(qubits, gates, measured)),
          deviceOf(device, qubits + spare), options};
}

/// Before anything is drawn; what the environment says wins.
void setSeed() {
  setenv("RC_PARAMS", "seed=20261121 max_success=250 max_size=20", 0);
}

} // namespace

TEST_CASE("RapidCheck: compiled circuits are the same, legal, and bind late") {
  setSeed();
  bool holds = rc::check("compile", [] {
    Case c = anyCase();
    CompileResult made = compiled(c.input, c.device, c.options);
    RC_ASSERT(made.verified.equivalent);
    NativeSet natives(c.device);
    RC_ASSERT(firstIllegalGate(made.circuit.view, natives).value_or("") == "");
    const CircuitView &before = c.input.view, &after = made.circuit.view;
    RC_ASSERT(before.numParameters() == after.numParameters());
    for (unsigned i = 0; i < before.numParameters(); ++i) {
      RC_ASSERT(before.parameterName(i) == after.parameterName(i));
      RC_ASSERT(before.parameterRole(i) == after.parameterRole(i));
    }

    // Bind, then compile; compile, then bind, folded where that is possible.
    std::vector<double> values(before.numParameters());
    for (unsigned i = 0; i < values.size(); ++i)
      values[i] = 0.7 + 1.3 * i;
    CircuitFile bound = fileOf(bindParameters(before, values));
    CompileResult early = compiled(bound, c.device, c.options);
    RC_ASSERT(early.verified.equivalent);
    RC_ASSERT(firstIllegalGate(early.circuit.view, natives).value_or("") == "");
    CircuitFile late = valueOf(readCircuitText(
        valueOf(emitCircuit(made.circuit, EmitFormat::QASM3, values)),
        "late.qasm3"));
    RC_ASSERT(firstIllegalGate(late.view, natives).value_or("") == "");
    checkSame(bound, late);
    checkSame(late, early.circuit);
  });
  CHECK(holds);
}

TEST_CASE("RapidCheck: the same bytes at any number of threads") {
  setSeed();
  unsigned threads = threadCount();
  bool holds = rc::check("threads", [] {
    Case c = anyCase();
    setThreadCount(1);
    std::string one = textOf(compiled(c.input, c.device, c.options));
    for (unsigned count : {2u, 8u}) {
      setThreadCount(count);
      RC_ASSERT(textOf(compiled(c.input, c.device, c.options)) == one);
    }
  });
  CHECK(holds);
  setThreadCount(threads);
}
