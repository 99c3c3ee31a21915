"""The ids people came with, and which of them are one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Connection

from polku.events.identity import KINDS, Kind, canonical_people, identity_hash
from polku.store.control_db import ControlDb
from polku.store.folding import folded_if_needed
from polku.store.micros import from_micros
from polku.store.people_search import PeopleSearch

Ids = NDArray[np.int64]

_CHUNK = 50_000  # rows per transaction, so that ingest never waits long for a large import
_KEPT = 1_000_000  # identities remembered in memory

_REMEMBER = """
INSERT INTO identities (identity, person, kind, value, folded, first_seen)
VALUES (?1, ?1, ?2, ?3, ?4, ?5)
ON CONFLICT (identity) DO UPDATE SET first_seen = excluded.first_seen
WHERE excluded.first_seen < first_seen"""

# Everyone who is one person with the people in ?1 (JSON array): themselves, and those led to them.
MEMBERS = """
SELECT identity, person FROM identities
WHERE identity IN (SELECT value FROM json_each(?1)) AND person = identity
UNION ALL
SELECT identity, person FROM identities
WHERE person IN (SELECT value FROM json_each(?1)) AND person <> identity"""

# A person's number is that of a user id as soon as there is one.
_UNREACHABLE = """
SELECT identity FROM identities i
WHERE identity IN (SELECT value FROM json_each(?1)) AND kind = 'anonymous'
AND NOT EXISTS (
    SELECT 1 FROM traits t WHERE t.identity = i.identity AND t.key IN ('email', 'phone')
)"""


@dataclass(frozen=True)
class Identity:
    """One id of a person, as it came."""

    identity: int
    kind: Kind
    value: str
    first_seen: datetime


class Identities:
    """`control.identities`."""

    def __init__(self, db: ControlDb, key: bytes, people_search: PeopleSearch) -> None:
        self._db = db
        self._key = key
        self._search = people_search
        self._known: dict[int, int] = {}  # identity → first_seen as stored, or later
        self._lock = Lock()

    def remember(self, rows: pa.Table) -> int:
        """Keeps ids with when they were first seen (the earliest stands). Returns rows written.

        Columns: identity int64, kind string, value string, first_seen timestamp[us] (UTC) or int64
        microseconds. Known rows cost next to nothing.
        """
        rows = rows.sort_by("identity")  # neighbours in the table are written together
        numbers, values = rows["identity"].to_pylist(), rows["value"].to_pylist()
        seen = rows["first_seen"].cast(pa.int64()).to_pylist()
        plain = pc.all(pc.string_is_ascii(rows["value"])).as_py()
        texts = [None] * len(values) if plain else [folded_if_needed(v) for v in values]
        ready = list(zip(numbers, rows["kind"].to_pylist(), values, texts, seen, strict=True))
        with self._lock:
            known = self._known
            if known:
                ready = [row for row in ready if row[0] not in known or known[row[0]] > row[4]]
        for start in range(0, len(ready), _CHUNK):
            with self._db.write() as connection:
                connection.exec_driver_sql(_REMEMBER, ready[start : start + _CHUNK])
            self._search.add(
                (number, value if folded is None else folded)
                for number, _, value, folded, _ in ready[start : start + _CHUNK]
            )
        with self._lock:
            if len(known) + len(ready) > _KEPT:
                known.clear()
            for row in ready[:_KEPT]:
                known[row[0]] = min(row[4], known.get(row[0], row[4]))
        return len(ready)

    def link(self, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
        """Makes both identities of each pair one person, for good.

        Returns identity → person for everyone in the groups it touched, also where nothing changed:
        hand it to `Write.merge`, and a crash between the two databases heals when the same link is
        made again. ValueError for an identity that was never remembered.
        """
        ends = np.array([pair for pair in pairs if pair[0] != pair[1]], dtype=np.int64).reshape(
            -1, 2
        )
        if not len(ends):
            return {}
        with self._db.write() as connection:
            return self._link(connection, ends)

    def _link(self, connection: Connection, ends: Ids) -> dict[int, int]:
        wanted = np.unique(ends)
        found = _rows(connection, "identity, person", "identity", wanted)
        if len(found) != len(wanted):
            raise ValueError("a link names an identity that was never remembered")
        table = np.array(sorted(found), dtype=np.int64)
        person_of = table[:, 1][np.searchsorted(table[:, 0], ends)]
        people = np.unique(person_of)
        users = {
            i
            for i, kind in _rows(connection, "identity, kind", "identity", people)
            if kind == "user"
        }
        is_user = np.array([int(p) in users for p in people], dtype=bool)
        canonical = canonical_people(people, is_user, person_of[:, 0], person_of[:, 1])
        moved = canonical != people
        changes = list(zip(canonical[moved].tolist(), people[moved].tolist(), strict=True))
        if changes:
            connection.exec_driver_sql(
                "UPDATE identities SET person = ?1 WHERE person = ?2 AND person <> identity",
                changes,
            )
            connection.exec_driver_sql(
                "UPDATE identities SET person = ?1 WHERE identity = ?2", changes
            )
        members = connection.exec_driver_sql(MEMBERS, (_json(np.unique(canonical)),))
        return {int(identity): int(person) for identity, person in members}

    def find(self, value: str) -> int | None:
        """The person with this id, of either kind (a user id before an anonymous one)."""
        with self._db.read() as connection:
            for kind in KINDS:
                identity = identity_hash(self._key, kind, value)
                row = connection.exec_driver_sql(
                    "SELECT person FROM identities WHERE identity = ?", (identity,)
                ).first()
                if row:
                    return int(row[0])
        return None

    def person_of(self, identity: int) -> int:
        """The person of an identity; itself when it is not known."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT person FROM identities WHERE identity = ?", (identity,)
            ).first()
        return int(row[0]) if row else identity

    def of(self, person: int) -> list[Identity]:
        """All ids of a person, first seen first."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT identity, kind, value, first_seen FROM ({MEMBERS}) "
                "JOIN identities USING (identity) ORDER BY first_seen, kind DESC, value",
                (_json([person]),),
            ).all()
        return [Identity(i, kind, value, from_micros(seen)) for i, kind, value, seen in rows]

    def labels(self, people: Ids) -> list[str]:
        """The id to show for each person: a user id where there is one, else an anonymous one.

        The number itself, in text, for a person control does not know.
        """
        numbers = np.asarray(people, np.int64)
        with self._db.read() as connection:
            found = dict(_rows(connection, "identity, value", "identity", numbers))
        return [str(found.get(person, person)) for person in numbers.tolist()]

    def unreachable(self, people: Ids) -> Ids:
        """Those of the people who are anonymous still: no user id, no e-mail address, no phone."""
        numbers = _json(np.asarray(people, np.int64))
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(_UNREACHABLE, (numbers,)).scalars().all()
        return np.array(rows, np.int64)

    def anonymous(self, identities: Ids) -> list[str | None]:
        """For each identity its value when it is an anonymous id, else None."""
        numbers = np.asarray(identities, np.int64)
        sql = """SELECT identity, value FROM identities
        WHERE kind = 'anonymous' AND identity IN (SELECT value FROM json_each(?))"""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(sql, (_json(numbers),)).all()
            found: dict[int, str] = {int(identity): value for identity, value in rows}
        return [found.get(identity) for identity in numbers.tolist()]

    def search(self, text: str, limit: int = 50) -> list[int]:
        """People whose id, name or e-mail has this text in it; beginnings come first.

        Neither case nor accents matter.
        """
        return self._search.search(text, limit)

    def prepare_search(self) -> None:
        """Readies `search`, so that the first one is as fast as the next."""
        self._search.prepare()

    def forget(self, identities: Ids) -> dict[int, int]:
        """See `Control.forget`."""
        gone = np.asarray(identities, np.int64)
        with self._lock, self._db.write() as connection:
            for table in ("identities", "traits", "memberships"):
                connection.exec_driver_sql(
                    f"DELETE FROM {table} WHERE identity IN (SELECT value FROM json_each(?))",
                    (_json(gone),),
                )
            self._known.clear()
            self._search.clear()
            # Someone whose canonical identity went gets a new one, by the same rule.
            left = connection.exec_driver_sql(
                """SELECT identity, person, kind FROM identities WHERE person <> identity
                AND person IN (SELECT value FROM json_each(?))""",
                (_json(gone),),
            ).all()
            heirs: dict[int, tuple[bool, int]] = {}
            for identity, person, kind in left:
                rank = (kind != "user", identity)
                heirs[person] = min(heirs.get(person, rank), rank)
            changes = {identity: heirs[person][1] for identity, person, _ in left}
            if changes:
                connection.exec_driver_sql(
                    "UPDATE identities SET person = ?2 WHERE identity = ?1", list(changes.items())
                )
        return changes


def _json(numbers: Iterable[int] | Ids) -> str:
    values = numbers.tolist() if isinstance(numbers, np.ndarray) else list(numbers)
    return msgspec.json.encode(values).decode()


def _rows(
    connection: Connection, columns: str, key: str, numbers: Ids
) -> list[tuple[int, int | str]]:
    rows = connection.exec_driver_sql(
        f"SELECT {columns} FROM identities WHERE {key} IN (SELECT value FROM json_each(?))",
        (_json(numbers),),
    )
    return [(row[0], row[1]) for row in rows]
