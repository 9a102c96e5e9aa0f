"""Ground states of the cluster-Ising ring by free fermions (needs NumPy).

H = Σ Z_j − j1 Σ X_j X_{j+1} − j2 Σ X_{j−1} Z_j X_{j+1} on a ring of n qubits is
H = Σ_j Σ_r t_r i b_j a_{j+r} with t = (1, j1, j2) and the Majorana operators
a_j = Z_0…Z_{j−1} X_j, b_j = Z_0…Z_{j−1} Y_j; a term that goes round the ring
changes its sign in the sector of even parity ΠZ = 1, which is taken. Its ground
state has ⟨i b_j a_l⟩ = −(1/n) Σ_k e^{−ik(l−j)} f(k)/|f(k)|, f(k) = Σ_r t_r e^{ikr},
k = (2m+1)π/n (Lieb, Schultz and Mattis, Ann. Phys. 16, 407 (1961)), and every
Pauli string is a product of pairs i b a, with a determinant for its value (Wick).
"""

import numpy as np

PHASES = ["antiferro", "cluster", "ferro", "trivial"]


def phase(j1, j2):
    """Zeros of t_0 + t_1 z + t_2 z² inside the unit circle: 0 trivial, 1 ordered
    (the sign of j1 says how), 2 cluster (Verresen, Moessner and Pollmann,
    arXiv:1707.05787); and how far the nearest zero is from the circle."""
    roots = np.abs(np.roots([j2, j1, 1]))
    inside = int(np.sum(roots < 1))
    name = ("trivial", "ferro" if j1 > 0 else "antiferro", "cluster")[inside]
    return name, float(np.min(np.abs(roots - 1)))


def correlators(n, couplings):
    """⟨i b_j a_{j+r}⟩ for r = −(n−1) … n−1. [states, 2n−1]"""
    k = (2 * np.arange(n) + 1) * np.pi / n
    waves = np.exp(-1j * np.outer(k, np.arange(1 - n, n)))
    rows = []
    for j1, j2 in couplings:
        f = 1 + j1 * np.exp(1j * k) + j2 * np.exp(2j * k)
        rows.append(-((f / np.abs(f)) @ waves).real / n)
    return np.array(rows)


def parse(text):
    """"X3*Z7" as [(3, "X"), (7, "Z")]."""
    return [(int(factor[1:]), factor[0]) for factor in text.split("*")]


def canonical(letters, n):
    """The string moved round the ring so that its window starts at 0: values do
    not depend on where it is."""
    sites = [site for site, _ in letters]
    gaps = [((sites[(i + 1) % len(sites)] - site) % n or n, -i)
            for i, site in enumerate(sites)]
    start = sites[(1 - max(gaps)[1]) % len(sites)]
    return tuple(sorted(((site - start) % n, letter) for site, letter in letters))


def pairs(letters):
    """Sites of the b and of the a whose product it is up to a sign, and the sign;
    None if its value is 0 by symmetry."""
    at = dict(letters)
    a, b, odd = [], [], False
    for site in range(max(at), -1, -1):
        letter = at.get(site, "I")
        # Every X or Y further right carries a Z here, and Z = i b a.
        if (letter in "XZ") != odd:
            a.append(site)
        if (letter in "YZ") != odd:
            b.append(site)
        odd ^= letter in "XY"
    if odd or len(a) != len(b):
        return None
    a.reverse()
    b.reverse()
    # The product of all i b a is the string times ±1: multiply it out. (x, z)
    # stands for i^power X^x Z^z, letter by letter as integers of one bit a site.
    x = z = power = 0
    for site_b, site_a in zip(b, a):
        below_b, below_a = (1 << site_b) - 1, (1 << site_a) - 1
        for new_x, new_z, phase_ in ((1 << site_b, below_b | 1 << site_b, 1),
                                     (1 << site_a, below_a, 0)):
            # Y = i X Z; X^x Z^z X^x' Z^z' = (−1)^(z·x') X^(x+x') Z^(z+z').
            power += phase_ + 2 * bin(z & new_x).count("1")
            x ^= new_x
            z ^= new_z
        power += 1
    ys = bin(x & z).count("1")
    return b, a, 1 if (power - ys) % 4 == 0 else -1


def expectations(n, couplings, strings):
    """Values of Pauli strings ("X3*Z7") in the ground states; equal strings up to
    a translation are computed once. [states, strings]"""
    table = correlators(n, couplings)
    known, columns = {}, []
    for text in strings:
        key = canonical(parse(text), n)
        if key not in known:
            found = pairs(key)
            if found is None:
                known[key] = np.zeros(len(couplings))
            else:
                b, a, sign = found
                index = np.subtract.outer(a, b).T + n - 1
                known[key] = sign * np.linalg.det(table[:, index])
        columns.append(known[key])
    return np.array(columns).T
