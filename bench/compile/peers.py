"""One compilation by a peer, as a JSON line. Runs in the peers' environment:

    peers.py KIND CIRCUIT SOURCE DEVICE SEEDS THREADS BUDGET

KIND: sabre (routing alone), qiskit (preset pass manager, level 3), tket; with
the suffix -raw couplers of error 0.5 and more stay. SOURCE is a topology file
or the folder of calibrations. Seeds stop once they took BUDGET seconds.
"""

import json
import math
import os
import sys
import time
from pathlib import Path

KIND, CIRCUIT, SOURCE, DEVICE, SEEDS, THREADS, BUDGET = sys.argv[1:8]
os.environ["RAYON_NUM_THREADS"] = THREADS
RAW = KIND.endswith("-raw")


def calibration():
    """{gate: {qubits: error}} of the configuration's basis, and readout errors."""
    source = Path(SOURCE)
    conf = json.loads((source / f"conf_{DEVICE}.json").read_text())
    props = json.loads((source / f"props_{DEVICE}.json").read_text())
    basis = set(conf["basis_gates"]) - {"id", "rzz", "rx", "reset", "delay"}
    gates = {}
    for gate in props["gates"]:
        if gate["gate"] not in basis:
            continue
        error = next((p["value"] for p in gate["parameters"]
                      if p["name"] == "gate_error"), 0.0)
        if len(gate["qubits"]) == 2 and error >= 0.5 and not RAW:
            continue
        gates.setdefault(gate["gate"], {})[tuple(gate["qubits"])] = min(error, 1.0)
    readout = [next(p["value"] for p in qubit if p["name"] == "readout_error")
               for qubit in props["qubits"]]
    return conf["n_qubits"], gates, readout


def couplers():
    source = Path(SOURCE)
    if source.is_file():
        data = json.loads(source.read_text())
        return data["qubits"], [tuple(e) for e in data["edges"]]
    qubits, gates, _ = calibration()
    return qubits, sorted({tuple(sorted(q)) for sites in gates.values()
                           for q in sites if len(q) == 2})


def qiskit_circuit():
    from qiskit import QuantumCircuit, qasm3
    if CIRCUIT.endswith("3"):
        return qasm3.loads(Path(CIRCUIT).read_text())
    return QuantumCircuit.from_qasm_file(CIRCUIT)


def seeds():
    begin = time.process_time()
    for seed in range(1, int(SEEDS) + 1):
        yield seed
        if time.process_time() - begin > float(BUDGET):
            return


def sabre():
    """Exact placement or LightSABRE at level 3's trials; nothing else changes."""
    from qiskit.transpiler import CouplingMap, PassManager, passes
    _, edges = couplers()
    coupling = CouplingMap(edges)
    coupling.make_symmetric()
    circuit = qiskit_circuit()
    swaps, begin = [], time.process_time()
    for seed in seeds():
        vf2 = passes.VF2Layout(coupling_map=coupling, seed=seed, call_limit=30000000)
        PassManager([vf2]).run(circuit)
        if vf2.property_set["layout"] is not None:
            swaps.append(0)
            continue
        manager = PassManager([passes.SabreLayout(
            coupling, seed=seed, max_iterations=4, swap_trials=20, layout_trials=20)])
        swaps.append(manager.run(circuit).count_ops().get("swap", 0))
    return {"swaps": swaps, "seconds": (time.process_time() - begin) / len(swaps)}


def qiskit_target():
    from qiskit.circuit import Measure, Parameter
    from qiskit.circuit import library
    from qiskit.transpiler import InstructionProperties, Target
    standard = {"cx": library.CXGate(), "cz": library.CZGate(), "ecr": library.ECRGate(),
                "sx": library.SXGate(), "x": library.XGate(),
                "rz": library.RZGate(Parameter("t"))}
    qubits, gates, readout = calibration()
    target = Target(num_qubits=qubits)
    for name, sites in gates.items():
        target.add_instruction(standard[name], {
            q: InstructionProperties(error=e) for q, e in sites.items()})
    target.add_instruction(Measure(), {
        (q,): InstructionProperties(error=e) for q, e in enumerate(readout)})
    return target


def qiskit():
    """Level 3: two-qubit gates, their depth, and log cost of each seed."""
    from qiskit import transpile
    target = qiskit_target()
    circuit = qiskit_circuit()
    two, depth, costs, begin = [], [], [], time.process_time()
    for seed in seeds():
        made = transpile(circuit, target=target, optimization_level=3,
                         seed_transpiler=seed)
        two.append(made.num_nonlocal_gates())
        depth.append(made.depth(lambda i: len(i.qubits) == 2))
        cost = 0
        for item in made.data:
            if item.operation.name in ("rz", "barrier"):
                continue
            places = tuple(made.find_bit(q).index for q in item.qubits)
            error = target[item.operation.name][places].error
            cost = math.inf if error >= 1 else cost - math.log1p(-error)
        costs.append(None if math.isinf(cost) else cost)
    return {"two": two, "depth": depth, "cost": costs,
            "seconds": (time.process_time() - begin) / len(two)}


def tket():
    from pytket import OpType
    from pytket.architecture import Architecture
    from pytket.passes import (AutoRebase, DefaultMappingPass, FullPeepholeOptimise,
                               SequencePass, SynthesiseTket)
    from pytket.qasm import circuit_from_qasm
    _, edges = couplers()
    circuit = circuit_from_qasm(CIRCUIT)
    begin = time.process_time()
    SequencePass([FullPeepholeOptimise(), DefaultMappingPass(Architecture(edges)),
                  SynthesiseTket(), AutoRebase({OpType.CZ, OpType.Rz, OpType.SX, OpType.X})
                  ]).apply(circuit)
    return {"two": [circuit.n_2qb_gates()], "depth": [circuit.depth_2q()],
            "seconds": time.process_time() - begin}


print(json.dumps({"sabre": sabre, "qiskit": qiskit, "tket": tket}[KIND.split("-")[0]]()))
