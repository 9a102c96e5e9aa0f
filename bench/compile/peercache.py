"""What the peers did, kept by circuit, device and version."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

PEERS = ["qiskit==2.6.2", "qiskit-qasm3-import==0.6.0", "pytket==2.18.5"]


class PeerCache:
    def __init__(self, python, data, folder, threads, limit):
        self.python = python
        self.data = data
        self.threads = threads
        self.limit = limit
        self.path = folder / "peers.json"
        self.known = json.loads(self.path.read_text()) if self.path.exists() else {}
        script = Path(__file__).with_name("peers.py")
        self.script = script
        self.versions = ",".join(PEERS)

    def run(self, kind, circuit, device, seeds, budget=40):
        """What peers.py says; none where no environment is there, the peer
        fails, or it takes longer than the limit (not kept)."""
        if not self.python:
            return None
        text = Path(circuit).read_bytes()
        key = "|".join([kind, hashlib.sha256(text).hexdigest()[:16], device, str(seeds),
                        str(budget), str(self.threads), self.versions])
        if key not in self.known:
            topology = self.data / "topologies" / f"{device}.json"
            source = topology if topology.exists() else self.data / "ibm"
            try:
                done = subprocess.run(
                    [self.python, self.script, kind, circuit, str(source), device,
                     str(seeds), str(self.threads), str(budget)],
                    capture_output=True, text=True, timeout=self.limit)
                answer = json.loads(done.stdout) if done.returncode == 0 else {
                    "failed": done.stderr.strip().split("\n")[-1][-200:]}
            except subprocess.TimeoutExpired:
                print(f"{kind} {Path(circuit).stem}@{device}: more than "
                      f"{self.limit:g} s", file=sys.stderr)
                return None
            self.known[key] = answer
            self.path.write_text(json.dumps(self.known, indent=0))
        answer = self.known[key]
        if "failed" in answer:
            print(f"{kind} {Path(circuit).stem}@{device}: {answer['failed']}",
                  file=sys.stderr)
            return None
        return answer
