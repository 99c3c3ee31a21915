"""RFM: people by how lately, how often and for how much they bought (Hughes 1994, Strategic Database Marketing)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

SEGMENTS = (
    "champions",
    "loyal",
    "promising",
    "new",
    "attention",
    "fading",
    "cannot-lose",
    "at-risk",
    "asleep",
)
"""What the segments are called, the best first."""


@dataclass(frozen=True)
class Scores:
    """1 (least) to 5 (most) for each person: `recency` 5 bought lately, `frequency` 5 often, `money` 5 much.
    `segment` is the place in SEGMENTS."""

    recency: Ints
    frequency: Ints
    money: Ints
    segment: Ints


def fifths(values: npt.ArrayLike) -> Ints:
    """1..5 by rank, the same for equal values: a fifth of the people each, as far as ties let (the middle rank of
    those who are equal decides)."""
    v = np.asarray(values)
    if not v.size:
        return np.empty(0, np.int64)
    _, place, counts = np.unique(v, return_inverse=True, return_counts=True)
    middle = counts.cumsum() - (counts + 1) / 2  # the middle rank, from 0
    return 1 + np.minimum(4, (middle * 5 / len(v)).astype(np.int64))[place]


def rfm(days_since: npt.ArrayLike, orders: npt.ArrayLike, money: npt.ArrayLike) -> Scores:
    """For each person: days since the last order, orders, and what they paid in all."""
    recency = 6 - fifths(days_since)
    frequency, paid = fifths(orders), fifths(money)
    value = (frequency + paid) / 2
    # The first that fits: from the best to the sleeping.
    rules = [
        (recency >= 4) & (value >= 4),
        (recency >= 3) & (value >= 4),
        (recency >= 4) & (value >= 2) & (np.asarray(orders) > 1),
        recency >= 4,
        (recency == 3) & (value >= 2),
        recency == 3,
        (recency <= 2) & (value >= 4.5),
        (recency <= 2) & (value >= 2.5),
    ]
    segment = np.select(rules, range(len(rules)), default=len(SEGMENTS) - 1).astype(np.int64)
    return Scores(recency, frequency, paid, segment)
