#!/usr/bin/env python3
"""The command line's defaults and scikit-learn's MLP on small tables: ten splits in pairs.

scikit-learn's has its own defaults, with scaled inputs and a scaled target. Accuracy for classes, R2 for the number,
balanced accuracy for the imbalanced table, whose 30 positives of 3,000 are nothing to an accuracy. A difference counts
if it exceeds its standard error over the splits.

  tables.py [--splits 10] [--first 0] [--only iris,wine] [--options "--dropout 0.2"]
"""
import argparse
import csv
import json
import math
import os
import pathlib
import shlex
import subprocess
import tempfile
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
warnings.filterwarnings("ignore")

import numpy as np
from sklearn import datasets, metrics
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

ROOT = pathlib.Path(__file__).resolve().parents[3]
FRAUD_SEED = 0


def fraud():
    """3,000 records, 1 % positive."""
    return datasets.make_classification(
        n_samples=3000, n_features=20, weights=[0.99], flip_y=0, random_state=FRAUD_SEED)


def tables():
    for name, load in [
        ("iris", datasets.load_iris),
        ("wine", datasets.load_wine),
        ("breast cancer", datasets.load_breast_cancer),
        ("digits", datasets.load_digits),
    ]:
        yield name, "accuracy", *load(return_X_y=True)
    yield "diabetes", "r2", *datasets.load_diabetes(return_X_y=True, scaled=False)
    yield "imbalanced", "balanced-accuracy", *fraud()


def score(metric, truth, predicted):
    if metric == "r2":
        return metrics.r2_score(truth, predicted)
    if metric == "balanced-accuracy":
        return metrics.balanced_accuracy_score(truth, predicted)
    return metrics.accuracy_score(truth, predicted)


def sklearn(metric, split, seed):
    x, fresh, y, truth = split
    scaler = StandardScaler().fit(x)
    if metric == "r2":
        model = MLPRegressor(random_state=seed).fit(scaler.transform(x), (y - y.mean()) / y.std())
        return score(metric, truth, model.predict(scaler.transform(fresh)) * y.std() + y.mean())
    model = MLPClassifier(random_state=seed).fit(scaler.transform(x), y)
    return score(metric, truth, model.predict(scaler.transform(fresh)))


def nn(metric, split, seed, options, folder):
    x, fresh, y, truth = split
    classes = metric != "r2"
    for file, records, targets in [("train.csv", x, y), ("test.csv", fresh, truth)]:
        with open(folder / file, "w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([f"x{i}" for i in range(records.shape[1])] + ["target"])
            for record, target in zip(records, targets):
                writer.writerow([repr(float(v)) for v in record] + [f"c{target}" if classes else repr(float(target))])
    command = [
        ROOT / "nn", "train", folder / "train.csv", "--test", folder / "test.csv", "--target", "target",
        "--seed", str(seed), "--no-pictures", "--out", folder / "out", *shlex.split(options)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 3):  # 3: learnt nothing, which is a result, too
        raise SystemExit(run.stderr)
    return json.loads((folder / "out" / "summary.json").read_text())["test"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--splits", type=int, default=10)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--options", default="")
    chosen = arguments.parse_args()
    only = [name for name in chosen.only.split(",") if name]
    seeds = range(chosen.first, chosen.first + chosen.splits)
    print(f"{'table':15} {'measure':18} {'sklearn':>8} {'nn':>8} {'difference':>11} {'std. error':>11}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for name, metric, x, y in tables():
            if only and name not in only:
                continue
            differences, theirs, ours = [], [], []
            for seed in seeds:
                split = train_test_split(
                    x, y, test_size=0.2, random_state=seed, stratify=None if metric == "r2" else y)
                theirs.append(sklearn(metric, split, seed))
                ours.append(nn(metric, split, seed, chosen.options, folder)[metric])
                differences.append(ours[-1] - theirs[-1])
            error = np.std(differences, ddof=1) / math.sqrt(len(differences))
            mean = np.mean(differences)
            verdict = "better" if mean > error else "worse" if -mean > error else "alike"
            print(
                f"{name:15} {metric:18} {np.mean(theirs):8.4f} {np.mean(ours):8.4f} {mean:+11.4f} {error:11.4f}"
                f"  {verdict}", flush=True)
        if not only or "balanced" in only:
            balanced(seeds, chosen.options, folder)


def balanced(seeds, options, folder):
    """The imbalanced table with classes that count the same."""
    x, y = fraud()
    rows = []
    for seed in seeds:
        split = train_test_split(x, y, test_size=0.2, random_state=seed, stratify=y)
        scaler = StandardScaler().fit(split[0])
        logistic = LogisticRegression(class_weight="balanced", max_iter=1000)
        logistic.fit(scaler.transform(split[0]), split[2])
        predicted = logistic.predict(scaler.transform(split[1]))
        ours = nn("balanced-accuracy", split, seed, f"--class-weight balanced {options}", folder)
        rows.append((
            metrics.recall_score(split[3], predicted), metrics.balanced_accuracy_score(split[3], predicted),
            ours["recall"], ours["balanced-accuracy"]))
    theirs, ours = np.mean(rows, axis=0)[:2], np.mean(rows, axis=0)[2:]
    print("imbalanced, balanced class weights, mean of the splits:")
    print(f"  logistic regression: recall {theirs[0]:.4f}, balanced accuracy {theirs[1]:.4f}")
    print(f"  nn:                  recall {ours[0]:.4f}, balanced accuracy {ours[1]:.4f}")


if __name__ == "__main__":
    main()
