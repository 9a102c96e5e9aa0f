//===- Surrogate.h - Classical surrogates of a cost -------------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The observable carried back through the circuit once, with symbolic angles:
// strings, and for each rotation the pairs of strings it mixes. A value is then
// one pass over these pairs, a gradient one more pass back (truncated Pauli
// propagation: Angrisani et al., arXiv:2409.01706; surrogates: Fontana et al.,
// arXiv:2308.09109; Bermejo et al., arXiv:2408.12739). Strings of more than
// `maxWeight` letters are dropped where they arise. What a drop takes away is
// at most its coefficient, whatever the state: the sum of these is a certified
// bound on the error at the angles at hand.
//
// The input is |0…0⟩, or a state that a device has acquired: measured Pauli
// expectations, or classical shadows (Huang, Kueng and Preskill,
// arXiv:2002.08953).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_ANALYSIS_SURROGATE_H
#define QOPT_ANALYSIS_SURROGATE_H

#include "qopt/Noise/NoisyCircuit.h"
#include "qopt/Support/Json.h"
#include "qopt/Support/Warranted.h"

#include <map>

namespace qopt {

/// What is known of one input state.
struct AcquiredState {
  std::string name;
  /// Expectation and standard error by string.
  std::map<PauliString, std::pair<double, double>> expectations;
  /// Snapshots of one-qubit Pauli shadows: the basis (X, Y, Z codes as in
  /// Pauli) and the outcome of each qubit. [snapshots][qubits]
  std::vector<std::vector<Pauli>> bases;
  std::vector<std::vector<bool>> outcomes;

  /// ⟨Q⟩ and its standard error, or none where the data do not tell.
  std::optional<std::pair<double, double>> value(const PauliString &q) const;
};

/// Reads `qopt.acquired-states/1` (docs/prediction.md, Surrogates).
llvm::Expected<std::vector<AcquiredState>>
readAcquiredStates(llvm::StringRef path, unsigned numQubits);

struct SurrogateOptions {
  /// Letters a string may have; 0: as many as `maxTerms` allows.
  unsigned maxWeight = 0;
  /// Values of the named parameters near which it is to be good; then, unless
  /// `maxWeight` says otherwise, strings are dropped whose coefficients there
  /// are small, as small as `maxTerms` allows.
  std::vector<double> reference;
  /// Strings held in all.
  size_t maxTerms = 100'000;
  /// The input is |0…0⟩; what acts trivially on it is left out.
  bool zeroInput = true;
};

struct SurrogateValue {
  double value = 0;
  /// Σ |coefficients dropped|: the truncation's error is at most this.
  double bound = 0;
  /// √Σ (coefficients dropped)²: its size if the dropped strings have
  /// expectations of random sign.
  double rms = 0;
  /// Standard error from the data of the state.
  double standardError = 0;
  /// Σ |coefficients| of strings of which the data say nothing; counted as 0
  /// in the value, in full in the error.
  double unknown = 0;
  /// √Σ of their squares: the size if their expectations have random sign.
  double unknownRms = 0;
  /// No expectation of the observable is beyond ± this.
  double norm = 0;
  /// By named parameter, if asked for.
  std::vector<double> gradient;

  Warranted warranted() const;
};

/// The observable carried back at one point: what the values of all states
/// have in common.
struct SurrogateAt {
  /// At the input. [slots]
  std::vector<double> coefficients;
  std::vector<double> cosine, sine; ///< [angles]
  /// Coefficients before each mixing, for the way back; empty without
  /// derivatives.
  std::vector<std::pair<double, double>> before;
  double bound = 0, rms = 0; ///< as in SurrogateValue
};

/// A surrogate that can be evaluated many times, and kept in a file.
class Surrogate {
public:
  /// Refuses operations that mix Pauli strings in other ways (matrices, Kraus
  /// operators), and fails with a limit error beyond `maxTerms` even at
  /// weight 1.
  static llvm::Expected<Surrogate> build(const NoisyCircuit &circuit,
                                         const PauliSum &observable,
                                         const SurrogateOptions &options);

  /// At values of all named parameters [numParameters].
  SurrogateValue evaluate(llvm::ArrayRef<double> parameters,
                          const AcquiredState *state, bool gradient) const;

  /// The same in two steps, for many states at one point; derivatives in all
  /// parameters if the point has what they need.
  SurrogateAt at(llvm::ArrayRef<double> parameters, bool gradient) const;
  SurrogateValue evaluate(const SurrogateAt &point,
                          const AcquiredState *state) const;
  /// The strings whose expectations a value takes, the identity left out, with
  /// their coefficients at a point; largest first.
  std::vector<std::pair<PauliString, double>>
  strings(const SurrogateAt &point) const;

  /// The bytes of its file, and back.
  std::string write() const;
  static llvm::Expected<Surrogate> read(llvm::StringRef path);

  unsigned numQubits = 0;
  std::vector<std::string> parameterNames;
  /// Largest weight kept; 0: no string was dropped for its weight.
  unsigned maxWeight = 0;
  /// Smallest coefficient kept at the reference; 0: none was dropped for it.
  double minCoefficient = 0;
  bool truncated = false;
  bool zeroInput = true;
  size_t numTerms() const { return numSlots; }
  size_t numMixings() const { return entries.size(); }

private:
  friend class SurrogateBuilder;
  static constexpr uint32_t None = ~uint32_t(0);
  enum class StepKind : uint8_t {
    Rotate, ///< (i, j): c_i, c_j turned by the angle; j none: c_i·cos
    Scale,  ///< c_i·factor
    Feed,   ///< c_j += factor·c_i
    Drop,   ///< c_i is lost
  };
  struct Step {
    StepKind kind;
    uint32_t angle; ///< Rotate
    uint32_t begin, end;
  };
  struct Entry {
    uint32_t i, j;
    double factor; ///< Rotate: the sign of c_j ← c_i
  };
  struct Output {
    uint32_t slot;
    double sign;
    PauliString string; ///< on the circuit's qubits
  };
  struct Angle {
    double constant = 0;
    std::vector<std::pair<uint32_t, double>> terms; ///< named parameters
  };
  std::vector<Step> steps;
  std::vector<Entry> entries;
  std::vector<Angle> angles;
  std::vector<Output> outputs;
  std::vector<std::pair<uint32_t, double>> start;
  double constant = 0;
  /// Σ |coefficients| of the observable: no value is larger.
  double norm = 0;
  size_t numSlots = 0;
};

} // namespace qopt

#endif // QOPT_ANALYSIS_SURROGATE_H
