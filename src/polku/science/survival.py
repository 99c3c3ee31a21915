"""Time until something happens, when some are still waiting (censored).

Sufficient statistics in: for each distinct duration, how many ended and how many were still waiting
when we looked last. No row per person is needed, so ten people and ten million cost the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CERTAIN = 1e-12
"""What rounding may leave between 1 and the share when all came to the wanted end; of n cases one that did not
leaves at least 1/n."""
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Survival:
    """Kaplan-Meier (1958): `surviving[i]` is the share still waiting just after `times[i]`.
    `n` cases, of which `ended` were seen to end. `greenwood[i]` is the variance of the share divided by
    its square (infinite once nobody is left); `at_risk[i]` were still waiting just before `times[i]`."""

    times: Floats
    surviving: Floats
    n: int
    ended: int
    greenwood: Floats
    at_risk: Ints

    def quantile(self, share: float) -> float | None:
        """The first time by which `share` (0..1) of the cases have ended, in the unit of `times`;
        None when the curve never comes down that far."""
        # A hair of tolerance: 1 - 1/4 - 1/4 in floating point must count as one half.
        reached = np.flatnonzero(self.surviving <= 1 - share + 1e-12)
        return float(self.times[reached[0]]) if reached.size else None


def kaplan_meier(times: npt.ArrayLike, ended: npt.ArrayLike, waiting: npt.ArrayLike) -> Survival:
    """The survival curve from counts. `times` (any order, repeats allowed), and for each how many
    cases ended then and how many were seen waiting until then for the last time.
    On equal times endings come before the censored ones, as is the custom."""
    at, (d, c) = by_time(times, ended, waiting)
    total = int(d.sum() + c.sum())
    at_risk = at_risk_before(d + c)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(at_risk > 0, 1 - d / at_risk, 1.0)
        terms = np.where(d > 0, d / (at_risk * (at_risk - d).astype(np.float64)), 0.0)
    surviving: Floats = np.cumprod(factors, dtype=np.float64)
    return Survival(at, surviving, total, int(d.sum()), np.cumsum(terms), at_risk)


@dataclass(frozen=True)
class Incidence:
    """How likely the wanted end is when another end competes with it (Aalen-Johansen).
    `value` in 0..1 and its variance; None without a single case that was followed."""

    value: float | None
    variance: float
    n: int


def cumulative_incidence(
    times: npt.ArrayLike, wanted: npt.ArrayLike, other: npt.ArrayLike, waiting: npt.ArrayLike
) -> Incidence:
    """The probability of the `wanted` end by the last of `times`, with `other` ends competing and
    `waiting` cases counted for as long as they were followed. Without waiting cases it is exactly
    wanted / n, and the variance exactly that of a share. Variance: the delta method of Marubini and
    Valsecchi (1995), Analysing Survival Data from Clinical Trials, chapter 10."""
    _, (d1, d2, c) = by_time(times, wanted, other, waiting)
    n = int(d1.sum() + d2.sum() + c.sum())
    d = d1 + d2
    if not d.any():
        return Incidence(None, 0.0, n)
    keep = d > 0
    at_risk = at_risk_before(d + c)[keep].astype(np.float64)
    d, d1 = d[keep].astype(np.float64), d1[keep].astype(np.float64)
    after = np.cumprod(1 - d / at_risk)
    before = np.concatenate(([1.0], after[:-1]))
    incidence = np.cumsum(before * d1 / at_risk)
    value = float(incidence[-1])
    ahead = value - incidence
    left = at_risk - d
    hazard = np.divide(d, at_risk * left, out=np.zeros_like(d), where=left > 0)
    variance = (
        (ahead**2 * hazard).sum()
        + (before**2 * (at_risk - d1) / at_risk**3 * d1).sum()
        - 2 * (ahead * before * d1 / at_risk**2).sum()
    )
    if value > 1 - CERTAIN:
        return Incidence(1.0, 0.0, n)
    return Incidence(max(0.0, value), max(0.0, float(variance)), n)


def by_time(times: npt.ArrayLike, *counts: npt.ArrayLike) -> tuple[Floats, list[Ints]]:
    """The distinct times, ascending, and each of the counts summed over them."""
    at, where = np.unique(np.asarray(times, dtype=np.float64), return_inverse=True)
    return at, [
        np.bincount(where, np.asarray(count, dtype=np.float64), len(at)).astype(np.int64)
        for count in counts
    ]


def at_risk_before(leaving: Ints) -> Ints:
    """How many are still followed just before each time."""
    at_risk: Ints = leaving[::-1].cumsum()[::-1]
    return at_risk
