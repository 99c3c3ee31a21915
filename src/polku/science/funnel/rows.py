"""The events that matter to a funnel, as columns in the order of each person's time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """One row for each event, all rows of a person together and in order of (ts, seq).

    `person`: any number that tells people apart; `ts`: microseconds; `marks`: bit b says that the event is
    b of what the asker looks for; `n`: the event's number among all events of the person (only for strict
    funnels); `end`: for each row, the first row that is no more of the same person."""

    person: Ints
    ts: Ints
    seq: Ints
    marks: Ints
    n: Ints | None
    end: npt.NDArray[np.signedinteger[Any]]

    def __len__(self) -> int:
        return len(self.ts)

    def having(self, mask: int) -> Flags:
        """Which rows have any of the bits."""
        return np.asarray((self.marks & self.marks.dtype.type(mask)) != 0)

    def parts(self, many: int) -> list[Rows]:
        """About equal shares of the rows, no person in two of them."""
        if many < 2:
            return [self]
        cuts = np.unique(self.end[[len(self) * i // many for i in range(1, many)]])
        bounds = [0, *cuts.tolist(), len(self)]
        return [self._slice(a, b) for a, b in pairwise(bounds) if a < b]

    def _slice(self, begin: int, end: int) -> Rows:
        some = slice(begin, end)
        n = None if self.n is None else self.n[some]
        return Rows(
            self.person[some],
            self.ts[some],
            self.seq[some],
            self.marks[some],
            n,
            self.end[some] - self.end.dtype.type(begin),
        )


def _narrow(rows: int) -> type[np.signedinteger[Any]]:
    return np.int32 if rows < 2**31 - 1 else np.int64


def rows_in_order(person: Ints, ts: Ints, seq: Ints, marks: Ints, n: Ints | None = None) -> Rows:
    """Sorts the columns when they are not in order. Engines that keep events clustered give them so, but for a
    few new ones; only the people of those are sorted."""
    columns = [person, ts, seq, marks] + ([] if n is None else [n])
    if len(person) and (person[1:] < person[:-1]).any():
        order = np.argsort(person, kind="stable")
        columns = [column[order] for column in columns]
    person, ts, seq = columns[:3]
    same = person[1:] == person[:-1]
    late = same & (ts[1:] <= ts[:-1])
    late[late] &= (ts[1:][late] < ts[:-1][late]) | (seq[1:][late] < seq[:-1][late])
    if late.any():
        mixed = np.isin(person, person[1:][late])
        place = np.flatnonzero(mixed)
        order = place[np.lexsort((seq[place], ts[place], person[place]))]
        columns = [np.array(column) for column in columns]
        for column in columns:
            column[place] = column[order]
        person, ts, seq = columns[:3]
    starts = np.flatnonzero(~same) + 1
    bounds = np.concatenate(([0], starts, [len(person)])) if len(person) else np.zeros(1, np.intp)
    lengths = np.diff(bounds)
    end = np.repeat(bounds[1:].astype(_narrow(len(person))), lengths)
    return Rows(person, ts, seq, columns[3], columns[4] if n is not None else None, end)
