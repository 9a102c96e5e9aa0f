//===- StateMoments.cpp - Second moments of a circuit's states ------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "StateMoments.h"
#include "CircuitParts.h"
#include "InputFrame.h"
#include "SymplecticBits.h"

#include <bit>

using namespace qopt;

/// Rotation: strings with an odd overlap hop by one mask.
static void mix(const PlainStep &step, unsigned n, std::vector<double> &v) {
  size_t hop = 0, anti = 0;
  for (size_t j = 0; j < step.qubits.size(); ++j) {
    unsigned q = step.qubits[j], letter = unsigned(step.letters[j]);
    if (letter & 1) {
      hop |= size_t(1) << q;
      anti |= size_t(1) << (n + q);
    }
    if (letter & 2) {
      hop |= size_t(1) << (n + q);
      anti |= size_t(1) << q;
    }
  }
  double stay = 1 - step.hop;
  size_t top = std::bit_floor(hop);
  for (size_t i = 0; i < v.size(); ++i) {
    if ((i & top) || !(std::popcount(i & anti) & 1))
      continue;
    double a = v[i], b = v[i ^ hop];
    v[i] = stay * a + step.hop * b;
    v[i ^ hop] = stay * b + step.hop * a;
  }
}

StateMoments::StateMoments(const PlainWalk &walk) : n(walk.numQubits) {
  v.assign(size_t(1) << (2 * n), 0.0);
  for (size_t z = 0; z < size_t(1) << n; ++z)
    v[z << n] = 1;
  std::vector<double> next;
  for (const PlainStep &step : walk.steps) {
    if (step.isRotation) {
      mix(step, n, v);
      continue;
    }
    // ⟨Q⟩ after the gate is ⟨U†QU⟩ before it.
    next.resize(v.size());
    size_t count = step.qubits.size();
    size_t bit[8], mask = 0;
    for (size_t j = 0; j < count; ++j) {
      bit[2 * j] = size_t(1) << step.qubits[j];
      bit[2 * j + 1] = size_t(1) << (n + step.qubits[j]);
      mask |= bit[2 * j] | bit[2 * j + 1];
    }
    std::vector<size_t> image(size_t(1) << (2 * count), 0);
    for (unsigned local = 0; local < image.size(); ++local)
      for (size_t out = 0; out < 2 * count; ++out)
        if (std::popcount(unsigned(step.linear[out]) & local) & 1)
          image[local] |= bit[out];
    for (size_t i = 0; i < v.size(); ++i) {
      unsigned local = 0;
      for (size_t b = 0; b < 2 * count; ++b)
        local |= unsigned((i & bit[b]) != 0) << b;
      next[i] = v[(i & ~mask) | image[local]];
    }
    v.swap(next);
  }
}

double StateMoments::sumOfSquares() const {
  double sum = 0;
  for (double value : v)
    sum += value * value;
  return sum;
}

double StateMoments::singleQubit(unsigned qubit) const {
  size_t x = size_t(1) << qubit, z = size_t(1) << (n + qubit);
  return v[x] + v[z] + v[x | z];
}

unsigned qopt::stabilizerDimension(const MomentProgram &program) {
  InputFrame frame(program.numQubits);
  unsigned rank = 0;
  size_t words = (program.numQubits + 63) / 64;
  QuadraticBasis basis(2 * words);
  for (const ProgramOp &op : program.ops) {
    if (op.kind == ProgramOp::Kind::Clifford) {
      frame.step(op);
      continue;
    }
    if (!op.angle.isConstant()) {
      PauliString string = frame.image(op).string;
      Bits bits(2 * words, 0);
      std::copy(string.x().begin(), string.x().end(), bits.begin());
      bool remainder;
      rank += basis.insert({std::move(bits), false}, remainder);
    }
    unsigned quarter = 0;
    if (isCliffordAngle(op.angle.constant, quarter))
      frame.turn(op, quarter);
  }
  return program.numQubits - rank;
}

std::optional<OverlapMoments> qopt::overlapMoments(const CircuitView &circuit,
                                                   const Initialisation &init) {
  OverlapMoments moments;
  for (const CircuitPart &part : connectedParts(circuit, allGates(circuit))) {
    unsigned n = part.circuit.numQubits();
    if (n > 10)
      return std::nullopt;
    llvm::Expected<MomentProgram> program =
        lowerProgram(withoutNoise(part.circuit), PauliSum(n, {}), init);
    if (!program) {
      llvm::consumeError(program.takeError());
      return std::nullopt;
    }
    summarizeProgram(*program);
    if (!PlainWalk::whyNot(*program).empty())
      return std::nullopt;
    PlainWalk walk(*program);
    if (!walk.allUniform || !StateMoments::fits(walk))
      return std::nullopt;
    double kept = std::ldexp(1, stabilizerDimension(*program));
    moments.first *= std::ldexp(kept, -int(n));
    moments.second *=
        std::ldexp(kept * StateMoments(walk).sumOfSquares(), -2 * int(n));
  }
  return moments;
}
