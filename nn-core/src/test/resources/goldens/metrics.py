"""Prints metrics.json: drawn predictions with ties, weights and rare classes, and what scikit-learn says of them.

python3 metrics.py > metrics.json
"""

import json
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
rng = np.random.RandomState(20)


def weights(n):
    w = np.round(rng.uniform(0, 3, n), 2)
    w[rng.uniform(size=n) < 0.05] = 0
    return w


def averages(y, p, w, kinds):
    result = {}
    for kind in kinds:
        suffix = "" if kind == "binary" else "-" + kind
        for name, score in (("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score)):
            result[name + suffix] = score(y, p, average=kind, sample_weight=w)
    return result


def classes(y, p, w, kinds):
    return {
        "accuracy": m.accuracy_score(y, p, sample_weight=w),
        "balanced-accuracy": m.balanced_accuracy_score(y, p, sample_weight=w),
        "matthews": m.matthews_corrcoef(y, p, sample_weight=w),
        **averages(y, p, w, kinds),
    }


def report(y, p, w, labels):
    return np.array(m.precision_recall_fscore_support(y, p, labels=labels, sample_weight=w)).T.tolist()


def binary(y, s, w):
    p = (s > 0.5).astype(int)
    result = classes(y, p, w, ("binary", "macro", "micro", "weighted"))
    result["log-loss"] = m.log_loss(y, s, sample_weight=w, labels=[0, 1])
    result["average-precision"] = m.average_precision_score(y, s, sample_weight=w)
    if y.min() < y.max():
        result["roc-auc"] = m.roc_auc_score(y, s, sample_weight=w)
        result["brier"] = m.brier_score_loss(y, s, sample_weight=w)
    return {"values": result, "confusion": m.confusion_matrix(y, p, labels=[0, 1], sample_weight=w).tolist(), "report": report(y, p, w, [0, 1])}


def multiclass(y, s, w):
    p = s.argmax(axis=1)
    n = s.shape[1]
    result = classes(y, p, w, ("macro", "micro", "weighted"))
    result["log-loss"] = m.log_loss(y, s, sample_weight=w, labels=range(n))
    if len(np.unique(y)) == n:
        result["roc-auc"] = m.roc_auc_score(y, s, sample_weight=w, multi_class="ovr")
    if len(np.unique(y)) == n:
        result["average-precision"] = m.average_precision_score(np.eye(n)[y], s, sample_weight=w)
    for k in (1, 2, 3):
        result[f"top-{k}-accuracy"] = m.top_k_accuracy_score(y, s, k=k, labels=range(n), sample_weight=w)
    return {"values": result, "confusion": m.confusion_matrix(y, p, labels=range(n), sample_weight=w).tolist(), "report": report(y, p, w, range(n))}


def multilabel(y, s, w):
    p = (s > 0.5).astype(int)
    labels = range(y.shape[1])
    mean = lambda score, of: float(np.mean([score(y[:, i], of[:, i], sample_weight=w) for i in labels]))
    result = averages(y, p, w, ("macro", "micro", "weighted"))
    result["accuracy"] = m.accuracy_score(y, p, sample_weight=w)
    result["balanced-accuracy"] = mean(m.balanced_accuracy_score, p)
    result["matthews"] = mean(m.matthews_corrcoef, p)
    result["roc-auc"] = m.roc_auc_score(y, s, sample_weight=w)
    result["average-precision"] = m.average_precision_score(y, s, sample_weight=w)
    result["log-loss"] = mean(m.log_loss, s)
    result["brier"] = mean(m.brier_score_loss, s)
    return {"values": result, "report": report(y, p, w, None)}


def regression(y, s, w):
    return {"values": {
        "mse": m.mean_squared_error(y, s, sample_weight=w),
        "rmse": m.root_mean_squared_error(y, s, sample_weight=w),
        "mae": m.mean_absolute_error(y, s, sample_weight=w),
        "r2": m.r2_score(y, s, sample_weight=w),
    }}


def case(name, decision, judge, y, s, targets=None):
    w = weights(len(y))
    targets = y if targets is None else targets
    cases.append({
        "name": name, "decision": decision, "units": 1 if s.ndim == 1 else s.shape[1],
        "outputs": s.ravel().tolist(), "targets": targets.ravel().tolist(), "weights": w.tolist(),
        "plain": judge(y, s, None), "weighted": judge(y, s, w),
    })


def distribution(n, classes, y, towards):
    s = rng.dirichlet(np.ones(classes), n)
    s[np.arange(n), y] += towards
    hundredths = np.floor(100 * s / s.sum(axis=1, keepdims=True)).astype(int)
    hundredths[:, 0] += 100 - hundredths.sum(axis=1)
    return hundredths / 100


cases = []
rare = (rng.uniform(size=300) < 0.08).astype(int)
scores = np.round(np.clip(rng.beta(2, 5, 300) + 0.35 * rare, 0, 1), 2)
scores[:3] = [0, 1, 0.5]
case("binary, 8 % positive, ties", "THRESHOLD", binary, rare, scores)
even = rng.randint(2, size=60)
case("binary, all tied in three values", "THRESHOLD", binary, even, rng.choice([0.3, 0.5, 0.7], 60))
case("binary, only negatives", "THRESHOLD", binary, np.zeros(20, int), np.round(rng.uniform(size=20), 2))
case("binary, only positives", "THRESHOLD", binary, np.ones(20, int), np.round(rng.uniform(size=20), 2))
y = rng.choice(5, 200, p=[0.5, 0.3, 0.15, 0.04, 0.01])
y[:2] = 4
case("five classes, two of them rare, ties", "FIRST_MAXIMUM", multiclass, y, distribution(200, 5, y, 0.3), np.eye(5)[y])
y = rng.choice([0, 2, 3], 60)
s = distribution(60, 4, y, 0.5)
case("four classes, one without a record", "FIRST_MAXIMUM", multiclass, y, s, np.eye(4)[y])
y = (rng.uniform(size=(100, 4)) < [0.5, 0.3, 0.1, 0.05]).astype(int)
y[0] = 1
case("four labels", "THRESHOLD", multilabel, y, np.round(np.clip(rng.beta(2, 3, (100, 4)) + 0.2 * y, 0, 1), 2))
y = np.round(rng.normal(100, 3, 80), 2)
case("one quantity", "NONE", regression, y, np.round(y + rng.normal(0, 1, 80), 2))
y = np.round(rng.normal(0, [1, 50, 2], (60, 3)), 2)
y[:, 2] = 4
case("three quantities, one constant", "NONE", regression, y, np.round(y + rng.normal(0, 1, (60, 3)), 2))

y, s = rare, scores
calibration = {}
for strategy in ("uniform", "quantile"):
    for bins in (1, 3, 5, 10):
        true, predicted = calibration_curve(y, s, n_bins=bins, strategy=strategy)
        calibration[f"{strategy} {bins}"] = np.array([predicted, true]).T.tolist()

random = np.random.RandomState(7)
f1 = [m.f1_score(y[i], s[i] > 0.5) for i in (random.randint(0, 300, 300) for _ in range(200))]
random = np.random.RandomState(7)
strata = [np.where(y == c)[0] for c in (0, 1)]
auc = []
for _ in range(200):
    i = np.concatenate([stratum[random.randint(0, len(stratum), len(stratum))] for stratum in strata])
    auc.append(m.roc_auc_score(y[i], s[i]))
bootstrap = {
    "f1, 200 resamples, seed 7, 95 %": np.percentile(f1, [2.5, 97.5]).tolist(),
    "roc-auc, stratified, 200 resamples, seed 7, 90 %": np.percentile(auc, [5, 95]).tolist(),
}

candidates = np.unique(np.concatenate([[-1], s]))  # with class 1 above them
thresholds = {
    "f1": max(m.f1_score(y, s > t) for t in candidates),
    "balanced-accuracy": max(m.balanced_accuracy_score(y, s > t) for t in candidates),
    "matthews": max(m.matthews_corrcoef(y, s > t) for t in candidates),
    "precision-macro": max(m.precision_score(y, s > t, average="macro") for t in candidates),
}

print(json.dumps({"cases": cases, "calibration": calibration, "bootstrap": bootstrap, "thresholds": thresholds}, separators=(",", ":")))
