"""The worker's side of deliveries: what is due, who has it, and what became of it.

A row is taken by compare-and-set: whoever turns it from ready to claimed has it until the lease
ends. `begun` is written down before a message is handed over; so after a crash it is known which
messages may have gone out and which have not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection

from polku.store.control_db import ControlDb
from polku.store.deliveries import COLUMNS, Delivery, State, delivery
from polku.store.members import json_numbers

BEGUN = "begun"
"""As `reason` of a claimed row: it is being handed over. No problem code: it has no dot."""

AGAIN = ("service", "transactional")
"""Purposes that are sent again when it is not known whether they went; so are deeds that are the
same done twice (set, task, webhook)."""

_MAY_REPEAT = (
    f"(purpose IN {AGAIN} OR kind IN ('set', 'task', 'webhook'))"  # constants of this file
)


@dataclass(frozen=True)
class Outcome:
    """What became of a claimed message. `not_before` and `sent` in µs; `params` are added to the
    row's own."""

    id: int
    state: State
    reason: str = ""
    params: Mapping[str, Any] = field(default_factory=dict, repr=False)
    not_before: int | None = None
    sent: int | None = None
    reference: str | None = None


class Claims:
    """`control.claims`."""

    def __init__(self, db: ControlDb) -> None:
        self._db = db

    def held_due(self, now: int) -> list[int]:
        """Held messages whose time has come, in the order of their turn: priority, then waiting."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT id FROM deliveries WHERE state = 'held' AND not_before <= ?
                ORDER BY priority DESC, wanted, id""",
                (now,),
            )
            return [row[0] for row in rows]

    def next_due(self) -> int | None:
        """When the next held or waiting message is due (µs), None when there is none."""
        with self._db.read() as connection:
            found = connection.exec_driver_sql(
                """SELECT min(due) FROM (
                SELECT min(not_before) AS due FROM deliveries WHERE state = 'held'
                UNION ALL SELECT min(not_before) FROM deliveries WHERE state = 'ready'
                UNION ALL SELECT min(lease) FROM deliveries WHERE state = 'claimed')"""
            ).scalar()
        return None if found is None else int(found)

    def decided(self, rows: Sequence[tuple[Any, ...]], *, was: State = "held") -> None:
        """Writes verdicts: (state, reason, params JSON, channel, not_before, updated, id) of rows
        that are still in the state `was`."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                f"""UPDATE deliveries SET state = ?, reason = ?, params = json_patch(params, ?),
                channel = ?, not_before = ?, updated = ?, lease = NULL, worker = NULL
                WHERE id = ? AND state = '{was}'""",
                list(rows),
            )

    def claim(
        self, channel: str, worker: str, *, now: int, until: int, limit: int
    ) -> list[Delivery]:
        """Takes at most `limit` due messages of a channel until the lease ends, the higher priority
        first."""
        with self._db.read() as connection:
            found = connection.exec_driver_sql(
                """SELECT id FROM deliveries
                WHERE state = 'ready' AND channel = ? AND not_before <= ?
                ORDER BY priority DESC LIMIT ?""",
                (channel, now, limit),
            ).all()
        if not found:
            return []
        with self._db.write() as connection:
            rows = connection.exec_driver_sql(
                f"""UPDATE deliveries SET state = 'claimed', reason = '', lease = ?1, worker = ?2
                WHERE state = 'ready' AND id IN (SELECT value FROM json_each(?3))
                RETURNING {COLUMNS}""",
                (until, worker, json_numbers(row[0] for row in found)),
            ).all()
        return sorted((delivery(row) for row in rows), key=lambda d: (-d.priority, d.wanted))

    def waiting(self, programme: str, version: int, node: str, limit: int) -> list[int]:
        """At most so many of the people to whom a message of the step is ready."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT DISTINCT person FROM deliveries
                WHERE state = 'ready' AND programme = ? AND version = ? AND node = ? LIMIT ?""",
                (programme, version, node, limit),
            )
            return [int(row[0]) for row in rows]

    def begin(self, ids: Iterable[int], worker: str, *, now: int, until: int) -> set[int]:
        """Writes down that these are being handed over; gives those that are still the worker's."""
        with self._db.write() as connection:
            rows = connection.exec_driver_sql(
                """UPDATE deliveries SET reason = ?, attempts = attempts + 1, updated = ?, lease = ?
                WHERE state = 'claimed' AND worker = ? AND reason = ''
                AND id IN (SELECT value FROM json_each(?)) RETURNING id""",
                (BEGUN, now, until, worker, json_numbers(ids)),
            ).all()
        return {row[0] for row in rows}

    def give_back(self, ids: Iterable[int], worker: str) -> None:
        """Lets go of messages that were not begun."""
        with self._db.write() as connection:
            connection.exec_driver_sql(
                """UPDATE deliveries SET state = 'ready', lease = NULL, worker = NULL
                WHERE state = 'claimed' AND worker = ? AND reason = ''
                AND id IN (SELECT value FROM json_each(?))""",
                (worker, json_numbers(ids)),
            )

    def recover(self, now: int, *, worker: str) -> int:
        """Frees what nobody works on any more: of other workers (a process that has died: only one
        owns the workspace at a time), or with its lease over. What was not begun is ready again;
        what was begun is ready again when it may go out twice, and uncertain when not."""
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                f"""UPDATE deliveries SET lease = NULL, worker = NULL, updated = ?1,
                reason = CASE WHEN reason = '{BEGUN}' AND NOT {_MAY_REPEAT}
                    THEN 'delivery.uncertain' ELSE '' END,
                state = CASE WHEN reason = '{BEGUN}' AND NOT {_MAY_REPEAT}
                    THEN 'uncertain' ELSE 'ready' END
                WHERE state = 'claimed' AND (worker <> ?2 OR lease < ?1)""",
                (now, worker),
            )
        return int(done.rowcount)

    def recall(self, now: int, *, reason: str | None = None, channels: Sequence[str] = ()) -> int:
        """Has held messages with a reason, and ready ones of some channels, decided anew."""
        with self._db.write() as connection:
            done = connection.exec_driver_sql(
                """UPDATE deliveries SET state = 'held', not_before = ?1
                WHERE (state = 'held' AND reason = ?2) OR (state = 'ready' AND programme <> ''
                AND channel IN (SELECT value FROM json_each(?3)))""",
                (now, reason, msgspec.json.encode(list(channels)).decode()),
            )
        return int(done.rowcount)


def finish_within(
    connection: Connection, outcomes: Sequence[Outcome], worker: str, now: int
) -> set[int]:
    """Marks what became of claimed messages, in somebody's own transaction; gives the ids of those
    that were still the worker's."""
    done = set()
    for one in outcomes:
        params = msgspec.json.encode(dict(one.params)).decode()
        found = connection.exec_driver_sql(
            """UPDATE deliveries SET state = ?, reason = ?, params = json_patch(params, ?),
            not_before = coalesce(?, not_before), sent = coalesce(?, sent),
            reference = coalesce(?, reference), updated = ?, lease = NULL, worker = NULL
            WHERE id = ? AND state = 'claimed' AND worker = ?""",
            (
                one.state, one.reason, params, one.not_before, one.sent, one.reference, now,
                one.id, worker,
            ),
        )  # fmt: skip
        if found.rowcount:
            done.add(one.id)
    return done
