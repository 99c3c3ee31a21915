"""Who was shown which version of an offer: counts for all, and the list a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros


@dataclass(frozen=True)
class Answer:
    """What one party has said: yes or no, and when."""

    party: str
    name: str
    at: datetime
    accepted: bool


@dataclass(frozen=True)
class Reach:
    """How many people a version has reached. `held`: for how many it still holds, the last of them until
    `until` (None: for good, or for nobody). `answers`: (yes, no) said → how many showings."""

    people: int = 0
    held: int = 0
    until: datetime | None = None
    answers: Mapping[tuple[int, int], int] | None = None


@dataclass(frozen=True)
class Showing:
    """One showing: to whom, which version, until when, and what each party has said."""

    id: int
    person: int
    version: int
    shown: datetime
    expires: datetime | None
    answers: tuple[Answer, ...]


class Seen:
    """`control.offers.seen()`. A person is the canonical one: rows follow a merge."""

    def __init__(self, db: ControlDb) -> None:
        self._db = db

    def reach(self, key: str, now: datetime) -> dict[int, Reach]:
        """Version → what came of it."""
        at = to_micros(now)
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT version, count(DISTINCT person),
                    count(DISTINCT CASE WHEN expires IS NULL OR expires > ?2 THEN person END),
                    max(CASE WHEN expires > ?2 THEN expires END)
                FROM (SELECT s.version, s.expires, coalesce(i.person, s.identity) AS person
                    FROM offers_shown s LEFT JOIN identities i USING (identity) WHERE s.offer = ?1)
                GROUP BY version""",
                (key, at),
            ).all()
            said = connection.exec_driver_sql(
                """SELECT version, yes, no, count(*) FROM (
                    SELECT s.version, sum(a.accepted) AS yes, sum(1 - a.accepted) AS no
                    FROM offers_shown s JOIN acceptances a ON a.shown = s.id
                    WHERE s.offer = ? GROUP BY s.id, s.version)
                GROUP BY version, yes, no""",
                (key,),
            ).all()
        answers: dict[int, dict[tuple[int, int], int]] = {}
        for version, yes, no, count in said:
            answers.setdefault(int(version), {})[int(yes), int(no)] = int(count)
        return {
            int(version): Reach(
                int(people),
                int(held),
                None if until is None else from_micros(until),
                answers.get(int(version), {}),
            )
            for version, people, held, until in rows
        }

    def page(
        self, key: str, *, version: int | None, after: tuple[int, int] | None, limit: int
    ) -> list[Showing]:
        """The showings, the newest first. `after`: (moment in microseconds, id) of the last one seen."""
        at, id = after or (2**63 - 1, 2**63 - 1)
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT s.id, coalesce(i.person, s.identity), s.version, s.shown, s.expires
                FROM offers_shown s LEFT JOIN identities i USING (identity)
                WHERE s.offer = ?1 AND (?2 IS NULL OR s.version = ?2)
                    AND (s.shown < ?3 OR (s.shown = ?3 AND s.id < ?4))
                ORDER BY s.shown DESC, s.id DESC LIMIT ?5""",
                (key, version, at, id, limit),
            ).all()
            said = connection.exec_driver_sql(
                """SELECT shown, party, name, at, accepted FROM acceptances
                WHERE shown IN (SELECT value FROM json_each(?)) ORDER BY at""",
                (msgspec.json.encode([row[0] for row in rows]).decode(),),
            ).all()
        answers: dict[int, list[Answer]] = {}
        for showing, party, name, moment, accepted in said:
            answers.setdefault(int(showing), []).append(
                Answer(party, name, from_micros(moment), bool(accepted))
            )
        return [
            Showing(
                int(row[0]),
                int(row[1]),
                int(row[2]),
                from_micros(row[3]),
                None if row[4] is None else from_micros(row[4]),
                tuple(answers.get(int(row[0]), ())),
            )
            for row in rows
        ]
