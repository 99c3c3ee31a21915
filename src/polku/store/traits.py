"""What is known of people: names, addresses and other traits, and the groups they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.store.control_db import ControlDb
from polku.store.folding import fold
from polku.store.identities import MEMBERS
from polku.store.micros import to_micros
from polku.store.people_search import PeopleSearch

Ids = NDArray[np.int64]

SEARCHED = frozenset(
    ("name", "email", "first_name", "firstName", "last_name", "lastName", "username", "phone")
)
"""The traits that people search looks into."""

_CHUNK = 50_000
_SET = """
INSERT INTO traits (identity, key, value, at, folded) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (identity, key) DO UPDATE
SET value = excluded.value, at = excluded.at, folded = excluded.folded WHERE excluded.at >= at"""


class Traits:
    """`control.traits`. A trait is kept under the identity it came with; a person has those of all
    their identities, the newest of each. So traits follow a merge by themselves."""

    def __init__(self, db: ControlDb, people_search: PeopleSearch) -> None:
        self._db = db
        self._search = people_search

    def set(self, person: int, traits: Mapping[str, Any], at: datetime) -> None:
        """Sets traits of a person (or of one identity of theirs); the latest `at` wins."""
        micros = to_micros(at)
        rows = [_row(person, k, msgspec.json.encode(v).decode(), micros) for k, v in traits.items()]
        self._write(rows)

    def set_many(self, rows: pa.Table) -> None:
        """The same in bulk. Columns: identity int64, key string, value string (JSON), at
        timestamp[us] (UTC) or int64 microseconds."""
        columns = (
            rows["identity"].to_pylist(),
            rows["key"].to_pylist(),
            rows["value"].to_pylist(),
            rows["at"].cast(pa.int64()).to_pylist(),
        )
        self._write([_row(*row) for row in zip(*columns, strict=True)])

    def _write(self, rows: list[tuple[int, str, str, int, str | None]]) -> None:
        for start in range(0, len(rows), _CHUNK):
            with self._db.write() as connection:
                connection.exec_driver_sql(_SET, rows[start : start + _CHUNK])
            self._search.add(
                (identity, folded)
                for identity, _, _, _, folded in rows[start : start + _CHUNK]
                if folded is not None
            )

    def of(self, person: int) -> dict[str, Any]:
        """All traits of a person, by name."""
        found = self._of([person], None)
        return dict(sorted(found.get(person, {}).items()))

    def of_many(self, people: list[int]) -> dict[int, dict[str, Any]]:
        """All traits of each person who has any."""
        return self._of(people, None)

    def names(self, people: Ids) -> list[str | None]:
        """The name of each person: `name`, or first and last name; None when there is neither."""
        numbers = [int(p) for p in people]
        found = self._of(numbers, _NAMES)
        return [_name(found.get(person, {})) for person in numbers]

    def _of(self, people: list[int], keys: tuple[str, ...] | None) -> dict[int, dict[str, Any]]:
        wanted = msgspec.json.encode(people).decode()
        only = f" AND t.key IN {keys}" if keys else ""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT m.person, t.key, t.value FROM (
                    {MEMBERS}
                    UNION SELECT value, value FROM json_each(?1)
                    WHERE value NOT IN (SELECT identity FROM identities)
                ) m JOIN traits t USING (identity) WHERE true{only} ORDER BY t.at, t.value""",
                (wanted,),
            ).all()
        found: dict[int, dict[str, Any]] = {}
        for person, key, value in rows:  # oldest first: the newest stays
            found.setdefault(person, {})[key] = msgspec.json.decode(value)
        return found


_NAMES = ("name", "first_name", "last_name", "firstName", "lastName")


def _name(traits: Mapping[str, Any]) -> str | None:
    if name := traits.get("name"):
        return str(name)
    first = traits.get("first_name") or traits.get("firstName")
    last = traits.get("last_name") or traits.get("lastName")
    return " ".join(str(part) for part in (first, last) if part) or None


def _row(identity: int, key: str, value: str, at: int) -> tuple[int, str, str, int, str | None]:
    return identity, key, value, at, _folded(value) if key in SEARCHED else None


def _folded(value: str) -> str | None:
    text = msgspec.json.decode(value)
    return fold(text) if isinstance(text, str) else None
