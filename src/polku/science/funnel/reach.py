"""From each entry, the earliest moment at which each step can be reached.

An entry reaches step k when there is *some* choice of events, one for each step up to k, that keeps the rule; its
arrival is the earliest last event of such choices. Nothing walks person by person: a step's earliest next event is
the same for all who stand on an event, so it is looked up for whole columns at once, and arrivals keep their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from polku.science.funnel.rows import Flags, Ints, Places, Rows
from polku.science.funnel.rule import Rule

FOREVER = np.int64(2**62)
Reached = tuple[Places, Places]
"""Rows of entries, ascending, and the row at which each arrived."""


def first_steps(rows: Rows, rule: Rule, start: int, stop: int) -> Places:
    """The rows at which an attempt begins: a first step (any step when their order is free) after `start`, at or
    before `stop`; of each person only the first when the rule says so."""
    mask = rule.steps[0]
    if rule.order == "unordered":
        for each in rule.steps:
            mask |= each
    places = np.flatnonzero(rows.having(mask))
    ts = rows.ts[places]
    places = places[(ts > start) & (ts <= stop)]
    return places[firsts(rows, places)] if rule.entries == "first" else places


def firsts(rows: Rows, places: Places) -> Flags:
    """Which of the ascending rows are the first of their person."""
    whose = rows.end[places]
    return np.append(True, whose[1:] != whose[:-1])[: len(places)]


def reached(rows: Rows, rule: Rule, starts: Places) -> list[Reached]:
    """For each step, those of the attempts beginning at `starts` that reach it. Those of a step are among those of
    the step before; for step one, entry and arrival are the same row unless the steps are unordered."""
    if rule.order == "unordered":
        return list(_unordered(rows, rule, starts))
    ways = _between(rows, rule, starts) if rule.between else _onward(rows, rule, starts)
    return [(starts, starts), *ways]


def _onward(rows: Rows, rule: Rule, starts: Places) -> Iterator[Reached]:
    """Without conditions between steps the next matching event is always the best one: arrivals are jumps from an
    event of a step to the first later event of the next."""
    limit, last = limit_of(rows, rule, starts), latest_of(rows, rule, starts)
    places: Places = starts
    at: Places = np.arange(len(starts))
    for mask in rule.steps[1:]:
        if not len(starts):
            yield starts, starts
            continue
        here = rows.having(mask)
        following = np.append(np.flatnonzero(here), len(rows))
        jump: Any = np.cumsum(here, dtype=np.int32)[places]
        at = jump[at]
        arrived = following[at]
        kept = (arrived < limit) & (np.take(rows.ts, arrived, mode="clip") <= last)
        starts, limit, last, at = starts[kept], limit[kept], last[kept], at[kept]
        yield starts, arrived[kept]
        places = following[:-1]


def _between(rows: Rows, rule: Rule, starts: Places) -> Iterator[Reached]:
    """With conditions between steps the next matching event may lead nowhere where a later one does: so look back
    from each step at the events from which it can be reached at all."""
    places = [np.flatnonzero(rows.having(mask)) for mask in rule.steps]
    for goal in range(1, len(rule.steps)):
        at = arrived = places[goal]
        for step in range(goal - 1, -1, -1):
            here = places[step] if step else starts
            following = np.append(at, len(rows))
            nearest = _nearest(rows, rule, step, here, at)
            found = following[nearest]
            kept = found < rows.end[here]
            kept[kept] = _keeps(rows, rule, step, here[kept], found[kept])
            at, arrived = here[kept], arrived[nearest[kept]]
        limit, last = limit_of(rows, rule, at), latest_of(rows, rule, at)
        kept = (arrived < limit) & (rows.ts[arrived] <= last)
        yield at[kept], arrived[kept]


def _nearest(rows: Rows, rule: Rule, step: int, here: Places, at: Places) -> Places:
    """For each event of `here`, the place in `at` of the first event after it, and not too soon."""
    low = np.searchsorted(at, here, side="right")
    least = rule.least[step] if rule.least else None
    if least is None:
        return low
    high = np.searchsorted(at, rows.end[here])
    wanted = rows.ts[here] + least
    while (open_ := low < high).any():
        middle = (low + high) // 2
        soon = open_.copy()
        soon[open_] = rows.ts[at[middle[open_]]] < wanted[open_]
        low, high = np.where(soon, middle + 1, low), np.where(open_ & ~soon, middle, high)
    return low


def _keeps(rows: Rows, rule: Rule, step: int, here: Places, found: Places) -> Flags:
    kept = np.ones(len(here), np.bool_)
    most = rule.most[step] if rule.most else None
    if most is not None:
        kept &= rows.ts[found] - rows.ts[here] <= most
    if rule.order == "strict" and rows.n is not None:
        kept &= rows.n[found] == rows.n[here] + 1
    return kept


def _unordered(rows: Rows, rule: Rule, starts: Places) -> Iterator[Reached]:
    limit, last = limit_of(rows, rule, starts), latest_of(rows, rule, starts)
    arrived = starts
    for mask in rule.steps:
        here = rows.having(mask)
        following = np.append(np.flatnonzero(here), len(rows))
        before = np.cumsum(here, dtype=np.int32)[starts] - here[starts]
        arrived = np.maximum(arrived, following[before])
        kept = arrived < limit
        kept[kept] = rows.ts[arrived[kept]] <= last[kept]
        starts, limit, last, arrived = starts[kept], limit[kept], last[kept], arrived[kept]
        yield starts, arrived


def latest_of(rows: Rows, rule: Rule, starts: Places) -> Ints:
    """The last moment that is within the window of each attempt."""
    if rule.window is None:
        return np.full(len(starts), FOREVER)
    return rows.ts[starts] + rule.window


def limit_of(rows: Rows, rule: Rule, starts: Places) -> Places:
    """The first row that is no more of each attempt: another person's, after an event that breaks it, or of
    another session."""
    limit = rows.end[starts]
    if rule.breaks:
        limit = np.minimum(limit, following_row(rows, rule.breaks, starts, after=True))
    if rule.pauses:
        limit = np.minimum(limit, following_row(rows, rule.pauses, starts, after=False) + 1)
    return limit


def following_row(rows: Rows, mask: int, starts: Places, *, after: bool) -> Places:
    """The first row with any of the bits, after each start or at it; the number of rows when there is none."""
    here = np.flatnonzero(rows.having(mask))
    found = np.searchsorted(here, starts, side="right" if after else "left")
    return np.append(here, len(rows))[found]
