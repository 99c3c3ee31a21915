"""Tasks of people of ours, with what they wrote down: the hand-off from programmes to sales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec
import pyarrow as pa
from sqlalchemy import Connection

from polku.errors import NotFound, Problem, RequestRefused
from polku.store.control_db import ControlDb
from polku.store.micros import from_micros, to_micros

TaskState = Literal["open", "late", "done"]

# A task follows its person through merges by being asked so.
_SELECT = """
SELECT t.id, coalesce(i.person, t.person), t.programme, t.version, t.node, t.title, t.owner, t.contact,
    t.opened, t.due, t.state, t.answered, t.outcome, t.breached, t.brief
FROM tasks t LEFT JOIN identities i ON i.identity = t.person"""
_OPENED = pa.schema(
    {
        "id": pa.int64(),
        "person": pa.int64(),
        "programme": pa.string(),
        "node": pa.string(),
        "title": pa.string(),
        "stage": pa.string(),
        "opened": pa.int64(),
        "due": pa.int64(),
        "answered": pa.int64(),
    }
)
_STATES = {
    "open": "t.state = 'open'",
    "late": "t.state = 'open' AND t.due < :now",
    "done": "t.state = 'done'",
}


@dataclass(frozen=True)
class TaskRow:
    """One task. `brief` is a JSON object as it stood when the task was made."""

    id: int
    person: int
    programme: str
    version: int
    node: str
    title: str
    owner: str
    contact: str
    opened: datetime
    due: datetime | None
    state: str
    answered: datetime | None
    outcome: str | None
    breached: datetime | None
    brief: Mapping[str, Any] = field(repr=False)

    def late(self, now: datetime) -> bool:
        """Whether nobody has answered and the target is past."""
        return self.state == "open" and self.due is not None and self.due < now


@dataclass(frozen=True)
class Note:
    """A line of the log of a task."""

    at: datetime
    who: str
    text: str = field(repr=False)


class TaskRows:
    """`control.tasks`."""

    def __init__(self, db: ControlDb) -> None:
        self._db = db

    def page(self, state: TaskState, owner: str | None, now: datetime) -> list[TaskRow]:
        """Open and late ones by their target, the nearest first; done ones by when they were answered."""
        order = (
            "t.answered DESC, t.id" if state == "done" else "t.due IS NULL, t.due, t.opened, t.id"
        )
        only = "" if owner is None else "AND t.owner = :owner"
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"{_SELECT} WHERE {_STATES[state]} {only} ORDER BY {order} LIMIT 500",
                {"now": to_micros(now), "owner": owner},
            ).all()
        return [_task(row) for row in rows]

    def counts(self, owner: str | None, now: datetime) -> dict[str, int]:
        """ "open" (late ones too), "late" and "done"."""
        only = "" if owner is None else "WHERE t.owner = :owner"
        sums = ", ".join(f"coalesce(sum({test}), 0)" for test in _STATES.values())
        with self._db.read() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {sums} FROM tasks t {only}", {"now": to_micros(now), "owner": owner}
            ).one()
        return dict(zip(_STATES, map(int, row), strict=True))

    def get(self, id: int) -> TaskRow:
        """Raises NotFound (`task.unknown`)."""
        with self._db.read() as connection:
            row = connection.exec_driver_sql(f"{_SELECT} WHERE t.id = ?", (id,)).first()
        if row is None:
            raise NotFound(Problem("task.unknown", f"task {id}", {"id": str(id)}))
        return _task(row)

    def notes(self, id: int) -> list[Note]:
        """The log, oldest first."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT at, who, text FROM task_notes WHERE task = ? ORDER BY at, id", (id,)
            ).all()
        return [Note(from_micros(at), who, text) for at, who, text in rows]

    def log(self, id: int, note: Note) -> None:
        """A line more; also of a task that is done."""
        with self._db.write() as connection:
            note_within(connection, id, note)

    def reassign(self, id: int, owner: str) -> None:
        """Somebody else does it."""
        with self._db.write() as connection:
            connection.exec_driver_sql("UPDATE tasks SET owner = ? WHERE id = ?", (owner, id))

    def opened_between(self, start: datetime, end: datetime) -> pa.Table:
        """Those opened after `start` and at or before `end`, oldest first: id, person, programme, node, title, stage
        (key, or null), opened, due, answered (microseconds; null when there is none)."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                """SELECT t.id, coalesce(i.person, t.person), t.programme, t.node, t.title,
                    json_extract(t.brief, '$.stage'), t.opened, t.due, t.answered
                FROM tasks t LEFT JOIN identities i ON i.identity = t.person
                WHERE t.opened > ? AND t.opened <= ? ORDER BY t.opened, t.id""",
                (to_micros(start), to_micros(end)),
            ).all()
        columns = list(zip(*rows, strict=True)) or [()] * len(_OPENED)
        return pa.table(
            [pa.array(each, kind) for each, kind in zip(columns, _OPENED.types, strict=True)],
            schema=_OPENED,
        )

    def breaching(self, now: datetime) -> list[TaskRow]:
        """Open ones whose target is past and of which no alert went."""
        with self._db.read() as connection:
            rows = connection.exec_driver_sql(
                f"{_SELECT} WHERE t.state = 'open' AND t.due < ? AND t.breached IS NULL LIMIT 500",
                (to_micros(now),),
            ).all()
        return [_task(row) for row in rows]


def open_within(connection: Connection, task: TaskRow) -> bool:
    """Keeps a new task in somebody's own transaction; False when it is there already."""
    return bool(
        connection.exec_driver_sql(
            """INSERT OR IGNORE INTO tasks (id, person, programme, version, node, title, owner,
            contact, opened, due, state, brief) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)""",
            (
                task.id, task.person, task.programme, task.version, task.node, task.title,
                task.owner, task.contact, to_micros(task.opened),
                None if task.due is None else to_micros(task.due),
                msgspec.json.encode(dict(task.brief)).decode(),
            ),
        ).rowcount
    )  # fmt: skip


def answer_within(connection: Connection, id: int, outcome: str, now: datetime) -> None:
    """Done, with what came of it. Raises RequestRefused (409, `task.done`) when it was done before."""
    done = connection.exec_driver_sql(
        """UPDATE tasks SET state = 'done', answered = ?, outcome = ?
        WHERE id = ? AND state = 'open'""",
        (to_micros(now), outcome, id),
    )
    if not done.rowcount:
        raise RequestRefused(Problem("task.done", f"task {id}", {"id": str(id)}), 409)


def breach_within(connection: Connection, id: int, now: datetime) -> bool:
    """The alert goes now; False when it went before, or somebody has answered meanwhile."""
    done = connection.exec_driver_sql(
        "UPDATE tasks SET breached = ? WHERE id = ? AND state = 'open' AND breached IS NULL",
        (to_micros(now), id),
    )
    return bool(done.rowcount)


def note_within(connection: Connection, id: int, note: Note) -> None:
    """A line of the log, in somebody's own transaction."""
    connection.exec_driver_sql(
        "INSERT INTO task_notes (task, at, who, text) VALUES (?, ?, ?, ?)",
        (id, to_micros(note.at), note.who, note.text),
    )


def _task(row: Any) -> TaskRow:
    (
        id, person, programme, version, node, title, owner, contact, opened, due, state, answered,
        outcome, breached, brief,
    ) = row  # fmt: skip
    return TaskRow(
        id, person, programme, version, node, title, owner, contact, from_micros(opened),
        _moment(due), state, _moment(answered), outcome, _moment(breached),
        msgspec.json.decode(brief),
    )  # fmt: skip


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)
