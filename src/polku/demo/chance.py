"""Draws for many at once."""

from __future__ import annotations

import numpy as np

from polku.demo.pace import Bools, Floats, Ints


def delays(rng: np.random.Generator, median: Floats | float, spread: float, count: int) -> Floats:
    """Log-normal waits in busy days: half are shorter than `median`; `spread` is their sigma."""
    return np.asarray(median * np.exp(spread * rng.standard_normal(count)), np.float64)


def happens(rng: np.random.Generator, chance: Floats | float, count: int) -> Bools:
    """True with the given chance, each for itself."""
    return np.asarray(rng.random(count) < chance)


def choices(rng: np.random.Generator, weights: Floats, rows: Ints) -> Ints:
    """For each of `rows`, a column drawn by the weights of that row (which sum to 1)."""
    bars = np.cumsum(weights, axis=1)[rows]
    return np.asarray((rng.random(len(rows))[:, None] > bars[:, :-1]).sum(axis=1), np.int64)
