//===- MomentProgram.h - A noisy circuit as Pauli transfers -----*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// What the trainability engines work on: the circuit lowered to Clifford gates,
// Pauli rotations and channels, restricted to what the observable can see and
// to what does not leave |0…0⟩ unchanged, on densely numbered qubits. Fixed
// data parameters are folded into constants. Operations stand in the order of
// the circuit; engines walk them backwards (Heisenberg picture).
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_ANALYSIS_MOMENTPROGRAM_H
#define QOPT_LIB_ANALYSIS_MOMENTPROGRAM_H

#include "AngleLaws.h"

#include "llvm/ADT/SmallVector.h"

#include <memory>

namespace qopt {

/// How U†PU permutes the Pauli strings of k qubits, up to signs. An index has
/// the letter of operand j (Pauli's code) in bits 2j and 2j+1.
struct CliffordTable {
  unsigned numQubits = 1;
  llvm::SmallVector<uint8_t, 16> image;
  llvm::SmallVector<int8_t, 16> sign;
};

/// A linear map of Pauli strings on k qubits in the Heisenberg picture:
/// P_in → Σ_out entry[in·4^k + out]·P_out.
struct TransferTable {
  unsigned numQubits = 1;
  std::vector<double> entry;
};

struct ProgramOp {
  enum class Kind : uint8_t {
    Clifford,
    Rotation,   ///< exp(−iα/2·P)
    Diagonal,   ///< multiplies each string by a factor
    Relaxation, ///< X, Y → decayT2·; Z → decayT1·Z + (1 − decayT1)·I
    Readout,    ///< every letter P → keep·P + shift·I
    Transfer,   ///< any other linear map
  };
  Kind kind = Kind::Clifford;
  /// Left out of the ideal circuit.
  bool isNoise = false;
  /// The gate of the circuit it comes from.
  uint32_t source = 0;
  llvm::SmallVector<unsigned, 4> qubits;
  /// Rotation: the word, codes as in Pauli.
  llvm::SmallVector<Pauli, 4> letters;
  /// Rotation: constant + Σ coefficient·symbol; symbols are program symbols.
  AffineAngle angle;
  std::shared_ptr<const CliffordTable> clifford;
  std::shared_ptr<const TransferTable> transfer;
  /// Diagonal: [4^k].
  std::vector<double> factors;
  /// Relaxation.
  double decayT1 = 1;
  double decayT2 = 1;
  /// Readout.
  double keep = 1;
  double shift = 0;
};

/// A random parameter that the observable can see.
struct ProgramSymbol {
  unsigned parameter = 0;
  AngleLaw law;
  /// Common divisor of its coefficients; 0 if there is none.
  double unit = 1;
  /// Rotations it occurs in, and the first and last of them.
  size_t uses = 0;
  size_t firstOp = 0;
  size_t lastOp = 0;

  bool isShared() const { return uses > 1; }
};

/// One Pauli term on the program's qubits.
struct ProgramTerm {
  double coefficient = 0;
  llvm::SmallVector<std::pair<unsigned, Pauli>, 8> letters;
};

struct MomentProgram {
  unsigned numQubits = 0;
  /// Number in the circuit of each program qubit.
  std::vector<unsigned> circuitQubit;
  std::vector<ProgramOp> ops;
  std::vector<ProgramSymbol> symbols;
  /// The observable without its constant; readout errors are operations.
  std::vector<ProgramTerm> terms;
  double constant = 0;
  /// By named parameter: its derivative vanishes identically, since none of its
  /// rotations acts on anything the observable can see.
  std::vector<bool> provenDead;

  bool hasNoise = false;
  /// Some channel takes a letter to the identity.
  bool hasRelaxation = false;
  bool hasTransfer = false;
  /// A rotation by a constant that is no multiple of π/2.
  bool hasConstantRotation = false;
  /// Some symbol is used by several rotations.
  bool hasSharedSymbols = false;
  /// Some symbol's coefficients have no common divisor.
  bool hasIncommensurate = false;
};

/// Lowers `noisy` for ⟨observable⟩ under the laws of `init`. Refuses angles
/// that are not affine in random parameters, and matrices on more than four
/// qubits.
llvm::Expected<MomentProgram> buildProgram(const NoisyCircuit &noisy,
                                           const PauliSum &observable,
                                           const Initialisation &init);

/// The same without simplification: qubits and symbols are the circuit's.
/// `coneOnly` leaves out what is outside the light cone.
llvm::Expected<MomentProgram> lowerProgram(const NoisyCircuit &noisy,
                                           const PauliSum &observable,
                                           const Initialisation &init,
                                           bool coneOnly = false);

/// Removes what acts trivially on qubits known to be |0⟩ or |1⟩ (unless the
/// input state is another), and what commutes with every string the observable
/// can become; sets `provenDead`, uses and flags, and renumbers the qubits.
/// `unknown` qubits start in any state.
void simplifyProgram(MomentProgram &program, bool zeroInput = true,
                     llvm::ArrayRef<unsigned> unknown = {});

/// Sets uses, flags and `provenDead` of a program that was only lowered.
void summarizeProgram(MomentProgram &program);

/// k in P·Q = i^k·(letters of the product), for single letters.
unsigned productPhase(Pauli p, Pauli q);

/// True if α is a multiple of π/2: then `quarter` is α/(π/2) mod 4.
bool isCliffordAngle(double angle, unsigned &quarter);

} // namespace qopt

#endif // QOPT_LIB_ANALYSIS_MOMENTPROGRAM_H
