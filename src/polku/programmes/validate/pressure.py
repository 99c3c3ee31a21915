from __future__ import annotations

from collections.abc import Iterator, Sequence

from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.base import Step
from polku.programmes.steps.message import Message
from polku.programmes.steps.wait import WaitDate, WaitEvent, WaitFor, WaitStep
from polku.programmes.timing import DAY
from polku.programmes.validate.finding import Finding
from polku.programmes.validate.worth import NEEDS_NO_CONSENT
from polku.programmes.walk import walk

Sent = tuple[float, str]
"""When, in days since the entry, and the key of the step."""

Way = tuple[float, tuple[Sent, ...]]
MOST_WAYS = 64


def pressure(programme: Programme, known: Known) -> Iterator[Finding]:
    """Messages that the programme by itself brings over the cap of a day or a week."""
    titles = {placed.step.key: (placed.title, placed.path) for placed in walk(programme)}
    told: set[str] = set()
    for days, most in ((1, known.most_per_day), (7, known.most_per_week)):
        if not most:  # 0: no limit
            continue
        for _, sent in _ways(programme.steps, [(0.0, ())], programme.purpose):
            for i, (at, key) in enumerate(sent):
                count = sum(at - days < before <= at for before, _ in sent[: i + 1])
                if count > most and key not in told:
                    told.add(key)
                    title, path = titles[key]
                    params = {"step": title, "count": count, "days": days, "most": most}
                    yield Finding("programme.over-cap", path, params, "warning", key)


def _ways(steps: Sequence[Step], ways: list[Way], purpose: str) -> list[Way]:
    """The ways through the steps that are told apart: at most so many, for this is advice."""
    for step in steps:
        if step.kind == "end":
            return []
        ways = ways[:MOST_WAYS]
        if not step.arms:
            ways = [_through(step, way, purpose) for way in ways]
            continue
        out = [*ways] if step.falls_through else []
        for arm in step.arms:
            out += _ways(arm.steps, [_through(step, way, purpose) for way in ways], purpose)
        ways = out
    return ways


def _through(step: Step, way: Way, purpose: str) -> Way:
    at, sent = way
    if isinstance(step, WaitStep):
        wait = step.wait
        if isinstance(wait, WaitFor):
            return at + wait.after.microseconds / DAY, sent
        if isinstance(wait, WaitEvent):
            return at + wait.at_most.microseconds / DAY, sent
        # a date may be at any distance: what was sent before it says nothing of what comes after
        return (at, ()) if isinstance(wait, WaitDate) else way
    body = getattr(step, step.kind)
    if isinstance(body, Message) and (body.purpose or purpose) not in NEEDS_NO_CONSENT:
        return at, (*sent, (at, step.key))
    return way
