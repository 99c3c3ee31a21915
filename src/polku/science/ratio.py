"""The ratio of two sums over people, such as money for each order: linearisation (Cochran 1977, Sampling Techniques,
chapter 6). People and not their orders are the cases: whoever orders ten times counts as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

FEWEST = 2


@dataclass(frozen=True)
class Ratio:
    """`value` = sum of one / sum of the other, with its 95 % interval; None where there is nothing to divide by, and
    no interval from fewer than two people. `n` people."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def ratio(over: npt.ArrayLike, under: npt.ArrayLike | None = None) -> Ratio:
    """A value of each person over another (None: 1, so that the ratio is a mean)."""
    y = np.asarray(over, dtype=np.float64)
    x = np.ones_like(y) if under is None else np.asarray(under, dtype=np.float64)
    n, total = len(y), float(x.sum())
    if not n or total <= 0:
        return Ratio(None, None, None, n)
    value = float(y.sum()) / total
    if n < FEWEST:
        return Ratio(value, None, None, n)
    rest = y - value * x
    spread = float(student.ppf(0.975, n - 1)) * float(np.sqrt(n / (n - 1) * (rest @ rest))) / total
    return Ratio(value, value - spread, value + spread, n)
