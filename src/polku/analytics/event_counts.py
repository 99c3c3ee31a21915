"""What happened in the last 30 days, by event name; and what of it the map does not know?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polku.analytics.facts import ask, events, moment, question
from polku.analytics.period import Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader
    from polku.journey.model import Journey

# Calls that say who somebody is, not what they did: never missing from a map.
PLUMBING = frozenset({"Identified", "Group Joined", "Alias Created"})


@dataclass(frozen=True)
class Happened:
    """Events and the different people who did them."""

    events: int
    people: int


@question
def by_name() -> Table:
    """Events and people of the last 30 days by event code."""
    recent = events.filter(events.ts > moment("recent_start"), events.ts <= moment("window_end"))
    return recent.group_by("event").agg(events=recent.count(), people=recent.person.nunique())


def event_counts(
    cursor: Reader | DuckDBPyConnection, words: Mapping[int, str], period: Period
) -> dict[str, Happened]:
    """Event name → how much of it in the last 30 days; `words` are the names by code."""
    rows = ask(
        cursor, by_name(), recent_start=period.recent_start, window_end=period.end
    ).to_pylist()
    return {
        words[row["event"]]: Happened(row["events"], row["people"])
        for row in rows
        if row["event"] in words
    }


def unmapped(journey: Journey, counts: Mapping[str, Happened]) -> list[tuple[str, Happened]]:
    """Events that no touchpoint and no rule of the journey names, most people first."""
    known = PLUMBING | set(_named(journey))
    found = [(name, count) for name, count in counts.items() if name not in known]
    return sorted(found, key=lambda each: (-each[1].people, -each[1].events, each[0]))


def _named(journey: Journey) -> Iterator[str]:
    for touchpoint in journey.touchpoints:
        if touchpoint.event is not None:
            yield touchpoint.event.event
    for stage in journey.stages:
        for rule in stage.enter:
            asked: Any = getattr(rule.condition, "inactive", (rule.condition,))
            for condition in asked:
                yield condition.event
