"""Review meetings: the agenda as it stood when the meeting began, and its minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from polku.clock import Clock
from polku.errors import NotFound, Problem, RequestRefused
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

_COLUMNS = "id, journey, started, ended, who, agenda, minutes"


@dataclass(frozen=True)
class Review:
    """One meeting; `ended` None while it goes on."""

    id: int
    journey: str
    started: datetime
    ended: datetime | None
    who: str
    agenda: Mapping[str, Any]
    minutes: Mapping[str, Any]


class Reviews:
    """`control.reviews`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def begin(self, journey: str, agenda: Mapping[str, Any], *, who: str) -> Review:
        """A new meeting."""
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                """INSERT INTO reviews (journey, started, who, agenda, minutes)
                VALUES (?, ?, ?, ?, '{}')""",
                (journey, to_micros(self._clock()), who, msgspec.json.encode(agenda).decode()),
            )
        return self.get(int(done.lastrowid))

    def write(self, id: int, minutes: Mapping[str, Any], *, ended: bool = False) -> Review:
        """Keeps the minutes; `ended` closes them. Raises NotFound, RequestRefused (409, `improve.ended`)."""
        text = msgspec.json.encode(minutes).decode()
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                "UPDATE reviews SET minutes = ?, ended = ? WHERE id = ? AND ended IS NULL",
                (text, to_micros(self._clock()) if ended else None, id),
            )
        found = self.get(id)
        if not done.rowcount:
            raise RequestRefused(Problem("improve.ended", f"review {id}", {"id": id}), 409)
        return found

    def get(self, id: int) -> Review:
        """Raises NotFound (`improve.unknown-review`)."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM reviews WHERE id = ?", (id,)
            ).first()
        if row is None:
            raise NotFound(Problem("improve.unknown-review", f"review {id}", {"id": id}))
        return _review(row)

    def all(self, journey: str) -> list[Review]:
        """The newest first."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM reviews WHERE journey = ? ORDER BY started DESC, id DESC LIMIT 200",
                (journey,),
            ).all()
        return [_review(row) for row in rows]


def _review(row: Any) -> Review:
    id_, journey, started, ended, who, agenda, minutes = row
    return Review(
        id_,
        journey,
        from_micros(started),
        None if ended is None else from_micros(ended),
        who,
        msgspec.json.decode(agenda),
        msgspec.json.decode(minutes),
    )
