"""How many people met each touchpoint in the last 30 days?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from polku.analytics.event_counts import Happened
from polku.analytics.facts import ask, dialect, events, moment, question
from polku.analytics.period import Period
from polku.conditions.event import EventCondition

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader
    from polku.journey.model import Journey

Codes = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # the names by kind, hashable


def hashable_codes(codes: Mapping[str, Mapping[str, int]]) -> Codes:
    """The names by kind as a part of a question's shape."""
    return tuple((kind, tuple(sorted(codes[kind].items()))) for kind in sorted(codes))


@question
def conditioned(conditions: tuple[str, ...], codes: Codes) -> Table:
    """One row: for each condition (JSON) its events and people of the last 30 days."""
    named = {kind: dict(pairs) for kind, pairs in codes}
    asked = [EventCondition.model_validate_json(each) for each in conditions]
    wanted = {named.get("event", {}).get(each.event, -1) for each in asked}
    recent = events.filter(
        events.event.isin(sorted(wanted)),
        events.ts > moment("recent_start"),
        events.ts <= moment("window_end"),
    )
    found = {}
    for place, condition in enumerate(asked):
        matches = condition.compile(recent, named, dialect())
        found[f"events_{place}"] = recent.count(where=matches)
        found[f"people_{place}"] = recent.person.nunique(where=matches)
    return recent.agg(**found)


def touchpoint_counts(
    cursor: Reader | DuckDBPyConnection,
    journey: Journey,
    codes: Mapping[str, Mapping[str, int]],
    counts: Mapping[str, Happened],
    period: Period,
) -> dict[str, Happened | None]:
    """Touchpoint key → what happened there; None when it is not bound to an event. `counts` are
    those of `event_counts`: a touchpoint bound to a bare name needs no second look at events."""
    found: dict[str, Happened | None] = {}
    narrower: dict[str, str] = {}
    for touchpoint in journey.touchpoints:
        if touchpoint.event is None:
            found[touchpoint.key] = None
        elif not touchpoint.event.where:
            found[touchpoint.key] = counts.get(touchpoint.event.event, Happened(0, 0))
        else:
            narrower[touchpoint.key] = touchpoint.event.model_dump_json(exclude_defaults=True)
    if narrower:
        row = ask(
            cursor,
            conditioned(tuple(narrower.values()), hashable_codes(codes)),
            recent_start=period.recent_start,
            window_end=period.end,
        ).to_pylist()[0]
        for place, key in enumerate(narrower):
            found[key] = Happened(row[f"events_{place}"], row[f"people_{place}"])
    return found
