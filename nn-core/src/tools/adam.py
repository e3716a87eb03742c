#!/usr/bin/env python3
"""Prints src/test/resources/goldens/adam.json: parameters that PyTorch's Adam gives.

    python3 nn-core/src/tools/adam.py > nn-core/src/test/resources/goldens/adam.json
"""

import json

import torch

WEIGHTS = [0.5, -1.25, 3.0, -0.001, 0.0]
GRADIENTS = [  # large, small, of both signs, and zero
    [1.0, -0.5, 1e-9, 250.0, 0.0],
    [0.25, 0.5, -1e-9, -125.0, 0.0],
    [-2.0, 0.125, 3e-9, 60.0, 1.0],
    [0.0, -0.75, 1e-3, 1.0, -1.0],
    [1e-6, 1.5, 1e3, -0.5, 0.25],
]
SETTINGS = [
    {"learning-rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    {"learning-rate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3},
    {"learning-rate": 0.1, "beta1": 0.0, "beta2": 0.5, "epsilon": 1e-8},
]


def run(settings):
    w = torch.tensor(WEIGHTS, dtype=torch.float64, requires_grad=True)
    adam = torch.optim.Adam(
        [w],
        lr=settings["learning-rate"],
        betas=(settings["beta1"], settings["beta2"]),
        eps=settings["epsilon"],
        foreach=False,
    )
    steps = []
    for gradient in GRADIENTS:
        w.grad = torch.tensor(gradient, dtype=torch.float64)
        adam.step()
        steps.append(w.detach().tolist())
    return {**settings, "weights": steps}


print(
    json.dumps(
        {
            "program": "PyTorch " + torch.__version__.split("+")[0],
            "weights": WEIGHTS,
            "gradients": GRADIENTS,
            "runs": [run(settings) for settings in SETTINGS],
        },
        indent=1,
    )
)
