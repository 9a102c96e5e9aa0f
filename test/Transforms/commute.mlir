// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-commute-rotations)' | FileCheck %s
// CHECK-LABEL: pqc.circuit @pass
// Z passes the control, X the target; Z on the target does not.
// CHECK: pqc.rz(%a)
// CHECK-NEXT: pqc.rx(%b)
// CHECK-NEXT: pqc.cx
// CHECK-NEXT: pqc.rz(%a)
// CHECK-NEXT: pqc.release
pqc.circuit @pass(%a: f64 {pqc.name = "a"}, %b: f64 {pqc.name = "b"}) {
  %q0 = pqc.alloc : !pqc.qubit
  %q1 = pqc.alloc : !pqc.qubit
  %c, %t = pqc.cx %q0, %q1 : !pqc.qubit, !pqc.qubit
  %c1 = pqc.rz(%a) %c : !pqc.qubit
  %t1 = pqc.rx(%b) %t : !pqc.qubit
  %t2 = pqc.rz(%a) %t1 : !pqc.qubit
  pqc.release %c1, %t2
  pqc.return
}
