from __future__ import annotations

from collections.abc import Iterator

from polku.conditions.duration import UNITS
from polku.journey.written import Path
from polku.programmes.choice import span_microseconds
from polku.programmes.compile import reachable
from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.wait import Wait, WaitDate, WaitEvent, WaitFor
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import walk

YEAR = 366 * UNITS["d"]


def flow(programme: Programme, known: Known) -> Iterator[Finding]:  # noqa: ARG001
    """Steps that nobody comes to, arms that do nothing, waits longer than a year."""
    found = {id(step) for step in reachable(programme.steps)}
    beyond: set[str | None] = set()  # steps that nobody comes to
    told: set[Path] = set()  # lists whose first lost step has been told
    for placed in walk(programme):
        step, params = placed.step, {"step": placed.title}
        lost = id(step) not in found and step.kind != "end"
        if lost and placed.parent not in beyond and placed.path[:-1] not in told:
            yield Finding("programme.dead-end", placed.path, params, "warning", step.key)
            told.add(placed.path[:-1])
        if lost:
            beyond.add(step.key)
        if step.arms and not any(arm.steps for arm in step.arms) and step.kind != "wait":
            yield Finding("programme.empty-arms", placed.path, params, "warning", step.key)
        if isinstance(placed.body, Wait) and _length(placed.body) > YEAR:
            yield Finding("programme.long-wait", placed.path, params, "warning", step.key)


def _length(wait: Wait) -> int:
    if isinstance(wait, WaitFor):
        return wait.after.microseconds
    if isinstance(wait, WaitEvent):
        return wait.at_most.microseconds
    return span_microseconds(wait.offset) if isinstance(wait, WaitDate) and wait.offset else 0
