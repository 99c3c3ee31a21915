"""How much would be gained if every group went forward as the best one does?

Groups measured with few cases look better and worse than they are, so each is shrunk first, and the gain that
picking the best of noise would show is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polku.science.shrinkage import shrink

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Gain:
    """`best` is the place of the best group and `share` its shrunk share; `draws` the gain as a share of all
    cases (0..1), drawn from the uncertainty of the groups."""

    best: int
    share: float
    draws: Floats

    @property
    def value(self) -> float:
        """The mean."""
        return float(self.draws.mean())

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return float(np.quantile(self.draws, 0.025))

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return float(np.quantile(self.draws, 0.975))


def gain(
    shares: Sequence[float],
    errors: Sequence[float],
    weights: Sequence[float],
    rng: np.random.Generator,
    size: int,
    may_lead: Sequence[bool] | None = None,
) -> Gain | None:
    """`shares` of the groups with their standard `errors` above zero; `weights`: each group's part of all cases;
    `may_lead`: which groups may be the best that others are compared with (all of them by default).
    None with fewer than two groups, or when none may lead."""
    leads = np.ones(len(shares), bool) if may_lead is None else np.asarray(may_lead, bool)
    if len(shares) < 2 or not leads.any():
        return None
    its = shrink(shares, errors)
    weight = np.asarray(weights, np.float64)
    best = int(np.argmax(np.where(leads, its.means - its.errors, -np.inf)))
    noise = rng.standard_normal((size, len(shares)))
    drawn = its.means + its.errors * noise
    gains = (weight * np.maximum(0.0, drawn[:, [best]] - drawn)).sum(axis=1)
    flat = its.errors * rng.standard_normal((size, len(shares)))
    chance = float((weight * np.maximum(0.0, flat[:, [best]] - flat)).sum(axis=1).mean())
    return Gain(best, float(its.means[best]), np.maximum(0.0, gains - chance))
