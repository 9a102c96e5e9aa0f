//===- Passes.td - Passes of qopt --------------------------*- tablegen -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// All passes run on the module, so that they can be nested in none and see the
// sibling `pqc.device`. Each says what it assumes and what it keeps.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_TRANSFORMS_PASSES_TD
#define QOPT_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

class QoptPass<string name> : Pass<name, "::mlir::ModuleOp"> {
  let dependentDialects = ["::qopt::pqc::PQCDialect",
                           "::mlir::arith::ArithDialect"];
}

//===----------------------------------------------------------------------===//
// Simplification: in place, through the gate interfaces
//===----------------------------------------------------------------------===//

def MergeRotations : QoptPass<"qopt-merge-rotations"> {
  let summary = "Adds up rotations about the same axis";
  let description = [{
    Rotations with the same Pauli word on the same qubits become one, also
    across gates that commute with it (diagonal gates, CX on its control and on
    its target's X axis, Pauli rotations); fixed gates such as S and √X join a
    rotation. Assumes nothing. Keeps the unitary up to a global phase, all
    angles affine, parameters, registers and annotations.
  }];
}

def CommuteRotations : QoptPass<"qopt-commute-rotations"> {
  let summary = "Moves rotations to the front as far as they commute";
  let description = [{
    Pauli rotations pass the gates on their qubits that they commute with for
    all angles, so that rotations that can meet stand together. Assumes nothing.
    Keeps the unitary, every angle and the gates as a set; annotations of single
    gates are dropped where something moved.
  }];
}

def CancelInverses : QoptPass<"qopt-cancel-inverses"> {
  let summary = "Erases pairs of a gate and its inverse";
  let description = [{
    The two must be on the same qubits with only commuting gates between them.
    Assumes nothing. Keeps the unitary up to a global phase.
  }];
}

def PruneRotations : QoptPass<"qopt-prune-rotations"> {
  let summary = "Erases gates that do nothing";
  let description = [{
    Constant gates that are the identity up to a global phase, and, with
    `unseen`, gates that no measurement and no observable of the circuit sees:
    those outside their light cone, and those that commute with everything seen
    (diagonal gates before a measurement). Without ends in the circuit nothing
    counts as unseen. Keeps the joint distribution of outcomes and the
    observables for every input state; the unitary too where nothing was
    unseen.
  }];
  let options = [
    Option<"unseen", "unseen", "bool", /*default=*/"true",
           "Erase what no measurement and no observable sees">,
  ];
}

//===----------------------------------------------------------------------===//
// Devices
//===----------------------------------------------------------------------===//

def AttachDevice : QoptPass<"qopt-attach-device"> {
  let summary = "Names the device of each circuit";
  let description = [{
    Reads a device document (a bundled name or a file), puts it into the module
    as `pqc.device`, and makes each circuit name it. Without the option the
    module's only `pqc.device` is meant. Qubits and couplers that do not work
    are reported as a remark.
  }];
  let options = [
    Option<"device", "device", "std::string", /*default=*/"",
           "Bundled name or path of a qopt.device/1 document">,
  ];
}

def VerifyTarget : QoptPass<"qopt-verify-target"> {
  let summary = "Checks that circuits are legal on their device";
  let description = [{
    Every gate must be one of the device's on its sites with its angles in range
    (a symbolic angle only where every value is allowed), and every site must
    work. With `connectivity-only` two-qubit gates need only lie on a coupler.
    Changes nothing; an illegal gate is an error at its place.
  }];
  let options = [
    Option<"connectivityOnly", "connectivity-only", "bool",
           /*default=*/"false", "Ask for couplers, not for native gates">,
  ];
}

//===----------------------------------------------------------------------===//
// Mapping
//===----------------------------------------------------------------------===//

def DecomposeWide : QoptPass<"qopt-decompose-wide"> {
  let summary = "Writes gates on three and more qubits with smaller ones";
  let description = [{
    Keeps the unitary up to a global phase and angles affine. A matrix on three
    and more qubits is an error.
  }];
}

def RecognizeRotations : QoptPass<"qopt-recognize-rotations"> {
  let summary = "Writes CX·RZ·CX as RZZ, and runs on a pair as RXX, RYY, RZZ";
  let description = [{
    RZZ also across gates that are diagonal on the control. Runs of CX, CZ and
    rotations on one pair that are RXX·RYY·RZZ between one-qubit gates are
    written so where that takes fewer CZ, or as many if there are three. Keeps
    the unitary up to a global phase and angles affine; lets rotations merge,
    and join SWAPs.
  }];
}

def ResynthesizeLinear : QoptPass<"qopt-resynthesize-linear"> {
  let summary = "Writes runs of CX and SWAP as short linear maps";
  let description = [{
    A run of CX and SWAP, with gates on other qubits and barriers in its way
    left where they are, is an invertible matrix over F2; one that greedy
    elimination makes with fewer CX is replaced (a SWAP counts as three). A
    `full` entangling layer becomes a ladder. Assumes nothing. Keeps the unitary
    and every angle; never adds a two-qubit gate.
  }];
}

def Resynthesize : QoptPass<"qopt-resynthesize"> {
  let summary = "Writes constant runs on pairs and one-qubit runs anew";
  let description = [{
    A run of gates with constant angles on one pair of qubits is a 4×4 unitary;
    its Cartan decomposition takes none, one, two or three entanglers by its
    Weyl class, and replaces the run where that is fewer. `entangler` names the
    gate to write it with: `cz`, `cx`, `ecr`, `rzz`, `rxx`, `ryy` or `iswap`;
    `auto` counts in the cheapest entangler of the pair (of the device's first
    coupler for circuits on virtual qubits, `cz` without a device) and leaves
    RXX, RYY and RZZ to `qopt-decompose-native`. With `one-qubit`, runs of
    one-qubit gates become the shortest word in `gates`, or in the qubit's own
    gates where the circuit is on a device. Assumes nothing. Keeps the unitary
    up to a global phase (blocks to 1e-9), angles affine, and never adds a
    two-qubit gate.
  }];
  let options = [
    Option<"entangler", "entangler", "std::string", /*default=*/"\"auto\"",
           "Gate that blocks are written with, or auto">,
    Option<"blocks", "blocks", "bool", /*default=*/"true",
           "Rewrite constant runs on pairs">,
    Option<"oneQubit", "one-qubit", "bool", /*default=*/"true",
           "Rewrite runs of one-qubit gates">,
    ListOption<"gates", "gates", "std::string",
               "One-qubit gates to write runs with (default: rz,sx,x)">,
  ];
}

def MapGadgets : QoptPass<"qopt-map-gadgets"> {
  let summary = "Writes small circuits as Pauli rotations on the device";
  let description = [{
    The circuit as a product of Pauli rotations and a Clifford, written anew
    with CZ on the couplers of a connected part of the device: neighbouring
    rotations share changes of frame, and no SWAP is needed (UCCSD, Trotter
    steps, feature maps). Circuits with more than `max-qubits` qubits, with barriers, resets, channels or gates after a
    measurement, and circuits on sites are left alone. Assumes a device. Keeps
    angles affine and the unitary up to a global phase and the layout; where the
    circuit ends in measurements and has no observable, the joint distribution
    of its bits for every input. Sets `pqc.layout`. It may add gates:
    `qopt-map-and-lower` runs it beside `qopt-place` and `qopt-route` and keeps
    the better circuit.
  }];
  let options = [
    Option<"seed", "seed", "uint64_t", /*default=*/"1", "Seed of the attempts">,
    Option<"maxQubits", "max-qubits", "unsigned", /*default=*/"32",
           "Wider circuits are left alone (64 at most)">,
    Option<"limit", "limit", "unsigned", /*default=*/"4294967295",
           "Leave circuits alone that would take more CZ than this">,
  ];
}

def Place : QoptPass<"qopt-place"> {
  let summary = "Puts circuits on sites where no SWAP is needed";
  let description = [{
    Exact embedding of the interaction graph into the coupling graph (forward
    checking with call limits), the cheapest one found by the device's log
    cost. A circuit for which none is found stays on virtual qubits and is
    placed by `qopt-route`. Assumes gates on at most two qubits and a device.
    Sets `pqc.layout`.
  }];
  let options = [
    Option<"seed", "seed", "uint64_t", /*default=*/"1", "Seed of restarts">,
  ];
}

def Route : QoptPass<"qopt-route"> {
  let summary = "Inserts SWAPs so that gates lie on couplers";
  let description = [{
    Multi-layer SABRE with seeded trials; the winner is the least (cost, trial),
    whatever the number of threads. A circuit on virtual qubits is placed at the
    same time, one on sites keeps them as its start. Assumes gates on at most
    two qubits and a device. Sets `pqc.layout`.
  }];
  let options = [
    Option<"seed", "seed", "uint64_t", /*default=*/"1", "Seed of the trials">,
    Option<"layoutTrials", "layout-trials", "unsigned", /*default=*/"20",
           "Starts">,
    Option<"swapTrials", "swap-trials", "unsigned", /*default=*/"20",
           "Routings from each start">,
    Option<"iterations", "iterations", "unsigned", /*default=*/"4",
           "Times forth and back from each start">,
    Option<"byLogCost", "by-log-cost", "bool", /*default=*/"true",
           "Rank by the device's log cost instead of SWAPs">,
    Option<"byDepth", "by-depth", "bool", /*default=*/"false",
           "Rank by the longest chain of entanglers">,
    Option<"mergeBonus", "merge-bonus", "double", /*default=*/"0.0",
           "Preference for SWAPs right after a gate on the same pair">,
    ListOption<"layout", "layout", "unsigned",
               "Physical id of each qubit at the start">,
  ];
}

def MapAndLower : QoptPass<"qopt-map-and-lower"> {
  let summary = "Maps and lowers in two ways and keeps the better circuit";
  let description = [{
    `qopt-map` with `qopt-native`, and with `gadgets` also `qopt-map-gadgets`
    with `qopt-native`, each on a copy; of the two native circuits the gadgets
    are kept where they take no more two-qubit gates, their gates and readouts
    succeed at least as often, and the log cost is lower or 3 % of the two-qubit
    gates are saved (with `by-depth`, and without `by-log-cost`, where the
    longest chain or the number of two-qubit gates is smaller). Assumes gates on
    at most two qubits and a device. Keeps what those pipelines keep. Sets
    `pqc.layout`.
  }];
  let options = [
    Option<"simplify", "simplify", "bool", /*default=*/"true",
           "Simplify between two lowerings; without it nothing but routing is "
           "tried">,
    Option<"gadgets", "gadgets", "bool", /*default=*/"true",
           "Try Pauli gadgets beside routing">,
    Option<"seed", "seed", "uint64_t", /*default=*/"1", "Seed of the trials">,
    Option<"layoutTrials", "layout-trials", "unsigned", /*default=*/"20",
           "Starts of the router">,
    Option<"swapTrials", "swap-trials", "unsigned", /*default=*/"20",
           "Routings from each start">,
    Option<"iterations", "iterations", "unsigned", /*default=*/"4",
           "Times forth and back from each start">,
    Option<"byLogCost", "by-log-cost", "bool", /*default=*/"true",
           "Rank by the device's log cost instead of SWAPs">,
    Option<"byDepth", "by-depth", "bool", /*default=*/"false",
           "Rank by the longest chain of entanglers">,
    ListOption<"layout", "layout", "unsigned",
               "Physical id of each qubit at the start">,
  ];
}

def MergeSwaps : QoptPass<"qopt-merge-swaps"> {
  let summary = "Writes SWAPs with fewer entanglers";
  let description = [{
    A SWAP beside a CX, CY or CZ on its pair becomes one further CX, one with a
    site in |0⟩ (outside the initial layout, not touched before) two CX. Assumes
    `pqc.layout`; circuits without one are left alone. Keeps the unitary on the
    qubits of the layout.
  }];
}

def FixDirection : QoptPass<"qopt-fix-direction"> {
  let summary = "Turns two-qubit gates the device has the other way round";
  let description = [{
    CX, ECR and RZX get one-qubit gates around them, symmetric gates exchange
    their operands. Keeps the unitary up to a global phase.
  }];
}

def DecomposeNative : QoptPass<"qopt-decompose-native"> {
  let summary = "Writes circuits with the gates of their device";
  let description = [{
    Two-qubit gates take the cheapest entangler of their coupler, one-qubit runs
    the shortest form the qubit's gates allow (docs/compile.md). Angles stay
    affine. A rotation gate with a limited range takes constant angles, folded;
    symbolic ones become two entanglers. Assumes gates on couplers. Keeps the
    unitary up to a global phase, but with `drop-before-measure` leaves out Z
    rotations that only a measurement follows.
  }];
  let options = [
    Option<"dropBeforeMeasure", "drop-before-measure", "bool",
           /*default=*/"true", "Leave out Z rotations before measurements">,
    Option<"joinBlocks", "join-blocks", "bool", /*default=*/"true",
           "Write RXX, RYY, RZZ and SWAP on one pair together">,
  ];
}

def MarkFolded : QoptPass<"qopt-mark-folded"> {
  let summary = "Marks what binding can write as one rotation";
  let description = [{
    Where a coupler has a rotation for a limited range (fractional rzz) and a
    symbolic angle took two entanglers instead, the first of the two is annotated
    `@qopt.folded rzz 0 1.5707963267948966`: with constant angles, the pair and
    what is between is one such gate with Paulis around it. `--bind` takes that
    form. Assumes native circuits on sites of their device. Adds annotations and
    changes nothing else.
  }];
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

def Resources : QoptPass<"qopt-resources"> {
  let summary = "Counts qubits, gates and depth";
  let description = [{
    Emits one remark a circuit. Changes nothing.
  }];
}

def EstimateTrainability : QoptPass<"qopt-estimate-trainability"> {
  let summary = "Predicts gradient variances without simulating";
  let description = [{
    Sets `pqc.trainability` on each circuit: verdict, engine, number of
    parameters and of dead ones, least, median and largest gradient variance of
    the live ones. At each gate whose parameters have no effect on the
    observable, by proof, there is a remark. With `noise` the circuit is native
    on its device, whose calibration counts. Changes nothing else.
  }];
  let options = [
    Option<"init", "init", "std::string", /*default=*/"\"uniform\"",
           "Law the parameters are drawn from, as qopt analyze takes it">,
    Option<"observable", "observable", "unsigned", /*default=*/"0",
           "Number of the circuit's expectation value that is the cost">,
    Option<"noise", "noise", "bool", /*default=*/"false",
           "Count the noise of the circuit's device">,
    Option<"seed", "seed", "uint64_t", /*default=*/"1",
           "Seed of engines that sample">,
  ];
}

def ClassifySimulability : QoptPass<"qopt-classify-simulability"> {
  let summary = "Looks for a classical method that simulates the circuit";
  let description = [{
    Sets `pqc.simulability` on each circuit: `simulable` with method, cost and
    error, or `not known` by these tests. Changes nothing else.
  }];
  let options = [
    Option<"init", "init", "std::string", /*default=*/"\"uniform\"",
           "Law the parameters are drawn from, as qopt analyze takes it">,
    Option<"observable", "observable", "unsigned", /*default=*/"0",
           "Number of the circuit's expectation value that is the cost">,
    Option<"maxFlop", "max-flop", "double", /*default=*/"1e12",
           "Operations for one value that still count as simulable">,
    Option<"maxBytes", "max-bytes", "double", /*default=*/"17179869184.0",
           "Memory that still counts as simulable">,
    Option<"seed", "seed", "uint64_t", /*default=*/"1",
           "Seed of tests that sample">,
  ];
}

def EstimateFidelity : QoptPass<"qopt-estimate-fidelity"> {
  let summary = "Predicts the success of a run on the device";
  let description = [{
    Sets `pqc.fidelity` on each circuit: estimated success of one run with its
    warranty, the same without waiting, the additive log-cost and the duration.
    Assumes circuits with native gates on sites of their device. Changes
    nothing else.
  }];
}

def Schedule : QoptPass<"qopt-schedule"> {
  let summary = "Says when each gate of a native circuit starts";
  let description = [{
    Sets `qopt.start_ns` and `qopt.duration_ns` on every gate and measurement and
    `qopt.total_ns` on the circuit, by the durations of its device. `alap` starts
    gates as late as possible, `asap` as early; measurements come together at
    the end in both. A remark names durations that were unknown and taken from a
    median. Assumes circuits with native gates on sites of their device. Changes
    nothing else.
  }];
  let options = [
    Option<"policy", "policy", "std::string", /*default=*/"\"alap\"",
           "alap or asap">,
  ];
}

def AnnotateNoise : QoptPass<"qopt-annotate-noise"> {
  let summary = "Writes the device's noise into circuits as channels";
  let description = [{
    After each gate and in each idle window stands the `pqc.channel` that the
    device's calibration implies (docs/devices.md); `qopt run` and the bridge
    read them back as noise. Readout errors are no channels and stay with the
    device. Assumes circuits with native gates on sites of their device. Keeps
    the gates, their order and angles.
  }];
}

def ParameterShift : QoptPass<"qopt-parameter-shift"> {
  let summary = "Lowers pqc.gradient to evaluations of shifted circuits";
  let description = [{
    Each gate whose angle depends on a wanted parameter gets its exact shift
    rule; shifted circuits are functions of the same parameters, and the
    derivative is the sum of their values times coefficients. Angles must be
    affine in the wanted parameters.
  }];
  let dependentDialects = ["::qopt::pqc::PQCDialect",
                           "::mlir::arith::ArithDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // QOPT_TRANSFORMS_PASSES_TD
