"""Has something that is counted every day changed lately, more than it changes anyway?

The yardstick is the series itself: how much blocks of days as long as the recent one have wobbled around what
was expected of them (quasi-likelihood: McCullagh and Nelder (1989), Generalized Linear Models, section 4.5).
Seasons, campaigns and weekdays wobble too, so a change must stand out from them and not only from chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST_BLOCKS = 4  # blocks of the past, below which its wobble is not known
LEAST_EXPECTED = 5.0  # in the recent days, below which nothing is compared
LEAST_PAST = 20.0
LEAST_VARIANCE = 3.0
"""Chance is taken to be at least so wide in the recent days: of what has never failed before, one or two failures say
little, and the normal curve would say much."""


@dataclass(frozen=True)
class Shift:
    """`observed` against `expected` in the last `days`; `wobble` is how many times wider than chance the past has
    varied (at least 1); `p` two-sided by Student's t with as many degrees of freedom as blocks less one."""

    observed: float
    expected: float
    days: int
    wobble: float
    p: float


def shift(
    observed: npt.ArrayLike, expected: npt.ArrayLike, variance: npt.ArrayLike, days: int, past: int
) -> Shift | None:
    """The last `days` of daily series against the first `past` days of them, from which what is expected was
    learned (`expected` sums to what was observed there). `variance` is that of chance alone. None when there is
    too little to say: fewer than four blocks, or too few expected."""
    o, e, v = (np.asarray(each, dtype=np.float64) for each in (observed, expected, variance))
    blocks = past // days
    now_o, now_e, now_v = (float(each[-days:].sum()) for each in (o, e, v))
    before = float(e[:past].sum())
    if blocks < LEAST_BLOCKS or now_e < LEAST_EXPECTED or before < LEAST_PAST:
        return None
    begin = past - blocks * days
    o, e, v = (each[begin:past].reshape(blocks, days).sum(axis=1) for each in (o, e, v))
    some = e > 0
    if int(some.sum()) < LEAST_BLOCKS:
        return None
    free = int(some.sum()) - 1
    varied = some & (v > 0)
    wobble = max(1.0, float(((o - e)[varied] ** 2 / v[varied]).sum()) / free)
    # What is expected was itself learned from `past` days: the second factor.
    spread = sqrt(wobble * max(now_v, LEAST_VARIANCE) * (1 + now_e / before))
    gap = max(0.0, abs(now_o - now_e) - 0.5)
    return Shift(now_o, now_e, days, wobble, _student(gap / spread, free))


def since(
    observed: npt.ArrayLike, expected: npt.ArrayLike, variance: npt.ArrayLike, most: int
) -> int:
    """How many days ago the change began: the start, at most `most` days back, that makes the days from it on
    the least likely (the likelihood-ratio scan of Hinkley (1970), Biometrika 57, 1-17, by the normal curve).
    1 = the last day only."""
    gap = np.cumsum((np.asarray(observed, float) - np.asarray(expected, float))[::-1])[:most]
    spread = 1 + np.cumsum(np.asarray(variance, float)[::-1])[:most]
    gain = gap**2 / spread
    return int(np.argmax(gain)) + 1


def _student(t: float, free: int) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(free, -t))
