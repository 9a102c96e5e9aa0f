//===- LinePlacement.h - Lines of qubits on paths of sites ------*- C++ -*-===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//
//
// The cheapest self-avoiding path of a coupling graph, which tree search hardly
// finds for long lines: annealing with the moves of polymer physics. An end
// bites back into the path (Mansfield, J. Chem. Phys. 77, 1554 (1982)), the
// path creeps forward (reptation), or it goes around a face on the other side.
//
//===----------------------------------------------------------------------===//

#ifndef QOPT_MAPPING_LINEPLACEMENT_H
#define QOPT_MAPPING_LINEPLACEMENT_H

#include "qopt/Mapping/Embedding.h"
#include "qopt/Support/Random.h"

namespace qopt {

/// `layout` puts `line` (qubits in order) on a path; returns the cheapest
/// layout that annealing by `steps` moves meets. Other qubits keep no place
/// (UINT_MAX). `faces`: short cycles of the target (shortCycles).
std::vector<unsigned> annealLine(const InteractionGraph &graph,
                                 const MappingTarget &target,
                                 llvm::ArrayRef<unsigned> line,
                                 llvm::ArrayRef<unsigned> layout,
                                 llvm::ArrayRef<std::vector<unsigned>> faces,
                                 uint64_t steps, RandomStream &random);

/// Layouts for a line that has no path of its length: few of its neighbours are
/// two couplers apart, fewer three. Qubits outside the line have no place
/// (UINT_MAX). Empty if the target is too small.
std::vector<std::vector<unsigned>>
nearLineLayouts(llvm::ArrayRef<unsigned> line, unsigned numQubits,
                const MappingTarget &target, unsigned count, uint64_t seed);

} // namespace qopt

#endif // QOPT_MAPPING_LINEPLACEMENT_H
