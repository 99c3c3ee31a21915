"""How much is there: people, events, and from when to when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polku.analytics.facts import ask, people, question

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader


@dataclass(frozen=True)
class Totals:
    """People and their events, and when the first and the last event happened (or None)."""

    people: int
    events: int
    first: datetime | None
    last: datetime | None


@question
def all_people() -> Table:
    """One row: the sums of the table of people."""
    return people.agg(
        people=people.count(),
        events=people.events.sum().cast("int64"),
        first=people.first_ts.min(),
        last=people.last_ts.max(),
    )


def totals(cursor: Reader | DuckDBPyConnection) -> Totals:
    """From the table of people, so events later than the fold's as-of moment do not count."""
    row = ask(cursor, all_people()).to_pylist()[0]
    first, last = (m and m.replace(tzinfo=UTC) for m in (row["first"], row["last"]))
    return Totals(row["people"], row["events"] or 0, first, last)
