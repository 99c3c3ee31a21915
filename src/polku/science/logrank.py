"""Do groups differ in how soon something happens? The log-rank test: Mantel (1966); Peto and Peto (1972),
J. Royal Statistical Society A 135, 185-207, with the hypergeometric variance."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Difference:
    """`observed` ends in the first group and how many were `expected` if the groups did not differ; `p`
    two-sided, 1 when nothing can be compared. observed / expected < 1: the first group is slower."""

    observed: int
    expected: float
    p: float


def logrank(
    times: npt.ArrayLike, ended: npt.ArrayLike, waiting: npt.ArrayLike, first: npt.ArrayLike
) -> Difference:
    """From counts: for each row a time, how many ended then, how many were seen waiting until then for the last
    time, and whether the row is of the `first` group (bool) or of the other."""
    mine = np.asarray(first, dtype=bool)
    at, where = np.unique(np.asarray(times, dtype=np.float64), return_inverse=True)
    d = np.asarray(ended, dtype=np.float64)
    leaving = d + np.asarray(waiting, dtype=np.float64)

    def at_risk(rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        counts = np.bincount(where[rows], leaving[rows], len(at))
        found: npt.NDArray[np.float64] = counts[::-1].cumsum()[::-1]
        return found

    everybody = np.ones(len(mine), dtype=bool)
    n, n1 = at_risk(everybody), at_risk(mine)
    ends = np.bincount(where, d, len(at))
    observed = float(d[mine].sum())
    some = (ends > 0) & (n > 0)
    n, n1, ends = n[some], n1[some], ends[some]
    expected = float((ends * n1 / n).sum())
    wide = n > 1
    n, n1, ends = n[wide], n1[wide], ends[wide]
    variance = float((ends * (n1 / n) * (1 - n1 / n) * (n - ends) / (n - 1)).sum())
    p = erfc(abs(observed - expected) / sqrt(2 * variance)) if variance > 0 else 1.0
    return Difference(round(observed), expected, p)
