"""How often the pages of forms were opened: a number for each version and day. Of whom, nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from polku.store.control_db import ControlDb


@dataclass(frozen=True)
class Opened:
    """All openings of a form, and the first day that was counted."""

    times: int
    since: date


class FormOpenings:
    """`control.form_openings`."""

    def __init__(self, db: ControlDb) -> None:
        self._db = db

    def count(self, form: str, version: int, day: date) -> None:
        """One more."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                """INSERT INTO form_openings VALUES (?, ?, ?, 1)
                ON CONFLICT (form, version, day) DO UPDATE SET times = times + 1""",
                (form, version, day.isoformat()),
            )

    def all(self) -> dict[str, Opened]:
        """Of each form that was ever opened."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT form, sum(times), min(day) FROM form_openings GROUP BY form"
            ).all()
        return {form: Opened(int(times), date.fromisoformat(day)) for form, times, day in rows}
