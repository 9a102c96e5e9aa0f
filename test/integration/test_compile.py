"""qopt compile and qopt equiv as a user runs them."""

import json
import os
import random
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("QOPT_BUILD", ROOT / "build"))
QOPT = BUILD / "bin" / "qopt"
SHARED = ROOT / ".." / "shared"

RING = """OPENQASM 3.0;
include "stdgates.inc";
input array[float[64], 3] theta;
input float[64] a;
qubit[5] q;
bit[5] c;
for int i in [0:4] { h q[i]; }
cx q[0], q[1];
rz(theta[0]) q[1];
cx q[0], q[1];
cp(theta[1]) q[1], q[3];
ccx q[0], q[2], q[4];
ry(2*theta[2] - a) q[4];
rz(a) q[2];
rz(0.5*a) q[2];
c = measure q;
"""

# Every bundled native set, with circuits small enough for the dense check.
DEVICES = [
    "fez",
    "fez-fractional",
    "cairo",
    "brisbane",
    "nighthawk",
    "tokyo-20",
    "sycamore-54",
]


class Compile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.input = self.write("ring.qasm3", RING)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def run_qopt(self, *arguments, code=0):
        done = subprocess.run(
            [str(QOPT), *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=self.folder,
            timeout=300,
        )
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done

    def compile(self, source, device, *options):
        output = self.folder / "out.qasm3"
        document = self.folder / "out.json"
        self.run_qopt(
            "compile", source, "--device", device, "-o", output,
            "--json", document, *options,
        )
        return output, json.loads(document.read_text())

    def known_devices(self):
        listed = self.run_qopt("device", "list").stdout
        return [name for name in DEVICES if re.search(rf"\b{name}\b", listed)]

    def test_every_bundled_native_set(self):
        self.assertGreater(len(self.known_devices()), 3)
        for device in self.known_devices():
            with self.subTest(device=device):
                output, document = self.compile(self.input, device)
                self.assertEqual(document["schema"], "qopt.compile/1")
                self.assertIn(
                    document["verified"]["relation"], ["unitary", "distribution"]
                )
                self.assertEqual(len(document["initial_layout"]), 5)
                self.assertEqual(len(document["final_layout"]), 5)
                self.run_qopt("equiv", self.input, output)

    def test_document_and_text(self):
        output, document = self.compile(self.input, "fez")
        text = output.read_text()
        self.assertEqual(
            document["parameters"], ["theta[0]", "theta[1]", "theta[2]", "a"]
        )
        self.assertEqual(document["before"]["qubits"], 5)
        after = document["after"]
        for key in [
            "qubits", "gates", "gates_2q", "depth", "depth_2q",
            "swaps_inserted", "duration_ns", "log_cost", "esp", "per_gate",
        ]:
            self.assertIn(key, after)
        self.assertLessEqual(set(after["per_gate"]), {"cz", "rz", "sx", "x", "id"})
        self.assertGreater(after["esp"]["value"], 0)
        self.assertIn("// qopt.layout initial=[", text)
        self.assertIn("input float[64] _theta_0_;", text)
        self.assertIn("input float[64] a;", text)

    def test_a_wrong_circuit_is_told_with_a_witness(self):
        output, _ = self.compile(self.input, "fez")
        text = output.read_text()
        place = text.rindex("sx $")
        wrong = self.write("wrong.qasm3", text[:place] + "x" + text[place + 2 :])
        document = self.folder / "equiv.json"
        self.run_qopt("equiv", self.input, wrong, "--json", document, code=3)
        answer = json.loads(document.read_text())
        self.assertEqual(answer["relation"], "different")
        self.assertTrue(answer["witness"])

    def test_same_bytes_at_any_number_of_threads(self):
        texts = []
        for threads in ["1", "2", "8"]:
            output, document = self.compile(
                self.input, "fez", "--threads", threads
            )
            document.pop("timing", None)
            texts.append((output.read_text(), json.dumps(document)))
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(texts[0], texts[2])

    def test_route_only_keeps_every_gate(self):
        source = self.write(
            "route.qasm3",
            'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float[64] a;\n'
            "qubit[4] q;\ncx q[0],q[1];\ncx q[1],q[2];\ncx q[2],q[0];\n"
            "rz(a) q[3];\ncp(a) q[3],q[0];\ncx q[1],q[3];\n",
        )
        output, document = self.compile(source, "fez", "--route-only")
        counts = document["after"]["per_gate"]
        swaps = document["after"]["swaps_inserted"]
        self.assertGreater(swaps, 0)
        self.assertEqual(counts, {"cx": 4, "rz": 1, "cp": 1, "swap": swaps})
        self.run_qopt("equiv", source, output)

    def test_symbolic_phase_polynomials_shrink(self):
        """Random CX and RZ: parities of symbolic angles, and a linear map."""
        draw, qubits, lines, angles = random.Random(4), 5, [], 0
        for _ in range(60):
            if draw.random() < 0.6:
                lines.append("cx q[%d], q[%d];" % tuple(draw.sample(range(qubits), 2)))
            else:
                lines.append(f"rz(t[{angles}]) q[{draw.randrange(qubits)}];")
                angles += 1
        wall = [f"h q[{q}];" for q in range(qubits)]
        source = self.write("phases.qasm3", "\n".join(
            ["OPENQASM 3.0;", 'include "stdgates.inc";',
             f"input array[float[64], {angles}] t;", f"qubit[{qubits}] q;",
             *wall, *lines, *wall]) + "\n")
        before = sum(line.startswith("cx") for line in lines)
        for device, least in (("line-5", 0.75), ("ion-11", 0.5)):
            output, document = self.compile(source, device)
            self.assertEqual(document["before"]["gates_2q"], before)
            self.assertLess(document["after"]["gates_2q"], least * before)
            self.run_qopt("equiv", source, output)

    def test_prescribed_layout(self):
        output, document = self.compile(
            self.input, "fez", "--layout", "0,1,2,3,4"
        )
        self.assertEqual(document["initial_layout"], [0, 1, 2, 3, 4])
        self.run_qopt("equiv", self.input, output)

    def test_what_does_not_fit(self):
        wide = self.write(
            "wide.qasm3",
            'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[30] q;\nh q;\n',
        )
        done = self.run_qopt(
            "compile", wide, "--device", "cairo", "-o",
            self.folder / "none.qasm3", code=1,
        )
        self.assertRegex(done.stderr, r"error: .*30 .*widest usable part.* \d+")
        self.assertFalse((self.folder / "none.qasm3").exists())

    def test_bound_output(self):
        values = self.write(
            "values.json", json.dumps({"theta": [0.1, 0.2, 0.3], "a": -0.7})
        )
        output, _ = self.compile(self.input, "fez", "--bind", values)
        self.assertNotIn("input", output.read_text())
        done = self.run_qopt(
            "compile", self.input, "--device", "fez", "--emit", "qasm2", code=1
        )
        self.assertIn("--bind", done.stderr)

    @unittest.skipUnless(SHARED.is_dir(), "shared data are absent")
    def test_public_circuits(self):
        circuits = SHARED / "data" / "circuits"
        for name, device in [
            ("unbound/realamp_n5_circular_r3.qasm3", "jakarta"),
            ("unbound/tfim_ring_n14_s4.qasm3", "guadalupe"),
            ("qasmbench/qaoa_n6.qasm", "cairo"),
            ("unbound/hea_brick_n100_l4.qasm3", "torino"),
        ]:
            with self.subTest(circuit=name):
                _, document = self.compile(circuits / name, device)
                self.assertIn(
                    document["verified"]["relation"],
                    ["unitary", "distribution"],
                )


if __name__ == "__main__":
    unittest.main()
