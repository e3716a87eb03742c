"""Prints folds.json: the test records of scikit-learn's folds.

python3 folds.py > folds.json
"""

import json
import warnings

import numpy as np
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold

warnings.simplefilter("ignore")
random = np.random.RandomState(3)


def tests(splitter, *arrays):
    return [test.tolist() for _, test in splitter.split(*arrays)]


plain = [[n, k, seed, tests(KFold(k, shuffle=True, random_state=seed), np.zeros(n))]
         for n, k, seed in ((10, 5, 0), (23, 4, 1), (7, 7, 2), (5, 2, 3))]
stratified = []
for n, k, seed, shares in ((30, 5, 0, [0.5, 0.5]), (47, 4, 1, [0.7, 0.2, 0.1]), (40, 3, 2, [0.9, 0.1]), (25, 10, 3, [0.4, 0.6])):
    y = random.choice(len(shares), n, p=shares)
    stratified.append([y.tolist(), k, seed, tests(StratifiedKFold(k, shuffle=True, random_state=seed), np.zeros(n), y)])
grouped = []
for n, groups, k in ((40, 9, 3), (50, 20, 5), (12, 3, 3)):
    g = random.randint(groups, size=n)
    g[:groups] = range(groups)
    grouped.append([g.tolist(), k, sorted(len(test) for test in tests(GroupKFold(k), np.zeros(n), None, g))])

print(json.dumps({"plain": plain, "stratified": stratified, "grouped": grouped}, separators=(",", ":")))
