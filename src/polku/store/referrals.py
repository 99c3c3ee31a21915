"""The codes by which people bring their friends: one for each, and it says nothing about them."""

from __future__ import annotations

import secrets

from polku.clock import Clock
from polku.store.control_db import ControlDb
from polku.store.micros import to_micros

# no vowels, so no words; nothing that looks like something else
_LETTERS = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 10  # 48 bits: not to be guessed


class Referrals:
    """`control.referrals`."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def code_of(self, identity: int) -> str:
        """The code of a person (or identity); made when there is none yet."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
        with self._db.read() as connection:
            found = connection.exec_driver_sql(_CODE, (identity,)).scalar()
        if found is not None:
            return str(found)
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO referral_codes (code, identity, at) VALUES (?, ?, ?)",
                (code, identity, to_micros(self._clock())),
            )
            return str(connection.exec_driver_sql(_CODE, (identity,)).scalar_one())

    def identity_of(self, code: str) -> int | None:
        """Whose code it is; None when it is nobody's."""
        with self._db.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT identity FROM referral_codes WHERE code = ?", (code,)
            ).scalar()
        return None if found is None else int(found)


_CODE = "SELECT code FROM referral_codes WHERE identity = ?"
