"""The interval of a quantile of a survival curve: Brookmeyer and Crowley (1982), Biometrics 38, 29-41.

The limits are where the pointwise limits of the curve come down to the level; those are taken on the scale of
log(-log S), as Klein and Moeschberger (2003), Survival Analysis, section 4.5, advise for few cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.science.survival import Floats, Survival
from polku.science.wilson import Z95, wilson


@dataclass(frozen=True)
class Quantile:
    """`value`, `low` and `high` in the unit of the curve's times; None where the curve, or a limit of it, never
    comes down so far: not reached is not invented. `n` cases, of which `ended` were seen to end."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    ended: int


def survival_limits(curve: Survival, z: float = Z95) -> tuple[Floats, Floats]:
    """Low and high of the share still waiting at each of the curve's times, by log(-log S). Where everybody
    waits both are 1. Where nobody does, the high one is that of the step before, times the Wilson limit of none of
    the last at risk: two people who left at once do not tell when others would, two thousand do."""
    s = curve.surviving
    inside = (s > 0) & (s < 1) & np.isfinite(curve.greenwood)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = z * np.sqrt(curve.greenwood) / np.abs(np.log(s))
        low = np.where(inside, s ** np.exp(spread), s)
        high = np.where(inside, s ** np.exp(-spread), s)
    gone = np.flatnonzero(s <= 0)
    if gone.size:
        last = int(gone[0])
        before = float(high[last - 1]) if last else 1.0
        high[gone] = before * wilson(0, int(curve.at_risk[last]), z)[1]
    return low, high


def quantile(curve: Survival, share: float, z: float = Z95) -> Quantile:
    """The time by which `share` (0..1) of the cases have ended, with its interval."""
    value = curve.quantile(share)
    low, high = survival_limits(curve, z)
    level = 1 - share + 1e-12
    first = np.flatnonzero(low <= level)
    last = np.flatnonzero(high <= level)
    return Quantile(
        value,
        float(curve.times[first[0]]) if first.size else None,
        float(curve.times[last[0]]) if last.size else None,
        curve.n,
        curve.ended,
    )
