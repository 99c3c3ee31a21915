"""Who comes back, and what do they pay? People by when they first came, and by when they came again.

A person is in one cohort: the month (or week) of their first coming, by the calendar of the workspace's zone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from polku.analytics.calendar_parts import Unit, midnight, next_day
from polku.analytics.facts import Value, among, events, moment, number, question, transitions
from polku.analytics.sales import sales

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa
    from ibis import Table

    from polku.reports.report import Scene

EVENT, ORDER = "event", "order"
BEFORE = -1
"""The part of what happened before the first part: people who came then are not new, and in no cohort."""


def part_of(ts: Value, parts: int) -> Value:
    """Which of the parts that begin at the moments part_0, part_1, … a moment is in; -1 before them.
    A tree of comparisons: as many as the depth of the tree for each row, not as there are parts."""

    def tree(low: int, high: int) -> Value:
        if low == high:
            return low - 1
        middle = (low + high) // 2
        return (ts < moment(f"part_{middle}")).ifelse(tree(low, middle), tree(middle + 1, high))

    found = tree(0, parts)
    return found if parts == 0 else found.cast("int32")


def _comings(of: str, stage: int, currency: str, limited: bool) -> Table:
    """person, ts: every event, every order, or every entry to a stage."""
    if of == ORDER:
        rows = sales(currency, limited)
        return rows.filter(rows.minor > 0).select("person", "ts")
    if of == EVENT:
        rows = events.filter(events.ts <= moment("window_end")).select("person", "ts")
    else:
        rows = transitions.filter(transitions.to_stage == stage)
        rows = rows.filter(rows.at <= moment("window_end")).select("person", ts=rows.at)
    return among(rows, limited)


def active(of: str, stage: int, currency: str, limited: bool, parts: int) -> Table:
    """person, part: once for each part in which they came."""
    rows = _comings(of, stage, currency, limited)
    return rows.mutate(part=part_of(rows.ts, parts)).select("person", "part").distinct()


def _born(of: str, stage: int, currency: str, limited: bool, parts: int) -> Table:
    """person, cohort: the part of the first coming."""
    rows = _comings(of, stage, currency, limited)
    first = rows.group_by("person").agg(ts=rows.ts.min())
    first = first.mutate(cohort=part_of(first.ts, parts))
    return first.filter(first.cohort > BEFORE).select("person", "cohort")


Shape = tuple[str, int]  # what counts as coming: (event | order | stage, the stage's code)


@question
def cohort_sizes(born: Shape, currency: str, limited: bool, parts: int) -> Table:
    """cohort, people."""
    rows = _born(*born, currency, limited, parts)
    return rows.group_by("cohort").agg(people=rows.count())


@question
def returns(born: Shape, back: Shape, currency: str, limited: bool, parts: int) -> Table:
    """cohort, part (at or after the cohort), people who came back in it."""
    whole = _born(*born, currency, limited, parts)
    again = active(*back, currency, limited, parts).rename(who="person")
    rows = whole.inner_join(again, [whole.person == again.who, whole.cohort <= again.part])
    return rows.group_by("cohort", "part").agg(people=rows.count())


@question
def last_returns(born: Shape, back: Shape, currency: str, limited: bool, parts: int) -> Table:
    """cohort, part, people: by the last part in which they came back (rolling retention)."""
    whole = _born(*born, currency, limited, parts)
    again = active(*back, currency, limited, parts)
    last = again.group_by(who=again.person).agg(part=again.part.max())
    rows = whole.inner_join(last, [whole.person == last.who, whole.cohort <= last.part])
    return rows.group_by("cohort", "part").agg(people=rows.count())


@question
def paid_by_cohort(born: Shape, currency: str, limited: bool, parts: int) -> Table:
    """cohort, part, minor: what each cohort paid in each part (refunds taken off)."""
    whole = _born(*born, currency, limited, parts)
    paid = sales(currency, limited)
    paid = paid.mutate(part=part_of(paid.ts, parts))
    paid = paid.group_by(who=paid.person, part=paid.part).agg(minor=paid.minor.sum())
    rows = whole.inner_join(paid, [whole.person == paid.who, whole.cohort <= paid.part])
    return rows.group_by("cohort", "part").agg(minor=rows.minor.sum().cast("int64"))


@question
def people_of_cell(
    born: Shape, back: Shape, currency: str, limited: bool, parts: int, rolling: bool
) -> Table:
    """The people of cohort `cell_cohort` who came back in part `cell_part` (rolling: in it or later)."""
    whole = _born(*born, currency, limited, parts)
    whole = whole.filter(whole.cohort == number("cell_cohort"))
    again = active(*back, currency, limited, parts)
    wanted = again.part >= number("cell_part") if rolling else again.part == number("cell_part")
    return whole.semi_join(again.filter(wanted), "person").select("person")


@question
def people_of_cohort(born: Shape, currency: str, limited: bool, parts: int) -> Table:
    """The people of cohort `cell_cohort`."""
    whole = _born(*born, currency, limited, parts)
    return whole.filter(whole.cohort == number("cell_cohort")).select("person")


def part_moments(days: Sequence[date], scene: Scene) -> Mapping[str, datetime]:
    """The moments part_0 … at which the parts begin."""
    return {f"part_{place}": midnight(day, scene.zone) for place, day in enumerate(days)}


def ended(day: date, unit: Unit, scene: Scene) -> bool:
    """Whether the part that begins on the day was over at the end of the data."""
    return midnight(next_day(day, unit), scene.zone) - timedelta(microseconds=1) <= scene.period.end


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """The rows as dictionaries: a cohort and a part at a time, which are few."""
    found: list[dict[str, Any]] = table.to_pylist()
    return found
