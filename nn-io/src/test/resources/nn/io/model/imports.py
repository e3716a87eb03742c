"""Trains small networks with PyTorch and scikit-learn, saves their parameters, and prints records and what the networks
answer: python3 imports.py, in its own folder. All in float64.

A line of imports.txt is a file, features or outputs, the type as nn calls it, the shape, and the elements in C order as
hexadecimal floats.
"""

import warnings

import numpy as np
import torch
from sklearn.datasets import make_moons
from sklearn.neural_network import MLPClassifier, MLPRegressor
from torch import nn

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
warnings.simplefilter("ignore")
lines = []


def write(file, what, array):
    array = np.asarray(array, dtype=np.float64)
    elements = " ".join(float(x).hex() for x in array.reshape(-1))
    lines.append(f"{file} {what} F64 {','.join(map(str, array.shape))} {elements}")


def save(file, model, x):
    """Three steps, so that statistics and biases are not those of the start; then what it answers in evaluation."""
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(3):
        optimiser.zero_grad()
        (model(x) ** 2).mean().backward()
        optimiser.step()
    model.eval()
    torch.save(model.state_dict(), file + ".pt")
    write(file, "features", x.reshape(len(x), -1))
    write(file, "outputs", model(x).detach())


class Named(nn.Module):
    """Layers with names of their own, the last without bias."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 5)
        self.fc2 = nn.Linear(5, 4)
        self.out = nn.Linear(4, 2, bias=False)

    def forward(self, x):
        return torch.softmax(self.out(torch.tanh(self.fc2(torch.tanh(self.fc1(x))))), dim=1)


save("named", Named(), torch.randn(6, 3))
save("normalised", nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.LayerNorm(4), nn.Linear(4, 1)),
     torch.randn(6, 3))
save("convolution", nn.Sequential(nn.Conv2d(2, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(27, 2), nn.Sigmoid()),
     torch.randn(4, 2, 5, 5))
save("embedding", nn.Sequential(nn.Embedding(5, 3), nn.Flatten(), nn.Linear(6, 2)),
     torch.tensor([[0, 4], [1, 1], [3, 2]]))


def export(file, model, x, outputs):
    """The three lines of the documentation: weights of scikit-learn are [inputs, units]."""
    arrays = {}
    for i, (weight, bias) in enumerate(zip(model.coefs_, model.intercepts_)):
        arrays |= {f"{i}.weight": weight.T, f"{i}.bias": bias}
    np.savez(file + ".npz", **arrays)
    write(file, "features", x[:8])
    write(file, "outputs", outputs[:8])


x, y = make_moons(200, noise=0.1, random_state=1)
binary = MLPClassifier((6, 4), random_state=1, max_iter=50).fit(x, y)
export("binary", binary, x, binary.predict_proba(x)[:, 1:])
three = MLPClassifier((6,), activation="tanh", random_state=1, max_iter=50).fit(x, y + (x[:, 0] > 1))
export("multiclass", three, x, three.predict_proba(x))
regressor = MLPRegressor((5,), activation="logistic", random_state=1, max_iter=50).fit(x, x[:, 0] ** 2)
export("regressor", regressor, x, regressor.predict(x)[:, None])

with open("imports.txt", "w") as text:
    text.write("\n".join(lines) + "\n")
