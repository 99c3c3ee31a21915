"""All paths as columns: one row for each step, one after another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
SECOND = 1_000_000
STRETCHES = 20_000
ROUNDS = 12


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
    """From columns in any order: `n` orders the steps of a person, `gap` (whole seconds, needs `ts`) is the longest
    pause within a path. Rows that lie as the warehouse has them are not sorted again."""
    columns = [np.asarray(person, np.int64), np.asarray(n), np.asarray(event, np.int32)]
    if ts is not None:
        columns.append(np.asarray(ts, np.int64))
    columns = _in_order(columns)
    who, what = columns[0], columns[2]
    when = columns[3] if ts is not None else None
    new = np.ones(len(who), bool)
    new[1:] = who[1:] != who[:-1]
    if gap is not None and when is not None:
        new[1:] |= np.diff(when // SECOND) > gap
    first = np.flatnonzero(new)
    return Log(what, np.append(first, len(who)), who[first], when)


def _in_order(columns: list[Any]) -> list[Any]:
    """The columns sorted by the first two. Threads hand rows over in sorted pieces: those are put in a row first,
    and only what still stands wrong is sorted in earnest."""
    breaks = _breaks(columns)
    if breaks.size and breaks.size < STRETCHES:
        begin = _pieces(columns[0], breaks)
        end = np.append(begin[1:], len(columns[0]))
        order = np.lexsort((columns[1][begin], columns[0][begin]))
        parts = list(zip(begin[order].tolist(), end[order].tolist(), strict=True))
        columns = [np.concatenate([column[a:b] for a, b in parts]) for column in columns]
        breaks = _breaks(columns)
    if breaks.size:
        order = np.argsort(columns[0], kind="stable")
        columns = [column[order] for column in columns]
        breaks = _breaks(columns)
    if breaks.size:
        order = np.lexsort((columns[1], columns[0]))
        columns = [column[order] for column in columns]
    return columns


def _pieces(who: Ints, breaks: Ints) -> Ints:
    """Where pieces begin. Two that happen to stand in rising order look like one stretch: each stretch is cut where
    another one would have to come in between, which lays bare where further ones begin, and so on."""
    begin = np.concatenate(([0], breaks + 1))
    for _ in range(ROUNDS):
        end = np.append(begin[1:], len(who))
        firsts = np.unique(who[begin])
        low = np.searchsorted(firsts, who[begin])
        high = np.searchsorted(firsts, who[end - 1])
        cuts = [begin]
        for at in np.flatnonzero(high > low).tolist():
            part, keys = who[begin[at] : end[at]], firsts[low[at] : high[at]]
            cuts.append(begin[at] + np.searchsorted(part, keys, side="right"))
        found = np.unique(np.concatenate(cuts))
        found = found[found < len(who)]
        if len(found) == len(begin) or len(found) > STRETCHES:
            break
        begin = found
    return begin


def _breaks(columns: list[Any]) -> Ints:
    who, place = columns[:2]
    # Within a person the place rises; where it does not, another person must begin.
    falls = np.flatnonzero(place[1:] <= place[:-1])
    wrong = falls[who[falls + 1] <= who[falls]]
    down = np.flatnonzero(who[1:] < who[:-1])
    return np.union1d(wrong, down) if wrong.size or down.size else down
