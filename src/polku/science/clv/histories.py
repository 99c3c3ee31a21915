"""What the models need to know of customers: equal histories once, with the number of people who have them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Buyers:
    """`x` repeat purchases, the last of them `recency` after the first purchase, seen until `age` after it; `people`
    have that history. All of one length; times in any one unit (weeks are usual). 0 <= recency <= age, and
    recency is 0 exactly when x is."""

    x: Floats
    recency: Floats
    age: Floats
    people: Floats

    @property
    def n(self) -> int:
        """How many customers."""
        return int(self.people.sum())

    @property
    def repeaters(self) -> int:
        """How many of them came back."""
        return int(self.people[self.x > 0].sum())


def buyers(
    x: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike, unit: float = 1.0
) -> tuple[Buyers, Ints]:
    """Counts equal histories, given whole numbers (days); times are divided by `unit` (7: weeks). Returns them and,
    for each customer, the place of theirs. Raises ValueError for histories that cannot be."""
    x_, r_, a_ = (np.asarray(each, dtype=np.int64) for each in (x, recency, age))
    if x_.size and (
        (x_ < 0).any() or (r_ < 0).any() or (r_ > a_).any() or ((x_ == 0) & (r_ > 0)).any()
    ):
        raise ValueError(
            "a history needs 0 <= recency <= age, and no recency without a repeat purchase"
        )
    # One number for the three sorts five times as fast as rows of three.
    wide = int(a_.max(initial=0)) + 1
    key = (x_ * wide + r_) * wide + a_
    found, place, count = np.unique(key, return_inverse=True, return_counts=True)
    rest, age_ = np.divmod(found, wide)
    times, recency_ = np.divmod(rest, wide)
    made = Buyers(times.astype(float), recency_ / unit, age_ / unit, count.astype(float))
    return made, place.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Spenders:
    """Repeaters: `x` purchases (1 or more) of `mean` each on average (above zero); `people` of each."""

    x: Floats
    mean: Floats
    people: Floats

    @property
    def n(self) -> int:
        """How many people."""
        return int(self.people.sum())


def spenders(x: npt.ArrayLike, total: npt.ArrayLike) -> Spenders:
    """Of repeaters, how many purchases and what they cost together; whoever paid nothing is left out."""
    x_, total_ = np.asarray(x, dtype=np.float64), np.asarray(total, dtype=np.float64)
    keep = (x_ > 0) & (total_ > 0)
    x_, total_ = x_[keep], total_[keep]
    return Spenders(x_, total_ / x_, np.ones(len(x_)))
