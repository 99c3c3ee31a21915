"""Which version of an offer each person was shown, and who has said yes or no to it.

What was shown is frozen: until it expires the person keeps that version, whatever is published after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import Connection

from polku.errors import NotFound, Problem
from polku.events.identity import uid_hash
from polku.offers.model import Offer, load_offer
from polku.store.control_db import ControlDb
from polku.store.definitions import Definitions
from polku.store.identities import MEMBERS
from polku.store.micros import from_micros, to_micros
from polku.store.offers_seen import Answer, Seen

_COLUMNS = "id, identity, offer, version, shown, expires"
# rows follow a merge: those shown to any identity of the person are the person's
_OF_PERSON = f"""SELECT {_COLUMNS} FROM offers_shown WHERE identity IN (
    SELECT ?1 UNION SELECT identity FROM ({MEMBERS.replace("?1", "?2")}))"""


@dataclass(frozen=True)
class Shown:
    """A version of an offer as one person was shown it; `expires` None: holds for good."""

    id: int
    identity: int
    offer: str
    version: int
    shown: datetime
    expires: datetime | None


class Offers:
    """`control.offers`."""

    def __init__(self, db: ControlDb, definitions: Definitions) -> None:
        self._db = db
        self._definitions = definitions

    def latest(self, key: str) -> tuple[int, Offer]:
        """The newest published version. Raises NotFound (`offer.not-published`), also when it is closed."""
        versions = self._definitions.versions("offer", key)
        if not versions or self._definitions.get("offer", key).state == "closed":
            raise NotFound(Problem("offer.not-published", f"offer {key}", {"key": key}))
        return versions[0].version, _load(versions[0].body)

    def version(self, key: str, version: int) -> Offer:
        """One published version, as it was. Raises NotFound."""
        return _load(self._definitions.version("offer", key, version).body)

    def show(
        self, person: int, key: str, at: datetime, id: int | None = None, *, zone: str = "UTC"
    ) -> Shown:
        """What `person` (or any identity) sees of the offer at a moment: the version frozen for them
        while it is valid, else the newest, frozen from now on under `id` (the message's, or one made
        from person, offer and time). Its days begin and end in `zone`. Doing it twice changes nothing.
        Raises NotFound (`offer.not-published`, `offer.not-now`)."""
        now = to_micros(at)
        with self._db.read() as connection:
            if found := _valid(connection, person, key, now):
                return found
        version, offer = self.latest(key)
        begins, ends = offer.begins(zone), offer.ends(zone)
        if (begins is not None and at < begins) or (ends is not None and at >= ends):
            raise NotFound(Problem("offer.not-now", f"offer {key}", {"key": key}))
        expires = to_micros(offer.expires(at, zone))
        id = uid_hash("offer", f"{person}|{key}|{now}") if id is None else id
        with self._db.write() as connection:
            # asked again: somebody else may have shown it between the two
            if found := _valid(connection, person, key, now):
                return found
            connection.exec_driver_sql(
                f"INSERT OR IGNORE INTO offers_shown ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
                (id, person, key, version, now, expires),
            )
        return self.get(id)

    def get(self, id: int) -> Shown:
        """Raises NotFound (`link.unknown`)."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM offers_shown WHERE id = ?", (id,)
            ).first()
        if row is None:
            raise NotFound(Problem("link.unknown", "offer"))
        return _shown(row)

    def of(self, person: int) -> list[Shown]:
        """All that the person was shown, the newest first."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"{_OF_PERSON} ORDER BY shown DESC, id", (person, _json(person))
            ).all()
        return [_shown(row) for row in rows]

    def held(self, person: int, key: str, at: datetime) -> Shown | None:
        """What is frozen for the person at a moment; None when nothing is."""
        with self._db.read() as connection:
            return _valid(connection, person, key, to_micros(at))

    def seen(self) -> Seen:
        """Who was shown what, as lists and counts."""
        return Seen(self._db)

    def answer(self, id: int, party: str, name: str, at: datetime, accepted: bool) -> bool:
        """Keeps a party's answer; returns whether it changed anything. A yes is for good: an offer
        that was accepted is a deal, so only a no can still become a yes."""
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                """INSERT INTO acceptances (shown, party, name, at, accepted) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (shown, party) DO UPDATE
                SET name = excluded.name, at = excluded.at, accepted = excluded.accepted
                WHERE accepted = 0 AND excluded.accepted = 1""",
                (id, party, name, to_micros(at), int(accepted)),
            )
        return bool(done.rowcount)

    def answers(self, id: int) -> dict[str, Answer]:
        """Party → what they have said."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT party, name, at, accepted FROM acceptances WHERE shown = ? ORDER BY at",
                (id,),
            ).all()
        return {row[0]: Answer(row[0], row[1], from_micros(row[2]), bool(row[3])) for row in rows}


@lru_cache(maxsize=256)
def _load(body: str) -> Offer:
    return load_offer(body)


def _valid(connection: Connection, person: int, key: str, now: int) -> Shown | None:
    row = connection.exec_driver_sql(
        f"""SELECT {_COLUMNS} FROM ({_OF_PERSON})
        WHERE offer = ?3 AND shown <= ?4 AND (expires IS NULL OR expires > ?4)
        ORDER BY shown, id LIMIT 1""",
        (person, _json(person), key, now),
    ).first()
    return None if row is None else _shown(row)


def _json(person: int) -> str:
    return msgspec.json.encode([person]).decode()


def _shown(row: tuple[int, int, str, int, int, int | None] | object) -> Shown:
    id, identity, offer, version, shown, expires = row  # type: ignore[misc]
    return Shown(
        id,
        identity,
        offer,
        version,
        from_micros(shown),
        None if expires is None else from_micros(expires),
    )
