"""Advertising that still works in the weeks after: geometric adstock."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def adstocked(spend: npt.ArrayLike, carry: float) -> Floats:
    """Spend as it is felt: A_t = (1 - carry)·x_t + carry·A_{t-1} (Broadbent 1979, Journal of the Market
    Research Society 21, 147-166), in the unit of `spend`. A steady spend is felt as itself. Before the first
    period the spend is taken to have been that of the first. Raises ValueError unless 0 ≤ carry < 1."""
    if not 0 <= carry < 1:
        raise ValueError("what is carried over is a share below 1")
    x = np.asarray(spend, np.float64)
    found = np.empty_like(x)
    felt = x[0] if x.size else 0.0
    for week, spent in enumerate(x):
        found[week] = felt = (1 - carry) * spent + carry * felt
    return found
