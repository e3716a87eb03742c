"""Trains small networks of each layer with PyTorch in float64, and prints the cost before each of 100 steps, and what the
trained network predicts in evaluation. Initial weights, records and masks of dropout are computed as nn does, so that
both begin with the same bits: python3 layers.py > layers.json
"""

import json

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

STEPS = 100
RECORDS = 12
CLASSES = 3
RATE = 0.05


def philox_uniforms(key, step, layer, count):
    """Philox4x32-10 (Salmon et al. 2011): the 24 high bits of each word, as multiples of 2**-24."""
    mask = 0xFFFFFFFF
    uniforms = []
    for block in range((count + 3) // 4):
        c0, c1, c2, c3 = block, layer, step & mask, step >> 32
        k0, k1 = key & mask, key >> 32
        for _ in range(10):
            p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
            c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & mask, (p0 >> 32) ^ c3 ^ k1, p0 & mask
            k0, k1 = (k0 + 0x9E3779B9) & mask, (k1 + 0xBB67AE85) & mask
        uniforms += [(c >> 8) / 2**24 for c in (c0, c1, c2, c3)]
    return uniforms[:count]


class GivenDropout(nn.Module):
    """Dropout with the masks of a training of seed 0, for a layer of this number."""

    def __init__(self, rate, layer):
        super().__init__()
        self.rate, self.layer, self.step = rate, layer, 0

    def forward(self, x):
        if not self.training:
            return x
        self.step += 1
        u = torch.tensor(philox_uniforms(0, self.step, self.layer, x.numel())).reshape(x.shape)
        return torch.where(u < self.rate, 0.0, x / (1 - self.rate))


class Residual(nn.Module):
    def __init__(self, *body):
        super().__init__()
        self.body = nn.Sequential(*body)

    def forward(self, x):
        return x + self.body(x)


class Categories(nn.Module):
    def __init__(self, categories, size):
        super().__init__()
        self.table = nn.Embedding(categories, size)

    def forward(self, x):
        return self.table(x.long()).flatten(1)


def image(*shape):
    return nn.Unflatten(1, shape)


NETWORKS = {
    "convolution": (2 * 7 * 6, [
        image(2, 7, 6), nn.Conv2d(2, 3, (3, 2), stride=2, padding=1), nn.Tanh(),
        nn.Conv2d(3, 4, 2), nn.Sigmoid(), nn.Conv2d(4, 2, 3, padding=2, bias=False), nn.ReLU(),
        nn.Flatten(), nn.Linear(2 * 5 * 5, CLASSES)]),
    "max-pooling": (2 * 6 * 7, [
        image(2, 6, 7), nn.Conv2d(2, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.MaxPool2d((2, 3), stride=1), nn.Flatten(), nn.Linear(3 * 2, CLASSES)]),
    "average-pooling": (2 * 6 * 7, [
        image(2, 6, 7), nn.Conv2d(2, 3, 3, padding=1), nn.Tanh(), nn.AvgPool2d(2),
        nn.AvgPool2d((2, 3), stride=1), nn.Flatten(), nn.Linear(3 * 2, CLASSES)]),
    "layer-normalisation": (4, [
        nn.Linear(4, 6), nn.LayerNorm(6), nn.Tanh(), nn.LayerNorm(6, eps=0.01), nn.Linear(6, CLASSES)]),
    "batch-normalisation": (4, [
        nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.BatchNorm1d(6, eps=0.01, momentum=0.25),
        nn.Linear(6, CLASSES)]),
    "batch-normalisation-of-channels": (2 * 6 * 7, [
        image(2, 6, 7), nn.Conv2d(2, 3, 3, padding=1, bias=False), nn.BatchNorm2d(3, eps=0.01, momentum=0.25), nn.ReLU(),
        nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(3 * 6 * 7, CLASSES)]),
    "dropout": (4, [nn.Linear(4, 8), nn.Tanh(), GivenDropout(0.375, 1), nn.Linear(8, CLASSES)]),
    "embedding": (3, [Categories(5, 4), nn.Linear(12, 5), nn.Tanh(), nn.Linear(5, CLASSES)]),
    "dense-without-bias": (4, [nn.Linear(4, 6, bias=False), nn.Tanh(), nn.Linear(6, CLASSES, bias=False)]),
    "residual": (4, [
        nn.Linear(4, 6), Residual(nn.LayerNorm(6), nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 6)),
        nn.Linear(6, CLASSES)]),
}


def initialise(model):
    """Weights are 0.3 times standard normal numbers, in the order of the layers, row after row; biases are 0."""
    random = np.random.RandomState(7)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("table.weight"):
                drawn = random.standard_normal(parameter.shape[::-1]).T
            elif parameter.dim() > 1:
                drawn = random.standard_normal(tuple(parameter.shape))
            else:
                if name.endswith("bias"):
                    parameter.zero_()
                continue
            parameter.copy_(torch.tensor(0.3 * drawn))


def run(inputs, layers):
    model = nn.Sequential(*layers)
    initialise(model)
    features = np.random.RandomState(8).standard_normal((RECORDS, inputs))
    if isinstance(layers[0], Categories):
        features = np.floor(np.abs(features) * 2) % 5
    x = torch.tensor(features)
    y = torch.arange(RECORDS) % CLASSES
    costs = []
    for _ in range(STEPS):
        model.zero_grad()
        cost = nn.functional.cross_entropy(model(x), y)
        cost.backward()
        costs.append(cost.item())
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= RATE * parameter.grad
    model.eval()
    with torch.no_grad():
        predictions = torch.softmax(model(x), 1).tolist()
    result = {"costs": costs, "predictions": predictions}
    buffers = {name: value.tolist() for name, value in model.named_buffers() if "running" in name}
    if buffers:
        result["statistics"] = list(buffers.values())
    return result


print(json.dumps({name: run(*network) for name, network in NETWORKS.items()}, separators=(",", ":")))
