"""Where do the events come from?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from polku.analytics.facts import ask, events, number, question

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader


@question
def by_source() -> Table:
    """Events, people, the time of the latest and the order of the last accepted, by source code."""
    return events.group_by("source").agg(
        events=events.count(),
        people=events.person.nunique(),
        last_ts=events.ts.max(),
        last_seq=events.seq.max(),
    )


@question
def one_of_source() -> Table:
    """One row when the source has any event, else none."""
    own = events.filter(events.source == number("source"))
    return own.select(found=ibis.literal(1)).limit(1)  # which one it is nobody asks


def has_events(cursor: Reader | DuckDBPyConnection, source: int) -> bool:
    """Whether any event came from the source (a code)."""
    return bool(ask(cursor, one_of_source(), source=source).num_rows)


def sources(cursor: Reader | DuckDBPyConnection) -> list[dict[str, Any]]:
    """Rows source (code), events, people, last_ts (naive UTC), last_seq; most events first."""
    rows: list[dict[str, Any]] = ask(cursor, by_source()).to_pylist()
    return sorted(rows, key=lambda row: -row["events"])
