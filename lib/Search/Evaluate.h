//===- Evaluate.h - What the rungs compute for one genome -------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_LIB_SEARCH_EVALUATE_H
#define QOPT_LIB_SEARCH_EVALUATE_H

#include "qopt/Analysis/DataLoss.h"
#include "qopt/Analysis/Simulability.h"
#include "qopt/Noise/NoisyCircuit.h"
#include "qopt/Search/Job.h"
#include "qopt/Search/Ledger.h"
#include "qopt/Search/Sampler.h"
#include "qopt/Synthesis/NativeSet.h"
#include "qopt/Training/Trainer.h"

namespace qopt {

/// A trained genome, as a ledger's `details` holds it.
struct TrainedGenome {
  /// [genome.numParameters()], radians.
  std::vector<double> theta;
  LinearReadout readout;
  /// Supervised tasks: of the validation rows; energies: of the task.
  Metrics validation;
  std::vector<CurvePoint> curve;
};

/// What a training starts from and how long it takes.
struct TrainingRequest {
  std::string rung;
  unsigned steps = 100;
  /// Number of the start, or what else keys the result.
  uint64_t seed = 0;
  /// Start values; drawn where empty.
  std::vector<double> theta;
  std::optional<LinearReadout> readout;
  /// The start values are trained already: small steps.
  bool warm = false;
};

/// Computes figures of genomes; const calls may run on several threads.
class Evaluator {
public:
  static llvm::Expected<Evaluator> create(const SearchJob &job,
                                          const Task &task,
                                          const Device &device,
                                          llvm::StringRef identity);

  /// Proposal number `number`, simplified.
  Genome propose(uint64_t number) const;

  /// A stream of this search's own.
  RandomStream stream(llvm::StringRef purpose,
                      llvm::ArrayRef<uint64_t> indices) const;

  /// R0: success probability after lowering; `reason` if rejected.
  EvaluationRecord screen(const Genome &genome) const;
  /// R1: lower quartile of the gradient variances of live parameters.
  llvm::Expected<EvaluationRecord> predict(const Genome &genome) const;
  /// R2: Clifford noise resilience on the qubits that are read.
  llvm::Expected<EvaluationRecord> resilience(const Genome &genome) const;
  bool wantsResilience(const Genome &genome) const;
  /// R3: log10 of the operations of the cheapest classical way known.
  llvm::Expected<EvaluationRecord> label(const Genome &genome) const;
  llvm::Expected<SimulabilityResult> simulability(const Genome &genome) const;
  /// R4: "kta", "repcap" or "expressibility" from a few states.
  llvm::Expected<EvaluationRecord> proxy(const Genome &genome,
                                         llvm::StringRef name) const;
  /// Those that make sense for the task.
  std::vector<llvm::StringRef> proxyNames() const;
  bool wantsProxies(const Genome &genome) const;
  /// Trains; the value is what selection goes by (smaller is better).
  llvm::Expected<EvaluationRecord> train(const Genome &genome,
                                         const TrainingRequest &request) const;

  /// Supervised tasks with few rows: mean loss over the rows left out in
  /// five-fold cross-validation of train and validation, trained anew.
  llvm::Expected<EvaluationRecord> crossValidate(const Genome &genome) const;
  /// Few enough rows for crossValidate().
  bool wantsCrossValidation() const;

  /// Model round the genome's circuit with the start readout.
  llvm::Expected<Model> makeGenomeModel(const Genome &genome,
                                        const CircuitView &circuit) const;
  /// The genome's circuit in native gates on its sites, with the device's
  /// noise.
  llvm::Expected<NoisyCircuit> noisyCircuit(const Genome &genome) const;
  /// R1's full answer; `quick` takes the walk's estimate where that is enough.
  llvm::Expected<TrainabilityResult> trainability(const Genome &genome,
                                                  bool quick = false) const;
  /// The variance below which the job's shots cannot resolve a derivative.
  double shotFloor(const Genome &genome) const;
  /// Lower quartile over parameters that are not dead; none if all are.
  static std::optional<Warranted> lowerQuartile(const TrainabilityResult &r);

  /// Clifford circuits of R2.
  static constexpr unsigned resilienceReplicas = 16;
  /// Draws of θ of a proxy of R4 (pairs of them for expressibility).
  static unsigned proxyBudget(llvm::StringRef name) {
    return name == "expressibility" ? 300 : 4;
  }
  /// Steps of a training to the end; R6 uses a ninth and a third of it.
  unsigned fullSteps() const;
  const ProposalSpec &spec() const { return proposals; }
  const DeviceSampler &deviceSampler() const { return sampler; }

  const SearchJob &job;
  const Task &task;
  const Device &device;

private:
  Evaluator(const SearchJob &job, const Task &task, const Device &device,
            DeviceSampler sampler, NativeSet natives)
      : job(job), task(task), device(device), sampler(std::move(sampler)),
        natives(std::move(natives)) {}
  PauliSum predictedObservable(const Genome &genome) const;
  std::vector<PauliSum> readObservables(const Genome &genome) const;
  /// Training rows that proxies look at.
  std::vector<unsigned> proxyRows() const;
  /// R1's quick answer for states as data.
  llvm::Expected<TrainabilityResult>
  sampledVariances(const Genome &genome, const PauliSum &observable,
                   TrainabilityOptions options) const;
  /// A linear loss over some training states.
  DataLoss stateLoss(const Genome &genome) const;
  /// Adam's settings, the start drawn from `purpose`.
  TrainingOptions supervisedOptions(unsigned steps, bool warm,
                                    llvm::StringRef purpose) const;
  /// Scores of `rows` of the task's data.
  llvm::Expected<Samples> scoresOf(const Model &model,
                                   const CircuitView &circuit,
                                   llvm::ArrayRef<double> parameters,
                                   llvm::ArrayRef<unsigned> rows) const;

  DeviceSampler sampler;
  NativeSet natives;
  ProposalSpec proposals;
  ScalingOptions scaling;
  std::string streamName;
};

/// Reads back what train() wrote; an input error naming `ledger` if it does not
/// fit the genome.
llvm::Expected<TrainedGenome> trainedGenome(const EvaluationRecord &record,
                                            const Genome &genome,
                                            llvm::StringRef ledger);

/// All named parameters of the genome's circuit (data ones 0).
std::vector<double> circuitParameters(const CircuitView &circuit,
                                      llvm::ArrayRef<double> theta);

/// The message of an error.
std::string textOf(llvm::Error error);

/// A 63-bit key made of texts and numbers, the same everywhere.
uint64_t keyOf(llvm::StringRef text);

} // namespace qopt

#endif // QOPT_LIB_SEARCH_EVALUATE_H
