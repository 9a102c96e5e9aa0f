//===- BoundBlocks.cpp - Constant runs on one pair of qubits ----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "qopt/Synthesis/BoundBlocks.h"

#include "EntanglerRules.h"
#include "OneQubitEmitter.h"
#include "qopt/Synthesis/DenseUnitary.h"
#include "qopt/Synthesis/Kak.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>
#include <numbers>

using namespace qopt;

static constexpr double pi = std::numbers::pi;

Entangler qopt::entanglerOn(const NativeSet &natives, unsigned a, unsigned b) {
  return EntanglerRules(natives.entanglers(a, b), a, b).entangler();
}

bool qopt::canEntangle(const NativeSet &natives, unsigned a, unsigned b) {
  return EntanglerRules(natives.entanglers(a, b), a, b).canEntangle();
}

/// Exact where rounding has left a multiple of π/4.
static double snapped(double angle) {
  double nearest = std::round(angle / (pi / 4)) * (pi / 4);
  return std::abs(angle - nearest) < 1e-10 ? nearest : angle;
}

static void appendLocal(const Matrix2 &matrix, unsigned qubit,
                        std::vector<Operation> &out) {
  if (std::abs(matrix[1]) < 1e-12 && std::abs(matrix[2]) < 1e-12) {
    double angle = wrapAngle(std::arg(matrix[3]) - std::arg(matrix[0]));
    if (std::abs(angle) > 1e-12)
      out.emplace_back(GateKind::RZ, llvm::ArrayRef(qubit),
                       llvm::ArrayRef(constantAngle(angle)));
    return;
  }
  EulerAngles e = eulerAngles(matrix);
  llvm::SmallVector<AffineAngle, 3> angles{constantAngle(snapped(e.theta)),
                                           constantAngle(snapped(e.phi)),
                                           constantAngle(snapped(e.lambda))};
  out.emplace_back(GateKind::U, llvm::ArrayRef(qubit), angles);
}

std::vector<Complex> qopt::blockMatrix(llvm::ArrayRef<Operation> gates) {
  std::vector<Complex> matrix(16);
  for (unsigned c = 0; c < 4; ++c) {
    DenseState state(4, 0);
    state[c] = 1;
    for (const Operation &op : gates)
      applyMatrix(operationMatrix(op), op.qubits, state);
    for (unsigned r = 0; r < 4; ++r)
      matrix[r * 4 + c] = state[r];
  }
  return matrix;
}

std::optional<BoundBlock> qopt::asBoundBlock(llvm::ArrayRef<Complex> matrix) {
  std::optional<KakDecomposition> kak = kakDecompose(matrix);
  if (!kak)
    return std::nullopt;
  BoundBlock result;
  for (unsigned q : {0u, 1u}) {
    appendLocal(kak->before[q], q, result.before);
    appendLocal(kak->after[q], q, result.after);
  }
  result.block.xx = constantAngle(snapped(-2 * kak->x));
  result.block.yy = constantAngle(snapped(-2 * kak->y));
  result.block.zz = constantAngle(snapped(-2 * kak->z));
  result.block.separate = result.block.together();
  return result;
}

namespace {

bool isConstantGate(const Operation &op) {
  return isUnitaryGate(op.kind) && op.kind != GateKind::GPhase &&
         llvm::all_of(op.angles,
                      [](const AffineAngle &a) { return a.isConstant(); });
}

/// Entanglers of a run gate by gate, neighbours that commute joined.
unsigned costOfRun(llvm::ArrayRef<Operation> run, Entangler entangler) {
  unsigned sum = 0;
  PairBlock open;
  auto close = [&] {
    sum += open.cost(entangler);
    open = PairBlock();
  };
  for (const Operation &op : run) {
    if (op.qubits.size() == 1) {
      close();
      continue;
    }
    if (std::optional<PairBlock> block = asPairBlock(op)) {
      open.xx = open.xx + block->xx;
      open.yy = open.yy + block->yy;
      open.zz = open.zz + block->zz;
      continue;
    }
    close();
    if (std::optional<BoundBlock> block = asBoundBlock(operationMatrix(op)))
      sum += block->block.cost(entangler);
  }
  close();
  return sum;
}

/// The run anew if that takes fewer entanglers, on qubits 0 and 1.
std::optional<BoundBlock> improveRun(llvm::ArrayRef<Operation> run,
                                     Entangler entangler) {
  bool matrices = llvm::any_of(run, [](const Operation &op) {
    return op.kind == GateKind::Unitary && op.qubits.size() == 2;
  });
  unsigned before = costOfRun(run, entangler);
  if (!matrices && before < 1)
    return std::nullopt;
  std::optional<BoundBlock> made = asBoundBlock(blockMatrix(run));
  if (!made || (!matrices && made->block.cost(entangler) >= before))
    return std::nullopt;
  return made;
}

using RunWriter = llvm::function_ref<void(
    const BoundBlock &, unsigned a, unsigned b, std::vector<Operation> &)>;

/// Runs of constant gates on one pair, each written by `write` where it gets
/// cheaper.
std::vector<Operation> rewriteRuns(llvm::ArrayRef<Operation> operations,
                                   unsigned numQubits, EntanglerOf entanglerOf,
                                   RunWriter write) {
  constexpr size_t none = SIZE_MAX;
  struct Run {
    unsigned a, b;
    std::vector<size_t> members;
    unsigned entanglers = 0;
    bool hasMatrix = false;
  };
  std::vector<Run> runs;
  std::vector<size_t> open(numQubits, none), runOf(operations.size(), none);
  for (auto [i, op] : llvm::enumerate(operations)) {
    bool constant = isConstantGate(op);
    size_t current = op.qubits.empty() ? none : open[op.qubits[0]];
    bool joins =
        constant && current != none &&
        llvm::all_of(op.qubits, [&](unsigned q) { return open[q] == current; });
    if (op.qubits.size() == 1 && constant && !joins)
      continue;
    if (!joins) {
      for (unsigned q : op.qubits) {
        // The other qubit of that run stays open for nothing else.
        if (size_t run = open[q]; run != none)
          open[runs[run].a] = open[runs[run].b] = none;
      }
      if (!constant || op.qubits.size() != 2)
        continue;
      current = open[op.qubits[0]] = open[op.qubits[1]] = runs.size();
      runs.push_back({op.qubits[0], op.qubits[1], {}});
    }
    Run &run = runs[current];
    runOf[i] = current;
    run.members.push_back(i);
    run.entanglers += op.qubits.size() == 2;
    run.hasMatrix |= op.kind == GateKind::Unitary && op.qubits.size() == 2;
  }

  std::vector<Operation> out;
  for (auto [i, op] : llvm::enumerate(operations)) {
    if (runOf[i] == none ||
        (runs[runOf[i]].entanglers < 2 && !runs[runOf[i]].hasMatrix)) {
      out.push_back(op);
      continue;
    }
    const Run &run = runs[runOf[i]];
    // Nothing comes between the members on their qubits.
    if (run.members.front() != i)
      continue;
    std::vector<Operation> gates;
    for (size_t member : run.members) {
      gates.push_back(operations[member]);
      for (unsigned &q : gates.back().qubits)
        q = q == run.a ? 0 : 1;
    }
    if (auto made = improveRun(gates, entanglerOf(run.a, run.b))) {
      write(*made, run.a, run.b, out);
      continue;
    }
    for (size_t member : run.members)
      out.push_back(operations[member]);
  }
  return out;
}

void appendPlaced(llvm::ArrayRef<Operation> gates, unsigned a, unsigned b,
                  std::vector<Operation> &out) {
  for (Operation op : gates) {
    for (unsigned &q : op.qubits)
      q = q == 0 ? a : b;
    out.push_back(std::move(op));
  }
}

/// RXX, RYY, RZZ of the block that are not the identity.
void appendRotations(const PairBlock &block, unsigned a, unsigned b,
                     std::vector<Operation> &out) {
  for (auto [kind, angle] : {std::pair(GateKind::RXX, &block.xx),
                             std::pair(GateKind::RYY, &block.yy),
                             std::pair(GateKind::RZZ, &block.zz)})
    if (std::abs(wrapAngle(angle->constant)) > 1e-11)
      out.emplace_back(kind, llvm::ArrayRef<unsigned>{a, b},
                       llvm::ArrayRef(*angle));
}

/// The block with one kind of gate only.
void appendWith(GateKind kind, const PairBlock &block, unsigned a, unsigned b,
                std::vector<Operation> &out) {
  NativeEntangler native;
  native.kind = kind;
  EntanglerRules rules({native}, a, b);
  std::vector<Operation> parts;
  appendPairBlock(block, rules.entangler(), a, b, parts);
  for (const Operation &part : parts) {
    if (part.qubits.size() == 1 || part.kind == kind) {
      out.push_back(part);
      continue;
    }
    Operation cz = part;
    bool controlled = part.kind == GateKind::CX;
    if (controlled) {
      cz = Operation(GateKind::CZ, part.qubits);
      out.emplace_back(GateKind::H, llvm::ArrayRef(part.qubits[1]));
    }
    rules.expand(cz, out);
    if (controlled)
      out.emplace_back(GateKind::H, llvm::ArrayRef(part.qubits[1]));
  }
}

/// Pulses a run takes: what is not a rotation about Z.
unsigned countPulses(llvm::ArrayRef<Operation> run) {
  return llvm::count_if(run, [](const Operation &op) {
    return op.kind >= GateKind::PauliRotation || !gateInfo(op.kind).diagonal;
  });
}

std::vector<Operation>
rewriteOneQubitRuns(llvm::ArrayRef<Operation> operations, unsigned numQubits,
                    llvm::ArrayRef<OneQubitNatives> natives, bool translate) {
  std::vector<std::vector<Operation>> runs(numQubits);
  std::vector<Operation> out;
  auto flush = [&](unsigned q) {
    std::vector<Operation> run = std::move(runs[q]);
    runs[q].clear();
    OneQubitWord word;
    bool known =
        llvm::all_of(run, [&](const Operation &op) { return word.append(op); });
    std::vector<Operation> made;
    const OneQubitNatives &native = natives[natives.size() == 1 ? 0 : q];
    known &= native.universal();
    if (known && !run.empty())
      emitWord(word, q, native, /*keepZ=*/false, made);
    auto length = [](llvm::ArrayRef<Operation> list) {
      return std::pair(countPulses(list), list.size());
    };
    bool better = known && (translate || length(made) < length(run));
    out.insert(out.end(), better ? made.begin() : run.begin(),
               better ? made.end() : run.end());
  };
  for (const Operation &op : operations) {
    if (op.qubits.size() == 1 && isUnitaryGate(op.kind)) {
      runs[op.qubits[0]].push_back(op);
      continue;
    }
    for (unsigned q : op.qubits)
      flush(q);
    out.push_back(op);
  }
  for (unsigned q = 0; q < numQubits; ++q)
    flush(q);
  return out;
}

} // namespace

std::vector<Operation>
qopt::resynthesizeBoundBlocks(llvm::ArrayRef<Operation> operations,
                              unsigned numQubits, EntanglerOf entanglerOf) {
  auto write = [](const BoundBlock &made, unsigned a, unsigned b,
                  std::vector<Operation> &out) {
    appendPlaced(made.before, a, b, out);
    appendRotations(made.block, a, b, out);
    appendPlaced(made.after, a, b, out);
  };
  return rewriteRuns(operations, numQubits, entanglerOf, write);
}

std::vector<Operation> qopt::resynthesize(llvm::ArrayRef<Operation> operations,
                                          unsigned numQubits,
                                          const ResynthesisOptions &options,
                                          EntanglerOf entanglerOf) {
  std::vector<Operation> made(operations.begin(), operations.end());
  if (options.blocks) {
    auto cheapest = [&](unsigned a, unsigned b) {
      if (!options.entangler)
        return entanglerOf(a, b);
      NativeEntangler native;
      native.kind = *options.entangler;
      return EntanglerRules({native}, a, b).entangler();
    };
    auto write = [&](const BoundBlock &block, unsigned a, unsigned b,
                     std::vector<Operation> &out) {
      appendPlaced(block.before, a, b, out);
      if (options.entangler)
        appendWith(*options.entangler, block.block, a, b, out);
      else
        appendRotations(block.block, a, b, out);
      appendPlaced(block.after, a, b, out);
    };
    made = rewriteRuns(made, numQubits, cheapest, write);
  }
  if (!options.natives.empty())
    made = rewriteOneQubitRuns(made, numQubits, options.natives,
                               options.translate);
  return made;
}
