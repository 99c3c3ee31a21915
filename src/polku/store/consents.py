"""The consent ledger: what people agreed to, withdrew and objected to. Rows are added, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from polku.store.control_db import ControlDb
from polku.store.members import json_numbers, members_sql
from polku.store.micros import from_micros, to_micros

Basis = Literal["consent", "customer", "legitimate_interest", "contract"]
ALL = "*"
"""As purpose or channel of a row: every one."""

_ADD = """
INSERT INTO consents (identity, purpose, channel, basis, given, source, text_version, at, details)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS (
    SELECT 1 FROM consents WHERE identity = ?1 AND purpose = ?2 AND channel = ?3 AND basis = ?4
    AND given = ?5 AND source = ?6 AND text_version = ?7 AND at = ?8)"""


@dataclass(frozen=True)
class Consent:
    """One statement, kept under the `identity` that made it. `given` False: withdrawn or objected.
    `source` says where (form:guide, import, preferences, …), `text_version` which text was shown."""

    identity: int
    purpose: str
    channel: str
    basis: Basis
    given: bool
    source: str
    at: datetime
    text_version: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class Consents:
    """`control.consents`. A person has the statements of all their identities: they follow a merge
    by themselves."""

    def __init__(self, db: ControlDb) -> None:
        self._db = db

    def add(self, rows: Iterable[Consent]) -> int:
        """Writes statements down; one that stands there already (same words, same moment) adds
        nothing. Returns how many were new."""
        with self._db.write() as connection:
            return len(add_within(connection, rows))

    def of(self, person: int) -> list[Consent]:
        """A person's whole history, the newest first."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT c.identity, c.purpose, c.channel, c.basis, c.given, c.source, c.at,
                c.text_version, c.details FROM ({members_sql()}) m
                JOIN consents c USING (identity) ORDER BY c.at DESC, c.given, c.id DESC""",
                (json_numbers([person]),),
            ).all()
        return [
            Consent(i, p, c, b, bool(g), s, from_micros(at), t, msgspec.json.decode(d))
            for i, p, c, b, g, s, at, t, d in rows
        ]

    def state(
        self, people: Iterable[int] | NDArray[np.int64], purpose: str, channel: str
    ) -> dict[int, Consent]:
        """Person → the statement that holds for the purpose and channel: the last one that speaks of
        both, a withdrawal before what was given at the same instant. People of whom nothing is
        known are left out."""
        return self.states(people, purpose, (channel,))[channel]

    def states(
        self, people: Iterable[int] | NDArray[np.int64], purpose: str, channels: Sequence[str]
    ) -> dict[str, dict[int, Consent]]:
        """`state` of several channels at once: channel → person → statement."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT m.person, c.identity, c.purpose, c.channel, c.basis, c.given, c.source,
                c.at, c.text_version FROM ({members_sql()}) m
                JOIN consents c USING (identity) WHERE c.purpose IN (?2, '*')
                ORDER BY c.at, c.given DESC, c.id""",
                (json_numbers(people), purpose),
            ).all()
        found: dict[str, dict[int, Consent]] = {channel: {} for channel in channels}
        for person, i, p, c, basis, given, source, at, text in rows:  # the last one stays
            for channel in channels if c == ALL else (c,):
                if channel in found:
                    said = Consent(i, p, c, basis, bool(given), source, from_micros(at), text)
                    found[channel][int(person)] = said
        return found

    def about(self, purpose: str) -> dict[str, tuple[Consent, bool]]:
        """Channel → the statement that holds for it, and whether it had ever been given: for purposes whose channel
        names what a statement is about. `*` is not asked."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT identity, channel, basis, given, source, at, text_version, details
                FROM consents WHERE purpose = ? ORDER BY at, given DESC, id""",
                (purpose,),
            ).all()
        found: dict[str, tuple[Consent, bool]] = {}
        for i, c, b, g, s, at, t, d in rows:  # the last one stays
            ever = bool(g) or (c in found and found[c][1])
            details = msgspec.json.decode(d)
            found[c] = (Consent(i, purpose, c, b, bool(g), s, from_micros(at), t, details), ever)
        return found


def add_within(connection: Connection, rows: Iterable[Consent]) -> list[Consent]:
    """`Consents.add` in somebody's own transaction; returns those that were new."""
    return [row for row in rows if connection.exec_driver_sql(_ADD, _row(row)).rowcount]


def _row(row: Consent) -> tuple[Any, ...]:
    return (
        row.identity,
        row.purpose,
        row.channel,
        row.basis,
        int(row.given),
        row.source,
        row.text_version,
        to_micros(row.at),
        msgspec.json.encode(dict(row.details)).decode(),
    )
