"""A task for a person of ours: a row with its brief, the event of it, and a notice, in the transaction
that marks the delivery."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from polku.delivery.job import Job
from polku.delivery.marker import Deed
from polku.delivery.no_calls import contact_without_calls, no_calls
from polku.delivery.notice import notice_within
from polku.delivery.receipts import Receipt, receipt_id
from polku.delivery.task_brief import Briefing
from polku.delivery.working_time import WorkingTime
from polku.programmes.steps.task import Task
from polku.store.micros import from_micros
from polku.store.tasks import TaskRow, open_within


class TaskMaker:
    """The deed of `task` steps. What the brief needs is read before the transaction."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        settings = briefing.settings
        self._work = WorkingTime(settings.hours, ZoneInfo(settings.workspace.timezone))

    def __call__(self, job: Job) -> Deed:
        """Opens the task of a job (whose step is a `Task`); doing it again changes nothing."""
        step: Task = job.step
        delivery, receiver = job.delivery, job.receiver
        language = self._briefing.settings.workspace.language  # the seller's, not the customer's
        silent = receiver.person in no_calls(self._briefing.control, [receiver.person])
        contact = str(step.contact)
        if silent:
            contact = contact_without_calls(contact, email=bool(receiver.email))
        note = step.note.in_(language) if step.note else ""
        brief = {**self._briefing.brief(receiver), "note": note, "no_calls": silent}
        if contact != step.contact:
            brief["contact_wanted"] = step.contact

        def deed(connection: Connection, now: int) -> list[Receipt]:
            opened = from_micros(now)
            within = step.respond_within
            length = None if within is None else timedelta(microseconds=within.microseconds)
            row = TaskRow(
                delivery.id, receiver.person, delivery.programme, delivery.version, delivery.node,
                str(step.title.in_(language) or ""), step.owner, contact, opened,
                None if length is None else self._work.after(opened, length),
                "open", None, None, None, brief,
            )  # fmt: skip
            if not open_within(connection, row):
                return []
            notice_within(connection, self._briefing.settings, row, "opened", opened)
            id_ = receipt_id(delivery.id, "task")
            return [Receipt(receiver.person, "Task Opened", opened, about(row), id_)]

        return deed


def about(task: TaskRow) -> dict[str, object]:
    """What events say of a task; nothing personal."""
    return {
        "task": str(task.id),
        "programme": task.programme,
        "version": task.version,
        "node": task.node,
        "owner": task.owner,
        "contact": task.contact,
    }
