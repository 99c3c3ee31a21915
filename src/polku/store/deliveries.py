"""Deliveries: each message that a programme wanted, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec

from polku.clock import Clock
from polku.errors import NotFound, Problem, RequestRefused
from polku.store.control_db import ControlDb
from polku.store.members import json_numbers, members_sql
from polku.store.micros import from_micros, to_micros

State = Literal["ready", "held", "claimed", "sent", "refused", "failed", "uncertain"]
STATES: tuple[State, ...] = (
    "ready", "held", "claimed", "sent", "refused", "failed", "uncertain",
)  # fmt: skip

COLUMNS = (
    "id, seq, person, programme, version, node, entry, kind, intent, purpose, priority, wanted,"
    " state, reason, params, channel, not_before, lease, worker, attempts, updated, sent, reference"
)
_TAKEN = "INSERT INTO marks VALUES ('outbox', ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)"
_PLACES = ", ".join("?" * (COLUMNS.count(",") + 1))
_STATE = 12  # the place of `state` in COLUMNS
_ADD = f"INSERT OR IGNORE INTO deliveries ({COLUMNS}) VALUES ({_PLACES})"


@dataclass(frozen=True)
class Delivery:
    """One row. `reason` is the code of why it is held, refused, failed or uncertain, "" otherwise;
    `params` what its words need, and what a message of no programme carries (`queue`)."""

    id: int
    seq: int
    person: int
    programme: str
    version: int
    node: str
    entry: int
    kind: str
    intent: str
    purpose: str
    priority: int
    wanted: datetime
    state: State
    reason: str
    params: Mapping[str, Any] = field(repr=False)
    channel: str | None
    not_before: datetime
    attempts: int
    updated: datetime
    sent: datetime | None
    reference: str | None

    @property
    def problem(self) -> Problem | None:
        """The reason with its words, None when there is none."""
        return Problem(self.reason, self.node, self.params) if "." in self.reason else None


class Deliveries:
    """`control.deliveries`: taking in, looking up, and what an editor decides. `control.claims` is
    the worker's side."""

    def __init__(self, db: ControlDb, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def reached(self) -> int:
        """The seq of the outbox up to which everything was taken; 0 at first."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql("SELECT value FROM marks WHERE name = 'outbox'")
            return int(row.scalar() or 0)

    def take(self, rows: Sequence[tuple[Any, ...]], reached: int) -> Collection[int]:
        """Keeps rows (values in the order of COLUMNS, JSON and µs as stored) and how far they go,
        in one transaction. A row whose id is there already changes nothing. Returns the ids of the
        claimed ones that were new."""
        new = set()
        with self._db.write() as connection:
            for row in (row for row in rows if row[_STATE] == "claimed"):
                if connection.exec_driver_sql(_ADD, row).rowcount:
                    new.add(int(row[0]))
            if others := [row for row in rows if row[_STATE] != "claimed"]:
                connection.exec_driver_sql(_ADD, others)
            connection.exec_driver_sql(_TAKEN, (reached,))
        return new

    def queue(
        self,
        id: int,
        person: int,
        *,
        intent: str,
        step: Mapping[str, Any],
        purpose: str = "transactional",
        channel: str = "email",
        address: str | None = None,
        links: Mapping[str, str] | None = None,
    ) -> bool:
        """A message of no programme, such as a double opt-in: ready at once, past the policy.

        `step` is what stands under `send` in a programme ({"email": {"subject": …, "body": …}});
        `links` are its own addresses (`{{ links.confirm }}`); `address` overrides the person's own,
        which may not be stored yet. Returns False when the id was queued before.
        """
        now = to_micros(self._clock())
        params = {"step": dict(step), "links": dict(links or {}), "address": address}
        row = (
            id, 0, person, "", 0, "", 0, "send", intent, purpose, 100, now,
            "ready", "", _json(params), channel, now, None, None, 0, now, None, None,
        )  # fmt: skip
        with self._db.write() as connection:
            return bool(connection.exec_driver_sql(_ADD, row).rowcount)

    def get(self, id: int) -> Delivery:
        """Raises NotFound (`delivery.unknown`)."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {COLUMNS} FROM deliveries WHERE id = ?", (id,)
            ).first()
        if row is None:
            raise NotFound(Problem("delivery.unknown", str(id), {"id": id}))
        return delivery(row)

    def find(self, ids: Iterable[int]) -> dict[int, Delivery]:
        """Those of the ids that there are."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT {COLUMNS} FROM deliveries
                WHERE id IN (SELECT value FROM json_each(?))""",
                (json_numbers(ids),),
            ).all()
        return {row[0]: delivery(row) for row in rows}

    def of(self, person: int, limit: int = 1000) -> list[Delivery]:
        """A person's messages, the newest first; those of a former number of theirs too."""
        named = ", ".join(f"d.{name.strip()}" for name in COLUMNS.split(","))
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT {named} FROM ({members_sql()}) m
                JOIN deliveries d ON d.person = m.identity
                ORDER BY coalesce(d.sent, d.updated) DESC, d.id LIMIT ?2""",
                (json_numbers([person]), limit),
            ).all()
        return [delivery(row) for row in rows]

    def page(
        self,
        *,
        state: str | None = None,
        programme: str | None = None,
        before: tuple[int, int] | None = None,
        limit: int = 50,
    ) -> list[Delivery]:
        """Messages by when they last changed, the newest first; `before` is (updated µs, id) of the
        last one of the page before."""
        where, values = ["true"], list[Any]()
        for column, value in (("state", state), ("programme", programme)):
            if value is not None:
                where.append(f"{column} = ?")
                values.append(value)
        if before is not None:
            where.append("(updated, id) < (?, ?)")
            values += before
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"""SELECT {COLUMNS} FROM deliveries WHERE {" AND ".join(where)}
                ORDER BY updated DESC, id DESC LIMIT ?""",
                (*values, limit),
            ).all()
        return [delivery(row) for row in rows]

    def counts(self, programme: str | None = None) -> dict[tuple[str, str], int]:
        """(state, reason) → messages, of one programme or of all."""
        only = "" if programme is None else "WHERE programme = ?"
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT state, reason, count(*) FROM deliveries {only} GROUP BY 1, 2",
                () if programme is None else (programme,),
            ).all()
        return {(state, reason): int(count) for state, reason, count in rows}

    def settle(self, id: int, *, send: bool) -> Delivery:
        """What to do with an uncertain message: send it (again), or let it be.

        Raises NotFound, RequestRefused (409, `delivery.not-uncertain`).
        """
        now = to_micros(self._clock())
        state, reason = ("ready", "") if send else ("refused", "delivery.dropped")
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                """UPDATE deliveries SET state = ?, reason = ?, not_before = ?, updated = ?,
                lease = NULL, worker = NULL WHERE id = ? AND state = 'uncertain'""",
                (state, reason, now, now, id),
            ).rowcount
        found = self.get(id)
        if not done:
            params = {"id": id, "state": found.state}
            raise RequestRefused(Problem("delivery.not-uncertain", str(id), params), 409)
        return found


def delivery(row: Any) -> Delivery:
    """A row of COLUMNS."""
    (
        id, seq, person, programme, version, node, entry, kind, intent, purpose, priority, wanted,
        state, reason, params, channel, not_before, _lease, _worker, attempts, updated, sent,
        reference,
    ) = row  # fmt: skip
    return Delivery(
        id, seq, person, programme, version, node, entry, kind, intent, purpose, priority,
        from_micros(wanted), state, reason, msgspec.json.decode(params), channel,
        from_micros(not_before), attempts, from_micros(updated),
        None if sent is None else from_micros(sent), reference,
    )  # fmt: skip


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
