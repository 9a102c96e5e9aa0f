#!/usr/bin/env python3
"""Gradient variances by sampling with PennyLane-Lightning (one thread).

    peers.py CIRCUIT.json DRAWS SEED

CIRCUIT.json: {"qubits", "parameters", "gates": [[name, parameter or null,
[qubits]], …], "observable": [qubits of Z]}. Prints, over uniform draws of all
angles: variance of each derivative, the fourth moment over its square (from which
the standard error of any number of draws follows), processor seconds a draw.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy  # noqa: E402
import pennylane as qml  # noqa: E402
from pennylane import numpy as pnp  # noqa: E402


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        circuit = json.load(file)
    draws, seed = int(sys.argv[2]), int(sys.argv[3])
    gates = {"rx": qml.RX, "ry": qml.RY, "rz": qml.RZ, "cz": qml.CZ}
    device = qml.device("lightning.qubit", wires=circuit["qubits"])

    @qml.qnode(device, diff_method="adjoint")
    def cost(theta):
        for name, parameter, wires in circuit["gates"]:
            if parameter is None:
                gates[name](wires=wires)
            else:
                gates[name](theta[parameter], wires=wires)
        return qml.expval(qml.prod(*[qml.PauliZ(q) for q in circuit["observable"]])
                          if len(circuit["observable"]) > 1
                          else qml.PauliZ(circuit["observable"][0]))

    gradient = qml.grad(cost)
    random = numpy.random.default_rng(seed)

    def draw():
        angles = random.uniform(0, 2 * numpy.pi, circuit["parameters"])
        return numpy.asarray(gradient(pnp.array(angles, requires_grad=True)))

    draw()  # what is made once is not counted
    begin = time.process_time()
    rows = numpy.array([draw() for _ in range(draws)])
    seconds = (time.process_time() - begin) / draws
    square = (rows**2).mean(axis=0)
    fourth = (rows**4).mean(axis=0)
    print(json.dumps({
        "version": f"PennyLane {qml.version()}, lightning.qubit {device.version if hasattr(device, 'version') else ''}".strip(),
        "seconds": seconds, "variances": square.tolist(),
        "fourth": (fourth / numpy.maximum(square, 1e-300)**2).tolist()}))


if __name__ == "__main__":
    main()
