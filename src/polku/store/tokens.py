"""One-time tokens for signing in: the address that `serve` and `demo` print."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from polku.clock import Clock
from polku.store.control_db import ControlDb
from polku.store.micros import to_micros


class Tokens:
    """`control.tokens`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def issue(self, role: str = "owner", lasts: timedelta = timedelta(hours=1)) -> str:
        """Makes a token that opens one session with the role."""
        token = secrets.token_urlsafe(24)
        now = self._clock()
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM login_tokens WHERE expires < ?", (to_micros(now),)
            )
            connection.exec_driver_sql(
                "INSERT INTO login_tokens (sha256, role, expires) VALUES (?, ?, ?)",
                (_hash(token), role, to_micros(now + lasts)),
            )
        return token

    def redeem(self, token: str) -> str | None:
        """The role of a token, and its end; None when it is unknown, used or too old."""
        with self._db.write() as connection:
            row = connection.exec_driver_sql(
                "DELETE FROM login_tokens WHERE sha256 = ? RETURNING role, expires", (_hash(token),)
            ).first()
        if row is None or row[1] < to_micros(self._clock()):
            return None
        return str(row[0])


def _hash(token: str) -> bytes:
    # Looked up by hash, so timing tells nothing of the token.
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
