"""Chance that is no chance: the same person always falls the same way, in every engine, after every restart.

(a·h + b) mod (2³¹−1) with h = person mod (2³¹−1); a and b come from the key of programme and node. Plain whole
numbers, so that every database gives the same; a·h stays below 2⁶².
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

PRIME = (1 << 31) - 1

Ints = NDArray[np.int64]


def coefficients(key: str) -> tuple[int, int]:
    """(a, b) of a key such as "welcome:holdout": 1 ≤ a < 2³¹−1, 0 ≤ b < 2³¹−1."""
    digest = sha256(key.encode()).digest()
    a = int.from_bytes(digest[:8], "big") % (PRIME - 1) + 1
    return a, int.from_bytes(digest[8:16], "big") % PRIME


def draw(people: Ints, key: str) -> Ints:
    """(n,) people → (n,) numbers, evenly in 0 … 2³¹−2."""
    a, b = coefficients(key)
    drawn: Ints = (a * (people % PRIME) + b) % PRIME
    return drawn


def held_out(people: Ints, programme: str, percent: int) -> NDArray[np.bool_]:
    """(n,) who is in the holdout of a programme: not cared for, only measured."""
    return np.asarray(draw(people, f"{programme}:holdout") * 100 < PRIME * percent)


def arms(people: Ints, programme: str, node: str, weights: Sequence[int]) -> Ints:
    """(n,) the number of the arm of each person at a split; `weights` are whole numbers."""
    ends = np.cumsum(weights)
    drawn = draw(people, f"{programme}:{node}") * int(ends[-1])
    arm: Ints = np.searchsorted(ends[:-1] * PRIME, drawn, side="right").astype(np.int64)
    return arm
