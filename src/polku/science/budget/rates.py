"""Shares as draws: what may be true of them, given the cases."""

from __future__ import annotations

import numpy as np

from polku.science.budget.adstock import Floats
from polku.science.survival import Incidence


def share_draws(share: Incidence, draws: int, rng: np.random.Generator) -> Floats:
    """Jeffreys' beta posterior with as many cases as would be equally uncertain; of any value at all (0..1)
    where nothing is known."""
    if share.value is None:
        return rng.beta(0.5, 0.5, draws)
    p = share.value
    n = p * (1 - p) / share.variance if share.variance > 0 else float(share.n)
    n = min(n, float(share.n))
    return rng.beta(p * n + 0.5, (1 - p) * n + 0.5, draws)
