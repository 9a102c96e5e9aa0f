//===- PlainWalk.h - Walks of strings in both directions --------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// 512 Pauli strings, each of its own start, through a noise-free circuit of
// Clifford gates and rotations by independent angles symmetric about a Clifford
// angle, back to the input or forward from it: a string that anticommutes with
// a rotation hops with probability E[sin²]. On the way the largest weight that
// a string has had can be kept, since that decides what truncation loses.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_PLAINWALK_H
#define QOPT_LIB_ANALYSIS_PLAINWALK_H

#include "BitLanes.h"
#include "MomentProgram.h"
#include "PauliWalk.h"

#include "qopt/Pauli/PauliString.h"

namespace qopt {

struct PlainStep {
  bool isRotation = false;
  double hop = 0;
  llvm::SmallVector<unsigned, 2> qubits;
  llvm::SmallVector<Pauli, 2> letters;
  /// Clifford: input bits of each output bit of U†·U, and of its inverse.
  llvm::SmallVector<uint8_t, 4> linear, inverse;
};

/// The bit planes of 512 strings.
struct PlainLanes {
  std::vector<BitLanes> x, z;
  explicit PlainLanes(unsigned numQubits) : x(numQubits), z(numQubits) {
    clear();
  }
  void clear();
  void load(unsigned lane, unsigned qubit, Pauli letter);
  /// Lanes whose strings have no X part.
  BitLanes diagonal() const;
};

/// Bit-sliced weights of 512 strings and the largest they have been.
class WeightPlanes {
public:
  explicit WeightPlanes(const PlainLanes &lanes);
  /// Adds 1 where `mask`.
  void add(BitLanes mask);
  void subtract(BitLanes mask);
  void updateLargest();
  unsigned largest(unsigned lane) const;

private:
  std::vector<BitLanes> weight, most;
};

class PlainWalk {
public:
  /// Why there is no such walk, or empty.
  static std::string whyNot(const MomentProgram &program);
  /// Needs whyNot() to be empty.
  explicit PlainWalk(const MomentProgram &program);

  unsigned numQubits = 0;
  /// Every angle has its full period: all first and second moments of it vanish
  /// but E[cos²] = E[sin²].
  bool allUniform = true;
  /// In the order of the circuit.
  std::vector<PlainStep> steps;

  void back(PlainLanes &lanes, RandomStream &random,
            WeightPlanes *weights = nullptr) const;
  void forward(PlainLanes &lanes, RandomStream &random) const;

private:
  void apply(const PlainStep &step, bool inverse, PlainLanes &lanes,
             RandomStream &random) const;
};

/// Mean of `hits` equal contributions among `walks`.
WalkMean meanOfHits(double hits, double walks);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_PLAINWALK_H
