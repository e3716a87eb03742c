"""Exact sums and dot products for the conformance suite's oracle, by mpmath.

Writes src/test/resources/goldens/oracle.csv, which OracleGoldensTest compares with. Operands are not stored:
both languages draw them from SplitMix64. A number is written as its integer in hexadecimal times a power of two.

    python3 oracle.py    (NumPy and mpmath, Debian's python3-numpy and python3-mpmath)
"""

from pathlib import Path

import numpy as np
from mpmath.libmp import from_float, mpf_add, mpf_mul, mpf_sub, mpf_sum

GOLDENS = Path(__file__).parent.parent / "test/resources/goldens/oracle.csv"
DOT_LENGTHS = [1, 2, 100, 4096, 16384, 70000]
SUM_LENGTHS = [1, 2, 100, 4096, 70000]
LONGEST = 1 << 22
KINDS = ["positive", "uniform", "wide", "cancelling", "subnormal", "vanishing", "overflow"]
MIN_NORMAL = {"FLOAT64": 2.0**-1022, "FLOAT32": 2.0**-126}
# products of two and sums of as many as here stay below the largest number, whatever the order
LARGE_FACTOR = {"FLOAT64": 504, "FLOAT32": 56}
LARGE_TERM = {"FLOAT64": 1001, "FLOAT32": 105}
# products of two, and terms, from here on downwards lose their last bits, or vanish
SMALL_FACTOR = {"FLOAT64": -520, "FLOAT32": -60}
SMALL_TERM = {"FLOAT64": -1010, "FLOAT32": -115}
np.seterr(all="ignore")


def split_mix(seed, count):
    """The first numbers of nn.tck.reference.Generator."""
    z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def draw(dtype, kind, count, seed, large, small):
    """As OracleGoldensTest.draw: two numbers of the generator for each value."""
    numbers = split_mix(seed, 2 * count)
    uniform = (numbers[0::2].view(np.int64) >> 11) * 2.0**-52
    other = numbers[1::2] >> np.uint64(1)
    if kind == "positive":
        values = np.abs(uniform)
    elif kind == "uniform":
        values = uniform
    elif kind in ("wide", "cancelling"):
        values = np.ldexp(uniform, (other % np.uint64(81)).astype(np.int32) - 40)
    elif kind == "subnormal":
        values = uniform * np.where(other % np.uint64(2) == 0, 1.0, MIN_NORMAL[dtype])
    elif kind == "vanishing":
        values = np.ldexp(uniform, small[dtype] - (other % np.uint64(41)).astype(np.int32))
    else:
        values = np.ldexp(uniform, large[dtype])
    return values.astype(np.float32).astype(np.float64) if dtype == "FLOAT32" else values


def cancel(x, sign):
    """The second half is the first one again, times the sign, but for a last small number."""
    half = len(x) // 2
    x[half : 2 * half] = sign * x[:half]
    x[-1] *= 2.0**-30
    return x


def text(number):
    sign, mantissa, exponent, _ = number
    return f"{'-' if sign else ''}{int(mantissa):x}p{exponent}"


def exact(terms):
    """The sum and the sum of absolute values; functions without a precision do not round."""
    above = mpf_sum(term for term in terms if not term[0])
    below = mpf_sum(term for term in terms if term[0])
    return text(mpf_add(above, below)), text(mpf_sub(above, below))


def dot(dtype, kind, count, seed):
    x = draw(dtype, kind, count, seed, LARGE_FACTOR, SMALL_FACTOR)
    y = draw(dtype, kind, count, seed + 1, LARGE_FACTOR, SMALL_FACTOR)
    if kind == "cancelling":
        x, y = cancel(x, -1.0), cancel(y, 1.0)
    return exact([mpf_mul(from_float(a), from_float(b)) for a, b in zip(x.tolist(), y.tolist())])


def total(dtype, kind, count, seed):
    x = draw(dtype, kind, count, seed, LARGE_TERM, SMALL_TERM)
    if kind == "cancelling":
        x = cancel(x, -1.0)
    return exact([from_float(a) for a in x.tolist()])


def cases():
    for dtype in ("FLOAT64", "FLOAT32"):
        for kind in KINDS:
            yield from (("dot", dtype, kind, count) for count in DOT_LENGTHS)
            yield from (("sum", dtype, kind, count) for count in SUM_LENGTHS)
    yield from (("sum", "FLOAT64", kind, LONGEST) for kind in ("positive", "cancelling", "subnormal"))
    yield "sum", "FLOAT32", "uniform", LONGEST


def main():
    lines = ["operation,dtype,kind,terms,seed,sum,magnitude"]
    for number, (operation, dtype, kind, count) in enumerate(cases()):
        seed = 2 * number + 1
        results = {"dot": dot, "sum": total}[operation](dtype, kind, count, seed)
        lines.append(",".join([operation, dtype, kind, str(count), str(seed), *results]))
        print(lines[-1][:100], flush=True)
    GOLDENS.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
