"""The decision log: what was decided, why, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polku.clock import Clock
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

MOST = 5_000
_COLUMNS = "id, at, who, text, why, journey, improvement, review"


@dataclass(frozen=True)
class Decision:
    """One line of the log; it may belong to an improvement or a review."""

    id: int
    at: datetime
    who: str
    text: str
    why: str
    journey: str
    improvement: int | None
    review: int | None


class DecisionLog:
    """`control.decisions`. A decision is never changed: a new one says otherwise."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def add(
        self,
        journey: str,
        text: str,
        why: str,
        *,
        who: str,
        improvement: int | None = None,
        review: int | None = None,
    ) -> Decision:
        """A new line."""
        row = (to_micros(self._clock()), who, text, why, journey, improvement, review)
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                """INSERT INTO decisions (at, who, text, why, journey, improvement, review)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                row,
            )
            return _decision((done.lastrowid, *row))

    def all(
        self,
        journey: str | None = None,
        *,
        improvement: int | None = None,
        review: int | None = None,
    ) -> list[Decision]:
        """The newest first."""
        asked = {"journey": journey, "improvement": improvement, "review": review}
        given = {name: value for name, value in asked.items() if value is not None}
        tests = " AND ".join(f"{name} = :{name}" for name in given) or "1"
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM decisions WHERE {tests} ORDER BY at DESC, id DESC LIMIT {MOST}",
                given,
            ).all()
        return [_decision(row) for row in rows]


def _decision(row: Any) -> Decision:
    id_, at, *rest = row
    return Decision(int(id_), from_micros(at), *rest)
