"""The definitions of nn.api.elementary in NumPy, and the hashes of FrozenBitsTest computed from them.

Another language, another compiler, vectors instead of scalars: the same bits. Prints one line for each function and type.

    python3 elementary.py
"""

import hashlib
import re
from pathlib import Path

import numpy as np

JAVA = Path(__file__).parent.parent
MAIN = JAVA / "main/java/nn/api/elementary"
np.seterr(all="ignore")


def constants(name):
    text = (MAIN / f"{name}.java").read_text()
    pairs = re.findall(r"double (\w+) = (-?0x[0-9a-f.]+p-?\d+|-?\d+);", text)
    return {k: float.fromhex(v) if "x" in v else float(v) for k, v in pairs}


E64, E32, L64, L32, T64, T32, S64 = map(
    constants,
    ["Exponential64", "Exponential32", "Logarithm64", "Logarithm32", "Logistic64", "Logistic32", "Softplus64"],
)
LOG2_E, HIGH, LOW, ROUNDER, LN2 = E64["LOG2_E"], E64["LN2_HIGH"], E64["LN2_LOW"], E64["ROUNDER"], E32["LN2"]
SQRT_HALF = np.int64(0x3FE6A09E667F3BCD)
ONE = np.int64(0x3FF0000000000000)
FRACTION = np.int64(0x000FFFFFFFFFFFFF)
INTEGER = np.int64(0x4330000000000000)
BIAS = 2.0**52 + 1023
where = np.where


def bits(x):
    return x.view(np.int64)


def integer(x):
    return (x + ROUNDER) - ROUNDER


def power(k):
    return (bits(k + (ROUNDER + 1023)) << 52).view(np.float64)


def beyond_linear(r):
    c = E64
    w = r * r
    v = w * w
    first = (0.5 + r * c["C3"]) + w * (c["C4"] + r * c["C5"])
    second = (c["C6"] + r * c["C7"]) + w * (c["C8"] + r * c["C9"])
    third = c["C10"] + r * c["C11"]
    return w * (first + v * (second + v * third))


def exp64(x):
    y = where(x > 710, 710.0, x)
    y = where(y < -746, -746.0, y)
    k = integer(y * LOG2_E)
    high = y - k * HIGH
    low = k * LOW
    one = 1 + high
    rest = (high - (one - 1)) + (beyond_linear(high - low) - low)
    half = integer(0.5 * k)
    return (one + rest) * power(half) * power(k - half)


def log_core64(x, bias, small):
    c = L64
    b = bits(x) - SQRT_HALF + ONE
    k = ((b.view(np.uint64) >> np.uint64(52)).view(np.int64) | INTEGER).view(np.float64) - bias
    f = ((b & FRACTION) + SQRT_HALF).view(np.float64) - 1
    s = f / (2 + f)
    w = s * s
    v = w * w
    u = v * v
    odd = (c["L1"] + v * c["L3"]) + u * (c["L5"] + v * c["L7"])
    even = (c["L2"] + v * c["L4"]) + u * c["L6"]
    r = w * odd + v * even
    half_square = 0.5 * f * f
    product = k * HIGH
    total = product + f
    lost = f - (total - product)
    correction = s * (half_square + r) + (k * LOW + small)
    return total - ((half_square - correction) - lost)


def log64(x):
    subnormal = x < 2.0**-1022
    y = log_core64(where(subnormal, x * 2.0**54, x), where(subnormal, BIAS + 54, BIAS), 0.0)
    y = where(x < np.inf, y, x)
    return where(x > 0, y, where(x == 0, -np.inf, np.nan))


def log1p64(x):
    u = 1 + x
    lost = where(x < 1, x - (u - 1), 1 - (u - x))
    y = log_core64(u, BIAS, lost / u)
    y = where(abs(x) < 2.0**-54, x, y)
    y = where(x < np.inf, y, x)
    return where(x > -1, y, where(x == -1, -np.inf, np.nan))


def numerator(z):
    return z * (T64["P0"] + z * (T64["P1"] + z * T64["P2"]))


def denominator(z):
    return T64["Q0"] + z * (T64["Q1"] + z * (T64["Q2"] + z))


def one_plus_exp(y, k, p):
    high = y - k * HIGH
    low = k * LOW
    one = 1 + high
    rest = (high - (one - 1)) + (beyond_linear(high - low) - low)
    total = one + p
    return total + ((p - (total - one)) + rest)


def tanh64(x):
    h = abs(x)
    near = h < T64["THRESHOLD"]
    y = where(h > 20, 40.0, 2 * h)
    k = integer(y * LOG2_E)
    p = power(-k)
    z = h * h
    q = where(near, numerator(z), 1.0) / where(near, denominator(z), one_plus_exp(y, k, p))
    return np.copysign(where(near, h + h * q, 1 - 2 * (q * p)), x)


def sigmoid64(x):
    y = abs(x)
    y = where(y > 746, 746.0, y)
    h = 0.5 * y
    near = h < T64["THRESHOLD"]
    k = integer(y * LOG2_E)
    half = integer(0.5 * k)
    p1, p2 = power(-half), power(half - k)
    z = h * h
    q = where(near, numerator(z), 1.0) / where(near, denominator(z), one_plus_exp(y, k, p1 * p2))
    below = where(near, 0.5 - 0.5 * (h + h * q), q * p1 * p2)
    return where(x < 0, below, 1 - below)


def softplus64(x):
    e = exp64(-abs(x))
    u = 1 + e
    y = where(e < 2.0**-54, e, log_core64(u, BIAS, (e - (u - 1)) / u))
    far = where(x <= 0, 0.0, x) + y
    c = S64
    w = x * x
    v = w * w
    even = c["P0"] + v * (c["P2"] + v * (c["P4"] + v * (c["P6"] + v * c["P8"])))
    odd = c["P1"] + v * (c["P3"] + v * (c["P5"] + v * (c["P7"] + v * c["P9"])))
    half = 0.5 * x
    total = HIGH + half
    near = total + ((half - (total - HIGH)) + (LOW + w * (even + w * odd)))
    return where((x > 0) & (x < 1), near, far)


def minus_one(r):
    c = E32
    w = r * r
    even = 0.5 + w * (c["C4"] + w * c["C6"])
    odd = c["C3"] + w * (c["C5"] + w * c["C7"])
    return r + w * (even + r * odd)


def exp32(x):
    y = where(x > 110, 110.0, x)
    y = where(y < -110, -110.0, y)
    k = integer(y * LOG2_E)
    return (1 + minus_one(y - k * LN2)) * power(k)


def log_core32(u, less_one):
    c = L32
    b = bits(u) - SQRT_HALF + ONE
    k = ((b.view(np.uint64) >> np.uint64(52)).view(np.int64) | INTEGER).view(np.float64) - BIAS
    f = where(k == 0, less_one, ((b & FRACTION) + SQRT_HALF).view(np.float64) - 1)
    s = f / (2 + f)
    w = s * s
    half_square = 0.5 * f * f
    r = w * (c["L1"] + w * (c["L2"] + w * (c["L3"] + w * c["L4"])))
    tail = f - (half_square - s * (half_square + r))
    return where(k == 0, tail, k * LN2 + tail)


def log32(x):
    y = where(x < np.inf, log_core32(x, x - 1), x)
    return where(x > 0, y, where(x == 0, -np.inf, np.nan))


def log1p32(x):
    y = where(x < np.inf, log_core32(1 + x, x), x)
    return where(x > -1, y, where(x == -1, -np.inf, np.nan))


def tanh32(x):
    h = abs(x)
    y = where(h > 10, 20.0, 2 * h)
    k = integer(y * LOG2_E)
    p = power(k)
    e = p * minus_one(y - k * LN2) + (p - 1)
    return np.copysign(e / (e + 2), x)


def sigmoid32(x):
    return 1 / (1 + exp32(-x))


def softplus32(x):
    e = exp32(-abs(x))
    return where(x <= 0, 0.0, x) + log_core32(1 + e, e)


def split_mix(n):
    r = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    r = (r ^ (r >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    r = (r ^ (r >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return r ^ (r >> np.uint64(31))


def main():
    r = split_mix(1 << 17)
    uniform = (r.view(np.int64) >> 11) * 2.0**-48
    even = np.arange(r.size) % 2 == 0
    x64 = where(even, r.view(np.float64), uniform)
    x32 = where(even, (r >> np.uint64(32)).astype(np.uint32).view(np.float32), uniform.astype(np.float32))
    frozen = re.findall(r'case (\w+) -> "(\w+)"', (JAVA / "test/java/nn/api/elementary/FrozenBitsTest.java").read_text())
    for i, (name, expected) in enumerate(frozen):
        f = globals()[name.lower() + ("64" if i < 6 else "32")]
        if i < 6:
            y = f(x64)
            y = where(np.isnan(y), np.uint64(0x7FF8000000000000), y.view(np.uint64)).astype(">u8")
        else:
            y = f(x32.astype(np.float64)).astype(np.float32)
            y = where(np.isnan(y), np.uint32(0x7FC00000), y.view(np.uint32)).astype(">u4")
        found = hashlib.sha256(y.tobytes()).hexdigest()[:32]
        print(f.__name__, found, "as frozen" if found == expected else f"but frozen is {expected}")


if __name__ == "__main__":
    main()
