// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-schedule)' | FileCheck %s --check-prefix=ALAP
// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-schedule{policy=asap})' | FileCheck %s --check-prefix=ASAP
// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-annotate-noise)' | FileCheck %s --check-prefix=NOISE
// RUN: not %qopt-opt %s --pass-pipeline='builtin.module(qopt-schedule{policy=late})' 2>&1 | FileCheck %s --check-prefix=POLICY
// RUN: not %qopt-opt %s --pass-pipeline='builtin.module(qopt-annotate-noise,qopt-annotate-noise)' 2>&1 | FileCheck %s --check-prefix=TWICE
// POLICY: error: qopt-schedule: no policy 'late'
// TWICE: error: the circuit has channels already

pqc.device @line {target = #pqc.target<name = "line",
  qubits = [#pqc.site<id = 2, t1_us = 100.0, t2_us = 80.0>, #pqc.site<id = 3, t1_us = 100.0, t2_us = 80.0>],
  gates = [#pqc.native_gate<name = "rz", qubits = 1, params = [#pqc.gate_param<name = "theta">], virtual = true>,
           #pqc.native_gate<name = "sx", qubits = 1, error = 0.0002, duration_ns = 30.0>,
           #pqc.native_gate<name = "cz", qubits = 2, symmetric = true, duration_ns = 70.0,
             sites = [#pqc.gate_site<qubits = [2, 3], error = 0.003>]>]>}

// Three pulses on one qubit, one on the other: the single one waits, or starts
// at once.
// ALAP-LABEL: pqc.circuit @wait
// ALAP-SAME: qopt.total_ns = 1.600000e+02
// ALAP-COUNT-3: pqc.sx
// ALAP: pqc.sx {{.*}}{qopt.duration_ns = 3.000000e+01 : f64, qopt.start_ns = 6.000000e+01 : f64}
// ALAP: pqc.cz {{.*}}{qopt.duration_ns = 7.000000e+01 : f64, qopt.start_ns = 9.000000e+01 : f64}
// ASAP-LABEL: pqc.circuit @wait
// ASAP-COUNT-3: pqc.sx
// ASAP: pqc.sx {{.*}}{qopt.duration_ns = 3.000000e+01 : f64, qopt.start_ns = 0.000000e+00 : f64}
// ASAP: pqc.cz {{.*}}qopt.start_ns = 9.000000e+01 : f64}
// NOISE-LABEL: pqc.circuit @wait
// NOISE: pqc.sx
// NOISE-NEXT: pqc.channel
// NOISE: pqc.cz
// NOISE: pqc.channel #pqc.pauli_channel
pqc.circuit @wait() attributes {device = @line} {
  %q0 = pqc.site 2 : !pqc.qubit
  %q1 = pqc.site 3 : !pqc.qubit
  %a = pqc.sx %q0 : !pqc.qubit
  %b = pqc.sx %a : !pqc.qubit
  %c = pqc.sx %b : !pqc.qubit
  %d = pqc.sx %q1 : !pqc.qubit
  %e, %f = pqc.cz %c, %d : !pqc.qubit, !pqc.qubit
  pqc.release %e, %f
  pqc.return
}
