"""The rows after each action: the programme played through over the last days, on temporary tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from polku.care.explaining import stored_rows
from polku.care.forecast import forecast
from polku.care.person_facts import find_person
from polku.care.standing import standing
from polku.care.texts import compiled
from polku.care.workplace import KIND, Workplace
from polku.engine.programme import LiveProgramme
from polku.engine.trace import After, PersonRow, Tracer
from polku.table import iso


def trace(at: Workplace, key: str, person: str | None, days: int) -> dict[str, Any]:
    """As `GET /api/programmes/{key}/trace` gives it: `rows` that stand written of the person, and `actions`: what the
    published version (else the draft) does with everybody, or with the person, over the last days.

    Raises NotFound, DocumentError.
    """
    definition = at.get(key)
    at.bring()
    who = None if person is None else find_person(at, person)
    version = standing(definition).version
    body = (
        definition.body
        if version is None
        else at.control.definitions.version(KIND, key, version).body
    )
    now = at.naive_now()
    tracer = Tracer(np.array([] if who is None else [who], np.int64))
    live = LiveProgramme(compiled(body, version or 0), now - timedelta(days=days))
    forecast(at, [live], now, carry=False, probe=tracer)
    shown = tracer.rows if who is None else [row for row in tracer.rows if row.people]
    return {
        "from": iso((now - timedelta(days=days)).replace(microsecond=0)),
        "to": iso(now.replace(microsecond=0)),
        "actions": [_after(row) for row in shown],
        "rows": [] if who is None else stored_rows(at, key, who),
    }


def _after(row: After) -> dict[str, Any]:
    return {
        "sweep": row.sweep,
        "action": row.action,
        "moved": row.moved,
        "here": row.here,
        "people": [_person(each) for each in row.people],
    }


def _person(row: PersonRow) -> dict[str, Any]:
    return {
        "person": str(row.person),
        "entry": str(row.entry),
        "node": row.node,
        "since": _iso(row.since),
        "due": None if row.due is None else _iso(row.due),
    }


def _iso(micros: int) -> str | None:
    return iso(datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros))
