"""Walks events in order into channel paths: pure numpy over columns, nothing for each person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from polku.science.attribution.paths import Flags, Ints, Paths

SESSION_US = 30 * 60 * 1_000_000
DAY_US = 86_400_000_000


@dataclass(frozen=True)
class Columns:
    """Rows in any order: `ts` microseconds, `channel` -1 for none, `goal` whether a conversion ends here,
    `minor` its money, or that of a refund (negative, no goal)."""

    person: npt.NDArray[Any]
    ts: npt.NDArray[Any]
    seq: npt.NDArray[Any]
    channel: npt.NDArray[Any]
    goal: Flags
    minor: npt.NDArray[Any]

    def in_order(self) -> Columns:
        """Sorted by person, time and seq: as it is when the engine gave it so, which DuckDB does."""
        same = self.person[1:] == self.person[:-1]
        level = same & (self.ts[1:] == self.ts[:-1])
        wrong = (
            (self.person[1:] < self.person[:-1])
            | (same & (self.ts[1:] < self.ts[:-1]))
            | (level & (self.seq[1:] < self.seq[:-1]))
        )
        if not wrong.any():
            return self
        order = np.lexsort((self.seq, self.ts, self.person))
        return Columns(
            self.person[order],
            self.ts[order],
            self.seq[order],
            self.channel[order],
            self.goal[order],
            self.minor[order],
        )


@dataclass(frozen=True)
class Walked:
    """`paths` with the channels' own codes and the moment (microseconds) at which each ended; `bare` conversions
    have no touch, nor has `bare_minor` of the money. `goals`: person and moment of every conversion of the period."""

    paths: Paths
    ended: Ints
    bare: int
    bare_minor: int
    goals: tuple[Ints, Ints]


def walk(rows: Columns, start_us: int, lookback_us: int, *, once: bool = False) -> Walked:
    """The paths of conversions after `start_us`, and the lost ones with a touch after it. A refund belongs to
    the person's latest conversion before it; that of a conversion before the period to no path.
    With `once`, what comes after a conversion is no path: a stage is reached for the first time once."""
    at = rows.in_order()
    n = at.person.size
    begins = np.ones(n, bool)  # a path: a new person, or the row after a conversion
    begins[1:] = (at.person[1:] != at.person[:-1]) | at.goal[:-1]
    path = np.cumsum(begins) - 1
    size = int(path[-1]) + 1 if n else 0
    goal = np.flatnonzero(at.goal)
    won = np.zeros(size, bool)
    won[path[goal]] = True
    touch = _touches(at, path)

    end = np.full(size, np.iinfo(np.int64).min)
    end[path[touch]] = at.ts[touch]  # ascending within a path: the latest stays
    end[path[goal]] = at.ts[goal]
    of = path[touch]
    keep = (at.ts[touch] > end[of] - lookback_us) & (won[of] | (at.ts[touch] > start_us))
    keep &= end[of] > start_us
    first_row = np.flatnonzero(begins)
    if once:
        again = np.zeros(size, bool)
        again[1:] = at.person[first_row[1:]] == at.person[first_row[:-1]]
        keep &= ~again[of]
    touch, of = touch[keep], of[keep]

    minor = np.zeros(size, np.int64)
    minor[path[goal]] = at.minor[goal]
    in_period = won & (end > start_us)
    refund = np.flatnonzero((at.minor < 0) & ~at.goal & (at.ts > start_us))
    before = path[refund] - 1  # closed by the latest conversion, when it is of the same person
    whose = before >= 0
    whose[whose] = at.person[first_row[before[whose]]] == at.person[refund[whose]]
    whose[whose] = in_period[before[whose]]
    np.add.at(minor, before[whose], at.minor[refund[whose]])
    orphans = int(at.minor[refund[~whose]].sum())

    has = np.zeros(size, bool)
    has[of] = True
    bare = in_period & ~has
    place = np.cumsum(has) - 1
    paths = Paths(
        channels=0,
        path=place[of].astype(np.int64),
        channel=at.channel[touch].astype(np.int64),
        age=(end[of] - at.ts[touch]) / DAY_US,
        won=won[has],
        minor=np.where(won, minor, 0)[has],
        person=at.person[first_row[has]].astype(np.int64),
    )
    goal = goal[at.ts[goal] > start_us]
    goals = at.person[goal].astype(np.int64), at.ts[goal].astype(np.int64)
    return Walked(paths, end[has], int(bare.sum()), int(minor[bare].sum()) + orphans, goals)


def _touches(at: Columns, path: Ints) -> Ints:
    """The rows that are touches."""
    seen = np.flatnonzero((at.channel >= 0) & (at.minor >= 0))  # a refund is no touch
    new = np.ones(seen.size, bool)
    now, before = seen[1:], seen[:-1]
    new[1:] = (
        (path[now] != path[before])
        | (at.channel[now] != at.channel[before])
        | (at.ts[now] - at.ts[before] > SESSION_US)
    )
    return seen[new]
