"""Pareto/NBD: customers buy at their own rate and leave at a moment of their own.

Schmittlein, Morrison and Colombo (1987), Management Science 33(1), 1-24; formulas as in Fader and Hardie (2005), A
Note on Deriving the Pareto/NBD Model. The integral over the moment of leaving is taken by Gauss-Legendre in the
logarithm of time and not by hypergeometric functions, whose difference loses all digits for frequent buyers.
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln

from polku.science.clv.fitting import ENOUGH, Fit, fit, too_few
from polku.science.clv.histories import Buyers, Floats

NAMES = ("r", "alpha", "s", "beta")
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_DEEP = 40.0  # beyond e^-40 of its beginning the integrand adds nothing
_ROUGH = 3_000
_SLICE = 20_000  # histories at a time: the integrand has a column for each node
Params = tuple[float, ...]


def fit_pareto_nbd(data: Buyers) -> Fit:
    """The parameters r, alpha, s and beta (alpha and beta in the unit of the times)."""
    if data.repeaters < ENOUGH:
        return too_few(NAMES, data.n)
    pace = float((data.people * data.x).sum() / max((data.people * data.age).sum(), 1e-9))
    scale = 0.5 / max(pace, 1e-9)
    starts = [
        (0.5, scale, 0.5, scale),
        (1.0, 2 * scale, 1.0, 4 * scale),
        (2.0, 4 * scale, 0.3, scale / 3),
    ]
    rough = None
    if len(data.x) > 2 * _ROUGH:
        every = slice(None, None, len(data.x) // _ROUGH)
        part = Buyers(data.x[every], data.recency[every], data.age[every], data.people[every])
        rough = (Likelihood(part), float(part.people.sum()))
    return fit(NAMES, Likelihood(data), starts, data.n, ("r", "s"), rough)


class Likelihood:
    """Log-likelihood and gradient at the logarithms of the parameters."""

    def __init__(self, data: Buyers) -> None:
        self._data = data
        self._x, self._of = np.unique(data.x, return_inverse=True)
        self._n_x = np.bincount(self._of, data.people, len(self._x))

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """(log L, d log L / d theta)."""
        r, alpha, s, beta = np.exp(theta)
        n = float(self._n_x.sum())
        value = float(self._n_x @ gammaln(r + self._x))
        value += n * (r * np.log(alpha) + s * np.log(beta) - gammaln(r))
        slope = np.array(
            [
                float(self._n_x @ digamma(r + self._x)) + n * (np.log(alpha) - digamma(r)),
                n * r / alpha,
                n * np.log(beta),
                n * s / beta,
            ]
        )
        d = self._data
        for begin in range(0, len(d.x), _SLICE):
            part = slice(begin, begin + _SLICE)
            logs, by = _parts((r, alpha, s, beta), d.x[part], d.recency[part], d.age[part])
            value += float(d.people[part] @ logs)
            slope += by @ d.people[part]
        return value, slope * np.array([r, alpha, s, beta])


def _ends(params: Params, x: Floats, recency: Floats, age: Floats) -> tuple[Floats, Floats, Floats]:
    """Logarithms of (stayed until age) and of (left before), and the moments at which they may have left."""
    r, alpha, s, beta = params
    least = min(alpha, beta)
    low = np.log(least + recency)
    wide = _depth(params, x, recency, low, np.log(least + age) - low)
    half = np.maximum(wide, 1e-300)[:, None] / 2  # 0 when the last purchase was just now
    u = low[:, None] + half * (_NODES + 1)
    y = np.exp(u) - least
    inside = -(r + x)[:, None] * np.log(alpha + y) - (s + 1) * np.log(beta + y) + u
    inside += np.log(_WEIGHTS) + np.log(half) + np.log(s)
    stayed = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    return stayed, inside, y


def _depth(params: Params, x: Floats, recency: Floats, low: Floats, wide: Floats) -> Floats:
    """How far the integrand reaches before it has fallen by e^-40: all nodes belong there."""
    r, alpha, s, beta = params
    least = min(alpha, beta)

    def fallen(far: Floats) -> Floats:
        y = np.exp(low + far) - least
        first = (r + x) * np.log((alpha + y) / (alpha + recency))
        found: Floats = first + (s + 1) * np.log((beta + y) / (beta + recency)) - far
        return found

    deep = fallen(wide) > _DEEP
    if not deep.any():
        return wide
    short, long = np.zeros_like(wide), wide.copy()
    for _ in range(10):
        middle = (short + long) / 2
        over = fallen(middle) > _DEEP
        long, short = np.where(over, middle, long), np.where(over, short, middle)
    return np.where(deep, long, wide)


def _parts(params: Params, x: Floats, recency: Floats, age: Floats) -> tuple[Floats, Floats]:
    """The logarithm of the bracket of the likelihood for each history, and its gradient (4 rows)."""
    r, alpha, s, beta = params
    stayed, inside, y = _ends(params, x, recency, age)
    top = np.maximum(stayed, inside.max(axis=1))
    here = np.exp(stayed - top)
    left = np.exp(inside - top[:, None])
    total = here + left.sum(axis=1)
    here, left = here / total, left / total[:, None]
    power = r + x
    by = np.stack(
        [
            -here * np.log(alpha + age) - (left * np.log(alpha + y)).sum(axis=1),
            -power * (here / (alpha + age) + (left / (alpha + y)).sum(axis=1)),
            -here * np.log(beta + age) + (left * (1 / s - np.log(beta + y))).sum(axis=1),
            -s * here / (beta + age) - (s + 1) * (left / (beta + y)).sum(axis=1),
        ]
    )
    return top + np.log(total), by


def alive(params: Params, x: Floats, recency: Floats, age: Floats) -> Floats:
    """P(alive) at `age`."""
    found = np.empty(len(x))
    for begin in range(0, len(x), _SLICE):
        part = slice(begin, begin + _SLICE)
        logs, _ = _parts(params, x[part], recency[part], age[part])
        r, alpha, s, beta = params
        stayed = -(r + x[part]) * np.log(alpha + age[part]) - s * np.log(beta + age[part])
        found[part] = np.exp(stayed - logs)
    return found


def expected(params: Params, time: float | Floats) -> Floats:
    """Repeat purchases of a new customer within `time`."""
    zero = np.zeros(1)
    return _expected(params, zero, zero, np.asarray(time, dtype=np.float64))


def expected_more(params: Params, x: Floats, recency: Floats, age: Floats, time: float) -> Floats:
    """Purchases within `time` after `age` of customers with these histories."""
    found: Floats = _expected(params, x, age, np.asarray(time)) * alive(params, x, recency, age)
    return found


def _expected(params: Params, x: Floats, age: Floats, time: Floats) -> Floats:
    r, alpha, s, beta = params
    rate = (r + x) / (alpha + age)
    ratio = np.log((beta + age + time) / (beta + age))
    # (1 - e^{-(s-1) ratio}) / (s - 1), which at s = 1 is the ratio itself.
    k = s - 1
    life = ratio if abs(k) < 1e-9 else -np.expm1(-k * ratio) / k
    found: Floats = rate * (beta + age) * life
    return found
