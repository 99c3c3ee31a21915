"""Groups that are measured with few cases look better and worse than they are: pull them towards the middle.

Normal-normal empirical Bayes: the spread between groups that chance alone does not explain is the moment
estimate of DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177-188.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shrunk:
    """`means` and their standard errors `errors`, one for each group, pulled towards `middle`; `spread` is the
    standard deviation between groups beyond chance (0: all differences may be chance)."""

    means: Floats
    errors: Floats
    middle: float
    spread: float


def shrink(values: npt.ArrayLike, errors: npt.ArrayLike) -> Shrunk:
    """`values` measured with standard `errors` above zero. Raises ValueError without a group."""
    y, s = np.asarray(values, np.float64), np.asarray(errors, np.float64)
    if not y.size or (s <= 0).any():
        raise ValueError("needs groups, each with an error above zero")
    w = 1 / s**2
    middle = float((w * y).sum() / w.sum())
    beyond = float((w * (y - middle) ** 2).sum()) - (len(y) - 1)
    scale = float(w.sum() - (w**2).sum() / w.sum())
    variance = max(0.0, beyond / scale) if scale > 0 else 0.0
    again = 1 / (s**2 + variance)
    middle = float((again * y).sum() / again.sum())
    keep = variance / (variance + s**2)
    of_middle = (1 - keep) ** 2 / again.sum()
    return Shrunk(
        middle + keep * (y - middle), np.sqrt(keep * s**2 + of_middle), middle, variance**0.5
    )
