//===- RingPlacement.h - Rings of qubits on rings of sites ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// Long cycles of a coupling graph, which tree search hardly finds: a cycle
// grows and shrinks by its symmetric difference with short cycles (the faces of
// a lattice), annealed towards a length and a low cost.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_MAPPING_RINGPLACEMENT_H
#define QOPT_MAPPING_RINGPLACEMENT_H

#include "qopt/Mapping/Embedding.h"

namespace qopt {

/// The qubits around the ring (or along the line) that the interactions form;
/// none if they form anything else. Qubits without interactions are left out.
std::optional<std::vector<unsigned>> asRing(const InteractionGraph &graph,
                                            bool orLine = false);

/// The shortest cycles through each edge (of 24 vertices at most), each once:
/// the faces of a lattice.
std::vector<std::vector<unsigned>> shortCycles(const MappingTarget &target);

/// Cycles with `length` vertices, up to `tolerance` more or fewer, nearest to
/// `length` first, then cheapest. The answer does not depend on the number of
/// threads.
std::vector<std::vector<unsigned>> findCycles(const MappingTarget &target,
                                              unsigned length,
                                              unsigned tolerance,
                                              unsigned restarts, uint64_t seed);

/// Layouts that put `ring` on cycles a little longer (a gap between two of its
/// qubits) or shorter (some qubits beside the cycle), at every rotation, best
/// fits first. Qubits outside the ring have no place (UINT_MAX).
std::vector<std::vector<unsigned>>
nearRingLayouts(llvm::ArrayRef<unsigned> ring, unsigned numQubits,
                const MappingTarget &target, unsigned count, uint64_t seed);

} // namespace qopt

#endif // QOPT_MAPPING_RINGPLACEMENT_H
