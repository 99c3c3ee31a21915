"""What people did, when: sorted columns, and everybody's first moment after one of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = np.iinfo(np.int64).max
"""As a moment: it does not come."""

DAY = 86_400_000_000


@dataclass(frozen=True)
class Moments:
    """(m,) rows in order of person, `ts` (microseconds) and `seq`; `uid` is the event behind each."""

    person: Ints
    ts: Ints
    seq: Ints
    uid: Ints

    def __len__(self) -> int:
        return len(self.person)

    @classmethod
    def sorted(cls, person: Ints, ts: Ints, seq: Ints, uid: Ints) -> Moments:
        """From columns in any order."""
        order = np.lexsort((seq, ts, person))
        return cls(person[order], ts[order], seq[order], uid[order])

    def where(self, keep: Flags) -> Moments:
        """Only those rows."""
        if keep.all():
            return self
        return Moments(self.person[keep], self.ts[keep], self.seq[keep], self.uid[keep])

    def first_after(self, people: Ints, after: Ints) -> Ints:
        """(n,) people and moments of theirs → (n,) the first `ts` later than that, or NEVER."""
        found = np.full(len(people), NEVER, np.int64)
        if not len(self.person) or not len(people):
            return found
        low = np.searchsorted(self.person, people, side="left")
        high = np.searchsorted(self.person, people, side="right")
        rows = np.flatnonzero(high > low)
        end, wanted = high[rows].copy(), after[rows]
        low, high = low[rows], high[rows]
        while (open_ := low < high).any():  # bisection, everybody at once
            middle = (low + high) // 2
            later = self.ts[np.minimum(middle, len(self.ts) - 1)] > wanted
            high = np.where(open_ & later, middle, high)
            low = np.where(open_ & ~later, middle + 1, low)
        there = low < end
        found[rows[there]] = self.ts[low[there]]
        return found


EMPTY = Moments(*(np.empty(0, np.int64) for _ in range(4)))


def joined(parts: Sequence[Moments]) -> Moments:
    """All of them, each row (by person, ts and seq) once."""
    whole = Moments.sorted(
        *(
            np.concatenate([getattr(p, name) for p in parts])
            for name in ("person", "ts", "seq", "uid")
        )
    )
    if len(parts) < 2 or not len(whole):
        return whole
    fresh = np.ones(len(whole), bool)
    fresh[1:] = (
        (whole.person[1:] != whole.person[:-1])
        | (whole.ts[1:] != whole.ts[:-1])
        | (whole.seq[1:] != whole.seq[:-1])
    )
    return whole.where(fresh)


def distinct(numbers: Ints) -> Ints:
    """Each number once, ascending. By sorting: `np.unique` (numpy 2.4) hashes, twenty times as slow for these."""
    ordered = np.sort(numbers)
    keep = np.ones(len(ordered), bool)
    keep[1:] = ordered[1:] != ordered[:-1]
    return ordered[keep]


def isin(people: Ints, wanted: Ints) -> Flags:
    """(n,) whether each stands among `wanted`, which is sorted."""
    if not len(wanted):
        return np.zeros(len(people), bool)
    place = np.minimum(np.searchsorted(wanted, people), len(wanted) - 1)
    return np.asarray(wanted[place] == people)
