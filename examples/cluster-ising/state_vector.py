"""State vectors of the ring and of the QCNN, up to 16 qubits (needs NumPy)."""

import numpy as np

X = np.array([[0, 1], [1, 0]], complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1, -1]).astype(complex)


def ground_state(qubits, j1, j2, steps=300, tolerance=1e-11):
    """Lowest state of even parity by Lanczos with full reorthogonalisation; bit q
    of an amplitude's index is qubit q."""
    index = np.arange(1 << qubits)
    signs = [1 - 2.0 * (index >> q & 1) for q in range(qubits)]
    diagonal = np.sum(signs, axis=0)
    even = np.prod(signs, axis=0) > 0

    def apply(state):
        result = diagonal * state
        for q in range(qubits):
            left, right = (q - 1) % qubits, (q + 1) % qubits
            result -= j1 * state[index ^ (1 << q | 1 << right)]
            result -= j2 * (signs[q] * state)[index ^ (1 << left | 1 << right)]
        return result

    rng = np.random.default_rng(0)
    basis = [np.where(even, rng.normal(size=1 << qubits), 0)]
    basis[0] /= np.linalg.norm(basis[0])
    alpha, beta, last = [], [], np.inf
    for _ in range(steps):
        vector = apply(basis[-1])
        alpha.append(basis[-1] @ vector)
        for other in basis:
            vector -= (other @ vector) * other
        norm = np.linalg.norm(vector)
        small, small_vectors = np.linalg.eigh(
            np.diag(alpha) + np.diag(beta, 1) + np.diag(beta, -1))
        if norm < 1e-10 or abs(small[0] - last) < tolerance:
            break
        last = small[0]
        beta.append(norm)
        basis.append(vector / norm)
    state = sum(c * v for c, v in zip(small_vectors[:, 0], basis))
    return state / np.linalg.norm(state)


def rotate(state, word, qubits, angle):
    """exp(−iθP/2) on a state of shape [2] * n, axis n−1−q for qubit q."""
    turned = state
    for letter, q in zip(word, qubits):
        axis = state.ndim - 1 - q
        turned = np.moveaxis(np.tensordot(letter, turned, (1, axis)), 0, axis)
    return np.cos(angle / 2) * state - 1j * np.sin(angle / 2) * turned


def outputs(state, gates, theta, read):
    """⟨Z_a⟩, ⟨Z_b⟩, ⟨Z_a Z_b⟩ of the two qubits read out, after the circuit."""
    state = state.astype(complex).reshape([2] * int(np.log2(len(state))))
    words = {"rz": [Z], "rxx": [X, X], "ryy": [Y, Y], "rzz": [Z, Z]}
    for name, index, qubits in gates:
        angle = theta[index]
        if name in words:
            state = rotate(state, words[name], qubits, angle)
            continue
        # crz: half of the rotation always, half with the control's sign.
        state = rotate(state, [Z], qubits[1:], angle / 2)
        state = rotate(state, [Z, Z], qubits, -angle / 2)
    probability = np.abs(state.reshape(-1)) ** 2
    index = np.arange(probability.size)
    a, b = (1 - 2 * (index >> q & 1) for q in read)
    return [float(probability @ a), float(probability @ b), float(probability @ (a * b))]
