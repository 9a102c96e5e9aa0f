//===- Inputs.cpp - Circuits, devices, observables, bindings --------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "Common.h"

#include "qopt/Data/HamiltonianFile.h"
#include "qopt/Data/Numpy.h"
#include "qopt/Support/Files.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>

#include <nlohmann/json.hpp>

using namespace qopt;
using namespace qopt::tool;

void tool::addCircuitArgument(CLI::App &command, CircuitArgument &argument) {
  command
      .add_option("IN", argument.path,
                  "The circuit: OpenQASM 2 or 3, or MLIR; - is stdin")
      ->required();
  command
      .add_option("--from", argument.from,
                  "Format of IN where its name and content do not tell")
      ->check(CLI::IsMember({"qasm", "mlir"}));
  command.add_flag("--trust-bytecode", argument.trustBytecode,
                   "Accept MLIR bytecode (only from sources you trust)");
  command.add_option("--data-parameters", argument.dataParameters,
                     "Parameters with the role `data`, separated by commas");
}

llvm::Expected<CircuitFile> tool::readCircuit(const CircuitArgument &argument) {
  CircuitReadOptions options;
  if (argument.from == "qasm")
    options.format = CircuitFormat::QASM;
  else if (argument.from == "mlir")
    options.format = CircuitFormat::MLIR;
  options.trustBytecode = argument.trustBytecode;
  llvm::SmallVector<llvm::StringRef> names;
  llvm::StringRef(argument.dataParameters).split(names, ',', -1, false);
  for (llvm::StringRef name : names)
    options.dataParameters.push_back(name.trim().str());
  return qopt::readCircuit(argument.path, options);
}

llvm::Expected<Device> tool::openDevice(const std::string &name,
                                        const CommonOptions &common) {
  llvm::Expected<Device> device = findDevice(name, common.devicePath);
  if (device && device->data().synthetic && !common.quiet)
    llvm::errs() << "note: device '" << device->name()
                 << "' is synthetic: its values were invented, not measured\n";
  return device;
}

llvm::Expected<PauliSum> tool::readObservable(const std::string &text,
                                              unsigned qubits) {
  if (!llvm::StringRef(text).starts_with("@"))
    return parsePauliSum(text, qubits);
  std::string path = text.substr(1);
  llvm::Expected<HamiltonianFile> file = readHamiltonianFile(path);
  if (!file)
    return file.takeError();
  if (file->sum.numQubits() > qubits)
    return inputError("the observable has " +
                          llvm::Twine(file->sum.numQubits()) +
                          " qubits, the circuit " + llvm::Twine(qubits),
                      {path, 0, 0});
  std::vector<unsigned> positions(file->sum.numQubits());
  for (unsigned q = 0; q < positions.size(); ++q)
    positions[q] = q;
  return file->sum.relabel(positions, qubits);
}

/// The parameters one name of a binding stands for: a whole array, a scalar, or
/// an element.
static llvm::SmallVector<unsigned> parametersNamed(const CircuitView &circuit,
                                                   llvm::StringRef name,
                                                   bool &isArray) {
  isArray = false;
  for (const ParameterGroup &group : circuit.groups())
    if (group.name == name) {
      isArray = group.isArray;
      llvm::SmallVector<unsigned> result(group.size);
      for (unsigned i = 0; i < group.size; ++i)
        result[i] = group.first + i;
      return result;
    }
  if (std::optional<unsigned> parameter = circuit.findParameter(name))
    return {*parameter};
  return {};
}

/// One binding object; values land in a row over all named parameters.
static std::vector<double> readBinding(const JsonCursor &cursor,
                                       const CircuitView &circuit) {
  std::vector<double> row(circuit.numParameters(), 0);
  std::vector<bool> bound(row.size(), false);
  if (!cursor.isObject()) {
    cursor.fail("expected an object of parameter values");
    return row;
  }
  for (const auto &[name, raw] : cursor.raw().members) {
    bool isArray;
    llvm::SmallVector<unsigned> parameters =
        parametersNamed(circuit, name, isArray);
    std::optional<JsonCursor> value = cursor.member(name);
    if (parameters.empty() || !value) {
      cursor.fail(parameters.empty()
                      ? "the circuit has no parameter '" + name + "'"
                      : "no value for '" + name + "'");
      continue;
    }
    if (!isArray) {
      row[parameters[0]] = value->number();
      bound[parameters[0]] = true;
      continue;
    }
    std::vector<JsonCursor> elements = value->array();
    if (!value->isArray())
      continue;
    if (elements.size() != parameters.size()) {
      value->fail("'" + name + "' has " + llvm::Twine(parameters.size()) +
                  " elements, not " + llvm::Twine(elements.size()));
      continue;
    }
    for (size_t i = 0; i < elements.size(); ++i) {
      row[parameters[i]] = elements[i].number();
      bound[parameters[i]] = true;
    }
  }
  for (unsigned p = 0; p < row.size(); ++p)
    if (!bound[p]) {
      cursor.fail("no value for parameter '" + circuit.parameterName(p) + "'");
      break;
    }
  return row;
}

Json tool::byGroup(const CircuitView &circuit, llvm::ArrayRef<double> values) {
  Json result = Json::object();
  for (const ParameterGroup &group : circuit.groups()) {
    if (!group.isArray) {
      result[group.name] = values[group.first];
      continue;
    }
    result[group.name] = Json::array();
    for (unsigned i = 0; i < group.size; ++i)
      result[group.name].push_back(values[group.first + i]);
  }
  return result;
}

llvm::Expected<std::vector<std::vector<double>>>
tool::readBindings(const std::string &path, const CircuitView &circuit) {
  if (llvm::StringRef(path).ends_with(".npy")) {
    llvm::Expected<NumpyArray> array = readNpy(path);
    if (!array)
      return array.takeError();
    size_t columns = circuit.numParameters();
    if (array->isComplex || array->shape.empty() || array->shape.size() > 2 ||
        array->shape.back() != columns || array->size() == 0)
      return inputError("expected real numbers of shape [bindings, " +
                            llvm::Twine(columns) + "]",
                        {path, 0, 0});
    std::vector<std::vector<double>> rows;
    for (size_t i = 0; i < array->size(); i += columns)
      rows.emplace_back(array->real.begin() + i,
                        array->real.begin() + i + columns);
    for (const std::vector<double> &row : rows)
      for (double value : row)
        if (!std::isfinite(value))
          return inputError("holds a value that is not finite", {path, 0, 0});
    return rows;
  }
  llvm::Expected<std::string> text = readInputFile(path);
  if (!text)
    return text.takeError();
  JsonLimits limits;
  limits.maxBytes = size_t(64) << 20;
  limits.maxValues = 4000000;
  llvm::Expected<JsonValue> value = parseJson(*text, path, limits);
  if (!value)
    return value.takeError();
  JsonErrors errors(path, *text);
  JsonCursor cursor(*value, errors);
  std::vector<std::vector<double>> rows;
  if (cursor.isArray())
    for (const JsonCursor &element : cursor.array())
      rows.push_back(readBinding(element, circuit));
  else
    rows.push_back(readBinding(cursor, circuit));
  if (rows.empty())
    cursor.fail("holds no binding");
  if (llvm::Error error = errors.take())
    return error;
  return rows;
}
