"""Files handed in by browser: kept, proposed, run, with their results."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from polku.clock import Clock
from polku.errors import NotFound, Problem
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

State = Literal["ready", "running", "done", "failed"]


@dataclass(frozen=True)
class Import:
    """One file. `progress` goes from 0 to 1; `errors` are problems as dicts."""

    id: str
    filename: str
    path: str
    bytes: int
    state: State
    progress: float
    result: dict[str, Any] | None
    errors: list[dict[str, Any]]
    created: datetime


_COLUMNS = "id, filename, path, bytes, state, progress, result, errors, created"


class Imports:
    """`control.imports`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def create(self, filename: str, path: str, size: int) -> str:
        """Notes a kept file of `size` bytes, ready to be imported; returns its id."""
        import_id = secrets.token_hex(8)
        with self._db.write() as connection:
            connection.exec_driver_sql(
                f"INSERT INTO imports ({_COLUMNS}) VALUES (?, ?, ?, ?, 'ready', 0, NULL, '[]', ?)",
                (import_id, filename, path, size, to_micros(self._clock())),
            )
        return import_id

    def start(self, import_id: str) -> bool:
        """Takes the file for a run. False when one is running already: nobody runs it twice."""
        with self._db.write() as connection:
            changed = connection.exec_driver_sql(
                "UPDATE imports SET state = 'running', progress = 0, result = NULL, errors = '[]' "
                "WHERE id = ? AND state <> 'running'",
                (import_id,),
            ).rowcount
        return changed == 1

    def update(
        self,
        import_id: str,
        *,
        state: State | None = None,
        progress: float | None = None,
        result: dict[str, Any] | None = None,
        errors: list[dict[str, Any]] | None = None,
    ) -> None:
        """Changes what is given."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "UPDATE imports SET state = coalesce(?, state), progress = coalesce(?, progress), "
                "result = coalesce(?, result), errors = coalesce(?, errors) WHERE id = ?",
                (state, progress, _json(result), _json(errors), import_id),
            )

    def fail_running(self, errors: list[dict[str, Any]]) -> int:
        """Marks what was running when the process ended as failed (at start); returns how many."""
        with self._db.write() as connection:
            return connection.exec_driver_sql(
                "UPDATE imports SET state = 'failed', errors = ? WHERE state = 'running'",
                (_json(errors),),
            ).rowcount

    def remove_ready(self, before: datetime) -> Sequence[str]:
        """Drops the files kept before that moment and never run; returns their paths."""
        where = "WHERE state = 'ready' AND created < ?"
        with self._db.write() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT path FROM imports {where}", (to_micros(before),)
            ).all()
            if rows:
                connection.exec_driver_sql(f"DELETE FROM imports {where}", (to_micros(before),))
        return [path for (path,) in rows]

    def folders(self) -> set[str]:
        """The folders of all files, whether the file is there still or not."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql("SELECT path FROM imports").all()
        return {str(Path(path).parent) for (path,) in rows}

    def get(self, import_id: str) -> Import:
        """One file; NotFound when there is none."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM imports WHERE id = ?", (import_id,)
            ).first()
        if row is None:
            raise NotFound(Problem("store.no-import", params={"id": import_id}))
        return _import(row)

    def list(self, limit: int = 100) -> list[Import]:
        """The files, newest first."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM imports ORDER BY created DESC, id LIMIT ?", (limit,)
            ).all()
        return [_import(row) for row in rows]


def _json(value: object) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _import(row: Any) -> Import:
    fields = dict(zip(_COLUMNS.split(", "), row, strict=True))
    result = fields["result"]
    fields["result"] = None if result is None else msgspec.json.decode(result)
    fields["errors"] = msgspec.json.decode(fields["errors"])
    fields["created"] = from_micros(fields["created"])
    return Import(**fields)
