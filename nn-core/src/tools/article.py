#!/usr/bin/env python3
"""The program of the article "Build up a Neural Network with Python" in NumPy, for the goldens that are computed by it.

    python3 nn-core/src/tools/article.py one-iteration > one-iteration.json
    python3 nn-core/src/tools/article.py training-curve > training-curve.csv    (a few minutes)
    python3 nn-core/src/tools/article.py compare    whether the committed files have these numbers, within 1e-13

Last bits depend on NumPy's BLAS and on the C library's exp and log, so a file is replaced only where its numbers are wrong.
"""

import csv
import json
import pathlib
import sys

import numpy as np

GOLDENS = pathlib.Path(__file__).parent.parent / "test/resources/goldens"


def relu(z):
    return np.maximum(z, 0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialise(layers):
    random = np.random.RandomState(100)
    w = [random.rand(n, m) * 0.1 for m, n in zip(layers, layers[1:])]
    b = [np.zeros((n, 1)) for n in layers[1:]]
    return w, b


def forward(w, b, x):
    zs, activations = [], []
    for layer, (wl, bl) in enumerate(zip(w, b)):
        z = wl @ x + bl
        x = sigmoid(z) if layer == len(w) - 1 else relu(z)
        zs.append(z)
        activations.append(x)
    return zs, activations


def cost(a, y):
    return float(np.mean(-(y * np.log(a) + (1 - y) * np.log(1 - a))))


def accuracy(a, y):
    return float(np.mean((a > 0.5) == (y == 1)))


def backward(w, x, zs, activations, y):
    m = x.shape[1]
    a = activations[-1]
    da = -(y / a - (1 - y) / (1 - a))
    gradients = {"dA": [], "dZ": [], "dW": [], "db": []}
    for layer in reversed(range(len(w))):
        a = activations[layer]
        dz = da * a * (1 - a) if layer == len(w) - 1 else np.where(zs[layer] > 0, da, 0)
        below = activations[layer - 1] if layer > 0 else x
        gradients["dA"].insert(0, da)
        gradients["dZ"].insert(0, dz)
        gradients["dW"].insert(0, dz @ below.T / m)
        gradients["db"].insert(0, dz.sum(axis=1, keepdims=True) / m)
        da = w[layer].T @ dz
    return gradients, da


def update(parameters, gradients, learning_rate):
    return [p - learning_rate * g for p, g in zip(parameters, gradients)]


def one_iteration(layers):
    x = np.array([[1.0, 1.0, 0.0], [0.0, -1.0, 1.0]])
    y = np.array([[1.0, 1.0, 0.0]])
    w, b = initialise(layers)
    zs, activations = forward(w, b, x)
    gradients, dx = backward(w, x, zs, activations, y)
    w_after, b_after = update(w, gradients["dW"], 1.0), update(b, gradients["db"], 1.0)
    after = forward(w_after, b_after, x)[1][-1]
    values = {"layers": layers, "learning_rate": 1.0, "X": x, "Y": y, "W": w, "b": b, "Z": zs, "A": activations}
    values |= {"cost": cost(activations[-1], y), "accuracy": accuracy(activations[-1], y)}
    values |= gradients
    values |= {"dX": dx, "W_after": w_after, "b_after": b_after, "A_after": after, "cost_after": cost(after, y)}
    return plain(values)


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list) else value


def moons():
    table = np.loadtxt(GOLDENS / "moons-1000-0.2-100.csv", delimiter=",", skiprows=1)
    return table[:, :2].T.copy(), table[:, 2:].T.copy()


def training_curve():
    x, y = moons()
    w, b = initialise([2, 25, 100, 100, 10, 1])
    for iteration in range(1, 10_000):
        zs, activations = forward(w, b, x)
        if iteration <= 10 or iteration % 100 == 0 or iteration == 9999:
            yield iteration, cost(activations[-1], y), accuracy(activations[-1], y)
        gradients, _ = backward(w, x, zs, activations, y)
        w, b = update(w, gradients["dW"], 0.01), update(b, gradients["db"], 0.01)


def distance(a, b):
    if isinstance(a, dict):
        assert a.keys() == b.keys(), (a.keys(), b.keys())
        return max(distance(a[key], b[key]) for key in a)
    if isinstance(a, list):
        assert len(a) == len(b)
        return max(distance(*pair) for pair in zip(a, b))
    return abs(a - b)


def compare():
    committed = json.loads((GOLDENS / "one-iteration.json").read_text())
    iteration = max(distance(c, one_iteration(c["layers"])) for c in committed)
    print("one-iteration.json:", iteration)
    with open(GOLDENS / "training-curve.csv") as file:
        lines = [tuple(map(float, line)) for line in list(csv.reader(file))[1:]]
    curve = max(distance(list(c), list(d)) for c, d in zip(lines, training_curve(), strict=True))
    print("training-curve.csv:", curve)
    if max(iteration, curve) > 1e-13:
        sys.exit("a committed file has other numbers")


def main(what):
    if what == "one-iteration":
        layers = [[2, 2, 1], [2, 5, 1], [2, 5, 5, 1]]
        print(json.dumps([one_iteration(sizes) for sizes in layers], indent=1))
    elif what == "training-curve":
        print("iteration,cost,accuracy")
        for line in training_curve():
            print(*line, sep=",")
    elif what == "compare":
        compare()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else "")
