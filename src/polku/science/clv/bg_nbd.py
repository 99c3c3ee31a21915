"""BG/NBD: customers buy at their own rate and may leave after any purchase.

Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2), 275-284. The
conditional expectation after Euler's transformation of its hypergeometric function, which keeps it accurate for
hundreds of purchases.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, digamma, gammaln, hyp2f1

from polku.science.clv.fitting import ENOUGH, Fit, fit, too_few
from polku.science.clv.histories import Buyers, Floats

NAMES = ("r", "alpha", "a", "b")
_ROUGH = 8_000
_ALIKE = 60.0  # a + b above which the closed form loses its digits
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)
Params = tuple[float, ...]


def fit_bg_nbd(data: Buyers) -> Fit:
    """The parameters r, alpha (in the unit of the times), a and b."""
    if data.repeaters < ENOUGH:
        return too_few(NAMES, data.n)
    pace = float((data.people * data.x).sum() / max((data.people * data.age).sum(), 1e-9))
    scale = 0.25 / max(pace, 1e-9)
    starts = [(0.25, scale, 0.5, 2.0), (1.0, 4 * scale, 1.0, 5.0), (0.5, 2 * scale, 0.2, 0.5)]
    rough = None
    if len(data.x) > 2 * _ROUGH:
        every = slice(None, None, len(data.x) // _ROUGH)
        part = Buyers(data.x[every], data.recency[every], data.age[every], data.people[every])
        rough = (Likelihood(part), float(part.people.sum()))
    return fit(NAMES, Likelihood(data), starts, data.n, ("r", "a"), rough)


class Likelihood:
    """Log-likelihood and gradient at the logarithms of the parameters. What depends on x alone is made once
    for each x."""

    def __init__(self, data: Buyers) -> None:
        self._data = data
        self._x, self._of = np.unique(data.x, return_inverse=True)
        self._n_x = np.bincount(self._of, data.people, len(self._x))
        self._again = data.x > 0

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """(log L, d log L / d theta)."""
        r, alpha, a, b = np.exp(theta)
        d, x, n_x = self._data, self._x, self._n_x
        n = float(n_x.sum())
        constant = n * (r * np.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b))
        by_x = gammaln(r + x) + gammaln(b + x) - gammaln(a + b + x)
        log_age, log_recency = np.log(alpha + d.age), np.log(alpha + d.recency)
        power = r + d.x
        stayed = -power * log_age
        with np.errstate(divide="ignore", invalid="ignore"):
            left_x = np.log(a) - np.log(np.where(x > 0, b + x - 1, 1.0))
        left = np.where(self._again, left_x[self._of] - power * log_recency, -np.inf)
        both = np.logaddexp(stayed, left)
        value = constant + float(n_x @ by_x) + float(d.people @ both)
        # The weights of having stayed and of having left, given what was seen.
        gone = np.exp(left - both) * d.people
        here = d.people - gone
        d_r = n * (np.log(alpha) - digamma(r)) + float(n_x @ digamma(r + x))
        d_r += -float(here @ log_age) - float(gone @ log_recency)
        d_alpha = n * r / alpha
        d_alpha -= float((here * power) @ (1 / (alpha + d.age)))
        d_alpha -= float((gone * power) @ (1 / (alpha + d.recency)))
        gone_x = np.bincount(self._of, gone, len(x))
        d_a = n * digamma(a + b) - float(n_x @ digamma(a + b + x)) + float(gone_x.sum()) / a
        d_b = n * (digamma(a + b) - digamma(b)) + float(n_x @ (digamma(b + x) - digamma(a + b + x)))
        d_b -= float((gone_x / np.where(x > 0, b + x - 1, 1.0)).sum())
        return value, np.array([d_r * r, d_alpha * alpha, d_a * a, d_b * b])


def alive(params: Params, x: Floats, recency: Floats, age: Floats) -> Floats:
    """P(alive) at `age`; 1 for those who have bought once (the model lets nobody leave before a repeat)."""
    r, alpha, a, b = params
    with np.errstate(over="ignore"):
        odds = (a / np.where(x > 0, b + x - 1, 1.0)) * np.exp(
            np.minimum((r + x) * (np.log(alpha + age) - np.log(alpha + recency)), 700)
        )
    found: Floats = np.where(x > 0, 1 / (1 + odds), 1.0)
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
    r, alpha, a, b = params
    if a + b > _ALIKE:
        return _by_quantiles(params, x, age, time)
    if abs(a - 1) < 1e-5:  # the formula is 0/0 there, and smooth around it
        a = 1 + 1e-5
    c = a + b + x - 1
    c = np.where(np.abs(c) < 1e-9, 1e-9, c)
    z = time / (alpha + age + time)
    inner = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, c, z)
    found: Floats = c / (a - 1) * (1 - inner)
    return found


def _by_quantiles(params: Params, x: Floats, age: Floats, time: Floats) -> Floats:
    """The same as the mean of (1 - ((alpha + age) / (alpha + age + p time))^(r + x)) / p over the chance p to leave,
    Beta(a, b + x): where customers leave almost alike the closed form is a product of 0 and infinity."""
    r, alpha, a, b = params
    times, of = np.unique(x, return_inverse=True)
    chance = betaincinv(a, b + times[:, None], (_NODES + 1) / 2)
    total: Floats = np.zeros(np.broadcast_shapes(x.shape, time.shape))
    ratio = time / (alpha + age)
    for node, weight in enumerate(_WEIGHTS / 2):
        p = np.maximum(chance[of, node], 1e-300)
        total = total - weight * np.expm1(-(r + x) * np.log1p(p * ratio)) / p
    return total
