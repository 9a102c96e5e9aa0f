//===- CircuitDocument.cpp - A circuit as JSON ----------------------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "CircuitDocument.h"
#include "qopt/Frontend/OpenQASM.h"
#include "qopt/Support/Json.h"

#include "llvm/ADT/STLExtras.h"

#include <nlohmann/json.hpp>

#include <map>

using namespace qopt;

static Json registersOf(llvm::ArrayRef<SourceRegister> registers) {
  Json list = Json::array();
  for (const SourceRegister &reg : registers)
    list.push_back({{"name", reg.name}, {"size", reg.size}});
  return list;
}

static Json complexList(llvm::ArrayRef<Complex> values) {
  Json list = Json::array();
  for (Complex value : values)
    list.push_back({value.real(), value.imag()});
  return list;
}

static const char *roleName(ParameterRole role) {
  return role == ParameterRole::Data       ? "data"
         : role == ParameterRole::Constant ? "constant"
                                           : "trainable";
}

llvm::Expected<std::string>
qopt::circuitDocument(const SourceCircuit &circuit) {
  const CircuitView &view = circuit.view;
  Json document;
  document["schema"] = "qopt.circuit/1";
  document["name"] = view.name;
  document["qubits"] = view.numQubits();
  if (!view.sites().empty())
    document["sites"] = view.sites().vec();
  if (!view.inputQubits().empty())
    document["input_qubits"] = view.inputQubits().vec();
  Json names = Json::array();
  for (unsigned i = 0; i < view.numParameters(); ++i)
    names.push_back({{"name", view.parameterName(i)},
                     {"role", roleName(view.parameterRole(i))}});
  document["parameters"] = std::move(names);
  document["qubit_registers"] = registersOf(circuit.qubitRegisters);
  document["bit_registers"] = registersOf(circuit.bitRegisters);
  if (circuit.layout)
    document["layout"] = {{"initial", circuit.layout->initial},
                          {"final", circuit.layout->final}};
  std::vector<std::string> texts = printAngles(view, view.angles());
  std::map<size_t, Json> annotations;
  for (const SourceText &text : circuit.texts)
    if (text.kind == SourceText::Kind::Annotation)
      annotations[text.gate].push_back(text.text);
  Json gates = Json::array();
  for (auto [number, gate] : llvm::enumerate(view.gates())) {
    Json entry;
    entry["name"] = view.nameOf(gate).str();
    entry["qubits"] = view.qubitsOf(gate).vec();
    Json angles = Json::array();
    for (auto [i, angle] : llvm::enumerate(view.anglesOf(gate))) {
      if (angle.isConstant())
        angles.push_back(angle.constant);
      else
        angles.push_back(texts[gate.firstAngle + i]);
    }
    if (!angles.empty())
      entry["angles"] = std::move(angles);
    if (gate.kind == GateKind::PauliRotation)
      entry["word"] = view.wordOf(gate).str();
    if (gate.kind == GateKind::Unitary)
      entry["matrix"] = complexList(view.matrixOf(gate));
    if (gate.kind == GateKind::Measure)
      entry["bit"] = {{"register", view.bitOf(gate).reg},
                      {"index", view.bitOf(gate).index}};
    if (gate.kind == GateKind::Channel) {
      const ChannelData &channel = view.channelOf(gate);
      for (const auto &[word, probability] : channel.pauli)
        entry["pauli"].push_back({word, probability});
      for (const std::vector<Complex> &kraus : channel.kraus)
        entry["kraus"].push_back(complexList(kraus));
      if (channel.relaxation)
        entry["relaxation"] = {channel.relaxation->first,
                               channel.relaxation->second};
    }
    if (auto found = annotations.find(number); found != annotations.end())
      entry["annotations"] = std::move(found->second);
    gates.push_back(std::move(entry));
  }
  document["gates"] = std::move(gates);
  Json observables = Json::array();
  for (const PauliSum &sum : view.observables())
    observables.push_back(sum.str());
  if (!observables.empty())
    document["observables"] = std::move(observables);
  return dumpJson(document);
}
