// RUN: %qopt-opt %s --split-input-file --verify-diagnostics --qopt-instantiate-ansatz | FileCheck %s

// The template's parameters become the circuit's; what else is said stays.
// CHECK-LABEL: pqc.circuit @model
// CHECK-SAME: %theta: tensor<9xf64> {pqc.name = "theta", pqc.role = "trainable"}
// CHECK-NOT: qopt.ansatz
// CHECK-SAME: qopt.note = "kept"
// CHECK: pqc.ry
// CHECK-COUNT-4: pqc.cx
// CHECK-NOT: pqc.cx
// CHECK: pqc.return
pqc.circuit @model() attributes {qopt.note = "kept",
    qopt.ansatz = {name = "real-amplitudes", layers = 2, entanglement = "linear"}} {
  %q0 = pqc.alloc : !pqc.qubit
  %q1 = pqc.alloc : !pqc.qubit
  %q2 = pqc.alloc : !pqc.qubit
  pqc.release %q0, %q1, %q2
  pqc.return
}

// A circuit without the attribute is left alone.
// CHECK-LABEL: pqc.circuit @other
// CHECK: pqc.h
pqc.circuit @other() {
  %q0 = pqc.alloc : !pqc.qubit
  %q1 = pqc.h %q0 : !pqc.qubit
  pqc.release %q1
  pqc.return
}

// CHECK-LABEL: pqc.circuit @short
// CHECK: pqc.ry
pqc.circuit @short() attributes {qopt.ansatz = "real-amplitudes"} {
  %q0 = pqc.alloc : !pqc.qubit
  %q1 = pqc.alloc : !pqc.qubit
  pqc.release %q0, %q1
  pqc.return
}

// -----

// expected-error@below {{a circuit with 'qopt.ansatz' has virtual qubits and nothing else}}
pqc.circuit @full() attributes {qopt.ansatz = "real-amplitudes"} {
  %q0 = pqc.alloc : !pqc.qubit
  %q1 = pqc.h %q0 : !pqc.qubit
  pqc.release %q1
  pqc.return
}

// -----

// expected-error@below {{no template}}
pqc.circuit @unknown() attributes {qopt.ansatz = "no-such"} {
  %q0 = pqc.alloc : !pqc.qubit
  pqc.release %q0
  pqc.return
}

// -----

// expected-error@below {{has no field 'layers' of this type}}
pqc.circuit @field() attributes {qopt.ansatz = {name = "real-amplitudes", layers = -1}} {
  %q0 = pqc.alloc : !pqc.qubit
  pqc.release %q0
  pqc.return
}
