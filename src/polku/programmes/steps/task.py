"""`task`: something for a person of ours to do."""

from __future__ import annotations

from typing import Literal

from polku.conditions.duration import Duration
from polku.errors import Language
from polku.journey.part import Line, Part
from polku.journey.text import Text
from polku.programmes.actions import EffectAction
from polku.programmes.choice import BLANK
from polku.programmes.phrases import phrase
from polku.programmes.steps.base import Frame, Step

Contact = Literal["call", "email", "message", "meeting", "none"]


class Task(Part):
    """`respond_within` runs in working hours (settings `[hours]`)."""

    title: Text = BLANK
    owner: Line = "sales"
    contact: Contact = "email"
    respond_within: Duration | None = None
    note: Text | None = None


class TaskStep(Step):
    """`task: {title: …, owner: sales, contact: call, respond_within: 4h}`."""

    kind = "task"

    task: Task

    def action(self, frame: Frame) -> EffectAction:
        return EffectAction(self.key, "task", self.task, frame.next)

    def words(self, language: Language) -> str:
        task = self.task
        shown = {"title": task.title.in_(language) or "–", "owner": task.owner}
        if task.respond_within is None:
            return phrase("task", language, **shown)
        return phrase("task-within", language, **shown, time=task.respond_within.words(language))
