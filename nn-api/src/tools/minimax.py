"""Minimax coefficients of nn.api.elementary, by Remez' second algorithm.

E. W. Cheney, Introduction to Approximation Theory, 2nd ed., ch. 3; J.-M. Muller, Elementary Functions, 3rd ed., ch. 3.
Needs mpmath. Coefficients are rounded to binary64 in the end; the error in the first line of each is that of the rounded
polynomial, as a power of 2.

    python3 minimax.py
"""

from mpmath import mp, mpf, matrix, lu_solve, exp, expm1, log, cosh, cos, pi, sqrt, polyval

mp.prec = 240
POINTS = 2000


def remez(f, weight, a, b, n):
    """Coefficients c with the least max |weight(x) (f(x) - sum c_i x^i)| on [a, b], for n powers."""
    xs = [(a + b) / 2 - (b - a) / 2 * cos(pi * i / n) for i in range(n + 1)]
    grid = [(a + b) / 2 - (b - a) / 2 * cos(pi * (i + mpf(1) / 2) / POINTS) for i in range(POINTS)]
    values = [(x, f(x), weight(x)) for x in grid]
    for _ in range(30):
        rows = matrix(n + 1, n + 1)
        right = matrix(n + 1, 1)
        for i, x in enumerate(xs):
            x += GRAIN  # f may be a quotient that has no value at 0
            for j in range(n):
                rows[i, j] = x**j
            rows[i, n] = (-1) ** i / weight(x)
            right[i] = f(x)
        solution = lu_solve(rows, right)
        c = [solution[j] for j in range(n)]
        level = abs(solution[n])
        errors = [(x, w * (y - polyval(c[::-1], x))) for x, y, w in values]
        extremes = []  # the largest error between two changes of sign
        for x, e in errors:
            if extremes and (extremes[-1][1] > 0) == (e > 0):
                if abs(e) > abs(extremes[-1][1]):
                    extremes[-1] = (x, e)
            else:
                extremes.append((x, e))
        while len(extremes) > n + 1:
            extremes.pop(0 if abs(extremes[0][1]) < abs(extremes[-1][1]) else -1)
        largest = max(abs(e) for _, e in errors)
        if len(extremes) < n + 1 or largest <= level * mpf("1.0001"):
            break
        xs = [x for x, _ in extremes]
    return c


def rounded(f, weight, a, b, n):
    """The same in binary64, and the error that is left."""
    c = [mpf(float(x)) for x in remez(f, weight, a, b, n)]  # to nearest even
    grid = [a + (b - a) * (i + mpf(1) / 2) / POINTS for i in range(POINTS)]
    return c, max(abs(weight(x) * (f(x) - polyval(c[::-1], x))) for x in grid)


def show(name, f, weight, a, b, n):
    coefficients, error = rounded(f, weight, a, b, n)
    print(f"{name}, error 2^{float(log(error, 2)):.2f}")
    for p, c in enumerate(coefficients):
        print(f"  x^{p}: {float(c).hex()} ({float(c)!r})")


LN2_2 = log(mpf(2)) / 2 * mpf("1.0001")  # rounding to the nearest multiple of ln 2 may miss by a little
S = (sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1) * mpf("1.0001")  # |f / (2 + f)| for sqrt(1/2) <= 1 + f <= sqrt(2)
TINY = mpf(2) ** -40
EPS = mpf(2) ** -6  # keeps a weight from vanishing at 0
GRAIN = mpf(2) ** -60

if __name__ == "__main__":
    # e^r = 1 + r + r^2 (1/2 + c3 r + ...): the error is absolute, in a result near 1
    show("exp, FLOAT64", lambda r: (exp(r) - 1 - r - r * r / 2) / r**3, lambda r: max(abs(r), EPS) ** 3, -LN2_2, LN2_2, 9)
    # ln((1 + s) / (1 - s)) = 2 s + s R(s^2), relative to 2 s
    show(
        "log, FLOAT64: R(w) / w, w = s^2",
        lambda w: (log((1 + sqrt(w)) / (1 - sqrt(w))) / sqrt(w) - 2) / w,
        lambda w: w / 2,
        TINY,
        S * S,
        7,
    )
    # ln(2 cosh(x / 2)) = ln 2 + x^2 P(x^2) on [0, 1]: absolute error
    show(
        "softplus, FLOAT64: P(w), w = x^2",
        lambda w: log(cosh(sqrt(w) / 2)) / w,
        lambda w: w,
        TINY,
        mpf(1),
        10,
    )
    # e^r - 1 = r + r^2 (1/2 + ...), relative to r
    show("exp, FLOAT32", lambda r: (expm1(r) - r - r * r / 2) / r**3, lambda r: max(abs(r), EPS) ** 2, -LN2_2, LN2_2, 5)
    show(
        "log, FLOAT32: R(w) / w, w = s^2",
        lambda w: (log((1 + sqrt(w)) / (1 - sqrt(w))) / sqrt(w) - 2) / w,
        lambda w: w / 2,
        TINY,
        S * S,
        4,
    )
