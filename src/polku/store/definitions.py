"""What a team defines: journeys, programmes, segments, forms and offers, as drafts and published versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from typing import Any, Literal

import msgspec

from polku.clock import Clock
from polku.errors import NotFound, Problem, RequestRefused
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

Kind = Literal["programme", "segment", "form", "offer", "journey", "journey-named"]
_COLUMNS = "kind, key, body, edition, state, details, created, updated, who"


@dataclass(frozen=True)
class Definition:
    """A draft and its state. `body` is the text as it was written (YAML); `edition` grows with each
    save; `details` belongs to the state (for a programme, see `polku.care`)."""

    kind: str
    key: str
    body: str
    edition: int
    state: str
    details: Mapping[str, Any]
    created: datetime
    updated: datetime
    who: str


@dataclass(frozen=True)
class Version:
    """What was published: never changed, its number never used again."""

    kind: str
    key: str
    version: int
    body: str
    published: datetime
    who: str
    note: str


class Definitions:
    """`control.definitions`. `changes` grows whenever anything here is written by this process."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.changes = 0

    def save(
        self, kind: Kind, key: str, body: str, *, who: str, edition: int | None = None
    ) -> Definition:
        """Keeps a draft. With `edition`, only when it is still that one (0: when there is none yet).

        Raises RequestRefused (409, `care.edited`) when somebody saved in between.
        """
        now = to_micros(self._clock())
        with self._db.write() as connection:
            row = connection.exec_driver_sql(
                "SELECT edition, who FROM definitions WHERE kind = ? AND key = ?", (kind, key)
            ).first()
            found = int(row[0]) if row else 0
            if edition is not None and edition != found:
                params = {"key": key, "who": str(row[1]) if row else "–"}
                raise RequestRefused(Problem("care.edited", f"{kind} {key}", params), 409)
            connection.exec_driver_sql(
                f"""INSERT INTO definitions ({_COLUMNS}) VALUES (?1, ?2, ?3, 1, 'draft', '{{}}', ?4, ?4, ?5)
                ON CONFLICT (kind, key) DO UPDATE
                SET body = ?3, edition = edition + 1, updated = ?4, who = ?5""",
                (kind, key, body, now, who),
            )
        self.changes += 1
        return self.get(kind, key)

    def get(self, kind: Kind, key: str) -> Definition:
        """Raises NotFound (`care.unknown`)."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM definitions WHERE kind = ? AND key = ?", (kind, key)
            ).first()
        if row is None:
            raise NotFound(Problem("care.unknown", f"{kind} {key}", {"kind": kind, "key": key}))
        return _definition(row)

    def all(self, kind: Kind) -> list[Definition]:
        """All of a kind, by key."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM definitions WHERE kind = ? ORDER BY key", (kind,)
            ).all()
        return [_definition(row) for row in rows]

    def set_state(self, kind: Kind, key: str, state: str, details: Mapping[str, Any]) -> None:
        """Raises NotFound (`care.unknown`)."""
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                "UPDATE definitions SET state = ?, details = ? WHERE kind = ? AND key = ?",
                (state, msgspec.json.encode(dict(details)).decode(), kind, key),
            )
        if not done.rowcount:
            raise NotFound(Problem("care.unknown", f"{kind} {key}", {"kind": kind, "key": key}))
        self.changes += 1

    def begin(
        self, kind: Kind, key: str | None, wanted: str, body: Callable[[str], str], *, who: str
    ) -> Definition:
        """A new draft, its text made of its key: `key`, or when that is None, `wanted` or its next free number.

        Raises RequestRefused (409 `care.exists`) when `key` is taken."""
        while True:
            made = self.free_key(kind, wanted) if key is None else key
            try:
                return self.save(kind, made, body(made), who=who, edition=0)
            except RequestRefused:  # somebody has it, or took it in between
                if key is not None:
                    raise RequestRefused(Problem("care.exists", key, {"key": key}), 409) from None

    def free_key(self, kind: Kind, wanted: str) -> str:
        """A key that nothing of the kind has or has had: `wanted`, or with the next number."""
        with self._db.read() as connection:
            taken = set(
                connection.exec_driver_sql(
                    """SELECT key FROM definitions WHERE kind = ?1
                    UNION SELECT key FROM versions WHERE kind = ?1""",
                    (kind,),
                ).scalars()
            )
        numbered = (f"{wanted[:58]}-{number}" for number in count(2))
        return next(key for key in chain([wanted], numbered) if key not in taken)

    def delete(self, kind: Kind, key: str) -> None:
        """Takes the draft away; published versions stay, for what was sent refers to them."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM definitions WHERE kind = ? AND key = ?", (kind, key)
            )
        self.changes += 1

    def publish(self, kind: Kind, key: str, body: str, *, who: str, note: str) -> int:
        """Adds the next version; returns its number."""
        with self._db.write() as connection:
            last = connection.exec_driver_sql(
                "SELECT coalesce(max(version), 0) FROM versions WHERE kind = ? AND key = ?",
                (kind, key),
            ).scalar_one()
            connection.exec_driver_sql(
                "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)",
                (kind, key, last + 1, body, to_micros(self._clock()), who, note),
            )
        self.changes += 1
        return int(last) + 1

    def version(self, kind: Kind, key: str, version: int) -> Version:
        """Raises NotFound (`care.unknown-version`)."""
        for each in self.versions(kind, key):
            if each.version == version:
                return each
        params = {"kind": kind, "key": key, "version": version}
        raise NotFound(Problem("care.unknown-version", f"{kind} {key} {version}", params))

    def newest(self, kind: Kind, key: str) -> Version | None:
        """The version that was published last."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                """SELECT version, body, published, who, note FROM versions
                WHERE kind = ? AND key = ? ORDER BY version DESC LIMIT 1""",
                (kind, key),
            ).first()
        if row is None:
            return None
        return Version(kind, key, row[0], row[1], from_micros(row[2]), row[3], row[4])

    def versions(self, kind: Kind, key: str) -> list[Version]:
        """The published versions, the newest first."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT kind, key, version, body, published, who, note FROM versions
                WHERE kind = ? AND key = ? ORDER BY version DESC""",
                (kind, key),
            ).all()
        return [
            Version(kind, key, row[2], row[3], from_micros(row[4]), row[5], row[6]) for row in rows
        ]


def _definition(row: Any) -> Definition:
    kind, key, body, edition, state, details, created, updated, who = row
    return Definition(
        kind,
        key,
        body,
        edition,
        state,
        msgspec.json.decode(details),
        from_micros(created),
        from_micros(updated),
        who,
    )
