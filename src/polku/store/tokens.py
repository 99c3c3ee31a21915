"""One-time tokens for signing in: the address that `serve` and `demo` print."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from polku.clock import Clock
from polku.store.control_db import ControlDb
from polku.store.micros import to_micros


@dataclass(frozen=True)
class Redeemed:
    """`user` is None when the token was made for a role, and not for somebody."""

    role: str
    user: str | None


class Tokens:
    """`control.tokens`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def issue(
        self,
        role: str = "owner",
        lasts: timedelta = timedelta(hours=1),
        *,
        user: str | None = None,
    ) -> str:
        """Makes a token that opens one session: of the user, else of whoever the role's links are for."""
        token = secrets.token_urlsafe(24)
        now = self._clock()
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM login_tokens WHERE expires < ?", (to_micros(now),)
            )
            connection.exec_driver_sql(
                "INSERT INTO login_tokens (sha256, role, expires, user) VALUES (?, ?, ?, ?)",
                (_hash(token), role, to_micros(now + lasts), user),
            )
        return token

    def redeem(self, token: str) -> Redeemed | None:
        """What a token opens, and its end; None when it is unknown, used or too old."""
        with self._db.write() as connection:
            row = connection.exec_driver_sql(
                "DELETE FROM login_tokens WHERE sha256 = ? RETURNING role, expires, user",
                (_hash(token),),
            ).first()
        return self._good(row)

    def peek(self, token: str) -> Redeemed | None:
        """What a token would open; it stays good."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT role, expires, user FROM login_tokens WHERE sha256 = ?", (_hash(token),)
            ).first()
        return self._good(row)

    def _good(self, row: Any) -> Redeemed | None:
        if row is None or row[1] < to_micros(self._clock()):
            return None
        return Redeemed(str(row[0]), row[2])


def _hash(token: str) -> bytes:
    # Looked up by hash, so timing tells nothing of the token.
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
