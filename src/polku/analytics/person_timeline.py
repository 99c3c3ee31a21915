"""What did one person do, and how did they move?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import ibis

from polku.analytics.facts import ask, events, moment, number, people, question, transitions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

PAGE = 200
Row = dict[str, Any]


@question
def person_events(limit: int) -> Table:
    """The newest events before the moment `before`."""
    own = events.filter(events.person == number("person"), events.ts < moment("before"))
    return own.order_by(ibis.desc("ts"), ibis.desc("seq")).limit(limit)


@question
def person_moves() -> Table:
    """All transitions with the code of the event that caused each."""
    own = transitions.filter(transitions.person == number("person"))
    cause = events.filter(events.person == number("person"))
    cause = cause.select(cause_uid="uid", event="event")
    return own.left_join(cause, own.uid == cause.cause_uid).drop("cause_uid").order_by("n")


@question
def person_row() -> Table:
    """The row of `people`."""
    return people.filter(people.person == number("person"))


@question
def person_event_count() -> Table:
    """One row: how many events."""
    own = events.filter(events.person == number("person"))
    return own.agg(events=own.count())


@dataclass(frozen=True)
class Timeline:
    """`row` of the table people; `moves`, all transitions in order, each with `event` (a code or
    None); `entries`, newest first: ("event" or "stage", row of events or of moves); `total` of both
    over all pages. Times are aware."""

    row: Row
    moves: list[Row]
    entries: list[tuple[str, Row]]
    total: int


def person_timeline(
    cursor: Reader | DuckDBPyConnection, person: int, before: datetime | None = None
) -> Timeline | None:
    """One page of a person's timeline, or None when nobody has this number."""
    rows = ask(cursor, person_row(), person=person).to_pylist()
    if not rows:
        return None
    until = before or datetime(9999, 1, 1, tzinfo=UTC)
    found = ask(cursor, person_events(PAGE + 1), person=person, before=until).to_pylist()
    moves = [_aware(row) for row in ask(cursor, person_moves(), person=person).to_pylist()]
    count = ask(cursor, person_event_count(), person=person)["events"][0].as_py()
    # A change stands above the event that caused it: newest first, and the change came after.
    entries = [("event", row["ts"], row["seq"], row) for row in map(_aware, found)]
    entries += [("stage", row["at"], row["n"], row) for row in moves if row["at"] < until]
    entries.sort(key=lambda each: (each[1], each[0], each[2]), reverse=True)
    page = _whole_instants([(kind, at, row) for kind, at, _, row in entries])
    return Timeline(_aware(rows[0]), moves, page, count + len(moves))


def _whole_instants(entries: list[tuple[str, datetime, Row]]) -> list[tuple[str, Row]]:
    """At most a page, cut between two moments: the next page begins before the last one's moment.
    A moment that fills a page alone is cut all the same."""
    if len(entries) > PAGE:
        edge = entries[PAGE][1]
        kept = [each for each in entries[:PAGE] if each[1] > edge]
        entries = kept or entries[:PAGE]
    return [(kind, row) for kind, _, row in entries]


def _aware(row: Row) -> Row:
    return {
        key: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for key, value in row.items()
    }
