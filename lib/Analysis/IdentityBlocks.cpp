//===- IdentityBlocks.cpp - Moments under identity-block starts -----------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Every block V(φ)†V(θ) is the identity, so the cost is a constant, and the
// derivative by the angle of generator P in V is ⟨i[G, O]⟩/2 on the prefix
// state, G = P carried back through the gates of V before it. The derivative by
// its mirror in V† is the same up to the coefficient. So the generator, not the
// observable, is propagated: E[(∂C)²] = E[(Σ_a c_a ⟨iGQ_a⟩)²] over the Q_a that
// anticommute with G (Grant et al., arXiv:1903.05076, for the law).
//
//===----------------------------------------------------------------------===//

#include "BlockStructure.h"
#include "EngineResult.h"

#include "qopt/Support/Error.h"

#include <bit>
#include <map>

using namespace qopt;

namespace {
using Bits = std::pair<uint64_t, uint64_t>; // x and z words

/// ⟨Q⟩ on the state that the prefix makes of |0…0⟩.
class PrefixValues {
public:
  explicit PrefixValues(const MomentProgram &lowered, size_t numOps)
      : program(lowered) {
    program.ops.resize(numOps);
    program.symbols.clear();
  }
  double operator()(Bits string) {
    auto [place, isNew] = known.try_emplace(string, 0.0);
    if (!isNew)
      return place->second;
    MomentProgram one = program;
    ProgramTerm term;
    term.coefficient = 1;
    for (unsigned q = 0; q < one.numQubits; ++q) {
      unsigned letter =
          ((string.first >> q) & 1) | (((string.second >> q) & 1) << 1);
      if (letter)
        term.letters.push_back({q, static_cast<Pauli>(letter)});
    }
    if (term.letters.empty())
      return place->second = 1;
    one.terms = {std::move(term)};
    PropagationOptions options;
    options.gradients = false;
    llvm::Expected<PropagationResult> value = propagate(one, 1, options);
    if (value) {
      place->second = value->moment;
    } else {
      failure = llvm::joinErrors(std::move(failure), value.takeError());
    }
    return place->second;
  }
  llvm::Error failure = llvm::Error::success();

private:
  MomentProgram program;
  std::map<Bits, double> known;
};
} // namespace

static Bits bitsOf(const ProgramTerm &term) {
  Bits bits(0, 0);
  for (auto [q, letter] : term.letters) {
    bits.first |= uint64_t(unsigned(letter) & 1) << q;
    bits.second |= uint64_t(unsigned(letter) >> 1) << q;
  }
  return bits;
}

static bool anticommute(Bits a, Bits b) {
  return (std::popcount(a.first & b.second) +
          std::popcount(a.second & b.first)) %
         2;
}

/// i·a·b of strings that anticommute: its letters, and the sign in `sign`.
static Bits iProduct(Bits a, Bits b, double &sign) {
  Bits product(a.first ^ b.first, a.second ^ b.second);
  unsigned power = 1 + std::popcount(a.first & a.second) +
                   std::popcount(b.first & b.second) +
                   2 * std::popcount(a.second & b.first) +
                   3 * std::popcount(product.first & product.second);
  sign = power % 4 == 0 ? 1 : -1;
  return product;
}

namespace {
/// Second moment and mean of the derivative by one generator.
struct DerivativeMoments {
  double mean = 0, second = 0;
};

class BlockMoments {
public:
  BlockMoments(const MomentProgram &lowered, size_t prefixOps)
      : lowered(lowered), prefix(lowered, prefixOps) {
    for (const ProgramTerm &term : lowered.terms)
      observable.push_back({bitsOf(term), term.coefficient});
  }

  double mean() {
    double sum = lowered.constant;
    for (auto &[bits, coefficient] : observable)
      sum += coefficient * prefix(bits);
    return sum;
  }
  /// Of dC/dα for rotation `op`, an operation of a block that begins at
  /// operation `begin`.
  llvm::Expected<DerivativeMoments> derivative(size_t begin, size_t op);
  llvm::Error takeFailure() { return std::move(prefix.failure); }

private:
  const MomentProgram &lowered;
  PrefixValues prefix;
  std::vector<std::pair<Bits, double>> observable;
};
} // namespace

llvm::Expected<DerivativeMoments> BlockMoments::derivative(size_t begin,
                                                           size_t op) {
  MomentProgram program = lowered;
  ProgramTerm generator;
  generator.coefficient = 1;
  const ProgramOp &rotation = lowered.ops[op];
  for (size_t j = 0; j < rotation.qubits.size(); ++j)
    generator.letters.push_back({rotation.qubits[j], rotation.letters[j]});
  program.ops.assign(lowered.ops.begin() + begin, lowered.ops.begin() + op);
  program.terms = {std::move(generator)};
  program.constant = 0;
  simplifyProgram(program, false);

  PropagationOptions options;
  options.gradients = false;
  options.value = [&](uint64_t x, uint64_t z) {
    // Back to the circuit's qubits.
    Bits string(0, 0);
    for (unsigned q = 0; q < program.numQubits; ++q) {
      string.first |= ((x >> q) & 1) << program.circuitQubit[q];
      string.second |= ((z >> q) & 1) << program.circuitQubit[q];
    }
    double sum = 0;
    for (auto &[bits, coefficient] : observable) {
      if (!anticommute(string, bits))
        continue;
      double sign;
      Bits product = iProduct(string, bits, sign);
      sum += sign * coefficient * prefix(product);
    }
    return sum;
  };
  DerivativeMoments result;
  llvm::Expected<PropagationResult> first = propagate(program, 1, options);
  if (!first)
    return first.takeError();
  llvm::Expected<PropagationResult> second = propagate(program, 2, options);
  if (!second)
    return second.takeError();
  result.mean = first->moment;
  result.second = second->moment;
  return result;
}

/// First operation of the lowered program that comes from gate `gate` or later.
static size_t operationOf(const MomentProgram &program, size_t gate) {
  size_t op = 0;
  while (op < program.ops.size() && program.ops[op].source < gate)
    ++op;
  return op;
}

llvm::Expected<EngineResult>
qopt::identityBlockMoments(const NoisyCircuit &circuit,
                           const PauliSum &observable,
                           const TrainabilityOptions &options) {
  const CircuitView &view = circuit.circuit;
  llvm::Expected<BlockStructure> structure = findIdentityBlocks(view);
  if (!structure)
    return structure.takeError();
  if (options.engine == TrainabilityEngine::Sample)
    return sampleMoments(circuit, observable, options);
  if (options.engine != TrainabilityEngine::Auto &&
      options.engine != TrainabilityEngine::Pairs &&
      options.engine != TrainabilityEngine::Dictionary)
    return inputError("law 'identity-blocks' is treated by engines 'pairs' and "
                      "'sample' only");
  if (!circuit.isNoiseless()) {
    constexpr size_t Quick = 1'500'000, Most = 12'000'000;
    llvm::Expected<EngineResult> tied = tiedBlockMoments(
        circuit, observable, options, *structure, options.quick ? Quick : Most);
    if (tied || options.engine != TrainabilityEngine::Auto)
      return tied;
    std::string why = messageOf(tied.takeError());
    llvm::Expected<EngineResult> sampled =
        sampleMoments(circuit, observable, options);
    if (sampled)
      sampled->notes.push_back("with noise the blocks are shared angles; "
                               "engine 'pairs' handed over: " +
                               why);
    return sampled;
  }
  if (view.numQubits() > 64)
    return limitError("identity blocks are held up to 64 qubits");
  llvm::Expected<MomentProgram> lowered =
      lowerProgram(circuit, observable, options.init);
  if (!lowered)
    return lowered.takeError();

  BlockMoments moments(*lowered, operationOf(*lowered, structure->prefixEnd));
  EngineResult result;
  result.engine = "pairs";
  const char *method = "generators propagated through identity blocks";
  result.mean = Warranted::exact(moments.mean(), method);
  result.variance = Warranted::exact(0, method);
  result.attenuation = Warranted::exact(1, "no noise");
  result.gradients.assign(view.numParameters(), Warranted::exact(0, method));
  result.dead.assign(view.numParameters(), true);
  for (const IdentityBlock &block : structure->blocks) {
    size_t begin = operationOf(*lowered, block.begin);
    size_t middle = operationOf(*lowered, block.middle);
    for (size_t i = begin; i < middle; ++i) {
      const ProgramOp &op = lowered->ops[i];
      if (op.kind != ProgramOp::Kind::Rotation || op.angle.isConstant())
        continue;
      auto [parameter, coefficient] = op.angle.terms[0];
      llvm::Expected<DerivativeMoments> derivative =
          moments.derivative(begin, i);
      if (!derivative)
        return derivative.takeError();
      auto set = [&](unsigned p, double factor) {
        double variance =
            derivative->second - derivative->mean * derivative->mean;
        result.gradients[p] =
            Warranted::exact(std::max(0.0, factor * factor * variance), method);
        result.dead[p] = derivative->second == 0;
      };
      set(parameter, coefficient);
      for (const MirroredParameter &mirror : structure->mirrored)
        if (mirror.first == parameter)
          set(mirror.second, coefficient / mirror.factor);
    }
  }
  if (llvm::Error error = moments.takeFailure())
    return error;
  return result;
}
