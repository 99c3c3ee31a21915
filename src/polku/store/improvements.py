"""Improvements: ideas, frictions, opportunities and experiments, with their votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Connection

from polku.clock import Clock
from polku.errors import NotFound, Problem, RequestRefused
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

LIMITED = ("opportunity", "experiment")
"""The kinds of which only so many may be under way at a time."""
MOST = 2_000  # in one list

_FIELDS = (
    "kind", "friction", "state", "title", "text", "journey", "stage", "arrow", "touchpoint", "persona",
    "parent", "customer_value", "business_value", "effort", "owner", "due", "programme", "metric",
    "verified", "source", "who", "author", "hidden",
)  # fmt: skip
_COLUMNS = ", ".join(("id", *_FIELDS, "created", "updated", "edition"))
_SELECT = f"SELECT {_COLUMNS}, (SELECT count(*) FROM votes v WHERE v.improvement = i.id) AS votes FROM improvements i"
_MOMENTS = ("due", "hidden", "created", "updated")
_JSON = ("metric", "verified")


@dataclass(frozen=True)
class Improvement:
    """One of them. `metric` is what is to get better; `verified` what was measured when it was done."""

    id: int
    kind: str
    friction: str
    state: str
    title: str
    text: str
    journey: str
    stage: str | None
    arrow: str | None
    touchpoint: str | None
    persona: str | None
    parent: int | None
    customer_value: int | None
    business_value: int | None
    effort: int | None
    owner: str
    due: datetime | None
    programme: str | None
    metric: Mapping[str, Any] | None
    verified: Mapping[str, Any] | None
    source: str
    who: str
    author: str
    hidden: datetime | None
    created: datetime
    updated: datetime
    edition: int
    votes: int


class Improvements:
    """`control.improvements`. A voter is known by a keyed hash only, so nobody's vote can be read."""

    def __init__(self, db: ControlDb, clock: Clock, key: bytes) -> None:
        self._db = db
        self._clock = clock
        self._key = key[:32]

    def all(self, **only: str | None) -> list[Improvement]:
        """Those whose journey, kind, state, stage and source are the given ones; the most voted, then the newest."""
        asked = {name: value for name, value in only.items() if value is not None}
        tests = " AND ".join(f"{name} = :{name}" for name in asked) or "1"
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"{_SELECT} WHERE {tests} ORDER BY votes DESC, created DESC, id DESC LIMIT {MOST}",
                asked,
            ).all()
        return [_improvement(row) for row in rows]

    def get(self, id: int) -> Improvement:
        """Raises NotFound (`improve.unknown`)."""
        with self._db.read() as connection:
            return _get(connection, id)

    def add(self, values: Mapping[str, Any]) -> Improvement:
        """A new one; fields that are not given are empty."""
        now = to_micros(self._clock())
        texts = ("friction", "text", "owner", "who", "author")
        row = dict.fromkeys(_FIELDS) | dict.fromkeys(texts, "") | _written(values)
        marks = ", ".join(f":{name}" for name in (*_FIELDS, "now"))
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                f"INSERT INTO improvements ({', '.join(_FIELDS)}, created, updated, edition) VALUES ({marks}, :now, 1)",
                {**row, "now": now},
            )
            return _get(connection, int(done.lastrowid))

    def change(
        self, id: int, values: Mapping[str, Any], *, edition: int | None, limit: int | None = None
    ) -> Improvement:
        """Sets fields. With `limit`, only when fewer of the journey's opportunities and experiments are under way.

        Raises NotFound, RequestRefused (409): `improve.edited`, `improve.wip`.
        """
        with self._db.write() as connection:
            found = _get(connection, id)
            if edition is not None and edition != found.edition:
                raise RequestRefused(Problem("improve.edited"), 409)
            if limit is not None:
                _keep_limit(connection, found, limit)
            row = _written(values)
            sets = "".join(f"{name} = :{name}, " for name in row if name in _FIELDS)
            connection.exec_driver_sql(
                f"UPDATE improvements SET {sets} updated = :now, edition = edition + 1 WHERE id = :id",
                {**row, "now": to_micros(self._clock()), "id": id},
            )
            return _get(connection, id)

    def vote(self, id: int, voter: str, *, on: bool = True) -> Improvement:
        """Gives a voter's one vote, or takes it back. Raises NotFound."""
        hashed = self._hashed(voter)
        with self._db.write() as connection:
            _get(connection, id)
            if on:
                connection.exec_driver_sql(
                    "INSERT OR IGNORE INTO votes VALUES (?, ?, ?)",
                    (id, hashed, to_micros(self._clock())),
                )
            else:
                connection.exec_driver_sql(
                    "DELETE FROM votes WHERE improvement = ? AND voter = ?", (id, hashed)
                )
            return _get(connection, id)

    def voted(self, voter: str) -> frozenset[int]:
        """What a voter has voted for."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT improvement FROM votes WHERE voter = ?", (self._hashed(voter),)
            ).all()
        return frozenset(int(row[0]) for row in rows)

    def _hashed(self, voter: str) -> bytes:
        return blake2b(f"vote|{voter}".encode(), key=self._key, digest_size=16).digest()


def _keep_limit(connection: Connection, one: Improvement, limit: int) -> None:
    # What is tried by an experiment of its own is under way once, as that.
    marks = ", ".join("?" * len(LIMITED))
    rows = connection.exec_driver_sql(
        f"""SELECT title FROM improvements i WHERE journey = ? AND state = 'doing' AND id NOT IN (?, ?)
        AND kind IN ({marks})
        AND NOT EXISTS (SELECT 1 FROM improvements c WHERE c.parent = i.id AND c.state = 'doing')""",
        (one.journey, one.id, one.parent or 0, *LIMITED),
    ).all()
    if len(rows) >= limit:
        titles = ", ".join(f"”{str(row[0])[:60]}”" for row in rows)
        params = {"limit": limit, "titles": titles}
        raise RequestRefused(Problem("improve.wip", params=params), 409)


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    row = dict(values)
    for name in _MOMENTS:
        if isinstance(row.get(name), datetime):
            row[name] = to_micros(row[name])
    for name in _JSON:
        if row.get(name) is not None:
            row[name] = msgspec.json.encode(row[name]).decode()
    return row


def _get(connection: Connection, id: int) -> Improvement:
    row = connection.exec_driver_sql(f"{_SELECT} WHERE id = ?", (id,)).first()
    if row is None:
        raise NotFound(Problem("improve.unknown", f"improvement {id}", {"id": id}))
    return _improvement(row)


def _improvement(row: Any) -> Improvement:
    values = dict(zip((*_COLUMNS.split(", "), "votes"), row, strict=True))
    for name in _MOMENTS:
        values[name] = None if values[name] is None else from_micros(values[name])
    for name in _JSON:
        values[name] = None if values[name] is None else msgspec.json.decode(values[name])
    return Improvement(**values)
