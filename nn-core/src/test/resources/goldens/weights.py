"""Trainings with weights in PyTorch, in double: prints weights.json."""

import json

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)
RECORDS, INPUTS, UNITS, CLASSES, STEPS = 30, 4, 5, 3, 100

features = torch.randn(RECORDS, INPUTS)
classes = torch.tensor([0] * 20 + [1] * 7 + [2] * 3)
features += classes[:, None] * 0.7
record_weights = torch.rand(RECORDS) * 3
record_weights[::6] = 0
class_weights = torch.tensor([0.5, 1.5, 4.0])
start = [torch.randn(UNITS, INPUTS) / 2, torch.zeros(UNITS), torch.randn(CLASSES, UNITS) / 2, torch.zeros(CLASSES)]


def run(loss, make):
    parameters = [value.clone().requires_grad_() for value in start]
    optimiser = make(parameters)
    costs = []
    for step in range(STEPS):
        w1, b1, w2, b2 = parameters
        cost = loss(torch.tanh(features @ w1.T + b1) @ w2.T + b2)
        optimiser.zero_grad()
        cost.backward()
        if step == 0:
            gradients = [value.grad.tolist() for value in parameters]
        optimiser.step()
        costs.append(cost.item())
    return {"costs": costs, "gradients": gradients, "parameters": [value.tolist() for value in parameters]}


by_class = torch.nn.CrossEntropyLoss(weight=class_weights)
each = torch.nn.CrossEntropyLoss(reduction="none")


def by_record(z):
    return (record_weights * each(z, classes)).sum() / record_weights.sum()


print(json.dumps({
    "versions": {"torch": torch.__version__},
    "features": features.tolist(),
    "classes": classes.tolist(),
    "start": [value.tolist() for value in start],
    "class-weights": class_weights.tolist(),
    "record-weights": record_weights.tolist(),
    "by-class": run(lambda z: by_class(z, classes), lambda p: torch.optim.Adam(p, lr=0.01)),
    "by-record": run(by_record, lambda p: torch.optim.SGD(p, lr=0.5)),
}, separators=(",", ":")))
