//===- NativeLowering.cpp - From any gate to a device's gates ---*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/NativeLowering.h"

#include "EntanglerDirections.h"
#include "EntanglerRules.h"
#include "OneQubitEmitter.h"
#include "qopt/Support/Error.h"
#include "qopt/Synthesis/BoundBlocks.h"
#include "qopt/Synthesis/Decompose.h"
#include "qopt/Synthesis/PairBlocks.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <map>

using namespace qopt;

namespace {

class Lowering {
public:
  Lowering(const CircuitView &circuit, const NativeSet &natives,
           const NativeLoweringOptions &options)
      : circuit(circuit), natives(natives), options(options),
        words(circuit.numQubits()) {
    for (unsigned q = 0; q < circuit.numQubits(); ++q) {
      ids.push_back(circuit.sites().empty() ? q : circuit.sites()[q]);
      oneQubit.push_back(natives.oneQubit(ids[q]));
    }
  }

  llvm::Expected<CircuitView> run() {
    std::vector<Operation> operations = unpackOperations(circuit);
    if (options.joinBlocks) {
      auto entanglerOf = [&](unsigned a, unsigned b) {
        return rulesFor(a, b).entangler();
      };
      operations =
          resynthesizeBoundBlocks(operations, circuit.numQubits(), entanglerOf);
      operations = joinPairBlocks(operations, circuit.numQubits(), entanglerOf);
    }
    for (const Operation &op : operations)
      if (llvm::Error error = lower(op))
        return error;
    for (unsigned q = 0; q < words.size(); ++q)
      if (llvm::Error error = flush(q, false))
        return error;
    std::vector<Operation> turned = out;
    if (options.turnEntanglers && savePulses(turned)) {
      NativeLoweringOptions again = options;
      again.joinBlocks = again.turnEntanglers = false;
      CircuitView view = withOperations(circuit, turned);
      Lowering second(view, natives, again);
      llvm::Expected<CircuitView> result = second.run();
      if (!result)
        return result;
      if (countPulses(second.out, words.size()) <
          countPulses(out, words.size()))
        return result;
    }
    return withOperations(circuit, out);
  }

private:
  bool savePulses(std::vector<Operation> &operations) const {
    bool any = turnEntanglers(operations, words.size(),
                              [&](const Operation &op) { return canTurn(op); });
    any |= moveThroughTargets(operations, words.size());
    return any;
  }

  /// The device has this CX in both directions at about the same error.
  bool canTurn(const Operation &op) const {
    Operation turned = op;
    std::swap(turned.qubits[0], turned.qubits[1]);
    std::optional<std::string> name = natives.nativeName(op);
    if (!name || whyNot(op) || whyNot(turned))
      return false;
    auto errorOf = [&](const Operation &gate) {
      auto known = natives.device().calibration(
          *name, {ids[gate.qubits[0]], ids[gate.qubits[1]]});
      return known && known->error ? *known->error : 0;
    };
    return std::abs(errorOf(op) - errorOf(turned)) < 1e-6;
  }

  llvm::Error flush(unsigned q, bool keepZ) {
    OneQubitWord &word = words[q];
    word.normalize();
    if (word.isIdentity()) {
      word = OneQubitWord();
      return llvm::Error::success();
    }
    if (keepZ && word.numSX() == 0)
      return llvm::Error::success();
    if (!oneQubit[q].universal())
      return inputError("qubit " + llvm::Twine(ids[q]) + " of device '" +
                        natives.device().name() +
                        "' has no set of one-qubit gates that makes every "
                        "rotation");
    emitWord(word, q, oneQubit[q], keepZ, out);
    return llvm::Error::success();
  }

  /// Writes a gate of the device; Z rotations it lets pass stay behind.
  llvm::Error native(const Operation &op) {
    for (auto [i, q] : llvm::enumerate(op.qubits))
      if (llvm::Error error = flush(q, passesZ(op, i)))
        return error;
    out.push_back(op);
    if (handsOverZ(op.kind))
      std::swap(words[op.qubits[0]], words[op.qubits[1]]);
    return llvm::Error::success();
  }

  llvm::Error lower(const Operation &op) {
    switch (op.kind) {
    case GateKind::GPhase:
      return llvm::Error::success();
    case GateKind::Measure:
    case GateKind::Reset: {
      unsigned q = op.qubits[0];
      if (options.dropBeforeMeasure) {
        words[q].normalize();
        words[q].takeTrailingZ();
        // What follows the last pulse is free as well where pulses carry
        // frames.
        if (llvm::Error error = flush(q, true))
          return error;
        words[q] = OneQubitWord();
      } else if (llvm::Error error = flush(q, false)) {
        return error;
      }
      out.push_back(op);
      return llvm::Error::success();
    }
    case GateKind::Barrier:
    case GateKind::Channel:
      for (unsigned q : op.qubits)
        if (llvm::Error error = flush(q, false))
          return error;
      out.push_back(op);
      return llvm::Error::success();
    default:
      break;
    }
    if (op.qubits.size() == 1) {
      words[op.qubits[0]].append(op);
      return llvm::Error::success();
    }
    if (op.qubits.size() == 2)
      return lowerTwo(op);
    if (!whyNot(op))
      return native(op);
    std::vector<Operation> parts;
    if (llvm::Error error = decompose(op, DecomposeLevel::TwoQubit, parts))
      return error;
    for (const Operation &part : parts)
      if (llvm::Error error = lower(part))
        return error;
    return llvm::Error::success();
  }

  std::optional<std::string> whyNot(const Operation &op) const {
    llvm::SmallVector<unsigned, 2> places;
    for (unsigned q : op.qubits)
      places.push_back(ids[q]);
    return natives.whyNotNative(op, places);
  }

  llvm::Error lowerTwo(const Operation &op) {
    if (!whyNot(op) && !isTrivial(op))
      return native(op);
    std::vector<Operation> parts;
    if (llvm::Error error = decompose(op, DecomposeLevel::Base, parts))
      return error;
    for (const Operation &part : parts) {
      if (part.qubits.size() == 1) {
        words[part.qubits[0]].append(part);
        continue;
      }
      const EntanglerRules &rules = rulesFor(part.qubits[0], part.qubits[1]);
      if (!rules.canEntangle())
        return inputError("device '" + natives.device().name() +
                          "' has no two-qubit gate between qubits " +
                          llvm::Twine(ids[part.qubits[0]]) + " and " +
                          llvm::Twine(ids[part.qubits[1]]) +
                          " that qopt can use");
      std::vector<Operation> written;
      rules.expand(part, written);
      for (const Operation &step : written) {
        if (step.qubits.size() == 1)
          words[step.qubits[0]].append(step);
        else if (llvm::Error error = native(step))
          return error;
      }
    }
    return llvm::Error::success();
  }

  const EntanglerRules &rulesFor(unsigned a, unsigned b) {
    auto key = std::minmax(a, b);
    auto found = rules.find(key);
    if (found == rules.end())
      found =
          rules
              .emplace(key, EntanglerRules(natives.entanglers(ids[key.first],
                                                              ids[key.second]),
                                           key.first, key.second))
              .first;
    return found->second;
  }

  const CircuitView &circuit;
  const NativeSet &natives;
  NativeLoweringOptions options;
  std::vector<unsigned> ids;
  std::vector<OneQubitNatives> oneQubit;
  std::vector<OneQubitWord> words;
  std::map<std::pair<unsigned, unsigned>, EntanglerRules> rules;
  std::vector<Operation> out;
};

} // namespace

llvm::Expected<CircuitView>
qopt::lowerToNative(const CircuitView &circuit, const NativeSet &natives,
                    const NativeLoweringOptions &options) {
  return Lowering(circuit, natives, options).run();
}

static llvm::SmallVector<unsigned, 2> placesOf(const CircuitView &circuit,
                                               const Gate &gate) {
  llvm::SmallVector<unsigned, 2> places;
  for (unsigned q : circuit.qubitsOf(gate))
    places.push_back(circuit.sites().empty() ? q : circuit.sites()[q]);
  return places;
}

std::optional<std::string> qopt::firstIllegalGate(const CircuitView &circuit,
                                                  const NativeSet &natives) {
  for (const Gate &gate : circuit.gates())
    if (auto why = natives.whyNotNative(unpackOperation(circuit, gate),
                                        placesOf(circuit, gate)))
      return why;
  return std::nullopt;
}

llvm::Expected<CircuitView> qopt::fixDirections(const CircuitView &circuit,
                                                const NativeSet &natives) {
  std::vector<Operation> out;
  for (const Gate &gate : circuit.gates()) {
    Operation op = unpackOperation(circuit, gate);
    llvm::SmallVector<unsigned, 2> places = placesOf(circuit, gate);
    if (op.qubits.size() != 2 || !isUnitaryGate(op.kind) ||
        !natives.whyNotNative(op, places)) {
      out.push_back(std::move(op));
      continue;
    }
    std::vector<Operation> turned;
    if (!exchangeOperands(op, turned)) {
      out.push_back(std::move(op));
      continue;
    }
    std::swap(places[0], places[1]);
    bool legal = llvm::all_of(turned, [&](const Operation &step) {
      return step.qubits.size() == 1 || !natives.whyNotNative(step, places);
    });
    if (legal)
      llvm::append_range(out, turned);
    else
      out.push_back(std::move(op));
  }
  return withOperations(circuit, out);
}
