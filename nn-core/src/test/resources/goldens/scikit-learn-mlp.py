#!/usr/bin/env python3
"""Prints scikit-learn-mlp.json: the cost before each of 100 updates of MLPClassifier and MLPRegressor.

    OMP_NUM_THREADS=1 python3 scikit-learn-mlp.py > scikit-learn-mlp.json

Batches are taken in NumPy's order, RandomState(SEED).permutation, shuffled again before each further epoch, each given to
partial_fit, which makes one update of it. Their size divides the number of records, since scikit-learn divides its L2
term by the number of records in the batch: ours has lambda = alpha / BATCH. The regressor's cost is half the mean square;
twice that, term included, is what we tell. Adam has 1e-16 for epsilon, as scikit-learn adds it elsewhere.
"""

import json

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

RECORDS, BATCH, EPOCHS, SEED = 64, 16, 25, 11


def problem(classes, units, hidden, cost):
    random = np.random.RandomState(4)
    features = random.normal(size=(RECORDS, 3)).round(3)
    signal = np.sin(features @ random.normal(size=(3, 1))[:, 0]) + 0.2 * random.normal(size=RECORDS)
    targets = np.searchsorted([-0.4, 0.4] if classes == 3 else [0.1], signal) if classes else signal.round(4)
    sizes = (3, 7, 4, units)
    output = {"categorical-cross-entropy": "softmax", "binary-cross-entropy": "sigmoid", "mean-squared-error": "identity"}
    return {
        "features": features.tolist(),
        "targets": (np.eye(3, dtype=int)[targets] if classes == 3 else targets[:, None]).tolist(),
        "activations": [hidden, hidden, output[cost]],
        "cost": cost,
        "weights": [random.uniform(-0.7, 0.7, size=(n, m)).round(4).tolist() for m, n in zip(sizes, sizes[1:])],
        "biases": [random.uniform(-0.1, 0.1, size=n).round(4).tolist() for n in sizes[1:]],
    }


def costs(data, factor, settings):
    """The costs, multiplied with a factor."""
    given = [(np.array(w).T.copy(), np.array(b)) for w, b in zip(data["weights"], data["biases"])]
    base = MLPRegressor if data["cost"] == "mean-squared-error" else MLPClassifier

    class Given(base):
        """Begins with the given weights."""

        def _init_coef(self, fan_in, fan_out, dtype):
            return given.pop(0)

    model = Given(hidden_layer_sizes=(7, 4), activation=data["activations"][0], batch_size=BATCH, **settings)
    x, y = np.array(data["features"]), np.array(data["targets"], dtype=float)
    y = y.argmax(axis=1) if y.shape[1] == 3 else y[:, 0]
    classes = {"classes": np.unique(y)} if base is MLPClassifier else {}
    random = np.random.RandomState(SEED)
    order = random.permutation(RECORDS)
    told = []
    for epoch in range(EPOCHS):
        if epoch > 0:
            random.shuffle(order)
        for start in range(0, RECORDS, BATCH):
            batch = order[start : start + BATCH]
            model.partial_fit(x[batch], y[batch], **classes)
            told.append(float("%.13g" % (factor * model.loss_)))
    return told


def main():
    problems = {
        "classes": problem(3, 3, "tanh", "categorical-cross-entropy"),
        "two classes": problem(2, 1, "relu", "binary-cross-entropy"),
        "quantity": problem(0, 1, "tanh", "mean-squared-error"),
    }
    alpha = 0.2
    runs = []
    for name, data in problems.items():
        factor = 2 if name == "quantity" else 1
        penalty = {"kind": "l2", "lambda": factor * alpha / BATCH}
        for momentum, nesterov in (0.0, False), (0.9, False), (0.9, True):
            rate = 0.2 if momentum == 0 else 0.05
            ours = {"kind": "momentum", "learning-rate": rate / factor, "momentum": momentum, "nesterov": nesterov}
            theirs = {
                "solver": "sgd",
                "learning_rate_init": rate,
                "momentum": momentum,
                "nesterovs_momentum": nesterov,
                "alpha": alpha,
            }
            runs.append((name, ours, penalty, costs(data, factor, theirs)))
        ours = {"kind": "adam", "learning-rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-16}
        theirs = {"solver": "adam", "learning_rate_init": 0.01, "epsilon": 1e-16, "alpha": alpha}
        runs.append((name, ours, penalty, costs(data, factor, theirs)))
    training = {"batch": BATCH, "epochs": EPOCHS, "seed": SEED}
    print(json.dumps({"problems": problems, "training": training})[:-1] + ', "runs": [')
    names = "problem", "optimiser", "penalty", "costs"
    print(",\n".join(json.dumps(dict(zip(names, run))) for run in runs))
    print("]}")


if __name__ == "__main__":
    main()
