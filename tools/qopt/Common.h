//===- Common.h - What the commands of qopt share ---------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_TOOLS_QOPT_COMMON_H
#define QOPT_TOOLS_QOPT_COMMON_H

#include "qopt/Device/Device.h"
#include "qopt/Driver/CircuitFile.h"
#include "qopt/Support/Error.h"
#include "qopt/Support/Json.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace qopt::tool {

/// Options that every command has.
struct CommonOptions {
  std::string output;
  std::string json;
  std::string report;
  uint64_t seed = 1;
  std::string isa = "native";
  unsigned threads = 0;
  bool quiet = false;
  std::string progress = "auto";
  std::vector<std::string> devicePath;

  bool jsonOnStdout() const { return json == "-"; }
};

/// What a command does once its options are read: the exit code, or an error
/// that main() prints.
using CommandBody = std::function<llvm::Expected<ExitCode>()>;

/// Adds the command `name` to `app` with the common options, and `body` to be
/// run if it is chosen. `example` is one runnable line, shown at the end of
/// `--help`. `common` must live as long as the command.
CLI::App *addCommand(CLI::App &app, const std::string &name,
                     const std::string &description, const std::string &example,
                     CommonOptions &common, CommandBody body);

/// A circuit argument `IN` with `--from`, `--trust-bytecode`,
/// `--data-parameters`.
struct CircuitArgument {
  std::string path;
  std::string from;
  bool trustBytecode = false;
  std::string dataParameters;
};
void addCircuitArgument(CLI::App &command, CircuitArgument &argument);
llvm::Expected<CircuitFile> readCircuit(const CircuitArgument &argument);

/// The device `--device` names, looked for in `--device-path` too. Prints the
/// banner of synthetic devices unless quiet.
llvm::Expected<Device> openDevice(const std::string &name,
                                  const CommonOptions &common);

/// `--observable`: text, shorthand, or @FILE.json, over `qubits` qubits.
llvm::Expected<PauliSum> readObservable(const std::string &text,
                                        unsigned qubits);

/// Values of all named parameters from `--bind` (one row a binding).
llvm::Expected<std::vector<std::vector<double>>>
readBindings(const std::string &path, const CircuitView &circuit);

/// `{"theta": […], "a": 0.1}` from a value for each named parameter.
Json byGroup(const CircuitView &circuit, llvm::ArrayRef<double> values);

/// `{"schema": "qopt.<command>/1", "version", "seed", "inputs"}`; `inputs`
/// are the paths read, hashed here ("-" is left out).
llvm::Expected<Json> beginDocument(const std::string &command,
                                   const CommonOptions &common,
                                   const std::vector<std::string> &inputs);

/// Writes the document where `--json` says (nothing if it was not given).
llvm::Error writeDocument(const Json &document, const CommonOptions &common);

/// Writes the artefact to `-o`, or to stdout unless the document is there.
llvm::Error writeArtefact(llvm::StringRef text, const CommonOptions &common);

/// Prints human-readable text to stdout, unless the document is there or the
/// artefact was (then to stderr), or --quiet.
void printSummary(llvm::StringRef text, const CommonOptions &common,
                  bool artefactOnStdout = false);

} // namespace qopt::tool

#endif // QOPT_TOOLS_QOPT_COMMON_H
