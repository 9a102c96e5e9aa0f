//===- RotationMatching.cpp - Equality of Pauli rotation products ---------===//
//
// Part of qopt, under the Apache License v2.0. See LICENSE.
//
//===----------------------------------------------------------------------===//

#include "RotationMatching.h"

#include "ClusterTurn.h"
#include "StripRotations.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>
#include <functional>
#include <map>
#include <tuple>

using namespace qopt;

/// Qubits of the algebras of clusters, and of what is left over in the end.
static constexpr unsigned maxPairs = 6;
static constexpr unsigned maxPairsAtEnd = 7;
/// Rotations from the front that a cluster may take.
static constexpr size_t window = 1500;

namespace {

using Rotations = std::vector<BoundRotation>;

class Matcher {
public:
  Matcher(RotationSide &a, RotationSide &b, bool complete, uint64_t maxWork)
      : a(a), b(b), complete(complete), maxWork(maxWork) {
    for (const RotationSide *side : {&a, &b})
      for (const BoundRotation &rotation : side->rotations)
        bindings = std::max<unsigned>(bindings, rotation.values.size());
  }

  RotationMatch run() {
    stripFront(a, b);
    if (complete)
      stripBack(a, b);
    for (;;) {
      if (a.rotations.empty() && b.rotations.empty()) {
        match.answer = Answer::Yes;
        return match;
      }
      if (decide())
        return match;
      if (!removeCluster()) {
        if (!complete || match.atStart)
          return match;
        // From the other end: a mistake in the middle is met on both sides.
        invert(a);
        invert(b);
        match.atStart = true;
      }
      stripFront(a, b);
    }
  }

private:
  double valueOf(const BoundRotation &rotation, unsigned binding) const {
    return rotation.values.size() > 1 ? rotation.values[binding]
                                      : rotation.values.front();
  }

  LocalMatrix product(const PauliAlgebra &algebra, const Rotations &list,
                      llvm::ArrayRef<size_t> members, unsigned binding) const {
    LocalMatrix matrix(algebra.numPairs());
    for (size_t i : members)
      matrix.rotate(algebra.split(list[i].axis).local,
                    valueOf(list[i], binding));
    return matrix;
  }

  static std::vector<size_t> allOf(const Rotations &list) {
    std::vector<size_t> members(list.size());
    for (size_t i = 0; i < members.size(); ++i)
      members[i] = i;
    return members;
  }

  /// Settles the question if all that is left generates a small algebra.
  bool decide() {
    PauliAlgebra algebra;
    for (const RotationSide *side : {&a, &b})
      for (const BoundRotation &rotation : side->rotations) {
        algebra.add(rotation.axis);
        if (algebra.numPairs() > maxPairsAtEnd)
          return false;
      }
    auto membersA = allOf(a.rotations), membersB = allOf(b.rotations);
    match.answer = Answer::Yes;
    for (unsigned binding = 0; binding < bindings; ++binding) {
      LocalMatrix ua = product(algebra, a.rotations, membersA, binding);
      LocalMatrix ub = product(algebra, b.rotations, membersB, binding);
      DifferenceCache cache;
      for (size_t s = 0; s < a.seen.size(); ++s) {
        double difference =
            compareSeen(algebra, ua, ub, a.seen[s], b.seen[s], cache);
        if (difference > match.difference) {
          match.difference = difference;
          match.seen = s;
          match.binding = binding;
        }
      }
    }
    noteSampling(a.rotations, membersA);
    noteSampling(b.rotations, membersB);
    if (match.difference > 1e-7) {
      match.answer = Answer::No;
    } else {
      a.rotations.clear();
      b.rotations.clear();
      b.seen = a.seen;
    }
    return true;
  }

  /// By the parts within the algebra.
  using DifferenceCache =
      std::map<std::tuple<unsigned, unsigned, unsigned, unsigned, bool>,
               double>;

  /// Largest difference of entries of Ua†·p·Ua and Ub†·q·Ub.
  static double compareSeen(const PauliAlgebra &algebra, const LocalMatrix &ua,
                            const LocalMatrix &ub, const SignedPauli &p,
                            const SignedPauli &q, DifferenceCache &cache) {
    PauliAlgebra::Split x = algebra.split(p.letters);
    PauliAlgebra::Split y = algebra.split(q.letters);
    if (!(x.rest.letters == y.rest.letters))
      return 1;
    x.local.negative ^= p.negative != x.rest.negative;
    y.local.negative ^= q.negative != y.rest.negative;
    auto [found, isNew] =
        cache.try_emplace({x.local.x, x.local.z, y.local.x, y.local.z,
                           x.local.negative != y.local.negative},
                          0.0);
    if (!isNew)
      return found->second;
    LocalMatrix left = ua, right = ub;
    left.apply(x.local);
    right.apply(y.local);
    found->second = ua.adjointTimes(left).distance(ub.adjointTimes(right));
    return found->second;
  }

  void noteSampling(const Rotations &list, llvm::ArrayRef<size_t> members) {
    for (size_t i : members)
      match.sampled |= !list[i].angle.isConstant();
  }

  /// Rotations about axes of the algebra that can be brought to the front.
  std::vector<size_t> reachable(const Rotations &list,
                                const PauliAlgebra &algebra) {
    std::vector<size_t> taken, left;
    for (size_t i = 0; i < std::min(list.size(), window); ++i) {
      work += algebra.numPairs();
      bool takes = algebra.contains(list[i].axis) &&
                   llvm::all_of(left, [&](size_t earlier) {
                     ++work;
                     return list[earlier].axis.commutesWith(list[i].axis);
                   });
      (takes ? taken : left).push_back(i);
    }
    return taken;
  }

  bool removeCluster() {
    std::vector<PauliString> starts;
    for (const Rotations *list : {&a.rotations, &b.rotations}) {
      unsigned found = 0;
      for (size_t i = 0; i < std::min(list->size(), window) && found < 100;
           ++i) {
        bool front = true;
        for (size_t k = 0; k < i && front; ++k, ++work)
          front = (*list)[k].axis.commutesWith((*list)[i].axis);
        found += front;
        if (front)
          starts.push_back((*list)[i].axis);
      }
    }
    // Small algebras at every place before large ones.
    bool any = false;
    for (unsigned most : {2u, 3u}) {
      for (const PauliString &start : starts)
        any |= growCluster(start, most);
      if (any)
        return true;
    }
    for (const PauliString &start : starts)
      if (searchCluster(start))
        return true;
    if (starts.size() > 4)
      starts.resize(4);
    for (const PauliString &start : starts)
      if (growCluster(start, maxPairs))
        return true;
    return false;
  }

  /// The first rotations of a list that do not commute with all of `algebra`
  /// and are not in it.
  std::vector<PauliString>
  blockers(const Rotations &list, const PauliAlgebra &algebra, unsigned count) {
    std::vector<PauliString> found;
    for (size_t i = 0; i < std::min(list.size(), window); ++i) {
      work += 2 * algebra.numPairs();
      PauliAlgebra::Split split = algebra.split(list[i].axis);
      bool blocks =
          (split.local.x || split.local.z) && !split.rest.letters.isIdentity();
      if (blocks && !llvm::is_contained(found, list[i].axis))
        found.push_back(list[i].axis);
      if (found.size() == count)
        break;
    }
    return found;
  }

  bool tryCluster(const PauliAlgebra &algebra) {
    if (work > maxWork)
      return false;
    return takeCluster(algebra, reachable(a.rotations, algebra),
                       reachable(b.rotations, algebra));
  }

  /// The rotations in the way join, first ones first.
  bool growCluster(const PauliString &start, unsigned most) {
    PauliAlgebra algebra;
    algebra.add(start);
    while (algebra.numPairs() <= most && work <= maxWork) {
      if (tryCluster(algebra))
        return true;
      bool grown = false;
      for (const Rotations *list : {&a.rotations, &b.rotations})
        for (const PauliString &axis : blockers(*list, algebra, 1)) {
          algebra.add(axis);
          grown = true;
        }
      if (!grown)
        return false;
    }
    return false;
  }

  /// Every choice of two rotations in the way that opens two pairs at most.
  bool searchCluster(const PauliString &start) {
    PauliAlgebra algebra;
    algebra.add(start);
    auto inTheWay = [&](const PauliAlgebra &of) {
      std::vector<PauliString> list = blockers(a.rotations, of, 5);
      for (PauliString &axis : blockers(b.rotations, of, 5))
        if (!llvm::is_contained(list, axis))
          list.push_back(std::move(axis));
      return list;
    };
    for (const PauliString &first : inTheWay(algebra)) {
      PauliAlgebra one = algebra;
      one.add(first);
      for (const PauliString &second : inTheWay(one)) {
        if (work > maxWork)
          return false;
        PauliAlgebra two = one;
        two.add(second);
        if (two.numPairs() > 2)
          continue;
        // What else fits into two pairs.
        for (const PauliString &axis : inTheWay(two)) {
          PauliAlgebra more = two;
          more.add(axis);
          if (more.numPairs() <= 2)
            two = more;
        }
        if (two.numPairs() <= 2 && tryCluster(two))
          return true;
      }
    }
    return false;
  }

  /// With M = Ua·Ub† of the two clusters, the first side is the second one's
  /// cluster followed by all else turned by M: possible if that turns Paulis
  /// into Paulis, as it is or after a few rotations are split off.
  bool takeCluster(const PauliAlgebra &algebra, llvm::ArrayRef<size_t> ta,
                   llvm::ArrayRef<size_t> tb) {
    std::vector<LocalMatrix> turns;
    unsigned used = 1;
    uint64_t entries = uint64_t(1) << (2 * algebra.numPairs());
    for (auto [list, members] :
         {std::pair(&a.rotations, ta), std::pair(&b.rotations, tb)})
      for (size_t i : members)
        used = std::max<unsigned>(used, (*list)[i].values.size());
    // Images of all strings of the algebra are matrix products.
    work += used * entries * (ta.size() + tb.size() + 8 * entries);
    for (unsigned binding = 0; binding < used; ++binding) {
      // M† = Ub·Ua†: the rotations of the first cluster undone, backwards.
      LocalMatrix turn(algebra.numPairs());
      for (size_t i : llvm::reverse(ta))
        turn.rotate(algebra.split(a.rotations[i].axis).local,
                    -valueOf(a.rotations[i], binding));
      for (size_t i : tb)
        turn.rotate(algebra.split(b.rotations[i].axis).local,
                    valueOf(b.rotations[i], binding));
      turns.push_back(std::move(turn));
    }
    ClusterTurn whole(algebra, turns);
    if (applyTurn(algebra, whole, ta, tb, {}))
      return true;
    ClusterTurn clifford(algebra, std::move(turns));
    Rotations residual = clifford.splitRotations(bindings, nextSymbol);
    return !residual.empty() && residual.size() < ta.size() + tb.size() &&
           applyTurn(algebra, clifford, ta, tb, residual);
  }

  /// The second side's cluster takes the first side's place; `cluster` turns
  /// what follows, and `residual` is left in front of it. False if something
  /// that follows would not stay a Pauli.
  bool applyTurn(const PauliAlgebra &algebra, ClusterTurn &cluster,
                 llvm::ArrayRef<size_t> ta, llvm::ArrayRef<size_t> tb,
                 const Rotations &residual) {
    work += 2 * algebra.numPairs() * (a.rotations.size() + a.seen.size());
    std::vector<bool> goneA(a.rotations.size(), false),
        goneB(b.rotations.size(), false);
    for (size_t i : ta)
      goneA[i] = true;
    for (size_t i : tb)
      goneB[i] = true;
    struct Turned {
      SignedPauli *seen;
      BoundRotation *rotation;
      SignedPauli image;
    };
    std::vector<Turned> turned;
    auto turn = [&](const PauliString &string, SignedPauli *seen,
                    BoundRotation *rotation) {
      PauliAlgebra::Split split = algebra.split(string);
      if (split.local.x == 0 && split.local.z == 0)
        return true;
      std::optional<LocalPauli> image = cluster.imageOf(split.local);
      if (!image)
        return false;
      turned.push_back({seen, rotation, algebra.join(split.rest, *image)});
      return true;
    };
    for (SignedPauli &seen : a.seen)
      if (!turn(seen.letters, &seen, nullptr))
        return false;
    for (size_t i = 0; i < a.rotations.size(); ++i)
      if (!goneA[i] && !turn(a.rotations[i].axis, nullptr, &a.rotations[i]))
        return false;
    for (Turned &t : turned) {
      if (t.seen) {
        t.seen->letters = t.image.letters;
        t.seen->negative ^= t.image.negative;
        continue;
      }
      t.rotation->axis = t.image.letters;
      if (!t.image.negative)
        continue;
      t.rotation->angle = t.rotation->angle * -1;
      for (double &value : t.rotation->values)
        value = -value;
    }
    noteSampling(a.rotations, ta);
    noteSampling(b.rotations, tb);
    eraseRotations(a.rotations, goneA);
    eraseRotations(b.rotations, goneB);
    a.rotations.insert(a.rotations.begin(), residual.begin(), residual.end());
    return true;
  }

  RotationSide &a, &b;
  bool complete;
  unsigned bindings = 1;
  uint64_t work = 0, maxWork;
  unsigned nextSymbol = UINT_MAX;
  RotationMatch match;
};

} // namespace

RotationMatch qopt::matchRotations(RotationSide &a, RotationSide &b,
                                   bool complete, uint64_t maxWork) {
  return Matcher(a, b, complete, maxWork).run();
}
