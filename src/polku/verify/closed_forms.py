"""Small samples whose answers can be written out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from polku.science.experiments.bayes import shares
from polku.science.experiments.moments import Moments
from polku.science.experiments.point import cuped, ratio
from polku.science.experiments.srm import balance
from polku.science.newcombe import newcombe
from polku.verify.check import Check

_CUPED = "Deng, Xu, Kohavi & Walker (2013), WSDM: Var(1 - rho^2)"
_DELTA = "Deng, Knoblich & Lu (2018), KDD, equation 4"
_SRM = "Kohavi, Tang & Xu (2020), Trustworthy Online Controlled Experiments, chapter 21: p = 1.8e-6"
_NEWCOMBE = "Newcombe (1998), Statistics in Medicine 17, table II (a), method 10"
_BETA = "By hand: the integral of 2x * x is 2/3; of x^2 (1 - x) it is 1/12"


def moments(y: Sequence[float], x: Sequence[float], b: Sequence[float]) -> Moments:
    """Of people, one number each."""
    ys, xs, bs = (np.asarray(each, dtype=np.float64) for each in (y, x, b))
    sums = (ys, ys * ys, xs, xs * xs, xs * ys, bs, bs * bs, ys * bs)
    return Moments(len(ys), *(float(each.sum()) for each in sums))


def checks() -> Iterable[Check]:
    """CUPED, the delta method, sample ratio mismatch, Newcombe, Bayes."""
    arm = moments([2, 4, 5, 8], [1, 2, 3, 4], [1, 1, 2, 2])
    (only,), saved = cuped([arm])
    # rho^2 = 9.5^2 / (5 * 18.75); what is left of the variance 6.25 / 4.
    yield Check("CUPED: share of variance taken away", 0.962667, saved or 0.0, 1e-6, _CUPED)
    yield Check("CUPED: variance of the mean", 0.058333, only.variance, 1e-6, _CUPED)
    # 19 / 6; (25/4 - 2 (19/6) (7/6) + (19/6)^2 / 3) / (4 * 1.5^2), covariances with n - 1.
    found = ratio(arm)
    yield Check("Delta method: ratio", 3.166667, found.value or 0.0, 1e-6, _DELTA)
    yield Check("Delta method: variance", 0.244856, found.variance, 1e-6, _DELTA)
    p = balance([821_588, 815_482], [1, 1]).p or 0.0
    yield Check("Sample ratio mismatch, p times a million", 1.8, p * 1e6, 0.05, _SRM)
    gap = newcombe(56, 70, 48, 80)
    yield Check("Newcombe: low", 0.0524, gap.low or 0.0, 0.0001, _NEWCOMBE)
    yield Check("Newcombe: high", 0.3339, gap.high or 0.0, 0.0001, _NEWCOMBE)
    belief = shares(1, 1, 0, 0)  # Beta(2, 1) against Beta(1, 1)
    yield Check(
        "Bayes: P(better), Beta(2, 1) against Beta(1, 1)", 0.666667, belief.better, 1e-6, _BETA
    )
    yield Check("Bayes: expected loss of the better", 0.083333, belief.loss, 1e-6, _BETA)
