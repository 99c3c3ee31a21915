"""The control database: everything that can name a person, and what must outlive a crash."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from polku.clock import Clock, system_clock
from polku.errors import Problem, StoreError
from polku.store.audit import Audit
from polku.store.choices import Choices
from polku.store.claims import Claims
from polku.store.comments import Comments
from polku.store.consents import Consents
from polku.store.control_db import ControlDb
from polku.store.control_schema import prepare
from polku.store.decision_log import DecisionLog
from polku.store.definitions import Definitions
from polku.store.deliveries import Deliveries
from polku.store.form_openings import FormOpenings
from polku.store.groups import Groups
from polku.store.identities import Identities
from polku.store.imports import Imports
from polku.store.improvements import Improvements
from polku.store.keys import Keys
from polku.store.offers import Offers
from polku.store.people_search import PeopleSearch
from polku.store.push import PushSubscriptions
from polku.store.referrals import Referrals
from polku.store.reviews import Reviews
from polku.store.shares import Shares
from polku.store.suppressions import Suppressions
from polku.store.tasks import TaskRows
from polku.store.tokens import Tokens
from polku.store.traits import Traits
from polku.store.users import Users


class Control:
    """Open it with `Control.open`; all methods are safe from any thread.

    `identities`, `traits`, `groups`, `keys`, `tokens`, `users`, `comments`, `imports`, `audit`, `definitions`,
    `deliveries`, `choices`, `claims`, `consents`, `suppressions`, `push`, `offers`, `referrals` and `tasks`
    are its parts. `link_key` signs the addresses that people outside open; `push_key` is the private
    key of web push, 32 bytes of P-256.
    """

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self.db = db
        self.identity_key = self._secret("identity_key")
        self.session_key = self._secret("session_key")
        self.link_key = self._secret("link_key")
        self.push_key = self._secret("push_key", _p256_scalar())
        people_search = PeopleSearch(db)
        self.identities = Identities(db, self.identity_key, people_search)
        self.traits = Traits(db, people_search)
        self.groups = Groups(db)
        self.keys = Keys(db, clock)
        self.tokens = Tokens(db, clock)
        self.users = Users(db, clock)
        self.comments = Comments(db, clock)
        self.imports = Imports(db, clock)
        self.audit = Audit(db, clock)
        self.definitions = Definitions(db, clock)
        self.deliveries = Deliveries(db, clock)
        self.choices = Choices(db, clock)
        self.claims = Claims(db)
        self.consents = Consents(db)
        self.suppressions = Suppressions(db, self._secret("suppression_key"), clock)
        self.push = PushSubscriptions(db)
        self.offers = Offers(db, self.definitions)
        self.referrals = Referrals(db, clock)
        self.tasks = TaskRows(db)
        self.improvements = Improvements(db, clock, self.link_key)
        self.decisions = DecisionLog(db, clock)
        self.reviews = Reviews(db, clock)
        self.shares = Shares(db, clock)
        self.form_openings = FormOpenings(db)

    @classmethod
    def open(cls, path: Path | str, *, clock: Clock = system_clock) -> Control:
        """Opens the SQLite file at `path`, or makes it, with its secrets.

        Raises StoreError when it is not one of ours or a newer Polku made it, StoreFull.
        """
        db = ControlDb(Path(path).resolve())
        try:
            with db.write() as connection:
                prepare(connection, db.path)
            return cls(db, clock)
        except (DatabaseError, sqlite3.DatabaseError) as error:
            db.close()
            reason = str(error.orig if isinstance(error, DatabaseError) else error)
            params = {"path": db.path, "reason": reason}
            raise StoreError(Problem("store.unreadable", params=params)) from error
        except BaseException:
            db.close()
            raise

    def _secret(self, name: str, made: bytes | None = None) -> bytes:
        with self.db.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO secrets VALUES (?, ?)",
                (name, made or secrets.token_bytes(32)),
            )
            rows = connection.exec_driver_sql("SELECT value FROM secrets WHERE name = ?", (name,))
            return bytes(rows.scalar_one())

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """See `ControlDb.write`."""
        with self.db.write() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """See `ControlDb.read`."""
        with self.db.read() as connection:
            yield connection

    def forget(self, identities: NDArray[np.int64]) -> dict[int, int]:
        """Deletes ids and all that is known under them.

        Returns identity → person for those left behind whose person went: hand it to `Write.merge`.
        """
        return self.identities.forget(identities)

    def close(self) -> None:
        """Closes every connection."""
        self.keys.close()
        self.db.close()

    def __enter__(self) -> Control:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _p256_scalar() -> bytes:
    """A private key of the curve P-256: 1 … order − 1."""
    return (secrets.randbelow(_P256_ORDER - 1) + 1).to_bytes(32, "big")
