// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-resynthesize{one-qubit=false})' | FileCheck %s
// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-resynthesize{entangler=cz})' | FileCheck %s --check-prefix=CZ
// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-resynthesize{entangler=iswap gates=u})' | FileCheck %s --check-prefix=ISWAP
// RUN: %qopt-opt %s --pass-pipeline='builtin.module(qopt-resynthesize{entangler=rxx gates=rx,rz})' | FileCheck %s --check-prefix=RXX
// RUN: not %qopt-opt %s --pass-pipeline='builtin.module(qopt-resynthesize{entangler=swap})' 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not %qopt-opt %s --pass-pipeline='builtin.module(qopt-resynthesize{gates=rz,x})' 2>&1 | FileCheck %s --check-prefix=WEAK
// NONE: error: qopt-resynthesize: no entangler 'swap'
// WEAK: error: qopt-resynthesize: the gates do not make every rotation

// Four CX with constants between them are three entanglers of every kind.
// CHECK-LABEL: pqc.circuit @four
// CHECK-NOT: pqc.cx
// CHECK: pqc.rxx
// CHECK: pqc.ryy
// CHECK: pqc.rzz
// CZ-LABEL: pqc.circuit @four
// CZ-COUNT-3: pqc.cz
// CZ-NOT: pqc.c
// CZ: pqc.release
// ISWAP-LABEL: pqc.circuit @four
// ISWAP-COUNT-3: pqc.iswap
// ISWAP-NOT: pqc.iswap
// RXX-LABEL: pqc.circuit @four
// RXX-COUNT-3: pqc.rxx
// RXX-NOT: pqc.rxx
pqc.circuit @four() {
  %a = arith.constant 0.3 : f64
  %b = arith.constant 1.1 : f64
  %q0 = pqc.alloc : !pqc.qubit
  %q1 = pqc.alloc : !pqc.qubit
  %c1, %t1 = pqc.cx %q0, %q1 : !pqc.qubit, !pqc.qubit
  %c2 = pqc.rx(%a) %c1 : !pqc.qubit
  %t2 = pqc.rz(%b) %t1 : !pqc.qubit
  %t3, %c3 = pqc.cx %t2, %c2 : !pqc.qubit, !pqc.qubit
  %c4 = pqc.ry(%b) %c3 : !pqc.qubit
  %t4 = pqc.rx(%b) %t3 : !pqc.qubit
  %c5, %t5 = pqc.cx %c4, %t4 : !pqc.qubit, !pqc.qubit
  %c6 = pqc.rx(%b) %c5 : !pqc.qubit
  %t6 = pqc.ry(%a) %t5 : !pqc.qubit
  %t7, %c7 = pqc.cx %t6, %c6 : !pqc.qubit, !pqc.qubit
  pqc.release %c7, %t7
  pqc.return
}

// A symbol keeps the run apart; the one-qubit run becomes one rotation.
// CHECK-LABEL: pqc.circuit @symbol
// CHECK-COUNT-2: pqc.cx
// CZ-LABEL: pqc.circuit @symbol
// CZ: pqc.cx
// CZ-NEXT: pqc.rz(%t)
// CZ-NEXT: pqc.cx
pqc.circuit @symbol(%t: f64 {pqc.name = "t"}) {
  %q0 = pqc.alloc : !pqc.qubit
  %q1 = pqc.alloc : !pqc.qubit
  %c1, %t1 = pqc.cx %q0, %q1 : !pqc.qubit, !pqc.qubit
  %h1 = pqc.h %c1 : !pqc.qubit
  %h2 = pqc.rx(%t) %h1 : !pqc.qubit
  %h3 = pqc.h %h2 : !pqc.qubit
  %c2, %t2 = pqc.cx %h3, %t1 : !pqc.qubit, !pqc.qubit
  pqc.release %c2, %t2
  pqc.return
}
