"""Circuits of the analyze benchmark, as gate lists and as OpenQASM 3."""

import math
import random


def bricks(qubits, layers, rotations=("rx", "rz"), edges=None):
    """Layers of rotations on every qubit and CZ on alternating couplers; gates are
    (name, parameter index or None, qubits). Without `edges`, a line."""
    gates, count = [], 0
    for layer in range(layers):
        for name in rotations:
            for q in range(qubits):
                gates.append((name, count, (q,)))
                count += 1
        if edges is None:
            pairs = [(q, q + 1) for q in range(layer % 2, qubits - 1, 2)]
        else:
            pairs = edges[layer % len(edges)]
        gates += [("cz", None, pair) for pair in pairs]
    return gates, count


def heavy_hex(rows, columns):
    """Couplers of a heavy-hex lattice: `rows` lines of `columns` qubits, every
    fourth column joined to the next line through a qubit of its own; as four sets
    of couplers that touch no qubit twice, and the number of qubits."""
    sets, count = [[], [], [], []], rows * columns
    for r in range(rows):
        for c in range(columns - 1):
            sets[c % 2].append((r * columns + c, r * columns + c + 1))
    for r in range(rows - 1):
        for c in range(0 if r % 2 == 0 else 2, columns, 4):
            sets[2].append((r * columns + c, count))
            sets[3].append((count, (r + 1) * columns + c))
            count += 1
    return sets, count


def openqasm(qubits, gates, count):
    lines = ["OPENQASM 3.0;", 'include "stdgates.inc";',
             f"input array[float[64], {count}] theta;", f"qubit[{qubits}] q;"]
    for name, parameter, targets in gates:
        operands = ", ".join(f"q[{q}]" for q in targets)
        angle = "" if parameter is None else f"(theta[{parameter}])"
        lines.append(f"{name}{angle} {operands};")
    return "\n".join(lines) + "\n"


def calibrated_line(qubits, seed=1):
    """A device description of a line: every qubit and coupler with its own errors,
    times and readout, spread like those of a good superconducting chip."""
    draw = random.Random(seed)

    def spread(middle):
        return middle * math.exp(draw.gauss(0, 0.4))

    ids = []
    for q in range(qubits):
        t1 = spread(180)
        ids.append({"id": q, "t1_us": t1, "t2_us": min(spread(130), 1.9 * t1),
                    "readout": {"p1_given_0": min(spread(0.008), 0.2),
                                "p0_given_1": min(spread(0.015), 0.2)}})
    couplers = [{"q": [q, q + 1], "error": min(spread(4e-3), 0.3)}
                for q in range(qubits - 1)]
    return {
        "schema": "qopt.device/1", "name": f"line-{qubits}",
        "technology": "superconducting",
        "provenance": {"source": "drawn at random for a benchmark", "synthetic": True},
        "error_metric": "average_infidelity", "idle": {"model": "t1_t2"},
        "qubits": ids,
        "gates": [
            {"name": "rx", "qubits": 1, "params": [{"name": "theta"}], "duration_ns": 40,
             "sites": [{"q": [q], "error": min(spread(3e-4), 0.1)} for q in range(qubits)]},
            {"name": "rz", "qubits": 1, "params": [{"name": "theta"}], "virtual": True},
            {"name": "cz", "qubits": 2, "symmetric": True, "duration_ns": 84,
             "sites": couplers}]}
