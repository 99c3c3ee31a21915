from __future__ import annotations

from collections.abc import Iterator

from polku.journey.text import Text
from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.message import Message
from polku.programmes.steps.set import SetStep
from polku.programmes.steps.survey import Survey
from polku.programmes.steps.task import TaskStep
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import Placed, messages, walk


def content(programme: Programme, known: Known) -> Iterator[Finding]:  # noqa: ARG001
    """Messages, surveys, tasks and marks that say nothing."""
    for placed, message in messages(programme):
        if not (message.email or message.sms or message.push):
            yield _missing("programme.no-content", placed, ())
        yield from _empty(placed, message)
        for i, channel in enumerate(message.channels):
            if getattr(message, channel) is None and message.ways:
                path = ("channels", i)
                yield _missing("programme.empty-channel", placed, path, channel=channel)
        if isinstance(message, Survey) and _blank(message.question):
            yield _missing("programme.no-question", placed, ("question",))
    for placed in walk(programme):
        step = placed.step
        if isinstance(step, TaskStep) and _blank(step.task.title):
            yield _missing("programme.no-title", placed, ("title",))
        if isinstance(step, SetStep) and not step.set.root:
            yield _missing("programme.nothing-set", placed, ())


def _empty(placed: Placed, message: Message) -> Iterator[Finding]:
    if message.email:
        if _blank(message.email.subject):
            yield _missing("programme.no-subject", placed, ("email", "subject"))
        if _blank(message.email.body):
            yield _missing("programme.no-body", placed, ("email", "body"))
    if message.sms and _blank(message.sms.text):
        yield _missing("programme.no-text", placed, ("sms", "text"), channel="sms")
    if message.push and (_blank(message.push.title) or _blank(message.push.body)):
        yield _missing("programme.no-text", placed, ("push",), channel="push")


def _blank(text: Text) -> bool:
    return not text.in_("fi").strip()


def _missing(code: str, placed: Placed, path: tuple[str | int, ...], **more: str) -> Finding:
    params = {"step": placed.title, **more}
    return Finding(code, (*placed.body_path, *path), params, node=placed.step.key)
