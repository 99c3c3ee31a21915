"""Gamma-Gamma: what customers spend at a time, when each has a level of their own.

Fader, Hardie and Lee (2005), RFM and CLV, J. Marketing Research 42(4), 415-430; Fader and Hardie (2013), The
Gamma-Gamma Model of Monetary Value. It takes for granted that how much one spends at a time tells nothing of how
often one comes.
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln

from polku.science.clv.fitting import ENOUGH, Fit, fit, too_few
from polku.science.clv.histories import Floats, Spenders

NAMES = ("p", "q", "gamma")
_ROUGH = 8_000
Params = tuple[float, ...]


def fit_gamma_gamma(data: Spenders) -> Fit:
    """The parameters p, q and gamma (in the unit of the spending)."""
    if data.n < ENOUGH:
        return too_few(NAMES, data.n)
    middle = float((data.people * data.mean).sum() / data.n)
    # Fitted in units of the mean, so that cents and euros are the same search.
    whole = Spenders(data.x, data.mean / middle, data.people)
    starts = [(6.0, 4.0, 0.5), (1.0, 2.0, 1.0), (20.0, 10.0, 0.5)]
    rough = None
    if len(whole.x) > 2 * _ROUGH:
        every = slice(None, None, len(whole.x) // _ROUGH)
        part = Spenders(whole.x[every], whole.mean[every], whole.people[every])
        rough = (Likelihood(part), float(part.n))
    found = fit(NAMES, Likelihood(whole), starts, data.n, ("p", "q"), rough)
    p, q, gamma = found.values
    likelihood = found.likelihood - data.n * np.log(middle)
    return Fit(NAMES, (p, q, gamma * middle), likelihood, found.covariance, data.n, found.trouble)


class Likelihood:
    """Log-likelihood and gradient at the logarithms of the parameters."""

    def __init__(self, data: Spenders) -> None:
        self._data = data
        self._x, self._of = np.unique(data.x, return_inverse=True)
        self._n_x = np.bincount(self._of, data.people, len(self._x))

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """(log L, d log L / d theta)."""
        p, q, gamma = np.exp(theta)
        d, x, n_x = self._data, self._x, self._n_x
        n = float(n_x.sum())
        all_ = d.x * d.mean
        log_all = np.log(gamma + all_)
        value = float(n_x @ (gammaln(p * x + q) - gammaln(p * x) + p * x * np.log(x)))
        value += n * (q * np.log(gamma) - gammaln(q))
        value += float(d.people @ ((p * d.x - 1) * np.log(d.mean) - (p * d.x + q) * log_all))
        d_p = float((n_x * x) @ (digamma(p * x + q) - digamma(p * x) + np.log(x)))
        d_p += float((d.people * d.x) @ (np.log(d.mean) - log_all))
        d_q = float(n_x @ digamma(p * x + q)) + n * (np.log(gamma) - digamma(q))
        d_q -= float(d.people @ log_all)
        d_g = n * q / gamma - float((d.people * (p * d.x + q)) @ (1 / (gamma + all_)))
        return value, np.array([d_p * p, d_q * q, d_g * gamma])


def mean_spend(params: Params) -> float | None:
    """What a customer taken at random spends at a time; None when q <= 1, where the mean is not finite."""
    p, q, gamma = params
    return p * gamma / (q - 1) if q > 1 else None


def expected_spend(params: Params, x: Floats, mean: Floats) -> Floats:
    """What customers who have spent `mean` at each of `x` purchases will spend at a time; those with x = 0 are as
    anybody. NaN where no mean is known (q <= 1 and x = 0)."""
    p, q, gamma = params
    below = p * x + q - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(below > 0, p * (gamma + x * mean) / below, np.nan)
    return found
