"""All that conditions may ask of one person, read from the warehouse."""

from __future__ import annotations

import json

from polku.care.workplace import Workplace
from polku.conditions.base import EventFacts
from polku.conditions.person import Move, PersonFacts
from polku.errors import NotFound, Problem


def find_person(at: Workplace, id: str) -> int:
    """The person whom a number or any id names. Raises NotFound (`cli.unknown-person`)."""
    found = at.control.identities.find(id)
    if found is None and id.isdigit():
        with at.warehouse.read() as con:
            rows = con.execute("SELECT person FROM people WHERE person = ?", [int(id)]).fetchall()
        found = int(rows[0][0]) if rows else None
    if found is None:
        raise NotFound(Problem("cli.unknown-person", id, {"id": id}))
    return found


def facts_of(at: Workplace, person: int) -> PersonFacts:
    """Events in order of (ts, seq) and stage changes in order; moments are naive UTC."""
    words = {kind: at.warehouse.words(kind) for kind in ("event", "channel", "source", "stage")}
    with at.warehouse.read() as con:
        events = con.execute(
            """SELECT event, ts, properties, revenue, currency, channel, source FROM events
            WHERE person = ? ORDER BY ts, seq""",
            [person],
        ).fetchall()
        moves = con.execute(
            'SELECT "at", to_stage FROM transitions WHERE person = ? ORDER BY n', [person]
        ).fetchall()
    return PersonFacts(
        events=tuple(
            EventFacts(
                event=words["event"][event],
                ts=ts,
                properties=json.loads(properties) if properties else {},
                revenue=revenue,
                currency=currency,
                channel=words["channel"].get(channel) if channel is not None else None,
                source=words["source"].get(source),
            )
            for event, ts, properties, revenue, currency, channel, source in events
        ),
        moves=tuple(Move(when, words["stage"][to]) for when, to in moves),
    )
