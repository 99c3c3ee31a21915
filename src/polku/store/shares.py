"""Links that let people without a login read: the map, the idea box, a review."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from polku.clock import Clock
from polku.errors import NotFound, Problem
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

ShareKind = Literal["map", "live-map", "ideas", "review"]
_COLUMNS = "token, kind, target, name, who, created, expires, revoked"


@dataclass(frozen=True)
class Share:
    """A link; `target` is the key of the journey or the id of the review."""

    token: str
    kind: str
    target: str
    name: str
    who: str
    created: datetime
    expires: datetime | None
    revoked: datetime | None


class Shares:
    """`control.shares`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def make(
        self,
        kind: ShareKind,
        target: str,
        *,
        who: str,
        name: str = "",
        expires: datetime | None = None,
    ) -> Share:
        """A new link, with a name that nobody can guess (128 bits)."""
        token = secrets.token_urlsafe(16)
        until = None if expires is None else to_micros(expires)
        row = (token, kind, target, name, who, to_micros(self._clock()), until, None)
        with self._db.write() as connection:
            connection.exec_driver_sql("INSERT INTO shares VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return _share(row)

    def open(self, kind: ShareKind, token: str) -> Share:
        """The link that is good now. Raises NotFound (`link.unknown`, `link.expired`)."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM shares WHERE token = ? AND kind = ?", (token, kind)
            ).first()
        if row is None or row[7] is not None:
            raise NotFound(Problem("link.unknown"))
        found = _share(row)
        if found.expires is not None and found.expires <= self._clock():
            raise NotFound(Problem("link.expired"))
        return found

    def all(self, kind: ShareKind | None = None, target: str | None = None) -> list[Share]:
        """The newest first, revoked ones too."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT {_COLUMNS} FROM shares WHERE (?1 IS NULL OR kind = ?1)
                AND (?2 IS NULL OR target = ?2) ORDER BY created DESC, token""",
                (kind, target),
            ).all()
        return [_share(row) for row in rows]

    def revoke(self, token: str) -> Share:
        """The link opens nothing any more. Raises NotFound (`link.unknown`)."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "UPDATE shares SET revoked = ? WHERE token = ? AND revoked IS NULL",
                (to_micros(self._clock()), token),
            )
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM shares WHERE token = ?", (token,)
            ).first()
        if row is None:
            raise NotFound(Problem("link.unknown"))
        return _share(row)


def _share(row: Any) -> Share:
    token, kind, target, name, who, created, expires, revoked = row
    moments = [None if each is None else from_micros(each) for each in (expires, revoked)]
    return Share(token, kind, target, name, who, from_micros(created), *moments)
