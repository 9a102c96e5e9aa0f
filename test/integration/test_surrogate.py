"""qopt surrogate as a user runs it: values and gradients beside the simulator's,
files, truncation, strings to be acquired, and the trained example."""

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("QOPT_BUILD", os.path.join(ROOT, "build"))
QOPT = os.path.join(BUILD, "bin", "qopt")
EXAMPLE = os.path.join(ROOT, "examples", "cluster-ising", "surrogate.py")


def circuit(qubits, layers):
    lines, count = [], 0
    for layer in range(layers):
        for gate in ("ry", "rz", "rx"):
            for q in range(qubits):
                lines.append(f"{gate}(theta[{count}]) q[{q}];")
                count += 1
        for q in range(layer % 2, qubits - 1, 2):
            lines.append(f"rzz(theta[{count}]) q[{q}], q[{q + 1}];")
            count += 1
    head = f'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput array[float[64], {count}] theta;\n'
    return head + f"qubit[{qubits}] q;\n" + "\n".join(lines) + "\n", count


@unittest.skipUnless(os.path.exists(QOPT), "qopt is not built")
class SurrogateTest(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        text, self.count = circuit(5, 2)
        self.circuit = self.write("c.qasm3", text)
        draw = random.Random(7)
        self.points = [{"theta": [draw.uniform(-3, 3) for _ in range(self.count)]}
                       for _ in range(3)]
        self.bind = self.write("b.json", json.dumps(self.points[0]))
        self.observable = "Z0*Z1 + 0.5*X2 - 0.25*Y3*Z4"

    def path(self, name):
        return os.path.join(self.temporary.name, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def qopt(self, *arguments, code=0):
        done = subprocess.run([QOPT, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout) if code == 0 else done.stderr

    def surrogate(self, *arguments, code=0):
        return self.qopt("surrogate", *arguments, "--json", "-", "--quiet", code=code)

    def test_value_and_gradient_are_the_simulators(self):
        exact = self.qopt("run", self.circuit, "--observable", self.observable, "--bind",
                          self.bind, "--gradient", "--json", "-", "--quiet")
        file = self.path("s.npz")
        built = self.surrogate(self.circuit, "--observable", self.observable, "--bind",
                               self.bind, "-o", file)
        again = self.surrogate("--evaluate", file, "--bind", self.bind)
        for document in (built, again):
            self.assertEqual(document["value"]["warranty"], "exact")
            self.assertAlmostEqual(document["value"]["value"], exact["value"]["value"], places=12)
            for ours, theirs in zip(document["gradient"]["theta"], exact["gradient"]["theta"]):
                self.assertAlmostEqual(ours, theirs, places=11)
        many = self.write("many.json", json.dumps(self.points))
        rows = self.surrogate("--evaluate", file, "--bind", many)
        self.assertEqual(rows["values"][0], again["value"]["value"])
        self.assertEqual(rows["gradients"][0], again["gradient"])
        self.assertEqual(len(rows["values"]), 3)

    def test_truncated_interval_holds(self):
        exact = self.qopt("run", self.circuit, "--observable", self.observable, "--bind",
                          self.bind, "--json", "-", "--quiet")["value"]["value"]
        for weight in ("1", "2", "3"):
            document = self.surrogate(self.circuit, "--observable", self.observable, "--bind",
                                      self.bind, "--max-weight", weight)
            self.assertTrue(document["truncated"])
            self.assertEqual(document["value"]["warranty"], "interval")
            self.assertLessEqual(document["value"]["lower"], exact)
            self.assertGreaterEqual(document["value"]["upper"], exact)

    def test_strings_are_what_the_value_takes(self):
        asked = self.path("asked.json")
        document = self.surrogate(self.circuit, "--observable", self.observable, "--bind",
                                  self.bind, "--strings", asked)
        with open(asked, encoding="utf-8") as file:
            plan = json.load(file)
        self.assertEqual(plan["schema"], "qopt.acquisition/1")
        self.assertEqual(document["acquire"]["strings"], len(plan["strings"]))
        sizes = [abs(c) for _, c in plan["strings"]]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        # All strings of |00000⟩ measured: the value is the circuit's.
        rows = [[s, 0.0 if "X" in s or "Y" in s else 1.0, 0.0] for s, _ in plan["strings"]]
        states = self.write("states.json", json.dumps(
            {"schema": "qopt.acquired-states/1", "qubits": 5,
             "states": [{"name": "zero", "expectations": rows}]}))
        exact = self.qopt("run", self.circuit, "--observable", self.observable, "--bind",
                          self.bind, "--json", "-", "--quiet")["value"]["value"]
        measured = self.surrogate(self.circuit, "--observable", self.observable, "--bind",
                                  self.bind, "--states", states)["states"][0]
        self.assertAlmostEqual(measured["value"]["value"], exact, places=11)
        # Half of them measured: the rest counts in full as an error.
        states = self.write("half.json", json.dumps(
            {"schema": "qopt.acquired-states/1", "qubits": 5,
             "states": [{"name": "zero", "expectations": rows[: len(rows) // 2]}]}))
        half = self.surrogate(self.circuit, "--observable", self.observable, "--bind",
                              self.bind, "--states", states)["states"][0]
        self.assertAlmostEqual(half["error"]["unknown_strings"],
                               sum(sizes[len(rows) // 2:]), places=9)
        self.assertLessEqual(half["value"]["lower"], exact)
        self.assertGreaterEqual(half["value"]["upper"], exact)

    def test_bad_input_is_named(self):
        self.assertIn("observable", self.surrogate(self.circuit, "--bind", self.bind, code=2))
        other = self.write("other.json", json.dumps(
            {"schema": "qopt.acquired-states/1", "qubits": 4, "states": []}))
        self.assertIn("other.json", self.surrogate(
            self.circuit, "--observable", "Z0", "--bind", self.bind, "--states", other, code=1))
        broken = self.write("broken.npz", "no archive")
        self.assertIn("broken.npz", self.surrogate("--evaluate", broken, "--bind", self.bind,
                                                   code=1))

    def test_the_trained_example(self):
        given = os.environ.get("QOPT_PEERS_PYTHON")
        if not given:
            made = subprocess.run([os.path.join(ROOT, "scripts", "peers")],
                                  env=dict(os.environ, QOPT_PEERS=os.path.join(BUILD, "peers")),
                                  capture_output=True, text=True)
            if made.returncode:
                self.skipTest("no NumPy from PyPI here: " + made.stderr.strip()[-300:])
            given = made.stdout.strip()
        done = subprocess.run([given, EXAMPLE, "--qubits", "8", "32", "--steps", "12", "--train",
                               "4", "--test", "4", "--terms", "1500", "--measure", "300"],
                              capture_output=True, text=True, timeout=600,
                              env=dict(os.environ, QOPT=QOPT))
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [line.split("|") for line in done.stdout.splitlines() if line.startswith("| ")][1:]
        self.assertEqual([int(row[1]) for row in rows], [8, 32])
        # The surrogate's outputs are those of the circuit, within what it says.
        self.assertLess(float(rows[0][6]), 5 * float(rows[0][3]) + 1e-6)
        for row in rows:
            self.assertGreater(float(row[4]), 0.4)  # chance is 0.25


if __name__ == "__main__":
    unittest.main()
