//===- EntanglerDirections.cpp - Which way round a CX stands ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "EntanglerDirections.h"

#include "qopt/Synthesis/OneQubitWord.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <numbers>

using namespace qopt;

namespace {

constexpr size_t none = SIZE_MAX;
constexpr double pi = std::numbers::pi;

unsigned pulsesOf(OneQubitWord word) {
  word.normalize();
  unsigned pulses = 0;
  for (unsigned i = 0; i < word.numSX(); ++i, ++pulses) {
    const AffineAngle &between = word.z()[i + 1];
    if (i + 1 < word.numSX() && between.isConstant() &&
        std::abs(wrapAngle(between.constant)) < 1e-11)
      ++i;
  }
  return pulses;
}

/// The one-qubit gates of a qubit between two others, and which CX gates that
/// may be turned stand before and after them.
struct Stretch {
  std::vector<const Operation *> gates;
  size_t before = none, after = none;
  /// Pulses without and with a Hadamard in front (1) and behind (2).
  unsigned pulses[4] = {0, 0, 0, 0};
};

/// The stretches of a circuit and the CX gates between them.
class Turning {
public:
  Turning(llvm::ArrayRef<Operation> operations, unsigned numQubits,
          llvm::function_ref<bool(const Operation &)> canTurn)
      : operations(operations), current(numQubits, none) {
    for (size_t i = 0; i < operations.size(); ++i) {
      const Operation &op = operations[i];
      if (op.qubits.size() == 1 && isUnitaryGate(op.kind)) {
        stretches[at(op.qubits[0])].gates.push_back(&op);
        continue;
      }
      bool turns = op.kind == GateKind::CX && canTurn(op);
      size_t index = none;
      if (turns) {
        index = places.size();
        places.push_back(i);
        beside.push_back({});
      }
      for (unsigned q : op.qubits) {
        size_t left = at(q);
        stretches[left].after = index;
        current[q] = none;
        size_t right = at(q);
        stretches[right].before = index;
        if (turns)
          beside.back().append({left, right});
      }
    }
    turned.assign(places.size(), false);
  }

  void countEach() {
    for (Stretch &s : stretches)
      for (unsigned hadamards = 0; hadamards < 4; ++hadamards) {
        OneQubitWord word;
        if (hadamards & 1)
          word.append(Operation(GateKind::H, {0}));
        for (const Operation *gate : s.gates)
          word.append(*gate);
        if (hadamards & 2)
          word.append(Operation(GateKind::H, {0}));
        s.pulses[hadamards] = pulsesOf(std::move(word));
      }
  }

  size_t countAll() const {
    size_t sum = 0;
    for (const Stretch &s : stretches) {
      OneQubitWord word;
      for (const Operation *gate : s.gates)
        word.append(*gate);
      sum += pulsesOf(std::move(word));
    }
    return sum;
  }

  bool improve() {
    bool any = false, again = true;
    for (unsigned sweep = 0; again && sweep < 8; ++sweep) {
      again = false;
      for (size_t index = 0; index < places.size(); ++index) {
        again |= tryTurning({index});
        // Together with the next one on a qubit.
        for (size_t k : beside[index])
          if (size_t next = stretches[k].after; next != none && next != index)
            again |= tryTurning({index, next});
      }
      any |= again;
    }
    return any;
  }

  std::vector<Operation> write() const {
    std::vector<Operation> out;
    size_t next = 0;
    for (size_t i = 0; i < operations.size(); ++i) {
      Operation op = operations[i];
      bool turn = next < places.size() && places[next] == i && turned[next];
      if (next < places.size() && places[next] == i)
        ++next;
      if (!turn) {
        out.push_back(std::move(op));
        continue;
      }
      unsigned a = op.qubits[0], b = op.qubits[1];
      for (unsigned q : {a, b})
        out.push_back(Operation(GateKind::H, {q}));
      out.push_back(Operation(GateKind::CX, {b, a}));
      for (unsigned q : {a, b})
        out.push_back(Operation(GateKind::H, {q}));
    }
    return out;
  }

private:
  size_t at(unsigned q) {
    if (current[q] == none) {
      current[q] = stretches.size();
      stretches.emplace_back();
    }
    return current[q];
  }

  /// Turns these CX gates if that saves pulses.
  bool tryTurning(llvm::ArrayRef<size_t> list) {
    llvm::SmallVector<size_t, 8> around;
    for (size_t index : list)
      for (size_t k : beside[index])
        if (!llvm::is_contained(around, k))
          around.push_back(k);
    int before = pulsesOfStretches(around);
    for (size_t index : list)
      turned[index] = !turned[index];
    if (pulsesOfStretches(around) < before)
      return true;
    for (size_t index : list)
      turned[index] = !turned[index];
    return false;
  }

  int pulsesOfStretches(llvm::ArrayRef<size_t> list) const {
    auto isTurned = [&](size_t of) { return of != none && turned[of]; };
    int sum = 0;
    for (size_t k : list) {
      const Stretch &s = stretches[k];
      sum += s.pulses[isTurned(s.before) + 2 * isTurned(s.after)];
    }
    return sum;
  }

  llvm::ArrayRef<Operation> operations;
  std::vector<Stretch> stretches;
  std::vector<size_t> current;
  /// Of each CX that may be turned: its place, the stretches around it, and
  /// whether it is.
  std::vector<size_t> places;
  std::vector<llvm::SmallVector<size_t, 4>> beside;
  std::vector<bool> turned;
};

} // namespace

namespace {

/// Rotations about X that change sides of the CX or ECR whose target they are
/// on.
class TargetPassing {
public:
  TargetPassing(llvm::ArrayRef<Operation> operations, unsigned numQubits)
      : operations(operations) {
    std::vector<size_t> current(numQubits, none);
    auto at = [&](unsigned q) {
      if (current[q] == none) {
        current[q] = words.size();
        words.emplace_back();
      }
      return current[q];
    };
    for (size_t i = 0; i < operations.size(); ++i) {
      const Operation &op = operations[i];
      if (op.qubits.size() == 1 && isUnitaryGate(op.kind)) {
        words[at(op.qubits[0])].append(op);
        continue;
      }
      for (auto [k, q] : llvm::enumerate(op.qubits)) {
        size_t left = at(q);
        current[q] = none;
        if ((op.kind == GateKind::CX || op.kind == GateKind::ECR) && k == 1)
          targets.push_back({i, left, at(q)});
      }
    }
    for (OneQubitWord &word : words) {
      word.normalize();
      pulses.push_back(pulsesOf(word));
    }
    moved.assign(targets.size(), 0);
  }

  bool improve() {
    bool any = false, again = true;
    for (unsigned sweep = 0; again && sweep < 8; ++sweep) {
      again = false;
      for (size_t i = 0; i < targets.size(); ++i)
        again |= tryMoving(i);
      any |= again;
    }
    return any;
  }

  std::vector<Operation> write() const {
    std::vector<Operation> out;
    size_t next = 0;
    for (size_t i = 0; i < operations.size(); ++i) {
      double angle = 0;
      if (next < targets.size() && targets[next].place == i)
        angle = moved[next++];
      const Operation &op = operations[i];
      if (angle != 0)
        out.push_back(rotation(angle, op.qubits[1]));
      out.push_back(op);
      if (angle != 0)
        out.push_back(rotation(-angle, op.qubits[1]));
    }
    return out;
  }

private:
  struct Target {
    size_t place, before, after;
  };

  static Operation rotation(double angle, unsigned qubit) {
    return Operation(GateKind::RX, {qubit}, {constantAngle(angle)});
  }

  /// Puts a quarter or half turn behind the word before and its inverse in
  /// front of the word after.
  bool tryMoving(size_t index) {
    const Target &target = targets[index];
    for (double angle : {pi / 2, -pi / 2, pi}) {
      OneQubitWord before = words[target.before], after;
      before.append(rotation(angle, 0));
      after.append(rotation(-angle, 0));
      const OneQubitWord &old = words[target.after];
      after.appendZ(old.z()[0]);
      for (const AffineAngle &z : old.z().drop_front()) {
        after.appendSX();
        after.appendZ(z);
      }
      before.normalize();
      after.normalize();
      unsigned left = pulsesOf(before), right = pulsesOf(after);
      if (left + right >= pulses[target.before] + pulses[target.after])
        continue;
      words[target.before] = std::move(before);
      words[target.after] = std::move(after);
      pulses[target.before] = left;
      pulses[target.after] = right;
      moved[index] = wrapAngle(moved[index] + angle);
      return true;
    }
    return false;
  }

  llvm::ArrayRef<Operation> operations;
  std::vector<OneQubitWord> words;
  std::vector<unsigned> pulses;
  /// Such gates, the words on their targets, and what was moved across.
  std::vector<Target> targets;
  std::vector<double> moved;
};

} // namespace

size_t qopt::countPulses(llvm::ArrayRef<Operation> operations,
                         unsigned numQubits) {
  return Turning(operations, numQubits, [](const Operation &) { return false; })
      .countAll();
}

bool qopt::turnEntanglers(std::vector<Operation> &operations,
                          unsigned numQubits,
                          llvm::function_ref<bool(const Operation &)> canTurn) {
  Turning turning(operations, numQubits, canTurn);
  turning.countEach();
  if (!turning.improve())
    return false;
  operations = turning.write();
  return true;
}

bool qopt::moveThroughTargets(std::vector<Operation> &operations,
                              unsigned numQubits) {
  TargetPassing passing(operations, numQubits);
  if (!passing.improve())
    return false;
  operations = passing.write();
  return true;
}
