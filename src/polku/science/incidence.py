"""How many have come to the wanted end by each moment, when another end competes with it (Aalen-Johansen)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polku.science.quantile import Quantile
from polku.science.survival import CERTAIN, Floats, at_risk_before, by_time
from polku.science.wilson import Z95, wilson


@dataclass(frozen=True)
class IncidenceCurve:
    """`value[i]` (0..1) have come to the wanted end by `times[i]`, `variance[i]` is its variance; `waiting[i]` is
    the share that has come to no end yet. `weight` are the cases, counted for as many as they stand for, behind
    each step of the curve. `n` cases, of which `wanted` came to the wanted end."""

    times: Floats
    value: Floats
    variance: Floats
    waiting: Floats
    n: int
    wanted: int
    effective: float

    def place(self, time: float) -> int:
        """The place of the last step at or before `time`; -1 before the first."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def at(self, time: float) -> tuple[float, float, float] | None:
        """Value, low and high at that time: the 95 % Wilson interval of a share of as many followed cases as would
        be equally uncertain. None when no case was followed."""
        place = self.place(time)
        if not self.n:
            return None
        if place < 0 or self.variance[place] <= 0:
            value = 0.0 if place < 0 else float(self.value[place])
            low, high = wilson(value * self.n, self.n)
            return value, low, high
        value = float(self.value[place])
        n = min(float(self.n), max(1.0, value * (1 - value) / float(self.variance[place])))
        low, high = wilson(value * n, n)
        return value, low, high

    def middle(self, until: float, share: float = 0.5) -> Quantile:
        """The time by which `share` of those who come to the wanted end by `until` have come to it. The interval is
        that of a quantile of as many cases as the curve's steps are worth (Kish's effective size)."""
        place = self.place(until)
        if place < 0 or self.value[place] <= 0:
            return Quantile(None, None, None, self.n, self.wanted)
        grown = self.value[: place + 1] / self.value[place]
        spread = Z95 * np.sqrt(share * (1 - share) / max(self.effective, 1.0))

        def first(level: float) -> float | None:
            found = np.flatnonzero(grown >= level - 1e-12)
            return float(self.times[found[0]]) if 0 < level <= 1 and found.size else None

        return Quantile(
            first(share), first(share - spread), first(share + spread), self.n, self.wanted
        )


def incidence_curve(
    times: npt.ArrayLike, wanted: npt.ArrayLike, other: npt.ArrayLike, waiting: npt.ArrayLike
) -> IncidenceCurve:
    """From counts at each of `times` (any order, repeats allowed): how many came to the `wanted` end then, how many
    to an `other`, how many were seen `waiting` until then. The last value and variance are those of
    `survival.cumulative_incidence` (delta method of Marubini and Valsecchi 1995, chapter 10)."""
    at, (d1, d2, c) = by_time(times, wanted, other, waiting)
    n = int(d1.sum() + d2.sum() + c.sum())
    d = d1 + d2
    keep = d > 0
    at = at[keep]
    at_risk = at_risk_before(d + c)[keep].astype(np.float64)
    d, d1 = d[keep].astype(np.float64), d1[keep].astype(np.float64)
    after: Floats = np.cumprod(1 - d / at_risk, dtype=np.float64)
    before = np.concatenate(([1.0], after[:-1])) if len(d) else after
    steps = before * d1 / at_risk
    value = np.cumsum(steps)
    left = at_risk - d
    hazard = np.divide(d, at_risk * left, out=np.zeros_like(d), where=left > 0)
    # Σ (I(t) - I(s))² h(s) over s ≤ t, opened so that every t costs one pass.
    first, second, third = (np.cumsum(hazard * value**power) for power in (0, 1, 2))
    joint = before * d1 / at_risk**2
    variance = (
        value**2 * first
        - 2 * value * second
        + third
        + np.cumsum(before**2 * (at_risk - d1) / at_risk**3 * d1)
        - 2 * (value * np.cumsum(joint) - np.cumsum(joint * value))
    )
    variance[value > 1 - CERTAIN] = 0.0  # all came to it: what rounding has left is no uncertainty
    squares = float(np.divide(steps**2, d1, out=np.zeros_like(d1), where=d1 > 0).sum())
    effective = float(steps.sum()) ** 2 / squares if squares > 0 else 0.0
    return IncidenceCurve(
        at,
        np.clip(value, 0.0, 1.0),
        np.maximum(variance, 0.0),
        after,
        n,
        int(d1.sum()),
        effective,
    )
