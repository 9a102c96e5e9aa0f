"""Trains a QCNN on 1,024 qubits through its classical surrogate.

The four phases of the cluster-Ising ring are learnt from its ground states: the
surrogate says which Pauli strings it needs (`qopt surrogate --strings`), a device
acquires them (here: free fermions, exact, or with the errors of --shots), and
the angles are trained on the classical side (`--evaluate`), with a linear readout
of Z_a, Z_b and Z_a Z_b of the two last qubits. Beside it: a linear classifier
on plain low-body expectations (Z, XX, YY, ZZ, XZX) of the same states, and, up to
16 qubits, the QCNN itself, simulated as a state vector at the trained angles.
Whether a surrogate does as well as the circuit is the question of Bermejo et al.,
arXiv:2408.12739. Needs NumPy, and qopt on the PATH or in $QOPT.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

from free_fermions import PHASES, expectations, phase
from state_vector import ground_state, outputs

LOW_BODY = ["Z0", "X0*X1", "Y0*Y1", "Z0*Z1", "X0*Z1*X2", "X0*X2"]


def qcnn(qubits):
    """OpenQASM 3, its gates as (name, angle's index, qubits), the level of each
    angle, and the two qubits read out. Angles are shared within a layer, as the
    states do not change under translations; every gate keeps the parity ΠZ, as the
    states do."""
    gates, levels, active, level = [], [], list(range(qubits)), 0

    def layer(*members):
        gates.extend((name, len(levels), targets) for name, targets in members)
        levels.append(level)

    while len(active) > 2:
        size = len(active)
        ring = [(active[i], active[(i + 1) % size])
                for start in (0, 1) for i in range(start, size, 2)]
        for name in ("rz", "rxx", "ryy", "rzz", "rz", "rxx"):
            layer(*[(name, (q,)) for q in active] if name == "rz"
                  else [(name, pair) for pair in ring])
        for name in ("crz", "rxx"):
            layer(*[(name, (active[i], active[i + 1])) for i in range(0, size - 1, 2)])
        active = active[1::2]
        level += 1
    layer(("rxx", tuple(active)))
    layer(("ryy", tuple(active)))
    lines = ["OPENQASM 3.0;", 'include "stdgates.inc";',
             f"input array[float[64], {len(levels)}] theta;", f"qubit[{qubits}] q;"]
    for name, angle, targets in gates:
        operands = ", ".join(f"q[{q}]" for q in targets)
        lines.append(f"{name}(theta[{angle}]) {operands};")
    return "\n".join(lines) + "\n", gates, np.array(levels), active


def states(number, seed):
    """`number` couplings of each phase in [-4, 4]², none closer to a transition
    than a zero at 0.05 from the unit circle; and their phases."""
    rng = np.random.default_rng(seed)
    chosen = {name: [] for name in PHASES}
    while min(map(len, chosen.values())) < number:
        couplings = tuple(rng.uniform(-4, 4, 2))
        name, distance = phase(*couplings)
        if distance > 0.05 and len(chosen[name]) < number:
            chosen[name].append(couplings)
    couplings = [c for name in PHASES for c in chosen[name]]
    return couplings, np.repeat(np.arange(len(PHASES)), number)


class Surrogate:
    """The classical side: one file for each output of the QCNN."""

    def __init__(self, folder, text, qubits, read, arguments):
        self.folder, self.qubits, self.arguments = folder, qubits, arguments
        self.observables = [f"Z{read[0]}", f"Z{read[1]}", f"Z{read[0]}*Z{read[1]}"]
        self.circuit = self.write("circuit.qasm3", text)

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    @staticmethod
    def qopt(*arguments):
        done = subprocess.run([os.environ.get("QOPT", "qopt"), "surrogate", *arguments,
                               "--quiet"], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)

    def build(self, theta):
        """Around the angles theta; returns the strings each output needs."""
        bind = self.write("theta.json", {"theta": list(theta)})
        self.needs = []
        for i, observable in enumerate(self.observables):
            asked = os.path.join(self.folder, f"strings{i}.json")
            self.qopt(self.circuit, "--observable", observable, "--bind", bind,
                      "--max-terms", str(self.arguments.terms), "--strings", asked,
                      "-o", os.path.join(self.folder, f"output{i}.npz"))
            with open(asked, encoding="utf-8") as file:
                strings = json.load(file)["strings"]
            # Largest coefficients first; what is not measured stays an error.
            self.needs.append([s for s, _ in strings[:self.arguments.measure]])

    def acquire(self, label, couplings, rng):
        """What a device would measure of each state."""
        for i, strings in enumerate(self.needs):
            values = expectations(self.qubits, couplings, strings)
            shots = self.arguments.shots
            error = np.sqrt(np.maximum(0, 1 - values**2) / shots) if shots else 0 * values
            values = values + error * rng.normal(size=values.shape)
            rows = [{"name": str(s), "expectations":
                     [[string, round(v, 9), round(e, 9)]
                       for string, v, e in zip(strings, values[s], error[s])]}
                    for s in range(len(couplings))]
            self.write(f"{label}{i}.json", {"schema": "qopt.acquired-states/1",
                                            "qubits": self.qubits, "states": rows})

    def evaluate(self, label, theta):
        """Outputs [states, 3], derivatives [states, 3, angles], largest errors."""
        bind = self.write("theta.json", {"theta": list(theta)})
        values, gradients, errors = [], [], []
        for i in range(len(self.observables)):
            result = os.path.join(self.folder, "result.json")
            self.qopt("--evaluate", os.path.join(self.folder, f"output{i}.npz"), "--bind",
                      bind, "--states", os.path.join(self.folder, f"{label}{i}.json"),
                      "--json", result)
            with open(result, encoding="utf-8") as file:
                rows = json.load(file)["states"]
            values.append([row["value"]["value"] for row in rows])
            gradients.append([row["gradient"]["theta"] for row in rows])
            errors.append(max(np.hypot(row["error"]["truncation_rms"]["value"],
                                       row["error"]["unknown_rms"]["value"]) for row in rows))
        return np.array(values).T, np.array(gradients).transpose(1, 0, 2), max(errors)


def softmax_loss(weights, features, labels):
    """Mean cross-entropy of a linear readout with bias, its derivatives in the
    weights [classes, features + 1] and in the features."""
    extended = np.hstack([features, np.ones((len(features), 1))])
    logits = extended @ weights.T
    logits -= logits.max(axis=1, keepdims=True)
    probability = np.exp(logits)
    probability /= probability.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(probability[np.arange(len(labels)), labels] + 1e-300))
    probability[np.arange(len(labels)), labels] -= 1
    probability /= len(labels)
    return loss, probability.T @ extended, probability @ weights[:, :-1]


def accuracy(weights, features, labels):
    scores = features @ weights[:, :-1].T + weights[:, -1]
    return float(np.mean(scores.argmax(axis=1) == labels))


class Adam:
    def __init__(self, size, rate):
        self.m, self.v, self.t, self.rate = np.zeros(size), np.zeros(size), 0, rate

    def step(self, gradient):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * gradient
        self.v = 0.999 * self.v + 0.001 * gradient**2
        return -self.rate * (self.m / (1 - 0.9**self.t)
                             / (np.sqrt(self.v / (1 - 0.999**self.t)) + 1e-8))


def linear_baseline(features, labels, test, test_labels):
    weights = np.zeros((len(PHASES), features.shape[1] + 1))
    adam = Adam(weights.shape, 0.1)
    for _ in range(1500):
        weights = weights + adam.step(softmax_loss(weights, features, labels)[1])
    return accuracy(weights, test, test_labels)


def train(arguments, qubits, folder):
    text, gates, levels, read = qcnn(qubits)
    rng = np.random.default_rng(arguments.seed)
    # Near the identity the deeper a level is, and by plain gradient descent: angles
    # that do not matter stay small, and so does what the surrogate drops.
    theta = rng.normal(0, 0.3 / 8.0**levels)
    velocity = np.zeros(len(theta))
    weights = rng.normal(0, 0.1, (len(PHASES), 4))
    adam = Adam(weights.shape, 0.1)
    couplings, labels = states(arguments.train, arguments.seed + 1)
    test, test_labels = states(arguments.test, arguments.seed + 2)
    surrogate = Surrogate(folder, text, qubits, read, arguments)
    built, error = -arguments.rebuild, 0.0
    for step in range(arguments.steps):
        if step - built >= (3 if error > 0.2 else arguments.rebuild):
            # The angles have moved: other strings matter now.
            surrogate.build(theta)
            surrogate.acquire("train", couplings, rng)
            built = step
        values, gradients, error = surrogate.evaluate("train", theta)
        loss, by_weight, by_value = softmax_loss(weights, values, labels)
        if step % 10 == 0:
            print(f"  n = {qubits}, step {step}: loss {loss:.4f}, "
                  f"training accuracy {accuracy(weights, values, labels):.3f}, "
                  f"truncation {error:.2g}", flush=True)
        weights = weights + adam.step(by_weight)
        rate = arguments.rate * (1 - step / arguments.steps)
        # The penalty on angles keeps the cost where the surrogate is good.
        slope = np.einsum("so,sop->p", by_value, gradients) + arguments.penalty * theta
        velocity = 0.8 * velocity - rate * slope
        theta = theta + velocity
    surrogate.build(theta)
    surrogate.acquire("test", test, rng)
    values, _, error = surrogate.evaluate("test", theta)
    result = {"qubits": qubits, "strings": sum(map(len, surrogate.needs)),
              "truncation": error, "surrogate": accuracy(weights, values, test_labels)}
    low = [expectations(qubits, c, LOW_BODY) for c in (couplings, test)]
    result["low-body"] = linear_baseline(low[0], labels, low[1], test_labels)
    if qubits <= 16:
        exact = np.array([outputs(ground_state(qubits, *c), gates, theta, read)
                          for c in test])
        result["difference"] = float(np.max(np.abs(exact - values)))
        result["qcnn"] = accuracy(weights, exact, test_labels)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--qubits", type=int, nargs="+", default=[8, 16, 1024])
    parser.add_argument("--train", type=int, default=20, help="states of each phase [20]")
    parser.add_argument("--test", type=int, default=25, help="states of each phase [25]")
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--rebuild", type=int, default=25, help="most steps with one surrogate")
    parser.add_argument("--terms", type=int, default=40000, help="strings of a surrogate")
    parser.add_argument("--measure", type=int, default=2000, help="strings measured for an output")
    parser.add_argument("--rate", type=float, default=0.1, help="of the angles")
    parser.add_argument("--penalty", type=float, default=0.02, help="on squares of angles")
    parser.add_argument("--shots", type=int, default=0, help="of each string; 0: exact")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if any(n < 4 or n & (n - 1) for n in arguments.qubits):
        parser.error("--qubits takes powers of two from 4: each level halves them")
    print("| qubits | strings | truncation | surrogate | QCNN itself | largest difference "
          "| low-body linear |\n|---|---|---|---|---|---|---|")
    for qubits in arguments.qubits:
        with tempfile.TemporaryDirectory() as folder:
            row = train(arguments, qubits, folder)
        print("| {qubits} | {strings} | {truncation:.2g} | {surrogate:.3f} | {0} | {1} | "
              "{low-body:.3f} |".format(
                  f"{row['qcnn']:.3f}" if "qcnn" in row else "",
                  f"{row['difference']:.2g}" if "difference" in row else "", **row),
              flush=True)


if __name__ == "__main__":
    main()
