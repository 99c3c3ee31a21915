"""How good was a prediction? Brier (1950), log loss and AUC, beside the same share said of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from polku.science.wilson import Z95

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """`skill` = 1 - Brier / Brier of the base rate, with its interval: above 0 the model knows something. `auc`: the
    chance that of two people with different outcomes the right one has the higher score; None without both outcomes."""

    n: int
    expected: float
    came: int
    brier: float
    brier_base: float
    log_loss: float
    log_loss_base: float
    auc: float | None
    skill: float | None
    skill_low: float | None
    skill_high: float | None


def scored(probability: Floats, came: Floats, base: float) -> Scored | None:
    """`base`: the share that was known when the prediction was made. None without people. The interval of the skill is
    that of the mean difference of squared errors, person by person."""
    n = len(probability)
    if not n:
        return None
    base = min(1 - 1e-6, max(1e-6, base))
    p = np.clip(probability, 1e-6, 1 - 1e-6)
    errors, plain = (p - came) ** 2, (base - came) ** 2
    gain = plain - errors
    over = float(plain.mean())
    skill = float(gain.mean()) / over
    width = Z95 * float(gain.std(ddof=1)) / sqrt(n) / over if n > 1 else None
    return Scored(
        n,
        float(p.sum()),
        int(came.sum()),
        float(errors.mean()),
        over,
        _log_loss(p, came),
        _log_loss(np.full(n, base), came),
        auc(p, came),
        skill,
        None if width is None else skill - width,
        None if width is None else skill + width,
    )


def _log_loss(p: Floats, came: Floats) -> float:
    return float(-(came * np.log(p) + (1 - came) * np.log1p(-p)).mean())


def auc(score: Floats, came: Floats) -> float | None:
    """The rank sum of Mann and Whitney; ties count one half."""
    ones = float(came.sum())
    zeros = len(came) - ones
    if not ones or not zeros:
        return None
    ranks = rankdata(score)
    return float((ranks[came > 0].sum() - ones * (ones + 1) / 2) / (ones * zeros))
