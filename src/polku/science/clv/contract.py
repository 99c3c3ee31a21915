"""The value of a contract that is paid again and again until it ends: survival times payments.

Fader and Hardie (2007), How to Project Customer Retention, J. Interactive Marketing 21(1), 76-90, sets the
question; the curve here is Kaplan-Meier where contracts have been followed and beyond it the shifted
beta-geometric of that paper, whose churn falls with time because the loyal remain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.science.clv.fitting import ENOUGH, Fit, fit, too_few
from polku.science.clv.histories import Floats

NAMES = ("alpha", "beta")


@dataclass(frozen=True, eq=False)
class Renewals:
    """Contracts by the whole periods they have lived: `ended[i]` ended at renewal i + 1, `going[i]` go on and have
    been renewed i times (i from 0)."""

    ended: Floats
    going: Floats

    @property
    def n(self) -> int:
        """How many contracts."""
        return int(self.ended.sum() + self.going.sum())


def fit_contract(data: Renewals) -> Fit:
    """The shifted beta-geometric: the chance not to renew differs by customer as Beta(alpha, beta)."""
    if data.ended.sum() < ENOUGH:
        return too_few(NAMES, data.n)
    ended, going = data.ended, data.going
    steps = np.arange(max(len(ended), len(going)) + 1)

    def likelihood(theta: Floats) -> tuple[float, Floats]:
        alpha, beta = np.exp(theta)
        # S(k) = prod (beta + i - 1) / (alpha + beta + i - 1), i = 1..k
        kept = np.log(beta + steps) - np.log(alpha + beta + steps)
        by_a = -1 / (alpha + beta + steps)
        by_b = 1 / (beta + steps) + by_a
        survived, up_a, up_b = (
            np.concatenate(([0.0], each.cumsum())) for each in (kept, by_a, by_b)
        )
        value = slope_a = slope_b = 0.0
        g, e = np.arange(len(going)), np.arange(len(ended))
        value += float(going @ survived[g])
        slope_a += float(going @ up_a[g])
        slope_b += float(going @ up_b[g])
        # P(end at k + 1) = S(k) alpha / (alpha + beta + k)
        value += float(ended @ (survived[e] + np.log(alpha) - np.log(alpha + beta + e)))
        slope_a += float(ended @ (up_a[e] + 1 / alpha - 1 / (alpha + beta + e)))
        slope_b += float(ended @ (up_b[e] - 1 / (alpha + beta + e)))
        return value, np.array([slope_a * alpha, slope_b * beta])

    return fit(NAMES, likelihood, [(1.0, 1.0), (0.5, 2.0), (1.0, 9.0)], data.n, ("alpha",))


def survival(params: tuple[float, ...], periods: int) -> Floats:
    """The share of contracts alive after 0, 1, … `periods` renewals."""
    alpha, beta = params
    i = np.arange(periods)
    found: Floats = np.concatenate(([1.0], np.cumprod((beta + i) / (alpha + beta + i))))
    return found


def still(params: tuple[float, ...], renewed: int, periods: int) -> Floats:
    """The share of contracts renewed `renewed` times that are alive 0, 1, … `periods` renewals later."""
    alpha, beta = params
    return survival((alpha, beta + renewed), periods)


def mean_churn(params: tuple[float, ...]) -> float:
    """The chance that a new contract is not renewed the first time."""
    return params[0] / (params[0] + params[1])
