"""Is the difference of two periods more than chance? Two-sided p-values from counts."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np
import numpy.typing as npt


def counts_differ(a: int, b: int) -> float:
    """p of two Poisson counts over equally long periods: given a + b, a is binomial with one half
    (Przyborowski and Wilenski 1940), by the normal curve with continuity correction.
    1 without cases."""
    total = a + b
    return _p(max(0.0, abs(a - b) - 1) / sqrt(total)) if total else 1.0


def shares_differ(a: int, n_a: int, b: int, n_b: int) -> float:
    """p of two shares a of n_a and b of n_b: the pooled z test with Yates's correction.
    1 when either has no cases or nothing varies."""
    if not n_a or not n_b:
        return 1.0
    pooled = (a + b) / (n_a + n_b)
    spread = sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    gap = max(0.0, abs(a / n_a - b / n_b) - 0.5 * (1 / n_a + 1 / n_b))
    return _p(gap / spread) if spread else 1.0


def durations_differ(values: npt.ArrayLike, a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """p of two samples given as counts `a` and `b` of each of `values`: the Mann-Whitney rank sum
    with tie correction, by the normal curve. 1 when either is empty or all values are equal."""
    _, where = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True)
    in_a = np.bincount(where, np.asarray(a, dtype=np.float64))
    in_b = np.bincount(where, np.asarray(b, dtype=np.float64))
    n_a, n_b = in_a.sum(), in_b.sum()
    n = n_a + n_b
    if not n_a or not n_b:
        return 1.0
    ties = in_a + in_b
    ranks = ties.cumsum() - (ties - 1) / 2
    u = float((in_a * ranks).sum() - n_a * (n_a + 1) / 2)
    variance = n_a * n_b / 12 * (n + 1 - float((ties**3 - ties).sum()) / (n * (n - 1)))
    return _p(max(0.0, abs(u - n_a * n_b / 2) - 0.5) / sqrt(variance)) if variance > 0 else 1.0


def _p(z: float) -> float:
    return erfc(z / sqrt(2))
