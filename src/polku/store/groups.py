"""Groups (companies, households) and who belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from polku.store.control_db import ControlDb
from polku.store.identities import MEMBERS
from polku.store.micros import to_micros


class Groups:
    """`control.groups`. Like traits, a membership is kept under the identity it came with."""

    def __init__(self, db: ControlDb) -> None:
        self._db = db

    def set(self, group_id: str, traits: Mapping[str, Any], at: datetime) -> None:
        """Sets traits of a group; those it has and this call does not name stay."""
        self.set_many([(group_id, traits)], at)

    def set_many(self, groups: Iterable[tuple[str, Mapping[str, Any]]], at: datetime) -> None:
        """The same for many groups."""
        micros = to_micros(at)
        rows = [(g, msgspec.json.encode(traits).decode(), micros) for g, traits in groups]
        if rows:
            with self._db.write() as connection:
                connection.exec_driver_sql(_SET, rows)

    def join(self, memberships: Iterable[tuple[int, str]], at: datetime) -> None:
        """Puts identities into groups; the earliest time stands."""
        micros = to_micros(at)
        rows = [(identity, group, micros) for identity, group in memberships]
        if rows:
            with self._db.write() as connection:
                connection.exec_driver_sql(_JOIN, rows)

    def of(self, person: int) -> dict[str, dict[str, Any]]:
        """The groups of a person: id → traits."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT DISTINCT group_id, coalesce(traits, '{{}}') FROM (
                    {MEMBERS} UNION SELECT value, value FROM json_each(?1)
                ) JOIN memberships USING (identity) LEFT JOIN groups USING (group_id)
                ORDER BY group_id""",
                (msgspec.json.encode([person]).decode(),),
            ).all()
        return {group: msgspec.json.decode(traits) for group, traits in rows}

    def members(self, group_id: str) -> list[int]:
        """The people of a group."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT DISTINCT coalesce(i.person, m.identity) FROM memberships m
                LEFT JOIN identities i USING (identity) WHERE m.group_id = ? ORDER BY 1""",
                (group_id,),
            ).all()
        return [int(person) for (person,) in rows]


# json_patch keeps what the newer object does not name; an older call adds only what is lacking.
_SET = """
INSERT INTO groups (group_id, traits, at) VALUES (?, ?, ?)
ON CONFLICT (group_id) DO UPDATE SET
    traits = CASE WHEN excluded.at >= at THEN json_patch(traits, excluded.traits)
                  ELSE json_patch(excluded.traits, traits) END,
    at = max(at, excluded.at)"""

_JOIN = """
INSERT INTO memberships (identity, group_id, at) VALUES (?, ?, ?)
ON CONFLICT (identity, group_id) DO UPDATE SET at = min(at, excluded.at)"""
