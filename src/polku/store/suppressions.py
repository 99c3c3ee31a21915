"""Addresses that are not written to, whoever they belong to. Only keyed hashes of them are kept, so
that an address stays suppressed after its person was erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Literal

from polku.clock import Clock
from polku.store.control_db import ControlDb
from polku.store.micros import to_micros

Reason = Literal["bounced", "complained", "unsubscribed", "erased", "manual"]

FOR_ALL = frozenset({"bounced", "manual"})
"""Reasons that stop every message; the others stop marketing, not what a contract needs."""

BY_PERSON = ("unsubscribed", "erased")
"""Reasons that a new consent of the person takes away."""

_AT_ONCE = 900  # parameters of one statement

_ADD = """
INSERT INTO suppressions (channel, address, reason, at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (channel, address) DO UPDATE SET reason = excluded.reason, at = excluded.at
WHERE suppressions.reason NOT IN ('bounced', 'manual')"""


class Suppressions:
    """`control.suppressions`."""

    def __init__(self, db: ControlDb, key: bytes, clock: Clock) -> None:
        self._db = db
        self._key = key
        self._clock = clock

    def add(self, channel: str, address: str, reason: Reason) -> None:
        """Writes to the address no more. A reason that stops everything stays."""
        row = (channel, self.hashed(channel, address), reason, to_micros(self._clock()))
        with self._db.write() as connection:
            connection.exec_driver_sql(_ADD, row)

    def remove(self, channel: str, address: str) -> None:
        """The address may be written to again."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM suppressions WHERE channel = ? AND address = ?",
                (channel, self.hashed(channel, address)),
            )

    def lift(self, channel: str, address: str) -> None:
        """The person has consented anew: what they themselves had asked for holds no more."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM suppressions WHERE channel = ? AND address = ? AND reason IN (?, ?)",
                (channel, self.hashed(channel, address), *BY_PERSON),
            )

    def reasons(self, channel: str, addresses: Iterable[str]) -> Mapping[str, str]:
        """Address → reason, for those of `addresses` that are suppressed."""
        found: dict[str, str] = {}
        with self._db.read() as connection:
            one = "SELECT 1 FROM suppressions WHERE channel = ? LIMIT 1"
            if connection.exec_driver_sql(one, (channel,)).first() is None:
                return found
            of = {self.hashed(channel, address): address for address in addresses}
            hashes = list(of)
            for start in range(0, len(hashes), _AT_ONCE):
                some = hashes[start : start + _AT_ONCE]
                rows = connection.exec_driver_sql(
                    f"""SELECT address, reason FROM suppressions
                    WHERE channel = ? AND address IN ({",".join("?" * len(some))})""",
                    (channel, *some),
                )
                found.update({of[bytes(address)]: reason for address, reason in rows})
        return found

    def hashed(self, channel: str, address: str) -> bytes:
        """What is kept of an address: case and surrounding spaces do not matter."""
        text = f"{channel}|{address.strip().lower()}".encode("utf-8", "surrogatepass")
        return blake2b(text, key=self._key, digest_size=16).digest()
