"""Two-sided P values and critical values of the normal and the t distribution, from the standard library alone.

Both functions take `df`, the degrees of freedom of t (a number above 0), or None for the normal distribution.
"""

from functools import lru_cache
from math import erfc, exp, inf, isinf, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

STANDARD = NormalDist()
_TINY = 1e-300


def two_sided_p(z: float, df: float | None = None) -> float:
    """The chance of a value at least as far from 0 as `z`.

    Normal: erfc(|z|/sqrt 2). t: the regularised incomplete beta function I_x(df/2, 1/2) at x = df/(df + z^2).
    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.29 and 26.7.1 with 26.5.27.
    """
    if df is None:
        return erfc(abs(z) / sqrt(2))
    if isinf(z):
        return 0.0
    square = z * z
    return _incomplete_beta(df / 2, 0.5, df / (df + square), square / (df + square))


@lru_cache(maxsize=4096)
def critical(p: float, df: float | None = None) -> float:
    """The z of 0 or more with two_sided_p(z, df) = p: infinite where p is 0, 0 where p is 1.

    Normal: statistics.NormalDist.inv_cdf (Wichura, algorithm AS 241, 1988). t: Newton's method from the expansion in
    Abramowitz and Stegun 26.7.5 (the two-sided P is convex in z, so that it gets there from anywhere), with Halley's
    correction once it is near.
    """
    if p <= 0:
        return inf
    if p >= 1:
        return 0.0
    z = -STANDARD.inv_cdf(p / 2) if p > 2 * _TINY else inf
    if df is None or isinf(z):
        return z
    t = z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
    t += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    constant = lgamma((df + 1) / 2) - lgamma(df / 2) - log(df * pi) / 2
    for _ in range(2000):
        density = exp(constant - (df + 1) / 2 * log1p(t * t / df))
        step = (two_sided_p(t, df) - p) / (2 * density) if density > 0 else -t / 2
        bend = step * (df + 1) * t / (df + t * t) / 2
        if abs(bend) < 0.1:
            step /= 1 - bend
        t = max(t + step, 0.0)
        if abs(step) <= 1e-5 * t:  # what is left is of the order of its cube
            return t
    raise ArithmeticError(f"no critical value found for P {p} and {df} degrees of freedom")


def _incomplete_beta(a: float, b: float, x: float, y: float) -> float:
    """The regularised incomplete beta function I_x(a, b), with y = 1 - x given apart to keep its digits.

    The continued fraction of Abramowitz and Stegun 26.5.8 (DLMF 8.17.22), evaluated by Lentz's method as modified by
    Thompson and Barnett (Press and others, Numerical Recipes, 6.4); I_x(a, b) = 1 - I_y(b, a) on its slow side.
    """
    if x <= 0 or y <= 0:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * _log(x, y) + b * _log(y, x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, y) / b


def _log(x: float, y: float) -> float:
    """log x, from y = 1 - x where that keeps more digits."""
    return log1p(-y) if y < 0.5 else log(x)


def _beta_fraction(a: float, b: float, x: float) -> float:
    c = 1.0
    d = 1 / (1 - (a + b) * x / (a + 1) or _TINY)
    fraction = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + even * d or _TINY)
        c = 1 + even / c or _TINY
        fraction *= c * d
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + odd * d or _TINY)
        c = 1 + odd / c or _TINY
        factor = c * d
        fraction *= factor
        if abs(factor - 1) < 1e-15:
            return fraction
    raise ArithmeticError(f"the continued fraction of the incomplete beta function did not settle at {a}, {b}, {x}")
