"""Write keys: what a site or a program sends events with. Only their hashes are stored."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock

from polku.clock import Clock
from polku.errors import NotFound, Problem
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

LOOK_EVERY = 0.1  # seconds; a key revoked by another process is valid no longer than that


@dataclass(frozen=True)
class WriteKey:
    """A key as a list shows it. `prefix` is its beginning; the key itself cannot be had back."""

    id: str
    name: str
    prefix: str
    created: datetime
    last_used: datetime | None
    revoked: datetime | None


class Keys:
    """`control.keys`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._lock = Lock()
        self._watch = db.engine.raw_connection()  # sees when anyone, other processes too, commits
        self._version: int | None = None
        self._look_after = 0.0  # in monotonic time
        self._names: Mapping[bytes, tuple[str, str]] = {}
        self._used: dict[str, int] = {}

    def create(self, name: str) -> tuple[str, str]:
        """Makes a key; returns (id, write key). The write key is shown this once."""
        key_id, write_key = secrets.token_hex(6), f"wk_{secrets.token_urlsafe(24)}"
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO write_keys (id, name, sha256, prefix, created) VALUES (?, ?, ?, ?, ?)",
                (key_id, name, _hash(write_key), write_key[:9], to_micros(self._clock())),
            )
        self._changed()
        return key_id, write_key

    def verify(self, write_key: str) -> str | None:
        """The name of a valid key, else None. A key that this process revoked a moment ago is not
        valid; one that another process revoked may be for `LOOK_EVERY` seconds yet."""
        digest = _hash(write_key)
        with self._lock:
            # Every batch accepted is a commit that `_look` cannot tell from a new key.
            if time.monotonic() >= self._look_after or digest not in self._names:
                self._look()
            found = self._names.get(digest)
            if found is None:
                return None
            key_id, name = found
            self._used[key_id] = to_micros(self._clock())
            return name

    def _changed(self) -> None:
        with self._lock:
            self._look_after = 0.0

    def _look(self) -> None:
        began = time.monotonic()
        cursor = self._watch.cursor()
        try:
            (version,) = cursor.execute("PRAGMA data_version").fetchone() or (None,)
            if version != self._version:
                cursor.execute("SELECT sha256, id, name FROM write_keys WHERE revoked IS NULL")
                self._names = {bytes(d): (key_id, name) for d, key_id, name in cursor.fetchall()}
                self._version = version
            self._look_after = began + LOOK_EVERY
        finally:
            cursor.close()

    def list(self) -> list[WriteKey]:
        """All keys, revoked ones too, oldest first."""
        self.note_use()
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT id, name, prefix, created, last_used, revoked FROM write_keys "
                "ORDER BY created, id"
            ).all()
        return [
            WriteKey(i, name, prefix, from_micros(created), _moment(used), _moment(revoked))
            for i, name, prefix, created, used, revoked in rows
        ]

    def revoke(self, key_id: str) -> None:
        """Ends a key at once. NotFound when there is none; ending it twice is no error."""
        with self._db.write() as connection:
            changed = connection.exec_driver_sql(
                "UPDATE write_keys SET revoked = coalesce(revoked, ?) WHERE id = ?",
                (to_micros(self._clock()), key_id),
            ).rowcount
        self._changed()
        if not changed:
            raise NotFound(Problem("store.no-key", params={"id": key_id}))

    def note_use(self) -> None:
        """Writes down when keys were last used: kept in memory meanwhile, off the hot path."""
        with self._lock:
            used, self._used = self._used, {}
        if used:
            with self._db.write() as connection:
                connection.exec_driver_sql(
                    "UPDATE write_keys SET last_used = ? WHERE id = ?",
                    [(at, key_id) for key_id, at in used.items()],
                )

    def close(self) -> None:
        self.note_use()
        self._watch.close()


def _hash(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
