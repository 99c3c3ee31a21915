"""The attempts that count, and how far each got."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polku.science.funnel.reach import (
    Reached,
    first_steps,
    firsts,
    following_row,
    latest_of,
    limit_of,
    reached,
)
from polku.science.funnel.rows import Flags, Ints, Places, Rows
from polku.science.funnel.rule import Rule


@dataclass(frozen=True)
class Attempts:
    """One row for each attempt that reached the first step, in order of person and time.

    `start`: the row of its first event; `arrived[:, k]`: the row at which step k was reached, -1 when it was not;
    `optional[:, i]`: the row of the i-th optional step, -1 when it did not happen; `over`: whether nothing later
    can take the attempt further (its window has passed, or it was broken). `rows` is what the numbers point to."""

    rows: Rows
    start: Places
    arrived: npt.NDArray[np.intp]
    optional: npt.NDArray[np.intp]
    over: Flags

    @property
    def person(self) -> Ints:
        """Whose each attempt is."""
        return self.rows.person[self.start]

    @property
    def level(self) -> npt.NDArray[np.intp]:
        """How many steps each attempt reached, from 1."""
        return np.asarray((self.arrived >= 0).sum(axis=1), np.intp)

    def took(self, step: int, since: int) -> npt.NDArray[np.float64]:
        """Microseconds from step `since` to `step`, of the attempts that reached it."""
        there = self.arrived[:, step] >= 0
        ts = self.rows.ts
        took = ts[self.arrived[there, step]] - ts[self.arrived[there, since]]
        return np.asarray(took, np.float64)


PART = 500_000  # rows worth a thread of their own


def attempts(rows: Rows, rule: Rule, start: int, stop: int, now: int, threads: int = 2) -> Attempts:
    """Those whose first event is after `start` and at or before `stop`; all are followed until `now`
    (microseconds). Many rows are shared out by people: what is done to columns lets other threads run."""
    parts = rows.parts(min(threads, len(rows) // PART + 1))
    if len(parts) == 1:
        return _attempts(rows, rule, start, stop, now)
    with ThreadPoolExecutor(len(parts)) as pool:
        found = list(pool.map(lambda part: _attempts(part, rule, start, stop, now), parts))
    begins = np.cumsum([0, *(len(part) for part in parts)])[:-1]
    pairs = list(zip(found, begins, strict=True))
    return Attempts(
        rows,
        np.concatenate([each.start + begin for each, begin in pairs]),
        np.concatenate([_moved(each.arrived, begin) for each, begin in pairs]),
        np.concatenate([_moved(each.optional, begin) for each, begin in pairs]),
        np.concatenate([each.over for each in found]),
    )


def _moved(at: npt.NDArray[np.intp], begin: int) -> npt.NDArray[np.intp]:
    return np.where(at < 0, at, at + begin)


def _attempts(rows: Rows, rule: Rule, start: int, stop: int, now: int) -> Attempts:
    levels = reached(rows, rule, first_steps(rows, rule, start, stop))
    chosen = _furthest(rows, levels) if rule.entries == "best" else levels[0][0]
    arrived = np.full((len(chosen), len(levels)), -1, np.intp)
    place = np.full(len(rows) + 1, -1, np.int64 if len(rows) >= 2**31 else np.int32)
    place[chosen] = np.arange(len(chosen))
    for step, (entries, at) in enumerate(levels):
        where: Places = place[entries].astype(np.intp)
        arrived[where[where >= 0], step] = at[where >= 0]
    return Attempts(
        rows,
        chosen,
        arrived,
        _optional(rows, rule, chosen, arrived, now),
        _over(rows, rule, chosen, arrived, now),
    )


def _furthest(rows: Rows, levels: list[Reached]) -> Places:
    """Of each person, the first of the entries that reached the furthest step."""
    taken = np.zeros(len(rows) + 1, np.bool_)  # by the last row of a person
    found = []
    for entries, _ in reversed(levels):
        leading = entries[firsts(rows, entries)]
        whose = rows.end[leading]
        found.append(leading[~taken[whose]])
        taken[whose] = True
    return np.sort(np.concatenate(found))


def _optional(
    rows: Rows, rule: Rule, start: Places, arrived: npt.NDArray[np.intp], now: int
) -> npt.NDArray[np.intp]:
    """The first optional event after the step before it, before the next step and before the attempt ended."""
    found = np.full((len(start), len(rule.optional)), -1, np.intp)
    limit, last = limit_of(rows, rule, start), np.minimum(latest_of(rows, rule, start), now)
    for place, (after, mask) in enumerate(rule.optional):
        there = np.flatnonzero(arrived[:, after] >= 0)
        following = arrived[there, after + 1]
        stop = np.where(following >= 0, following, limit[there])
        at = following_row(rows, mask, arrived[there, after], after=True)
        kept = at < stop
        kept[kept] = rows.ts[at[kept]] <= last[there[kept]]
        found[there[kept], place] = at[kept]
    return found


def _over(rows: Rows, rule: Rule, start: Places, arrived: npt.NDArray[np.intp], now: int) -> Flags:
    over = arrived[:, -1] >= 0
    if rule.window is not None:
        over |= rows.ts[start] + rule.window < now
    elif rule.most and all(each is not None for each in rule.most):
        over |= rows.ts[start] + sum(each or 0 for each in rule.most) < now
    if rule.breaks:
        over |= following_row(rows, rule.breaks, start, after=True) < rows.end[start]
    if rule.pauses:
        over |= following_row(rows, rule.pauses, start, after=False) < rows.end[start] - 1
    if (
        rule.order == "strict" and rule.last
    ):  # anything that came after the furthest step has broken it
        furthest = arrived[np.arange(len(arrived)), (arrived >= 0).sum(axis=1) - 1]
        over |= ~rows.having(rule.last)[furthest]
    return over
