"""The tasks of the team: lists, the log, answers, and the alert when a target is missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from polku.clock import Clock
from polku.delivery.no_calls import contact_without_calls, no_calls
from polku.delivery.notice import notice_within
from polku.delivery.receipts import Receipt, Receipts, receipt_id
from polku.delivery.task import about
from polku.delivery.working_time import WorkingTime
from polku.settings import Settings
from polku.store.control import Control
from polku.store.tasks import (
    Note,
    TaskRow,
    TaskState,
    answer_within,
    breach_within,
    note_within,
)
from polku.store.warehouse import Warehouse
from polku.table import iso

OUTCOMES = ("reached", "not_reached", "meeting", "offer", "no_interest", "other")
_LISTS = ("read", "questions", "objections", "answers", "consents")


class Tasks:
    """`workspace.tasks`. A task that was given is somebody's promise: it stays open when its person
    leaves the programme, and goes only when it is answered."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        settings: Settings,
        clock: Clock,
        receipts: Receipts,
    ) -> None:
        self._control = control
        self._warehouse = warehouse
        self._settings = settings
        self._clock = clock
        self._receipts = receipts
        self._work = WorkingTime(settings.hours, ZoneInfo(settings.workspace.timezone))

    def page(self, state: TaskState = "open", owner: str | None = None) -> dict[str, Any]:
        """{"tasks", "counts": {"open", "late", "done"}, "as_of"}; open ones with the nearest target
        first. "open" counts the late ones too."""
        now = self._clock()
        rows = self._control.tasks.page(state, owner, now)
        counts = self._control.tasks.counts(owner, now)
        return {"tasks": self._shown(rows, now), "counts": counts, "as_of": iso(now)}

    def get(self, id: int) -> dict[str, Any]:
        """A task with its brief and its log. Raises NotFound."""
        row = self._control.tasks.get(id)
        (shown,) = self._shown([row], self._clock())
        brief: dict[str, Any] = {key: row.brief.get(key) or [] for key in _LISTS}
        brief |= {key: row.brief.get(key) for key in ("stage", "since", "offer")}
        notes = [
            {"at": iso(each.at), "who": each.who, "text": each.text}
            for each in self._control.tasks.notes(id)
        ]
        return {**shown, "note": row.brief.get("note", ""), "brief": brief, "notes": notes}

    def log(self, id: int, text: str, *, who: str) -> dict[str, Any]:
        """A line in the log. Raises NotFound."""
        self._control.tasks.get(id)
        self._control.tasks.log(id, Note(self._clock(), who, text))
        return self.get(id)

    def answer(self, id: int, outcome: str, text: str = "", *, who: str) -> dict[str, Any]:
        """Done, with what came of it; words go to the log only. Raises NotFound, RequestRefused (409)."""
        task, now = self._control.tasks.get(id), self._clock()
        worked = self._work.between(task.opened, now)
        properties = {
            **about(task),
            "outcome": outcome,
            "minutes": round(worked.total_seconds() / 60),
            "late": task.late(now),
        }
        with self._control.write() as connection:
            answer_within(connection, id, outcome, now)
            if text:
                note_within(connection, id, Note(now, who, text))
            told = self._receipts.within(
                connection,
                [
                    Receipt(
                        task.person, "Task Answered", now, properties, receipt_id(id, "answered")
                    )
                ],
            )
        self._receipts.kept(told)
        return self.get(id)

    def reassign(self, id: int, owner: str, *, who: str) -> dict[str, Any]:
        """Gives the task to somebody else. Raises NotFound."""
        before = self._control.tasks.get(id).owner
        self._control.tasks.reassign(id, owner)
        details = {"id": str(id), "from": before, "to": owner}
        self._control.audit.record(who, "tasks.reassign", details)
        return self.get(id)

    def alert(self) -> int:
        """Tells of each target that has been missed, once. Returns how many."""
        now, count = self._clock(), 0
        for task in self._control.tasks.breaching(now):
            with self._control.write() as connection:
                if not breach_within(connection, task.id, now):
                    continue
                notice_within(connection, self._settings, task, "breached", now)
                at = task.due or now
                id_ = receipt_id(task.id, "breached")
                receipt = Receipt(task.person, "Response Target Breached", at, about(task), id_)
                told = self._receipts.within(connection, [receipt])
            self._receipts.kept(told)
            count += 1
        return count

    def _shown(self, rows: Sequence[TaskRow], now: datetime) -> list[dict[str, Any]]:
        people = np.array([row.person for row in rows], np.int64)
        names = self._names(people)
        silent = no_calls(self._control, people.tolist())
        traits = self._control.traits.of_many(people.tolist())
        found = []
        for row, name in zip(rows, names, strict=True):
            quiet = row.person in silent or bool(row.brief.get("no_calls"))
            contact = row.contact
            if quiet:
                email = "@" in (name or "") or bool(traits.get(row.person, {}).get("email"))
                contact = contact_without_calls(contact, email=email)
            found.append(
                {
                    "id": str(row.id),
                    "person": str(row.person),
                    "name": name,
                    "title": row.title,
                    "owner": row.owner,
                    "contact": contact,
                    "programme": row.programme,
                    "opened": iso(row.opened),
                    "due": iso(row.due) if row.due else None,
                    "late": row.late(now),
                    "state": row.state,
                    "answered": iso(row.answered) if row.answered else None,
                    "outcome": row.outcome,
                    "no_calls": quiet,
                    "stage": row.brief.get("stage"),
                }
            )
        return found

    def _names(self, people: Any) -> list[str | None]:
        if not len(people):
            return []
        labels = self._control.identities.labels(people)
        return [
            name or label
            for name, label in zip(self._control.traits.names(people), labels, strict=True)
        ]
