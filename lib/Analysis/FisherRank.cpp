//===- FisherRank.cpp - Rank of the quantum Fisher information ------------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// F_kl = 4 Re(⟨∂_kψ|∂_lψ⟩ − ⟨∂_kψ|ψ⟩⟨ψ|∂_lψ⟩). The rank is largest at almost
// every point, so any point gives a lower bound. At a Clifford point
// |∂_kψ⟩ = −(i/2) V·P_k|0⟩ with P_k a Pauli string, V unitary: P_k|0⟩ is a
// basis state times a power of i, hence rows with integer entries, for any
// number of qubits. The tangent vectors are g·ψ for elements g of the Lie
// algebra, so its dimension bounds the rank (Larocca et al., arXiv:2109.11676).
//
//===----------------------------------------------------------------------===//

#include "EngineResult.h"
#include "InputFrame.h"
#include "ParameterDraws.h"

#include "qopt/Analysis/Capacity.h"
#include "qopt/Circuit/Primitive.h"
#include "qopt/Support/Parallel.h"
#include "llvm/ADT/STLExtras.h"

#include <Eigen/Dense>

#include <cmath>
#include <map>
#include <numbers>

using namespace qopt;

static size_t rankOf(const Eigen::MatrixXd &matrix) {
  if (matrix.size() == 0)
    return 0;
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(matrix);
  qr.setThreshold(1e-9);
  return qr.rank();
}

//===----------------------------------------------------------------------===//
// Clifford points
//===----------------------------------------------------------------------===//

/// Rank at the Clifford point where symbol s is at turns[s] quarter turns of
/// its unit; `row[s]` numbers the trainable symbols, or is -1.
static size_t rankAtClifford(const MomentProgram &program,
                             llvm::ArrayRef<unsigned> turns,
                             llvm::ArrayRef<int> row, size_t rows) {
  InputFrame frame(program.numQubits);
  // (X part, is the amplitude imaginary) → column.
  std::map<std::pair<std::vector<uint64_t>, bool>, size_t> columns;
  std::vector<std::map<size_t, double>> entries(rows);
  for (const ProgramOp &op : program.ops) {
    if (op.kind == ProgramOp::Kind::Clifford) {
      frame.step(op);
      continue;
    }
    unsigned quarter = 0;
    isCliffordAngle(op.angle.constant, quarter);
    if (!op.angle.isConstant()) {
      PhasedString image = frame.image(op);
      const PauliString &string = image.string;
      unsigned power = image.power;
      bool moves = false;
      for (size_t w = 0; w < string.x().size(); ++w) {
        power += std::popcount(string.x()[w] & string.z()[w]);
        moves |= string.x()[w] != 0;
      }
      size_t column =
          columns
              .try_emplace({string.x().vec(), power % 2 != 0}, columns.size())
              .first->second;
      for (auto [s, coefficient] : op.angle.terms) {
        if (moves && row[s] >= 0)
          entries[row[s]][column] += power % 4 < 2 ? coefficient : -coefficient;
        quarter +=
            turns[s] *
            unsigned(
                ((std::llround(coefficient / program.symbols[s].unit) % 4) +
                 4) %
                4);
      }
    }
    frame.turn(op, quarter % 4);
  }
  // Without shared angles each row has one entry.
  bool single = llvm::all_of(entries, [](auto &e) { return e.size() <= 1; });
  if (single) {
    std::vector<bool> hit(columns.size(), false);
    for (const auto &entry : entries)
      for (auto [column, value] : entry)
        if (value != 0)
          hit[column] = true;
    return llvm::count(hit, true);
  }
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(rows, columns.size());
  for (size_t r = 0; r < rows; ++r)
    for (auto [column, value] : entries[r])
      matrix(r, column) = value;
  return rankOf(matrix);
}

static std::optional<size_t> bestCliffordRank(const MomentProgram &program,
                                              const CircuitView &circuit,
                                              uint64_t seed, size_t bound) {
  if (program.hasConstantRotation || program.hasIncommensurate ||
      program.ops.empty())
    return std::nullopt;
  unsigned quarter;
  for (const ProgramOp &op : program.ops)
    if ((op.kind != ProgramOp::Kind::Clifford &&
         op.kind != ProgramOp::Kind::Rotation) ||
        (op.kind == ProgramOp::Kind::Rotation &&
         !isCliffordAngle(op.angle.constant, quarter)))
      return std::nullopt;
  std::vector<int> row(program.symbols.size(), -1);
  int rows = 0;
  for (size_t s = 0; s < row.size(); ++s)
    if (circuit.parameterRole(program.symbols[s].parameter) ==
        ParameterRole::Trainable)
      row[s] = rows++;
  double work = double(program.ops.size()) *
                (1 + program.numQubits / 16.0 +
                 (program.hasSharedSymbols ? rows / 4.0 : 0));
  size_t points = size_t(std::clamp(2e6 / work, 1.0, 64.0));
  if (program.hasSharedSymbols && rows > 1'500)
    return std::nullopt;
  std::vector<size_t> ranks(points);
  parallelFor(points, [&](size_t i) {
    RandomStream random(seed, "clifford-point", {i});
    std::vector<unsigned> turns;
    for (size_t s = 0; s < row.size(); ++s)
      turns.push_back(random.below(4));
    ranks[i] = rankAtClifford(program, turns, row, rows);
  });
  return std::min(bound, *std::max_element(ranks.begin(), ranks.end()));
}

//===----------------------------------------------------------------------===//
// A random point
//===----------------------------------------------------------------------===//

/// d(angle)/d(parameter): [rotations × trainable], expressions by central
/// differences.
static Eigen::MatrixXd chainOf(const CircuitView &circuit,
                               llvm::ArrayRef<AffineAngle> angles,
                               llvm::ArrayRef<unsigned> trainable,
                               std::vector<double> point) {
  constexpr double Step = 1e-5;
  Eigen::MatrixXd chain(angles.size(), trainable.size());
  for (size_t c = 0; c < trainable.size(); ++c) {
    double &value = point[trainable[c]], centre = value;
    value = centre + Step;
    std::vector<double> up = circuit.evaluateSymbols(point);
    value = centre - Step;
    std::vector<double> down = circuit.evaluateSymbols(point);
    value = centre;
    for (size_t k = 0; k < angles.size(); ++k) {
      double sum = 0;
      for (auto [s, coefficient] : angles[k].terms)
        sum += s == trainable[c] ? coefficient
               : s < circuit.numParameters()
                   ? 0
                   : coefficient * (up[s] - down[s]) / (2 * Step);
      chain(k, c) = sum;
    }
  }
  return chain;
}

/// Rank at a random point and the gap at which it was cut.
static std::optional<std::pair<size_t, double>>
numericalRank(const CircuitView &circuit, const ParameterDraws &draws,
              uint64_t seed) {
  std::vector<unsigned> trainable =
      circuit.parametersWithRole(ParameterRole::Trainable);
  unsigned n = circuit.numQubits();
  if (n > 10 || trainable.size() > 800 || trainable.empty())
    return std::nullopt;
  RandomStream random(seed, "fisher-point");
  std::vector<double> point = draws.draw(random);
  // Generic values for parameters that the law keeps fixed, too.
  for (unsigned p : trainable)
    if (!draws.isRandom(p))
      point[p] = random.uniform(0, 2 * std::numbers::pi);
  std::vector<double> symbols = circuit.evaluateSymbols(point);

  CircuitView flat(n);
  std::vector<AffineAngle> angles;
  std::vector<Primitive> primitives = expandToPrimitives(circuit);
  size_t rotations = llvm::count_if(primitives, [](const Primitive &p) {
    return p.kind == Primitive::Kind::Rotation && !p.angle.isConstant();
  });
  if (rotations == 0 ||
      double(rotations) * double(primitives.size()) * std::exp2(n) > 1e10)
    return std::nullopt;
  flat.addParameter("shift", ParameterRole::Trainable, rotations);
  for (const Primitive &primitive : primitives) {
    switch (primitive.kind) {
    case Primitive::Kind::Clifford:
      flat.addGate(primitive.clifford, primitive.qubits);
      break;
    case Primitive::Kind::Unitary:
      flat.addUnitary(circuit.matrixOf(circuit.gates()[primitive.gate]).vec(),
                      primitive.qubits);
      break;
    case Primitive::Kind::Rotation: {
      AffineAngle angle;
      angle.constant = CircuitView::evaluate(primitive.angle, symbols);
      if (!primitive.angle.isConstant()) {
        angle.terms.push_back({unsigned(angles.size()), 1.0});
        angles.push_back(primitive.angle);
      }
      std::string word;
      for (Pauli letter : primitive.letters)
        word += letterOf(letter);
      flat.addPauliRotation(word, primitive.qubits, angle);
      break;
    }
    case Primitive::Kind::Measure:
      break;
    case Primitive::Kind::Reset:
    case Primitive::Kind::Channel:
      return std::nullopt;
    }
  }
  llvm::Expected<StateVectorSimulator> simulator =
      StateVectorSimulator::prepare(flat, {});
  if (!simulator) {
    llvm::consumeError(simulator.takeError());
    return std::nullopt;
  }
  // ∂ψ/∂α_k = ½ψ(α_k + π).
  size_t side = size_t(1) << n;
  Eigen::MatrixXcd derivatives(side, rotations);
  parallelFor(rotations, [&](size_t k) {
    std::vector<double> shift(rotations, 0);
    shift[k] = std::numbers::pi;
    std::vector<Complex> state = simulator->state(shift);
    derivatives.col(k) =
        0.5 * Eigen::Map<const Eigen::VectorXcd>(state.data(), side);
  });
  std::vector<Complex> state =
      simulator->state(std::vector<double>(rotations, 0));
  Eigen::Map<const Eigen::VectorXcd> psi(state.data(), side);
  derivatives =
      (derivatives * chainOf(circuit, angles, trainable, point)).eval();
  derivatives -= (psi * (psi.adjoint() * derivatives)).eval();
  Eigen::MatrixXd fisher = 4 * (derivatives.adjoint() * derivatives).real();
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(fisher,
                                                        Eigen::EigenvaluesOnly);
  const Eigen::VectorXd &values = solver.eigenvalues();
  double largest = values[values.size() - 1];
  size_t rank = 0;
  double above = largest, below = 0;
  for (double value : values)
    if (value > 1e-11 * largest && largest > 0) {
      ++rank;
      above = std::min(above, value);
    } else {
      below = std::max(below, value);
    }
  return std::pair(rank, below > 0 ? above / below : 1e300);
}

FisherFigures qopt::fisherRank(const CircuitView &circuit,
                               const AlgebraFigures &algebra,
                               const CapacityOptions &options) {
  FisherFigures figures;
  figures.parameters =
      circuit.parametersWithRole(ParameterRole::Trainable).size();
  double bound = double(figures.parameters);
  std::string method = "number of parameters";
  auto tighten = [&](double value, const char *how) {
    if (value < bound) {
      bound = value;
      method = how;
    }
  };
  tighten(std::exp2(circuit.numQubits() + 1.0) - 2, "dimension of the states");
  if (circuit.inputQubits().empty()) {
    if (algebra.dimension.value)
      tighten(algebra.dimension.value->value, "dimension of the Lie algebra");
    if (algebra.shared.value)
      tighten(algebra.shared.value->value,
              "dimension of the Lie algebra, angles shared");
  }
  if (!circuit.inputQubits().empty()) {
    figures.rank = CapacityFigure::unknown("the input state is not |0…0⟩");
    return figures;
  }
  // The law does not matter: the rank is that of almost every point.
  Initialisation free;
  free.laws.resize(circuit.numParameters());
  llvm::Expected<MomentProgram> program = lowerProgram(
      withoutNoise(circuit), PauliSum(circuit.numQubits(), {}), free);
  if (program) {
    summarizeProgram(*program);
    figures.clifford =
        bestCliffordRank(*program, circuit, options.seed, size_t(bound));
  } else {
    llvm::consumeError(program.takeError());
  }
  if (llvm::Expected<ParameterDraws> draws =
          ParameterDraws::prepare(circuit, free)) {
    if (auto found = numericalRank(circuit, *draws, options.seed)) {
      figures.numerical = found->first;
      figures.gap = found->second;
    }
  } else {
    llvm::consumeError(draws.takeError());
  }
  double lower = double(
      std::max(figures.clifford.value_or(0), figures.numerical.value_or(0)));
  if (!figures.clifford && !figures.numerical && bound > 0) {
    figures.rank = Warranted::bound(bound, method);
  } else if (lower >= bound) {
    figures.rank = Warranted::exact(bound, "bounds meet; above: " + method);
  } else {
    figures.rank = Warranted::interval(
        lower, lower, bound,
        std::string(figures.numerical ? "below: rank at a random point"
                                      : "below: best Clifford point") +
            ", above: " + method);
  }
  return figures;
}
