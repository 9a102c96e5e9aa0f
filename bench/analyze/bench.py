#!/usr/bin/env python3
"""Prints the analyze benchmark as Markdown: qopt beside its peers.

    bench/analyze/bench.py [--venv DIR] [--long] [-o docs/benchmarks/analyze.md]

DIR is a throw-away Python environment for PennyLane-Lightning; it is made if it
does not exist. Without --venv the peer's columns stay empty. Times are processor
seconds of whole processes with one thread (reading the circuit included).
"""

import argparse
import json
import math
import os
import platform
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import circuits

ROOT = Path(__file__).resolve().parents[2]
PEERS = ["pennylane==0.45.1", "pennylane-lightning==0.45.0"]
QUIET = ["--no-advice", "--no-causes", "--no-sensitivities"]


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.folder = Path(tempfile.mkdtemp(prefix="qopt-bench-"))
        self.lines, self.short = [], []
        self.python = None
        if arguments.venv:
            venv = Path(arguments.venv)
            if not venv.exists():
                subprocess.run([sys.executable, "-m", "venv", venv], check=True)
                subprocess.run([venv / "bin/pip", "-q", "install", *PEERS], check=True)
            self.python = venv / "bin/python"

    def print(self, line=""):
        self.lines.append(line)
        print(line, flush=True)

    def table(self, title, text, columns):
        self.print(f"\n## {title}\n\n{text}\n")
        self.print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))

    def row(self, *cells):
        self.print("| " + " | ".join(str(cell) for cell in cells) + " |")

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    def qopt(self, *arguments):
        """(document, processor seconds, peak MiB) of one run."""
        read, write = os.pipe()
        command = [self.arguments.qopt, *map(str, arguments), "--quiet", "--threads", "1",
                   "--json", str(self.folder / "result.json")]
        process = os.fork()
        if process == 0:
            os.close(read)
            os.dup2(write, 2)
            os.execv(command[0], command)
        os.close(write)
        with os.fdopen(read) as stream:
            errors = stream.read()
        _, status, usage = os.wait4(process, 0)
        if status:
            raise SystemExit(f"{' '.join(command)}\n{errors}")
        return (json.loads((self.folder / "result.json").read_text()),
                usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    # --- Sections ---

    def large(self):
        self.table("1,000 qubits × 100 layers, calibrated noise",
                   "200,000 parameters, brickwork of RX, RZ and CZ on a line, every site with "
                   "its own gate errors, T1, T2 and readout; intervals of all gradient "
                   "variances no wider than the resolution (or 20 %). The whole of `qopt "
                   "analyze`, and its walk alone (the difference to a run of 512 walks).",
                   ["observable", "resolution", "bar, s", "whole, s", "walk, s", "MiB",
                    "widest above 20 %"])
        gates, count = circuits.bricks(1000, 100)
        path = self.write("large.qasm3", circuits.openqasm(1000, gates, count))
        device = self.write("large.device.json", circuits.calibrated_line(1000))
        for observable in ("Z500", "Z500*Z501"):
            common = ["analyze", path, "--observable", observable, "--noise", device, *QUIET,
                      "--engine", "walk"]
            _, least, _ = self.qopt(*common, "--samples", 512)
            for resolution, bar in ((1e-4, 1), (1e-6, 10)):
                document, seconds, size = self.qopt(*common, "--resolution", resolution)
                widths = []
                for p in document["trainability"]["parameters"]:
                    figure = p["gradient_variance"]
                    if figure["warranty"] in ("interval", "bound"):
                        # A bound is an interval from 0.
                        width = figure["upper"] - figure.get("lower", 0)
                        if width > 0.2 * figure["value"]:
                            widths.append(width)
                if seconds > bar:
                    self.short.append(f"1,000 × 100, {observable} at {resolution:g}: the whole "
                                      f"process takes {seconds:.1f} s, bar {bar} s (the walk "
                                      f"{max(0, seconds - least):.1f} s)")
                self.row(observable, f"{resolution:g}", bar, f"{seconds:.1f}",
                         f"{max(0, seconds - least):.2f}", f"{size:.0f}",
                         f"{max(widths, default=0):.2g}")

    def rare(self):
        self.table("Global Z, variances near 1e-30",
                   "100 layers of RX, RZ and CZ; stated is the standard error over the value; a "
                   "2-design has 1/(2^n + 1).",
                   ["lattice", "qubits", "variance", "stated error", "2-design", "s"])
        line, count = circuits.bricks(100, 100)
        edges, size = circuits.heavy_hex(5, 17)
        hexagons, hex_count = circuits.bricks(size, 100, edges=edges)
        for name, n, gates, parameters in (("line", 100, line, count),
                                           ("heavy-hex", size, hexagons, hex_count)):
            path = self.write("rare.qasm3", circuits.openqasm(n, gates, parameters))
            document, seconds, _ = self.qopt("analyze", path, "--observable", "global-z",
                                             "--engine", "splitting", *QUIET)
            figure = document["trainability"]["cost"]["variance"]
            error = figure.get("standard_error", (figure["upper"] - figure["lower"]) / 3.92)
            if error > 0.3 * figure["value"] or seconds > 60:
                self.short.append(f"global Z, {name}: {100 * error / figure['value']:.0f} %, "
                                  f"{seconds:.0f} s; bars 30 %, 60 s")
            self.row(name, n, f"{figure['value']:.3g}", f"{100 * error / figure['value']:.1f} %",
                     f"{1 / (2.0**n + 1):.3g}", f"{seconds:.1f}")

    def infinite(self):
        self.table("Infinite depth at 1,000 qubits", "The limit's variance in closed form; "
                   "seconds of the whole process, then without what an empty circuit of the "
                   "same width takes.", ["circuit", "observable", "variance", "s", "engine, s"])
        families = [("RX RZ CZ, line", ("rx", "rz"), "Z500"),
                    ("RX RZ CZ, line", ("rx", "rz"), "global-z"),
                    ("RY CZ, line", ("ry",), "Z500")]
        for name, rotations, observable in families:
            gates, count = circuits.bricks(1000, 2, rotations)
            path = self.write("orbit.qasm3", circuits.openqasm(1000, gates, count))
            document, seconds, _ = self.qopt("analyze", path, "--observable", observable,
                                             "--engine", "orbit", *QUIET)
            gates, count = circuits.bricks(2, 1, rotations)
            small = self.write("small.qasm3", circuits.openqasm(2, gates, count))
            _, base, _ = self.qopt("analyze", small, "--observable", "Z0", "--engine", "orbit",
                                   *QUIET)
            if seconds - base > 0.05:
                self.short.append(f"infinite depth, {name}, {observable}: "
                                  f"{seconds - base:.3f} s, simulability tests included, bar "
                                  "0.05 s")
            self.row(name, observable,
                     f"{document['trainability']['cost']['variance']['value']:.4g}",
                     f"{seconds:.3f}", f"{max(0, seconds - base):.3f}")

    def coverage(self):
        runs = 1000 if self.arguments.long else 200
        self.table("Intervals", f"Share of 95 % intervals of the walk that hold the exact value, "
                   f"over {runs} seeds, of the cost variance and of all gradient variances that "
                   "are not 0 by proof; bar 93 to 97 %.",
                   ["circuit", "law", "noise", "intervals", "cover"])
        device = self.write("line.device.json", circuits.calibrated_line(6))
        gates, count = circuits.bricks(6, 4)
        path = self.write("coverage.qasm3", circuits.openqasm(6, gates, count))
        for law, noise in (("uniform", False), ("uniform", True), ("gaussian:0.3", True)):
            common = ["analyze", path, "--observable", "Z2*Z3", "--init", law, *QUIET]
            common += ["--noise", device] if noise else []
            exact = self.figures(self.qopt(*common, "--engine", "pairs")[0])
            hits = total = 0
            for seed in range(runs):
                walked = self.figures(self.qopt(*common, "--engine", "walk", "--samples", 20480,
                                                "--seed", seed + 1)[0])
                for truth, figure in zip(exact, walked):
                    if truth["value"] > 1e-14 and "lower" in figure:
                        total += 1
                        hits += figure["lower"] <= truth["value"] <= figure["upper"]
            if not 0.93 <= hits / max(total, 1) <= 0.97:
                self.short.append(f"intervals under {law}: cover {100 * hits / total:.1f} %, bar "
                                  "93 to 97 %")
            self.row("6 qubits × 4 layers", law, "calibrated" if noise else "none", total,
                     f"{100 * hits / max(total, 1):.1f} %")

    @staticmethod
    def figures(document):
        part = document["trainability"]
        return [part["cost"]["variance"]] + [p["gradient_variance"] for p in part["parameters"]]

    def golden(self):
        folder = Path(self.arguments.shared) / "reference" / "analyze"
        if not (folder / "golden.json").exists():
            return self.print("\nGolden values: the data folder is absent.")
        self.table("Golden values", "Largest deviation of the cost variance and of all gradient "
                   "variances, over the largest of them.", ["case", "engine", "deviation"])
        for case in json.loads((folder / "golden.json").read_text())["cases"]:
            observable = case["observable"]
            if isinstance(observable, str) and observable.startswith("@"):
                observable = "@" + str(folder / observable[1:])
            arguments = ["analyze", folder / case["circuit"], "--observable", observable,
                         "--init", case["init"], *QUIET]
            if case["noise"]:
                name = case["circuit"].replace(".qasm3", ".device.json")
                arguments += ["--device" if case["noise"] == "device" else "--noise",
                              folder / name]
            document = self.qopt(*arguments)[0]
            known = {p["name"]: p["gradient_variance"] for p in case["parameters"]}
            worst = abs(document["trainability"]["cost"]["variance"]["value"]
                        - case["cost"]["variance"])
            for p in document["trainability"]["parameters"]:
                if p["name"] in known:
                    worst = max(worst, abs(p["gradient_variance"]["value"] - known[p["name"]]))
            scale = max([case["cost"]["variance"], *known.values()])
            self.row(case["name"], document["trainability"]["engine"], f"{worst / scale:.1e}")

    def rank(self):
        sys.path.insert(0, str(ROOT / "test" / "integration"))
        import test_prediction_rank as ranks
        sizes = [6] * 140 + [7] * 45 + [8] * 15 if self.arguments.long else [6] * 40
        self.table("Predicted beside sampled", "Random circuits on qubits of `fez`, noise on; "
                   "mean gradient variance of a circuit, 256 draws each; bar 0.99.",
                   ["circuits", "Spearman"])
        draw, edges = random.Random(2026), ranks.couplers()
        predicted, sampled = [], []
        for i, size in enumerate(sizes):
            qubits, inside = ranks.region(edges, size, draw)
            path = self.write("rank.qasm3",
                              ranks.circuit(qubits, inside, draw.randint(1, 5), draw))
            observed = draw.sample(qubits, draw.randint(1, size))
            observable = "*".join(draw.choice("XYZ") + str(q) for q in observed)
            common = ["analyze", path, "--observable", observable, "--device", "fez", *QUIET]
            values = []
            for extra in ([], ["--engine", "sample", "--samples", 256, "--seed", i + 1]):
                figures = self.figures(self.qopt(*common, *extra)[0])[1:]
                values.append(sum(f["value"] for f in figures) / len(figures))
            predicted.append(values[0])
            sampled.append(values[1])
        pairs = [(p, s) for p, s in zip(predicted, sampled) if p > 0]
        self.row(f"{len(pairs)} of {len(sizes)} (the others predicted 0)",
                 f"{ranks.spearman([p for p, _ in pairs], [s for _, s in pairs]):.4f}")

    def peers(self):
        self.table("Beside sampling, to the same standard error",
                   "Brickwork of RX, RZ and CZ, as deep as wide, observable Z Z in the middle. "
                   "The standard error of the median live gradient variance after 30 million "
                   "walks is the target; a sampler needs (κ − 1)·Var²/error² draws, κ the fourth moment over "
                   "the square, measured on its draws. Times of samplers are seconds a draw "
                   "times draws needed (so extrapolated); one thread each.",
                   ["qubits", "error of the median", "walk, s", "draws needed",
                    "Lightning, s", "ratio", "own adjoint sampler, s", "ratio"])
        for n in (8, 12, 16):
            gates, count = circuits.bricks(n, n)
            path = self.write("peer.qasm3", circuits.openqasm(n, gates, count))
            middle = [n // 2 - 1, n // 2]
            observable = "*".join(f"Z{q}" for q in middle)
            common = ["analyze", path, "--observable", observable, *QUIET]
            document, seconds, _ = self.qopt(*common, "--engine", "walk", "--samples",
                                             30_000_000)
            dead = set(document["trainability"]["dead_parameters"])
            live = sorted((p["gradient_variance"]["value"], i, p["gradient_variance"])
                          for i, p in enumerate(document["trainability"]["parameters"])
                          if p["name"] not in dead)
            value, index, figure = live[len(live) // 2]
            error = figure["standard_error"]
            draws = {8: 20000, 12: 512, 16: 24}[n]
            _, fixed, _ = self.qopt(*common, "--engine", "sample", "--samples", 2)
            _, own, _ = self.qopt(*common, "--engine", "sample", "--samples", 2 + draws)
            own = (own - fixed) / draws
            peer, kappa = None, 3.0
            if self.python:
                description = self.write("peer.json", {
                    "qubits": n, "parameters": count, "observable": middle,
                    "gates": [[name, p, list(q)] for name, p, q in gates]})
                done = subprocess.run([self.python, Path(__file__).with_name("peers.py"),
                                       description, str(min(draws, 64)), "1"],
                                      capture_output=True, text=True, check=True)
                peer = json.loads(done.stdout)
                chosen = [peer["fourth"][i] for _, i, _ in live]
                kappa = sorted(chosen)[len(chosen) // 2]
            needed = max(1, (kappa - 1) * value**2 / error**2)
            cells = [n, f"{100 * error / value:.2f} %", f"{seconds:.2f}", f"{needed:.3g}"]
            cells += ([f"{peer['seconds'] * needed:.3g}",
                       f"{peer['seconds'] * needed / seconds:,.0f}"] if peer else ["", ""])
            if peer and n == 16 and peer["seconds"] * needed < 1000 * seconds:
                self.short.append("less than 1,000 times the peer at 16 qubits")
            self.row(*cells, f"{own * needed:.3g}", f"{own * needed / seconds:,.0f}")

    def surrogate(self):
        self.table("Surrogate of a QCNN on 1,024 qubits",
                   "Value and all derivatives at Gaussian angles on |0…0⟩, whole "
                   "process. Two levels of it see 16 qubits, whose light cone is simulated "
                   "exactly; dropped coefficients add up to the certain error, and as if of "
                   "random sign to the heuristic one.",
                   ["circuit", "observable", "s", "strings", "value", "certain error",
                    "heuristic error", "exact", "true error"])
        text = subprocess.run([self.arguments.qopt, "ansatz", "qcnn", "--qubits", "1024",
                               "--layers", "1"], capture_output=True, text=True,
                              check=True).stdout
        rows = [("all ten levels", text, "Z1023", 0.3), ("all ten levels", text, "Z1023", 0.05)]
        rows += [("two levels", self.first_levels(text, 2), observable, 0.3)
                 for observable in ("Z511", "Z503")]
        for name, source, observable, width in rows:
            path = self.write("qcnn.qasm3", source)
            draw = random.Random(1)
            names = [line.split()[-1].rstrip(";") for line in source.splitlines()
                     if line.startswith("input")]
            bind = self.write("qcnn.bind.json", {"theta": [draw.gauss(0, width) for _ in names]})
            common = [path, "--observable", observable, "--bind", bind]
            document, seconds, _ = self.qopt("surrogate", *common)
            value = document["value"]
            exact = ""
            if name != "all ten levels":
                exact = self.qopt("run", *common)[0]["value"]["value"]
            self.row(f"{name}, width {width}", observable, f"{seconds:.2f}",
                     document["strings"], f"{value['value']:.6g}",
                     f"{document['error']['truncation_bound']:.2g}",
                     f"{document['error']['truncation_rms']['value']:.2g}",
                     f"{exact:.6g}" if exact != "" else "",
                     f"{abs(exact - value['value']):.1e}" if exact != "" else "")

    @staticmethod
    def first_levels(text, levels):
        """The template up to where only every 2^levels-th qubit is active."""
        lines, stride = [], 1 << levels
        for line in text.splitlines():
            if "q[" in line and not line.startswith("qubit"):
                qubits = [int(part.split("]")[0]) for part in line.split("q[")[1:]]
                if len(qubits) == 2 and all((q + 1) % stride == 0 for q in qubits):
                    break
            lines.append(line)
        return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--qopt", default=str(ROOT / "build" / "bin" / "qopt"))
    parser.add_argument("--shared", default=str(ROOT.parent / "shared"))
    parser.add_argument("--venv")
    parser.add_argument("--long", action="store_true", help="1,000 seeds, 200 circuits")
    parser.add_argument("--sections", default="large,rare,infinite,coverage,golden,rank,peers,"
                        "surrogate")
    parser.add_argument("-o", "--output")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    version = subprocess.run([arguments.qopt, "--version"], capture_output=True,
                             text=True).stdout.strip()
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    bench.print(f"# Analyze benchmark\n\n`bench/analyze/bench.py` prints this page. {version}; "
                f"peers: {', '.join(PEERS)}; {model}, one thread (shared with other work), Python "
                f"{platform.python_version()}.")
    for section in arguments.sections.split(","):
        getattr(bench, section)()
    bench.print("\n## What falls short\n\n" + ("\n".join(f"- {line}" for line in bench.short)
                                                or "Nothing of what was run."))
    if arguments.output:
        Path(arguments.output).write_text("\n".join(bench.lines) + "\n")


if __name__ == "__main__":
    main()
