"""Parts that sum to the whole to the last cent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from polku.science.attribution.paths import Ints


def whole_parts(parts: npt.ArrayLike, total: int) -> Ints:
    """`parts` (which sum to about `total`) as whole numbers that sum to it exactly: the largest remainders are
    rounded up (Hamilton's method), the first of equal ones first. Each is within 1 of its part."""
    exact = np.asarray(parts, np.float64)
    floor = np.floor(exact).astype(np.int64)
    short = total - int(floor.sum())
    if not exact.size:
        return floor
    # More than one round only when the parts did not sum to the total: the rest goes round evenly.
    each, left = divmod(short, exact.size)
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[:left]] += 1
    return np.asarray(floor + each, np.int64)
