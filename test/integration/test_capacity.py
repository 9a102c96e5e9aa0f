"""qopt analyze: --capacity, the circuit's own observables, circuits that name
qubits but not native gates, states on a device."""

import json
import os
import struct
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("QOPT_BUILD", os.path.join(ROOT, "build"))
QOPT = os.path.join(BUILD, "bin", "qopt")

LAYERS = """OPENQASM 3.0;
include "stdgates.inc";
input array[float[64], 6] theta;
qubit[3] q;
ry(theta[0]) q[0];
ry(theta[1]) q[1];
ry(theta[2]) q[2];
cz q[0], q[1];
cz q[1], q[2];
rx(theta[3]) q[0];
rx(theta[4]) q[1];
rz(theta[5]) q[2];
"""

PHYSICAL = """OPENQASM 3.0;
include "stdgates.inc";
input float[64] a;
input float[64] b;
ry(a) $3;
cx $3, $1;
ry(b) $1;
"""


class CapacityTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.layers = self.write("layers.qasm3", LAYERS)

    def write(self, name, content, mode="w"):
        path = os.path.join(self.folder.name, name)
        with open(path, mode) as file:
            file.write(content)
        return path

    def run_analyze(self, *arguments):
        return subprocess.run([QOPT, "analyze", *arguments, "--no-advice", "--no-causes"],
                              cwd=self.folder.name, capture_output=True, text=True,
                              timeout=300)

    def analyze(self, *arguments):
        done = self.run_analyze(*arguments, "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_every_figure_has_a_warranty_or_a_reason(self):
        report = os.path.join(self.folder.name, "page.html")
        capacity = self.analyze(self.layers, "--observable", "Z0", "--capacity",
                                "--report", report)["capacity"]
        parts = [(capacity, key) for key in ("expressibility", "frame_potential",
                                             "frame_ratio", "meyer_wallach")]
        parts += [(capacity["lie_algebra"], "dimension"),
                  (capacity["lie_algebra"], "shared_dimension"),
                  (capacity["fisher_rank"], "rank")]
        for part, key in parts:
            if part[key] is None:
                self.assertTrue(part["reasons"][key], key)
            else:
                self.assertIn("warranty", part[key], key)
        self.assertGreaterEqual(capacity["frame_ratio"]["value"], 1)
        self.assertEqual(capacity["fisher_rank"]["parameters"], 6)
        self.assertIsNone(capacity["kernel"])
        with open(report, encoding="utf-8") as page:
            self.assertIn("What can it express?", page.read())
        self.assertNotIn("capacity", self.analyze(self.layers, "--observable", "Z0"))

    def test_same_bytes_at_any_thread_count(self):
        texts = set()
        for threads in ("1", "2", "5"):
            document = self.analyze(self.layers, "--observable", "Z0", "--capacity",
                                    "--threads", threads)
            texts.add(json.dumps(document["capacity"]))
        self.assertEqual(len(texts), 1)

    def test_the_circuits_own_observable_is_used(self):
        model = os.path.join(ROOT, "examples", "model.mlir")
        own = self.analyze(model, "--observable", "expval:1")
        named = self.analyze(model, "--observable", own["observable"])
        self.assertEqual(own["trainability"]["cost"], named["trainability"]["cost"])
        for path, arguments, words in (
                (model, (), "observables; name one"),
                (model, ("--observable", "expval:7"), "is no observable of the circuit"),
                (self.layers, (), "no observable of its own")):
            done = self.run_analyze(path, *arguments)
            self.assertEqual(done.returncode, 1)
            self.assertIn(words, done.stderr)
            self.assertEqual(done.stdout, "")

    def test_gates_that_are_not_native_are_lowered_where_they_are(self):
        path = self.write("physical.qasm3", PHYSICAL)
        noisy = self.analyze(path, "--observable", "Z3*Z1", "--device", "lima")
        ideal = self.analyze(path, "--observable", "Z3*Z1")
        attenuation = noisy["trainability"]["noise_attenuation"]["value"]
        self.assertGreater(attenuation, 0.5)
        self.assertLess(attenuation, 1)
        self.assertAlmostEqual(
            noisy["trainability"]["cost"]["variance"]["value"],
            attenuation ** 2 * ideal["trainability"]["cost"]["variance"]["value"], delta=0.02)
        self.assertTrue(any("not all of its gates were native" in note
                            for note in noisy["trainability"]["notes"]))

    def test_states_are_analysed_on_a_device(self):
        # Four two-qubit states, labels alternating.
        rows = [[0.6, 0.0, 0.8j, 0.0], [0.0, 1.0, 0.0, 0.0],
                [0.5, 0.5, 0.5, -0.5], [0.0, 0.6, 0.0, 0.8]]
        header = "{'descr': '<c16', 'fortran_order': False, 'shape': (4, 4), }"
        header += " " * (63 - (10 + len(header)) % 64) + "\n"
        data = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
        for row in rows:
            for value in row:
                data += struct.pack("<dd", complex(value).real, complex(value).imag)
        states = self.write("states.npy", data, "wb")
        labels = self.write("labels.csv", "y\nup\ndown\nup\ndown\n")
        arguments = [self.layers, "--observable", "Z0", "--data", states, "--labels", labels]
        ideal = self.analyze(*arguments)["trainability"]
        noisy = self.analyze(*arguments, "--device", "fez", "--no-sensitivities")["trainability"]
        self.assertAlmostEqual(
            noisy["cost"]["variance"]["value"],
            noisy["noise_attenuation"]["value"] ** 2 * ideal["cost"]["variance"]["value"],
            delta=0.05 * ideal["cost"]["variance"]["value"])

    def test_limits_of_simulability_are_flags(self):
        document = self.analyze(self.layers, "--observable", "Z0", "--max-rmse", "0.05",
                                "--shots", "1000000")["simulability"]
        self.assertLessEqual(document["limits"]["error"], 0.05)
        for test in document["tests"]:
            self.assertTrue(test["finding"], test["method"])


if __name__ == "__main__":
    unittest.main()
