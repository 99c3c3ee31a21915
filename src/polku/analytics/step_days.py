"""What came of each touchpoint, day by day: did the next one follow?

A step is two touchpoints that the journey puts one after the other. Each time somebody was at the first one, the
next of the two that they did afterwards tells what came of it: the second one (it went on) or the first again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import numpy as np

from polku.analytics.facts import Value, among, events, hours_between, moment, number, question
from polku.analytics.person_groups import value_of

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

    from polku.reports.report import Scene

QUARTER = 900  # seconds: midnights of every time zone fall on whole quarters of an hour
LONGEST_HOURS = 72  # what comes later is another visit
USUAL = 0.98  # of those who go on have done so within the waiting time
NEVER = -1
NOT_KNOWN = ""
"""The group of an event that does not say it."""


@dataclass(frozen=True)
class Touch:
    """A step: the keys of its touchpoints and the codes of their events."""

    source: str
    target: str
    first: int
    second: int


def touches(scene: Scene) -> list[Touch]:
    """Steps between touchpoints that are bound to different events that have happened; one for each pair of events.
    A touchpoint with conditions of its own is seen through the one without."""
    codes = scene.codes.get("event", {})
    known = {each.key: each for each in scene.journey.touchpoints}
    found: dict[tuple[int, int], Touch] = {}
    for each in scene.journey.touchpoints:
        target = known.get(each.next or "")
        if each.event is None or target is None or target.event is None or each.event.where:
            continue
        first, second = codes.get(each.event.event), codes.get(target.event.event)
        if first is not None and second is not None and first != second:
            found.setdefault((first, second), Touch(each.key, target.key, first, second))
    return list(found.values())


def _followed(first: int, second: int, limited: bool) -> Table:
    """The events of the first touchpoint since `step_start`, with the hours until the second one followed (-1 when
    it did not before the first one came again, or within 72 hours)."""
    two = events.filter(
        events.event.isin((first, second)),
        events.ts > moment("step_start"),
        events.ts <= moment("window_end"),
    )
    two = among(two, limited)
    path = ibis.window(group_by=two.person, order_by=[two.ts, two.seq])
    two = two.mutate(after=two.event.lead().over(path), after_ts=two.ts.lead().over(path))
    took: Value = hours_between(two.ts, two.after_ts)
    # An engine may give 0 and 1970 for "nothing came after": the time tells.
    went = (two.after == second) & (two.after_ts >= two.ts) & (took < LONGEST_HOURS)
    two = two.mutate(took=went.fill_null(False).ifelse(took, NEVER))
    return two.filter(two.event == first)


@question
def followed(first: int, second: int, dimension: str, limited: bool) -> Table:
    """quarter (of an hour since 1970), value of the dimension ("" when not known), took, events."""
    rows = _followed(first, second, limited)
    rows = rows.mutate(
        quarter=rows.ts.epoch_seconds() // QUARTER,
        value=value_of(rows, dimension).fill_null(NOT_KNOWN) if dimension else NOT_KNOWN,
    )
    return rows.group_by("quarter", "value", "took").agg(events=rows.count())


@question
def people_stopped(
    first: int, second: int, dimension: str, value: str | None, limited: bool
) -> Table:
    """Who was at the first touchpoint from `stopped_start` to `stopped_end` and did not go on within
    `stopped_hours`; with a value, those whose event says it."""
    rows = _followed(first, second, limited)
    rows = rows.filter(rows.ts >= moment("stopped_start"), rows.ts <= moment("stopped_end"))
    rows = rows.filter((rows.took < 0) | (rows.took >= number("stopped_hours")))
    if value is not None:
        rows = rows.filter(value_of(rows, dimension) == value)
    return rows.select("person").distinct()


@dataclass(frozen=True)
class Days:
    """Daily series, the oldest first: how often people were at the first touchpoint and how often they went on,
    both by value of the dimension."""

    tried: dict[str, np.ndarray]
    went: dict[str, np.ndarray]
    waiting_hours: int


def step_days(rows: pa.Table, midnights: np.ndarray, end: int, quiet: int) -> Days:
    """From the counts of `followed`. `midnights` are the first seconds of the days, ascending, the last day's
    after them is `end` (seconds): people who came so lately that the usual waiting time is not over are left out,
    those who went on as well as those who did not. The usual time is learned from the first `quiet` days."""
    quarter, took = rows["quarter"].to_numpy(), rows["took"].to_numpy()
    count = rows["events"].to_numpy()
    day = np.searchsorted(midnights, quarter * QUARTER, side="right") - 1
    learned = (took >= 0) & (day >= 0) & (day < quiet)
    waiting = _usual(took[learned], count[learned])
    keep = (day >= 0) & ((quarter + 1) * QUARTER + waiting * 3600 <= end)
    went = (took >= 0) & (took < waiting)
    values = rows["value"].to_pylist()
    names, where = np.unique(np.array(values, dtype=object).astype(str), return_inverse=True)
    shape = (len(names), len(midnights))
    tried, on = np.zeros(shape), np.zeros(shape)
    np.add.at(tried, (where[keep], day[keep]), count[keep])
    np.add.at(on, (where[keep & went], day[keep & went]), count[keep & went])
    return Days(
        {str(name): tried[place] for place, name in enumerate(names)},
        {str(name): on[place] for place, name in enumerate(names)},
        waiting,
    )


def _usual(took: np.ndarray, count: np.ndarray) -> int:
    """The hours within which 98 % of those who went on had done so, at least 1."""
    if not count.sum():
        return LONGEST_HOURS
    hours = np.bincount(took, count, LONGEST_HOURS).cumsum()
    return int(np.searchsorted(hours, USUAL * hours[-1])) + 1
