"""Who did something, or moved, lately? The people behind the counts of the live journey."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from polku.analytics.facts import ask, dialect, events, moment, number, question, transitions
from polku.analytics.period import Period
from polku.analytics.touchpoint_counts import Codes, hashable_codes
from polku.conditions.event import EventCondition

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader


@question
def who_met(condition: str, codes: Codes) -> Table:
    """People whose event of the period matches the condition (JSON)."""
    asked = EventCondition.model_validate_json(condition)
    named = {kind: dict(pairs) for kind, pairs in codes}
    recent = events.filter(events.ts > moment("since"), events.ts <= moment("window_end"))
    return recent.filter(asked.compile(recent, named, dialect())).select("person").distinct()


@question
def who_moved(left: bool, came: bool) -> Table:
    """People who in the period moved from the stage `left_stage` (any, when not `left`) to the
    stage `came_stage` (any, when not `came`)."""
    t = transitions.filter(transitions.at > moment("since"), transitions.at <= moment("window_end"))
    if left:
        t = t.filter(t.from_stage == number("left_stage"))
    if came:
        t = t.filter(t.to_stage == number("came_stage"))
    return t.select("person").distinct()


def people_who_met(
    cursor: Reader | DuckDBPyConnection,
    condition: EventCondition,
    codes: Mapping[str, Mapping[str, int]],
    period: Period,
    days: int,
) -> pa.Table:
    """Everybody with such an event in the last `days`. Column: person."""
    sql = who_met(condition.model_dump_json(exclude_defaults=True), hashable_codes(codes))
    return ask(cursor, sql, **_window(period, days))


def people_who_moved(
    cursor: Reader | DuckDBPyConnection,
    left: int | None,
    came: int | None,
    period: Period,
    days: int,
) -> pa.Table:
    """Everybody who moved between the stages (codes; None: any) in the last `days`. Column: person."""
    sql = who_moved(left is not None, came is not None)
    codes = {"left_stage": left or 0, "came_stage": came or 0}
    return ask(cursor, sql, **_window(period, days), **codes)


def _window(period: Period, days: int) -> dict[str, datetime]:
    return {"since": period.end - timedelta(days=days), "window_end": period.end}
