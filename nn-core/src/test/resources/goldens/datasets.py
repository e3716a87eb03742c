"""Prints datasets.json: small data sets of scikit-learn's generators, and streams of NumPy's RandomState.

python3 datasets.py > datasets.json
"""

import json

import numpy as np
from sklearn import datasets


def plain(value):
    return np.asarray(value).tolist()


def made(arrays):
    return [plain(array) for array in arrays]


random = np.random.RandomState(42)
streams = [
    ["uniform(-10, 10)", plain(random.uniform(-10, 10, 4))],
    ["normal(5, 2)", plain(random.normal(5, 2, 3))],
    ["randint(-3, 4)", plain(random.randint(-3, 4, 8))],
    ["choice(7, 5)", plain(random.choice(7, 5))],
    ["choice(7, 5, False)", plain(random.choice(7, 5, False))],
    ["randint(0, 1)", plain(random.randint(0, 1, 2))],
    ["normal(0, 1)", plain(random.normal(0, 1, 2))],
    ["randint(0, 1000)", plain(random.randint(0, 1000, 5))],
]

circles = [[n, noise, factor, seed, *made(datasets.make_circles(n, noise=noise, factor=factor, random_state=seed))]
           for n, noise, factor, seed in ((20, 0.1, 0.5, 1), (21, 0, 0.8, 2), (2, 0.05, 0, 3))]

blobs = [[n, inputs, centres, deviation, seed, *made(datasets.make_blobs(n, inputs, centers=centres, cluster_std=deviation, random_state=seed))]
         for n, inputs, centres, deviation, seed in ((20, 2, 3, 1.0, 1), (17, 3, 4, 0.5, 2), (9, 1, 2, 2.0, 3))]
centres, sizes, deviations = [[0, 0], [5, -5]], [8, 4], [1.0, 0.25]
given = made(datasets.make_blobs(sizes, centers=centres, cluster_std=deviations, random_state=4))

CLASSIFICATION = [
    {"n_samples": 20, "random_state": 1},
    {"n_samples": 20, "n_features": 5, "random_state": 2, "shuffle": False},
    {"n_samples": 25, "n_features": 8, "n_informative": 4, "n_redundant": 2, "n_repeated": 2, "n_classes": 3, "random_state": 3},
    {"n_samples": 20, "n_features": 4, "n_informative": 3, "n_redundant": 0, "n_classes": 2, "n_clusters_per_class": 1,
     "weights": [0.9], "flip_y": 0.3, "class_sep": 2.5, "random_state": 4},
    {"n_samples": 20, "n_features": 6, "n_informative": 3, "n_redundant": 1, "hypercube": False, "shift": None, "scale": None, "random_state": 5},
    {"n_samples": 20, "n_features": 5, "n_informative": 3, "n_redundant": 1, "n_classes": 4, "n_clusters_per_class": 1,
     "weights": [0.1, 0.2, 0.3, 0.4], "flip_y": 0, "shift": 0.5, "scale": 3, "random_state": 6},
    {"n_samples": 6, "n_features": 12, "n_informative": 11, "n_redundant": 0, "n_clusters_per_class": 1, "random_state": 7},
    {"n_samples": 6, "n_features": 32, "n_informative": 32, "n_redundant": 0, "random_state": 8},
    {"n_samples": 10, "n_features": 3, "n_informative": 2, "n_redundant": 0, "n_classes": 3, "n_clusters_per_class": 1, "random_state": 9},
]
classification = [[kwargs, *made(datasets.make_classification(**kwargs))] for kwargs in CLASSIFICATION]

REGRESSION = [
    {"n_samples": 20, "n_features": 5, "n_informative": 3, "random_state": 1},
    {"n_samples": 20, "n_features": 4, "noise": 2.5, "bias": 10, "random_state": 2},
    {"n_samples": 12, "n_features": 6, "n_informative": 2, "n_targets": 3, "noise": 1, "random_state": 3},
    {"n_samples": 10, "n_features": 3, "n_informative": 3, "bias": -1, "shuffle": False, "random_state": 4},
]
regression = [[kwargs, *made(datasets.make_regression(coef=True, **kwargs))] for kwargs in REGRESSION]

print(json.dumps({
    "streams": streams, "circles": circles, "blobs": blobs,
    "blobs of given centres": [centres, sizes, deviations, 4, *given],
    "classification": classification, "regression": regression,
}, separators=(",", ":")))
