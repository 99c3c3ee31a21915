"""All paths as columns: one row for each step, one after another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Log:
    """`event[i]` is the code of step i; path j has the steps starts[j] .. starts[j + 1] - 1 (the last of `starts` is
    the number of steps) and belongs to `person[j]`. `ts` in microseconds, when asked for. No path is empty."""

    event: Codes
    starts: Ints
    person: Ints
    ts: Ints | None = None

    @property
    def paths(self) -> int:
        """How many paths there are."""
        return len(self.person)

    @property
    def lengths(self) -> Ints:
        """Steps of each path."""
        return np.diff(self.starts)

    @property
    def path(self) -> Ints:
        """The path of each step."""
        return np.repeat(np.arange(self.paths), self.lengths)

    @property
    def position(self) -> Ints:
        """The place of each step in its path, from 0."""
        return np.arange(len(self.event)) - np.repeat(self.starts[:-1], self.lengths)

    @property
    def follows(self) -> Flags:
        """For each step but the first of all: whether it is of the same path as the step before it."""
        found = np.ones(max(0, len(self.event) - 1), bool)
        found[self.starts[1:-1] - 1] = False
        return found

    def coded(self, codes: npt.ArrayLike) -> Log:
        """With the events of `codes` numbered 0, 1, … in that order, and all others the number after them."""
        known = np.asarray(codes, np.int64)
        top = int(max(self.event.max(initial=0), known.max(initial=0))) + 1
        table = np.full(top, len(known), np.int32)
        table[known] = np.arange(len(known), dtype=np.int32)
        return replace(self, event=table[self.event])

    def collapsed(self) -> Log:
        """With runs of the same event as one step, the first of them."""
        keep = np.ones(len(self.event), bool)
        keep[1:] = ~(self.follows & (self.event[1:] == self.event[:-1]))
        starts = np.concatenate(([0], keep.cumsum()))[self.starts]
        return Log(
            self.event[keep], starts, self.person, None if self.ts is None else self.ts[keep]
        )


def log_of(
    person: npt.ArrayLike,
    n: npt.ArrayLike,
    event: npt.ArrayLike,
    ts: npt.ArrayLike | None = None,
    gap: int | None = None,
) -> Log:
    """From columns in any order: `n` orders the steps of a person, `gap` (microseconds, needs `ts`) is the longest
    pause within a path. Rows that lie as the warehouse has them are not sorted again."""
    who, place = np.asarray(person, np.int64), np.asarray(n, np.int64)
    order = _order(who, place)
    what = np.asarray(event, np.int32)
    when = None if ts is None else np.asarray(ts, np.int64)
    if order is not None:
        who, what, when = who[order], what[order], None if when is None else when[order]
    new = np.ones(len(who), bool)
    new[1:] = who[1:] != who[:-1]
    if gap is not None and when is not None:
        new[1:] |= np.diff(when) > gap
    first = np.flatnonzero(new)
    return Log(what, np.append(first, len(who)), who[first], when)


def _order(who: Ints, place: Ints) -> Ints | None:
    """How to sort by person and place; None when sorted. Rows come in a few sorted stretches: those are put in a
    row first, and only what still stands wrong is sorted in earnest."""
    breaks = _breaks(who, place)
    if not breaks.size:
        return None
    first = np.concatenate(([0], breaks + 1))
    stretch = np.lexsort((place[first], who[first]))
    lengths = np.diff(np.append(first, len(who)))[stretch]
    offset = np.concatenate(([0], lengths.cumsum()[:-1]))
    order = np.repeat(first[stretch] - offset, lengths) + np.arange(len(who))
    if _breaks(who[order], place[order]).size:
        order = order[np.argsort(who[order], kind="stable")]
    if _breaks(who[order], place[order]).size:
        order = np.lexsort((place, who))
    return order


def _breaks(who: Ints, place: Ints) -> Ints:
    wrong = (who[1:] < who[:-1]) | ((who[1:] == who[:-1]) & (place[1:] < place[:-1]))
    return np.flatnonzero(wrong)
