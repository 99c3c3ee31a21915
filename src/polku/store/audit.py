"""Who changed what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from polku.clock import Clock
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros


@dataclass(frozen=True)
class Entry:
    """One deed: `what` is a code such as "keys.revoke"."""

    at: datetime
    who: str
    what: str
    details: dict[str, Any]
    id: int = 0


class Audit:
    """`control.audit`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def record(self, who: str, what: str, details: Mapping[str, Any] | None = None) -> None:
        """Writes a deed down."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO audit (at, who, what, details) VALUES (?, ?, ?, ?)",
                (to_micros(self._clock()), who, what, msgspec.json.encode(details or {}).decode()),
            )

    def list(self, limit: int = 100, *, before: int | None = None) -> list[Entry]:
        """The deeds, newest first; with `before`, those that come after that one on the list."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT at, who, what, details, id FROM audit WHERE ?1 IS NULL OR id < ?1
                ORDER BY id DESC LIMIT ?2""",
                (before, limit),
            ).all()
        return [Entry(from_micros(a), w, t, msgspec.json.decode(d), i) for a, w, t, d, i in rows]
