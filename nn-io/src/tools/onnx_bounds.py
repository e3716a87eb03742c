"""Forward propagation of nn's layers in NumPy, with a bound for what rounding may do to it.

A value is a pair (x, e): numbers in double, and for each how far the same number computed in the network's type may be from
the exact one, whoever computes it in whatever order. Two programs then differ by 2·e at most. With u the unit roundoff and
γ(k) = k·u/(1 − k·u) (N. J. Higham: Accuracy and Stability of Numerical Algorithms, 2nd edition, 2002, equation 3.5):

- a sum of k products is off by γ(k)·(|W||x| + |b|), and by |W|·e for what its operands are off;
- an activation g is off by L·e with its Lipschitz constant L, and by what its implementation allows itself (ALLOWED);
- normalisations and pooling likewise, see below.
"""
import math

import numpy as np

# What an implementation of an activation may be off, in units of u: absolutely, and relatively to the result. nn's own part
# is below 8 (its Javadoc says how much); ONNX Runtime promises nothing, so this is what `onnx-check functions` measures of
# its operators and of the graphs that are made of them, and as much again.
ALLOWED = {
    "FLOAT32": {
        "elu": (4, 4), "gelu": (8, 8), "leaky-relu": (0, 2), "mish": (0, 16), "relu": (0, 0), "selu": (6, 6),
        "sigmoid": (6, 0), "silu": (0, 16), "softplus": (4, 6), "tanh": (0, 10),
    },
    "FLOAT64": {
        "elu": (0, 16), "gelu": (8, 24), "leaky-relu": (0, 2), "mish": (0, 16), "relu": (0, 0), "selu": (0, 16),
        "sigmoid": (4, 0), "silu": (0, 16), "softplus": (0, 12), "tanh": (0, 8),
    },
}
# What underflows may become zero, and what should may become a subnormal number; either may be multiplied by a thousand.
LEAST = {"FLOAT32": 2.0**-116, "FLOAT64": 2.0**-1012}


class Arithmetic:
    """The network's type of numbers."""

    def __init__(self, dtype):
        self.allowed = ALLOWED[dtype]
        self.least = LEAST[dtype]
        self.u = 2.0**-24 if dtype == "FLOAT32" else 2.0**-53

    def gamma(self, k):
        return k * self.u / (1 - k * self.u)


def normal(x):
    """The standard normal distribution, in double."""
    return 0.5 * np.vectorize(math.erfc, otypes=[float])(-x / math.sqrt(2))


def sigmoid(x):
    w = np.exp(-np.abs(x))
    return np.where(x < 0, w, 1) / (1 + w)


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def gelu(config):
    if config["approximate"] == "none":
        return lambda x: x * normal(x)
    return lambda x: x * sigmoid(2 * np.sqrt(2 / np.pi) * (np.clip(x, -100, 100) + 0.044715 * np.clip(x, -100, 100) ** 3))


def elu(scale, alpha):
    return lambda x: scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


SELU = 1.0507009873554805, 1.6732632423543772


def elementwise(config):
    """An activation and its Lipschitz constant."""
    kind = config["kind"]
    if kind == "elu":
        return elu(1, config["alpha"]), max(1, config["alpha"])
    if kind == "leaky-relu":
        slope = config["slope"]
        return lambda x: np.where(x > 0, x, slope * x), max(1, abs(slope))
    if kind == "gelu":
        return gelu(config), 1.13  # the largest derivative is 1.1289
    return {
        "mish": (lambda x: x * np.tanh(softplus(x)), 1.09),  # 1.0885
        "relu": (lambda x: np.maximum(x, 0), 1),
        "selu": (elu(*SELU), SELU[0] * SELU[1]),
        "sigmoid": (sigmoid, 0.25),
        "silu": (lambda x: x * sigmoid(x), 1.1),  # 1.0998
        "softplus": (softplus, 1),
        "tanh": (np.tanh, 1),
    }[kind]


def activation(a, config, x, e):
    kind = config["kind"]
    if kind == "identity":
        return x, e
    if kind == "softmax":
        return softmax(a, x, e)
    g, lipschitz = elementwise(config)
    y = g(x)
    absolute, relative = a.allowed[kind]
    return y, lipschitz * e + a.u * (absolute + relative * np.abs(y)) + a.least


def softmax(a, x, e):
    """∂aᵢ = aᵢ·(∂zᵢ − Σ aⱼ·∂zⱼ). Of the implementation: the difference z − max z is rounded, which its exponential magnifies,
    the exponentials (8 u) are added up and divided by."""
    z = x - x.max(axis=1, keepdims=True)
    y = np.exp(z)
    y /= y.sum(axis=1, keepdims=True)
    rounding = a.gamma(x.shape[1] + 12) + a.u * np.abs(z)
    each = e + rounding
    worst = np.minimum(each.max(axis=1, keepdims=True), 1)
    return y, y * (each + (y * each).sum(axis=1, keepdims=True)) * np.exp(2 * worst) + a.least


def products(a, x, e, w, b):
    """X·Wᵀ + b."""
    k = w.shape[1] + (b is not None)
    bias = 0 if b is None else b
    size = np.abs(w).T
    return x @ w.T + bias, e @ size + a.gamma(k) * ((np.abs(x) + e) @ size + np.abs(bias))


class Layers:
    """The layers of a network with its parameters, which read(name) gives as flat arrays."""

    def __init__(self, arithmetic, read):
        self.a = arithmetic
        self.read = read

    def bias(self, path):
        return self.read(path + "bias", True)

    def forward(self, config, path, x, e):
        return getattr(self, config["kind"].replace("-", "_"))(config, path, x, e)

    def dense(self, c, path, x, e):
        w = self.read(path + "weight").reshape(int(c["units"]), x.shape[1])
        return activation(self.a, c["activation"], *products(self.a, x, e, w, self.bias(path)))

    def activation(self, c, path, x, e):
        return activation(self.a, c["activation"], x, e)

    def dropout(self, c, path, x, e):
        return x, e

    def frozen(self, c, path, x, e):
        return self.forward(c["layer"], path, x, e)

    def sequence(self, c, path, x, e):
        for i in range(len(c) - 1):  # all but the kind
            x, e = self.forward(c[str(i)], f"{path}{i}.", x, e)
        return x, e

    def residual(self, c, path, x, e):
        y, f = self.forward(c["body"], path + "body.", x, e)
        return x + y, e + f + self.a.u * (np.abs(x + y) + e + f)

    def embedding(self, c, path, x, e):
        w = self.read(path + "weight").reshape(int(c["size"]), -1)  # a column for each category
        y = w.T[x.astype(int)].reshape(len(x), -1)
        return y, np.zeros_like(y)

    def scaled(self, path, normalised, e, spread):
        """γ·x̂ + β, each rounded."""
        weight, bias = spread(self.read(path + "weight")), spread(self.read(path + "bias"))
        y = weight * normalised + bias
        f = np.abs(weight) * e + self.a.gamma(2) * (np.abs(weight) * (np.abs(normalised) + e) + np.abs(bias))
        return y, f

    def batch_normalisation(self, c, path, x, e):
        """(x − μ)/√(σ² + ε): a difference, a product, and three operations for the root, all of them exactly rounded."""
        mean, variance = self.read(path + "running_mean"), self.read(path + "running_var")

        def spread(features):
            return np.repeat(features, x.shape[1] // len(features))

        inverse = 1 / np.sqrt(spread(variance) + c["epsilon"])
        normalised = (x - spread(mean)) * inverse
        return self.scaled(path, normalised, inverse * e + self.a.gamma(5) * (np.abs(normalised) + inverse * e), spread)

    def layer_normalisation(self, c, path, x, e):
        """Mean and variance are sums of n numbers; (σ² + ε)^−½ has half the relative error of what is below the root."""
        n = x.shape[1]
        a = self.a
        mean = x.mean(axis=1, keepdims=True)
        centred = x - mean
        mean_e = e.mean(axis=1, keepdims=True) + a.gamma(n) * (np.abs(x) + e).mean(axis=1, keepdims=True)
        centred_e = e + mean_e + a.u * (np.abs(centred) + e + mean_e)
        square = (centred**2).mean(axis=1, keepdims=True)
        square_e = (2 * np.abs(centred) * centred_e + centred_e**2).mean(axis=1, keepdims=True)
        square_e += a.gamma(n + 1) * (square + square_e)
        below = square + c["epsilon"]
        relative = np.minimum(square_e / below, 0.5)
        relative = 1 / np.sqrt(1 - relative) - 1 + a.gamma(4)
        inverse = 1 / np.sqrt(below)
        normalised = centred * inverse
        normalised_e = (inverse * centred_e + (np.abs(normalised) + inverse * centred_e) * relative) * (1 + a.u)
        normalised_e += a.u * np.abs(normalised)
        return self.scaled(path, normalised, normalised_e, lambda features: features)

    def windows(self, c, x, padding):
        """[records, channels, numbers of a window, positions]."""
        height, width, stride = (int(c[name]) for name in ("height", "width", "stride"))
        image = x.reshape(len(x), *(int(c["input-" + name]) for name in ("channels", "height", "width")))
        image = np.pad(image, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
        views = np.lib.stride_tricks.sliding_window_view(image, (height, width), (2, 3))[:, :, ::stride, ::stride]
        return views.reshape(*image.shape[:2], -1, height * width).transpose(0, 1, 3, 2)

    def convolution(self, c, path, x, e):
        """A dense layer of windows."""
        padding = int(c["padding"])
        w = self.read(path + "weight").reshape(int(c["channels"]), -1)
        columns, columns_e = (
            self.windows(c, values, padding).transpose(0, 3, 1, 2).reshape(-1, w.shape[1]) for values in (x, e)
        )
        z, f = products(self.a, columns, columns_e, w, self.bias(path))
        flat = (values.reshape(len(x), -1, w.shape[0]).transpose(0, 2, 1).reshape(len(x), -1) for values in (z, f))
        return activation(self.a, c["activation"], *flat)

    def max_pooling(self, c, path, x, e):
        return tuple(self.windows(c, values, 0).max(axis=2).reshape(len(x), -1) for values in (x, e))

    def average_pooling(self, c, path, x, e):
        y, f, size = (self.windows(c, v, 0).mean(axis=2).reshape(len(x), -1) for v in (x, e, np.abs(x) + e))
        return y, f + self.a.gamma(int(c["height"] * c["width"])) * size
