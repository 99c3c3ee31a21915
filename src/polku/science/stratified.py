"""Is an end more common among those with a trait than among those without, when both are compared stratum by
stratum? Mantel and Haenszel (1959), J. National Cancer Institute 22, 719-748."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, log, sqrt

import numpy as np
import numpy.typing as npt

from polku.science.wilson import Z95


@dataclass(frozen=True)
class Ratio:
    """`value` = the share with the end among those with the trait, divided by that among those without (the
    Mantel-Haenszel risk ratio); `low` and `high` by Greenland and Robins (1985), Biometrics 41, 55-68; None where
    a side has no cases or no ends. `without` is the share that those with the trait would have, were they like
    those without. `p` two-sided, 1 when nothing can be compared."""

    value: float | None
    low: float | None
    high: float | None
    without: float | None
    p: float


def mantel_haenszel(
    ends: npt.ArrayLike, cases: npt.ArrayLike, other_ends: npt.ArrayLike, others: npt.ArrayLike
) -> Ratio:
    """Per stratum: `ends` among `cases` with the trait, `other_ends` among `others` without."""
    a, n1, c, n0 = (np.asarray(v, dtype=np.float64) for v in (ends, cases, other_ends, others))
    both = (n1 > 0) & (n0 > 0)
    a, n1, c, n0 = a[both], n1[both], c[both], n0[both]
    n, m = n1 + n0, a + c
    top, bottom = float((a * n0 / n).sum()), float((c * n1 / n).sum())
    without = float((c / n0 * n1).sum() / n1.sum()) if n1.size else None
    wide = n > 1
    gap = abs(float((a - m * n1 / n).sum()))
    variance = float((n1 * n0 * m * (n - m))[wide] @ (1 / (n**2 * (n - 1)))[wide])
    p = erfc(max(0.0, gap - 0.5) / sqrt(2 * variance)) if variance > 0 else 1.0
    if top <= 0 or bottom <= 0:
        return Ratio(None, None, None, without, p)
    spread = float(((n1 * n0 * m - a * c * n) / n**2).sum()) / (top * bottom)
    value, error = top / bottom, Z95 * sqrt(max(0.0, spread))
    return Ratio(value, exp(log(value) - error), exp(log(value) + error), without, p)
