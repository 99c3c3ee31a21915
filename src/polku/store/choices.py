"""What the team chose once: how it began, what it has put away."""

from __future__ import annotations

from typing import Any

import msgspec

from polku.clock import Clock
from polku.store.control_db import ControlDb
from polku.store.micros import to_micros


class Choices:
    """`control.choices`: one JSON value by name."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def get(self, name: str) -> Any:
        """The value, or None when nothing was chosen."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT value FROM choices WHERE name = ?", (name,)
            ).first()
        return None if row is None else msgspec.json.decode(row[0])

    def put(self, name: str, value: Any, *, who: str) -> None:
        """Chooses, in place of what was chosen before."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?)",
                (name, msgspec.json.encode(value).decode(), to_micros(self._clock()), who),
            )
