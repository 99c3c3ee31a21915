"""A task for a person of ours: a row and the event of it, in the transaction that marks the delivery."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from polku.delivery.job import Job
from polku.delivery.receipts import Receipt, receipt_id
from polku.programmes.steps.task import Task
from polku.store.micros import from_micros


def make_task(connection: Connection, job: Job, now: int) -> list[Receipt]:
    """Opens the task of a job (whose step is a `Task`) at `now` (µs); doing it again changes
    nothing. Returns what is to be told."""
    task: Task = job.step
    delivery, language = job.delivery, job.receiver.language
    within = task.respond_within
    due = None if within is None else now + within.microseconds
    brief = {"note": task.note.in_(language) if task.note else ""}
    connection.exec_driver_sql(
        """INSERT OR IGNORE INTO tasks (id, person, programme, version, node, title, owner, contact,
        opened, due, state, brief) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)""",
        (
            delivery.id, job.receiver.person, delivery.programme, delivery.version, delivery.node,
            task.title.in_(language), task.owner, task.contact, now, due,
            msgspec.json.encode(brief).decode(),
        ),
    )  # fmt: skip
    properties = {
        "task": str(delivery.id),
        "programme": delivery.programme,
        "version": delivery.version,
        "node": delivery.node,
        "owner": task.owner,
        "contact": task.contact,
    }
    return [
        Receipt(
            job.receiver.person,
            "Task Opened",
            from_micros(now),
            properties,
            receipt_id(delivery.id, "task"),
        )
    ]
