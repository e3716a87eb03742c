"""Losses, gradients and label smoothing of PyTorch and scikit-learn, in double: prints costs.json."""

import json

import numpy as np
import sklearn
import torch
from sklearn.metrics import hinge_loss, mean_absolute_error, mean_pinball_loss

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)
RECORDS, UNITS = 12, 3

z = torch.randn(RECORDS, UNITS) * 2
numbers = torch.randn(RECORDS, UNITS) * 2
numbers[0] = z[0]  # where both are equal
counts = torch.randint(0, 6, (RECORDS, UNITS)).double()
signs = torch.randint(0, 2, (RECORDS, UNITS)).double() * 2 - 1
soft = torch.softmax(torch.randn(RECORDS, UNITS), 1)
hot = torch.nn.functional.one_hot(torch.randint(0, UNITS, (RECORDS,)), UNITS).double()
bits = (signs + 1) / 2


def run(loss, targets):
    """Losses as means over a record's units, and the gradient of their sum, by pre-activation."""
    outputs = z.clone().requires_grad_()
    losses = loss(outputs, targets)
    losses.sum().backward()
    return {"targets": targets.tolist(), "losses": losses.tolist(), "gradient": outputs.grad.tolist()}


def mean(element):
    return lambda a, y: element(a, y).mean(1)


def keras_smoothing(epsilon):
    """Keras: y * (1 - epsilon) + 0.5 * epsilon."""
    each = torch.nn.BCEWithLogitsLoss(reduction="none")
    return mean(lambda a, y: each(a, y * (1 - epsilon) + 0.5 * epsilon))


def pinball(tau):
    return mean(lambda a, y: torch.maximum(tau * (y - a), (tau - 1) * (y - a)))


runs = {
    "hinge": run(mean(lambda a, y: torch.clamp(1 - y * a, min=0)), signs),
    "squared-hinge": run(mean(lambda a, y: torch.clamp(1 - y * a, min=0) ** 2), signs),
    "huber": run(mean(torch.nn.HuberLoss(reduction="none", delta=0.7)), numbers),
    "mean-absolute-error": run(mean(torch.nn.L1Loss(reduction="none")), numbers),
    "poisson": run(mean(torch.nn.PoissonNLLLoss(reduction="none", log_input=True)), counts),
    "quantile": run(pinball(0.85), numbers),
    "categorical-cross-entropy": run(torch.nn.CrossEntropyLoss(reduction="none", label_smoothing=0.15), hot),
    "categorical-cross-entropy-soft": run(torch.nn.CrossEntropyLoss(reduction="none", label_smoothing=0.15), soft),
    "binary-cross-entropy": run(keras_smoothing(0.15), bits),
}
runs["quantile"]["gradient"][0] = [0.0] * UNITS  # PyTorch shares the slope of equal arguments out
a = z.numpy()
scikit = {
    "quantile": mean_pinball_loss(numbers.numpy(), a, alpha=0.85),
    "mean-absolute-error": mean_absolute_error(numbers.numpy(), a),
    "hinge": float(np.mean([hinge_loss(signs[:, i].numpy(), a[:, i], labels=[-1, 1]) for i in range(UNITS)])),
}
print(json.dumps({
    "versions": {"torch": torch.__version__, "sklearn": sklearn.__version__},
    "z": z.tolist(), **runs, "scikit-learn": scikit,
}, separators=(",", ":")))
