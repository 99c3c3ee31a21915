"""Many comparisons at once: how many of those called different are so by chance?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from polku.science.experiments.effect import Effect


def false_discovery(ps: Sequence[float | None]) -> list[float | None]:
    """Benjamini and Hochberg (1995), J. Royal Statistical Society B 57, 289-300: each p as the least false discovery
    rate at which it would be a discovery. None stays None and does not count as a test."""
    known = [(p, place) for place, p in enumerate(ps) if p is not None]
    known.sort(reverse=True)
    found: list[float | None] = [None] * len(ps)
    least = 1.0
    for rank, (p, place) in zip(range(len(known), 0, -1), known, strict=True):
        least = min(least, p * len(known) / rank)
        found[place] = least
    return found


def effects_differ(effects: Sequence[Effect]) -> float | None:
    """p of Cochran's (1954, Biometrics 10, 101-129) Q: do the groups differ in their effect? None with fewer than two
    groups whose effect is known."""
    known = [(e.value, 1 / e.error**2) for e in effects if e.value is not None and e.error]
    if len(known) < 2:
        return None
    value, weight = (np.array(column) for column in zip(*known, strict=True))
    q = float((weight * (value - (weight * value).sum() / weight.sum()) ** 2).sum())
    return float(stats.chi2.sf(q, len(known) - 1))
