#!/usr/bin/env python3
"""Prints the compile benchmark as Markdown: qopt beside its peers.

    bench/compile/bench.py --venv DIR [-o docs/benchmarks/compile.md]

DIR is a throw-away Python environment; it is made, with the peers in it, if it
does not exist. Without --venv the peers' columns come from the reference file
(seeds 1-5). Circuits: --data (default ../shared/data beside the project).
--out keeps what the peers did, by circuit and version, so that a run that was
broken off goes on where it was.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import sections
from peercache import PEERS, PeerCache

ROOT = Path(__file__).resolve().parents[2]


class Bench:
    """What the sections have in common: qopt, the peers, the page."""

    def __init__(self, args):
        self.args = args
        self.data = Path(args.data)
        self.out = Path(args.out)
        self.out.mkdir(parents=True, exist_ok=True)
        reference = self.data.parent / "reference" / "compile.json"
        self.reference = json.loads(reference.read_text())
        python = None
        if args.venv:
            venv = Path(args.venv)
            if not venv.exists():
                subprocess.run([sys.executable, "-m", "venv", venv], check=True)
                subprocess.run([venv / "bin/pip", "-q", "install", *PEERS], check=True)
            python = venv / "bin/python"
        self.peers = PeerCache(python, self.data, self.out, args.threads,
                               args.peer_limit)
        self.lines = []
        self.short = []
        self.said = 0

    def print(self, line=""):
        self.lines.append(line)

    def progress(self, text):
        now = time.monotonic()
        if now - self.said > 10:
            print(f"… {text}", file=sys.stderr, flush=True)
            self.said = now

    def qopt(self, path, device, *options, threads=None, output="out.qasm3"):
        """The document, with processor seconds of the whole process under
        "whole" and of the compilation alone (no reading, verification or
        writing) under "alone"."""
        begin = os.times()
        done = subprocess.run(
            [self.args.qopt, "compile", path, "--device", device, "--json", "-",
             "-o", self.out / output, "--seed", "1", "--quiet", "--timing",
             "--threads", str(threads or self.args.threads), *options],
            capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{path} on {device}: {done.stderr}")
        end = os.times()
        document = json.loads(done.stdout)
        document["whole"] = (end.children_user - begin.children_user
                             + end.children_system - begin.children_system)
        document["alone"] = document["timing"]["compiling"]
        self.progress(f"{Path(path).stem} on {Path(device).stem}")
        return document


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--qopt", default=str(ROOT / "build/bin/qopt"))
    parser.add_argument("--data", default=str(ROOT.parent / "shared/data"))
    parser.add_argument("--venv", help="throw-away environment with the peers")
    parser.add_argument("--out", default=str(ROOT / "build/bench-compile"),
                        help="folder for what is kept between runs")
    parser.add_argument("--peer-limit", type=float, default=600,
                        help="wall seconds after which a peer is given up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sections", default=",".join(sections.ALL))
    parser.add_argument("--only", default="", help="unbound circuits whose name has this")
    parser.add_argument("-o", help="write the page here instead of printing it")
    args = parser.parse_args()
    if not Path(args.data).exists():
        print(f"no circuits at {args.data}: nothing measured (--data)")
        return 0
    bench = Bench(args)
    version = subprocess.run([args.qopt, "--version"], capture_output=True,
                             text=True).stdout.strip()
    from circuits import machine
    for section in args.sections.split(","):
        print(f"section {section}", file=sys.stderr, flush=True)
        sections.ALL[section](bench)
    head = ["# Compile benchmark\n",
            "`bench/compile/bench.py` prints this page. "
            f"{version}; peers: Qiskit 2.6.2, pytket 2.18.5"
            f"{'' if bench.peers.python else ' (recorded figures)'}; "
            f"{machine()}, {args.threads} threads for qopt and for the peers, "
            f"Python {platform.python_version()}, seed 1. Times are processor seconds, of "
            "all threads together: \"whole\" is the whole process of qopt (reading, "
            "verification and writing included), \"alone\" its compilation alone, which is "
            "what is measured of the peers.\n"]
    if bench.short:
        head += ["What falls short of the bars:\n",
                 *[f"- {line}" for line in bench.short], ""]
    page = "\n".join(head + bench.lines).rstrip() + "\n"
    if args.o:
        Path(args.o).write_text(page)
    else:
        print(page)
    return 0


if __name__ == "__main__":
    os.environ["QISKIT_NUM_PROCS"] = "1"
    sys.exit(main())
