#!/usr/bin/env python3
"""Prints l-bfgs.json: minima that scikit-learn's L-BFGS finds.

    OMP_NUM_THREADS=1 python3 l-bfgs.py > l-bfgs.json

Softmax regression of the iris has one minimum: LogisticRegression with a tight tolerance, by L-BFGS and then by Newton's
method from there, since scikit-learn's L-BFGS ends some 1e-6 before it. Networks have many: for each of ten starts the cost
that MLPClassifier(solver="lbfgs") ends with, and the weights with which it began.
"""

import json
import warnings

import numpy as np
from sklearn.datasets import load_iris, make_moons
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

STARTS = 10


def softmax_regression(penalty):
    x, y = load_iris(return_X_y=True)
    x = ((x - x.mean(axis=0)) / x.std(axis=0)).round(3)
    model = LogisticRegression(C=1 / (penalty * len(x)), tol=1e-12, max_iter=10_000, warm_start=True).fit(x, y)
    model.set_params(solver="newton-cg").fit(x, y)
    loss = -np.log(model.predict_proba(x)[np.arange(len(x)), y]).mean()
    return {
        "features": x.tolist(),
        "classes": y.tolist(),
        "lambda": penalty,
        "cost": loss + penalty / 2 * (model.coef_**2).sum(),
        "weight": model.coef_.tolist(),
        "bias": model.intercept_.tolist(),
    }


def networks(activation, hidden, alpha, iterations, tolerance):
    x, y = make_moons(120, noise=0.25, random_state=3)
    x = x.round(3)
    starts = []
    for seed in range(STARTS):
        begin = []

        class Told(MLPClassifier):
            def _init_coef(self, fan_in, fan_out, dtype):
                coef, intercept = super()._init_coef(fan_in, fan_out, dtype)
                begin.append((coef.round(4), intercept.round(4)))
                return begin[-1][0].copy(), begin[-1][1].copy()

        model = Told(hidden, activation=activation, solver="lbfgs", alpha=alpha, random_state=seed)
        model.set_params(max_iter=iterations, max_fun=10 * iterations, tol=tolerance).fit(x, y)
        starts.append(
            {
                "weights": [w.T.tolist() for w, _ in begin],
                "biases": [b.tolist() for _, b in begin],
                "iterations": model.n_iter_,
                "cost": model.loss_,
            }
        )
    return {
        "features": x.tolist(),
        "targets": y.tolist(),
        "activation": activation,
        "lambda": alpha / len(x),
        "iterations": iterations,
        "tolerance": tolerance,
        "starts": starts,
    }


def main():
    warnings.simplefilter("ignore")  # that all iterations were done
    told = {
        "softmax-regression": [softmax_regression(penalty) for penalty in (0.1, 0.001)],
        "networks": [networks("tanh", (6,), 1.0, 3000, 1e-6), networks("relu", (8, 4), 0.1, 200, 1e-4)],
    }
    print(json.dumps(told).replace('}, {"', '},\n{"'))


if __name__ == "__main__":
    main()
