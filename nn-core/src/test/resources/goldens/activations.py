"""Values and derivatives of activations with 40 digits, rounded to double: prints activations.json."""

import json

import mpmath as mp

mp.mp.dps = 40
LAMBDA = mp.mpf("1.0507009873554804934193349852946")
ALPHA = mp.mpf("1.6732632423543772848170429916717")

grid = [0.0, 1e-300, 1e-20, 1e-9, 1e-4, 0.03, 0.1, 0.25, 0.5, 0.7517915246935645, 0.9, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0,
        3.7, 4.5, 5.5, 7.0, 9.0, 12.0, 17.0, 20.0, 25.0, 30.0, 36.0, 50.0, 200.0, 700.0, 1e4, 1e30]
grid = [-z for z in reversed(grid[1:])] + grid


def elu(z, alpha=mp.mpf(1)):
    return z if z > 0 else alpha * mp.expm1(z)


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def cdf(z):
    return mp.erfc(-z / mp.sqrt(2)) / 2


def density(z):
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def tanh_argument(z):
    return 2 * mp.sqrt(2 / mp.pi) * (z + mp.mpf(0.044715) * z**3)


def softplus(z):
    return mp.log1p(mp.exp(z)) if z < 100 else z + mp.exp(-z)


def mish_slope(z):
    t = mp.tanh(softplus(z))
    return t + z * mp.sech(softplus(z)) ** 2 * sigmoid(z)


def gelu_tanh_slope(z):
    s = sigmoid(tanh_argument(z))
    derivative = 2 * mp.sqrt(2 / mp.pi) * (1 + 3 * mp.mpf(0.044715) * z * z)
    return s + z * s * sigmoid(-tanh_argument(z)) * derivative


FUNCTIONS = {
    "elu": (elu, lambda z: mp.mpf(1) if z > 0 else mp.exp(z)),
    "elu-0.3": (lambda z: elu(z, mp.mpf(0.3)), lambda z: mp.mpf(1) if z > 0 else mp.mpf(0.3) * mp.exp(z)),
    "selu": (lambda z: LAMBDA * elu(z, ALPHA), lambda z: LAMBDA if z > 0 else LAMBDA * ALPHA * mp.exp(z)),
    "gelu": (lambda z: z * cdf(z), lambda z: cdf(z) + z * density(z)),
    "gelu-tanh": (lambda z: z * sigmoid(tanh_argument(z)), gelu_tanh_slope),
    "silu": (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * sigmoid(-z))),
    "softplus": (softplus, sigmoid),
    "mish": (lambda z: z * mp.tanh(softplus(z)), mish_slope),
}


def rounded(value):
    return float(value) if abs(value) > mp.mpf(2) ** -1022 else 0.0


def run(value, slope):
    zs = [mp.mpf(z) for z in grid]
    return {"a": [rounded(value(z)) for z in zs], "slope": [rounded(slope(z)) for z in zs]}


print(json.dumps({
    "versions": {"mpmath": mp.__version__},
    "z": grid,
    **{name: run(*functions) for name, functions in FUNCTIONS.items()},
}, separators=(",", ":")))
