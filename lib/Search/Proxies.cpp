//===- Proxies.cpp - R2, R3, R4: figures of a circuit before training -----===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// R2: Clifford noise resilience, exact (Anagolum et al., Élivágar, ASPLOS 2024,
// without its shots). R3: the cheapest classical way known. R4, small batches
// of states: kernel–target alignment (Cristianini et al., NIPS 2001) of the
// fidelity kernel, representational capacity (Élivágar) on the qubits that are
// read, expressibility (Sim, Johnson, Aspuru-Guzik, Adv. Quantum Technol. 2,
// 1900070, 2019).
//
//===----------------------------------------------------------------------===//

#include "Evaluate.h"
#include "qopt/Analysis/Fidelity.h"
#include "qopt/Analysis/StateFigures.h"
#include "qopt/Simulation/StateVector.h"
#include "qopt/Support/Error.h"
#include "llvm/ADT/STLExtras.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace qopt;

bool Evaluator::wantsResilience(const Genome &genome) const {
  // Energies read every qubit in many bases; 2^m strings of Z are followed.
  return task.isSupervised() && !genome.quantumInput &&
         genome.measured.size() <= 6;
}

llvm::Expected<EvaluationRecord>
Evaluator::resilience(const Genome &genome) const {
  constexpr unsigned replicas = resilienceReplicas;
  EvaluationRecord record;
  record.hash = genome.hash();
  record.rung = "R2";
  record.budget = replicas;
  Genome plain = genome;
  for (Gene &gene : plain.genes)
    if (gene.trainable)
      gene.feature.reset();
  llvm::Expected<NoisyCircuit> noisy = noisyCircuit(plain);
  if (!noisy)
    return noisy.takeError();
  record.cost = double(replicas) * std::ldexp(2.0, genome.measured.size()) *
                double(noisy->circuit.gates().size());
  llvm::Expected<Warranted> found = cliffordNoiseResilience(
      *noisy, genome.measured, replicas, keyOf(genome.text() + "resilience"));
  if (!found) {
    Json refused;
    refused["refused"] = textOf(found.takeError());
    record.details = refused.dump();
    return record;
  }
  record.value = found->value;
  record.standardError = found->standardError;
  return record;
}

llvm::Expected<SimulabilityResult>
Evaluator::simulability(const Genome &genome) const {
  if (genome.quantumInput)
    return inputError("the circuit acts on states given as data: how hard they "
                      "are to write down is not judged");
  CircuitView circuit = genome.view(false);
  llvm::Expected<Initialisation> init = parseInitialisation("uniform", circuit);
  if (!init)
    return init.takeError();
  return classifySimulability(circuit, predictedObservable(genome), *init, {},
                              keyOf(genome.text() + "simulability"));
}

llvm::Expected<EvaluationRecord> Evaluator::label(const Genome &genome) const {
  EvaluationRecord record;
  record.hash = genome.hash();
  record.rung = "R3";
  llvm::Expected<SimulabilityResult> result = simulability(genome);
  Json details;
  if (!result) {
    details["refused"] = textOf(result.takeError());
    record.details = details.dump();
    return record;
  }
  details["verdict"] = result->simulable ? "simulable" : "not known";
  details["method"] = result->method;
  if (result->flop)
    record.value = std::log10(std::max(1.0, result->flop->value));
  record.cost = double(result->tests.size());
  record.details = details.dump();
  return record;
}

//===----------------------------------------------------------------------===//
// R4
//===----------------------------------------------------------------------===//

namespace {
/// States of one circuit for a batch of rows and several draws of θ.
class StateBatch {
public:
  StateBatch(const Evaluator &evaluator, const Genome &genome,
             const StateVectorSimulator &simulator, const CircuitView &circuit,
             const Model &model)
      : evaluator(evaluator), genome(genome), simulator(simulator),
        circuit(circuit), model(model) {}

  /// The states of `rows` at θ drawn from `random`.
  std::vector<std::vector<Complex>> draw(llvm::ArrayRef<unsigned> rows,
                                         RandomStream &random) const {
    std::vector<double> theta;
    for (size_t index = 0; index < genome.numParameters(); ++index)
      theta.push_back(random.uniform(0, 2 * M_PI));
    std::vector<double> parameters = circuitParameters(circuit, theta);
    const Task &task = evaluator.task;
    std::vector<std::vector<Complex>> states;
    for (unsigned row : rows) {
      std::vector<Complex> input;
      if (genome.quantumInput)
        input = embedState(model, circuit.numQubits(), task.data.state(row));
      else if (task.isSupervised()) {
        std::vector<double> entries =
            model.transform.apply(task.data.features.row(row));
        bindRow(model, entries, parameters);
      }
      states.push_back(simulator.state(parameters, input));
    }
    return states;
  }

private:
  const Evaluator &evaluator;
  const Genome &genome;
  const StateVectorSimulator &simulator;
  const CircuitView &circuit;
  const Model &model;
};
} // namespace

bool Evaluator::wantsProxies(const Genome &genome) const {
  return genome.numQubits() <= 14;
}

std::vector<llvm::StringRef> Evaluator::proxyNames() const {
  if (job.task.kind == TaskKind::Classification)
    return {"kta", "repcap", "expressibility"};
  if (job.task.kind == TaskKind::Regression)
    return {"kta", "expressibility"};
  return {"expressibility"};
}

std::vector<unsigned> Evaluator::proxyRows() const {
  // The same few of each class for every circuit.
  constexpr size_t perClass = 8;
  std::vector<unsigned> rows = task.data.split.train;
  RandomStream random = stream("proxy rows", {});
  shuffle(rows, random);
  std::map<unsigned, size_t> taken;
  std::vector<unsigned> chosen;
  for (unsigned row : rows) {
    unsigned label = task.data.labels.empty() ? 0 : task.data.labels[row];
    size_t room = task.data.labels.empty() ? 3 * perClass : perClass;
    if (taken[label]++ < room)
      chosen.push_back(row);
  }
  llvm::sort(chosen);
  return chosen;
}

llvm::Expected<EvaluationRecord> Evaluator::proxy(const Genome &genome,
                                                  llvm::StringRef name) const {
  EvaluationRecord record;
  record.hash = genome.hash();
  record.rung = name.str();
  CircuitView circuit = genome.view();
  llvm::Expected<StateVectorSimulator> simulator =
      StateVectorSimulator::prepare(circuit, {});
  if (!simulator)
    return simulator.takeError();
  llvm::Expected<Model> model = makeGenomeModel(genome, circuit);
  if (!model)
    return model.takeError();
  StateBatch batch(*this, genome, *simulator, circuit, *model);
  RandomStream random(keyOf(genome.text() + name.str()), "proxy");
  double gates =
      double(genome.genes.size()) * std::ldexp(1.0, genome.numQubits());

  if (name == "expressibility") {
    unsigned pairs = proxyBudget(name);
    std::vector<unsigned> rows = task.data.split.train;
    std::vector<double> fidelities;
    for (unsigned pair = 0; pair < pairs; ++pair) {
      // Both at the same row: θ makes the difference.
      unsigned row = rows.empty() ? 0 : rows[random.below(rows.size())];
      fidelities.push_back(stateOverlap(batch.draw({row}, random).front(),
                                        batch.draw({row}, random).front()));
    }
    // Large is good, as for the other figures.
    record.value = -haarDivergence(fidelities, genome.numQubits());
    record.budget = pairs;
    record.cost = 2 * pairs * gates;
    return record;
  }

  unsigned draws = proxyBudget(name);
  record.budget = draws;
  std::vector<unsigned> rows = proxyRows();
  size_t count = rows.size();
  record.cost = draws * double(count) * gates;
  bool classes = job.task.kind == TaskKind::Classification;
  std::vector<double> target(count * count), similar(count * count, 0);
  std::vector<unsigned> labels;
  double mean = 0;
  for (unsigned row : rows) {
    labels.push_back(classes ? task.data.labels[row] : 0);
    mean += classes ? 0 : task.data.targets[row] / count;
  }
  for (size_t i = 0; i < count; ++i)
    for (size_t j = 0; j < count; ++j)
      target[i * count + j] =
          !classes ? (task.data.targets[rows[i]] - mean) *
                         (task.data.targets[rows[j]] - mean)
          : labels[i] == labels[j]
              ? 1
              : -1.0 / std::max<size_t>(1, task.numClasses() - 1);
  std::vector<double> alignments;
  for (unsigned draw = 0; draw < draws; ++draw) {
    std::vector<std::vector<Complex>> states = batch.draw(rows, random);
    if (name == "repcap")
      for (std::vector<Complex> &state : states)
        state = reducedState(state, genome.measured);
    std::vector<double> kernel = overlapMatrix(states);
    if (name == "kta") {
      alignments.push_back(kernelTargetAlignment(kernel, target));
      continue;
    }
    std::vector<double> pairs = similarPairs(kernel, count);
    for (size_t index = 0; index < kernel.size(); ++index)
      similar[index] += pairs[index] / draws;
  }
  if (name == "kta") {
    double sum = 0, squares = 0;
    for (double value : alignments) {
      sum += value / draws;
      squares += value * value / draws;
    }
    record.value = sum;
    record.standardError =
        std::sqrt(std::max(0.0, squares - sum * sum) / (draws - 1.0));
  } else {
    record.value = representationalCapacity(similar, labels, task.numClasses());
  }
  return record;
}
