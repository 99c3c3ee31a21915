"""Web push: where a browser of a person listens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from polku.store.control_db import ControlDb
from polku.store.members import json_numbers, members_sql
from polku.store.micros import to_micros


@dataclass(frozen=True)
class PushSubscription:
    """One browser. `p256dh` and `auth` are its keys, base64url."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


class PushSubscriptions:
    """`control.push`. Kept under the identity that subscribed: follows a merge by itself."""

    def __init__(self, db: ControlDb) -> None:
        self._db = db

    def add(self, identity: int, subscription: PushSubscription, at: datetime) -> None:
        """Keeps a subscription; the same endpoint again takes the place of the former one."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO push_subscriptions VALUES (?, ?, ?, ?, ?)",
                (
                    subscription.endpoint,
                    identity,
                    subscription.p256dh,
                    subscription.auth,
                    to_micros(at),
                ),
            )

    def remove(self, endpoint: str) -> None:
        """The browser listens no more."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                "DELETE FROM push_subscriptions WHERE endpoint = ?", (endpoint,)
            )

    def keys(self, endpoint: str) -> tuple[str, str] | None:
        """A browser's `p256dh` and `auth`; None when it listens no more."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT p256dh, auth FROM push_subscriptions WHERE endpoint = ?", (endpoint,)
            ).first()
        return None if row is None else (str(row[0]), str(row[1]))

    def of(self, people: Iterable[int]) -> dict[int, list[PushSubscription]]:
        """The subscriptions of each person who has any, the newest first."""
        found: dict[int, list[PushSubscription]] = {}
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT m.person, p.endpoint, p.p256dh, p.auth FROM ({members_sql()}) m
                JOIN push_subscriptions p USING (identity) ORDER BY p.at DESC, p.endpoint""",
                (json_numbers(people),),
            ).all()
        for person, endpoint, p256dh, auth in rows:
            found.setdefault(int(person), []).append(PushSubscription(endpoint, p256dh, auth))
        return found
