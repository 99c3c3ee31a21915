"""When each step happens, counted from the entry."""

from __future__ import annotations

from collections.abc import Sequence

from polku.programmes.model import Programme
from polku.programmes.steps.base import Step
from polku.programmes.steps.wait import WaitDate, WaitEvent, WaitFor, WaitStep

DAY = 86_400_000_000
Moment = float | None
"""Days since the entry; None when it is not the same for everybody, or nobody comes there."""


def days(programme: Programme) -> dict[str, Moment]:
    """Step or "step>arm" → days since the entry: the sum of the waits before it.

    A window of the week counts as nothing, for it may be open. Where ways of different length meet,
    and after a wait whose end depends on the person, the day is not known.
    """
    found: dict[str, Moment] = {}
    _walk(programme.steps, 0.0, found)
    return found


def _walk(steps: Sequence[Step], at: Moment, found: dict[str, Moment]) -> list[Moment]:
    """The moments at which people come out of these steps: one for each way, none when all end."""
    for step in steps:
        found[step.key] = at
        if step.kind == "end":
            return []
        out: list[Moment] = [_after(step, at)] if step.falls_through else []
        for arm in step.arms:
            begins = _arm(step, arm.key, at)
            found[f"{step.key}>{arm.key}"] = begins
            out += _walk(arm.steps, begins, found)
        if not out:
            return []
        at = out[0] if len(set(out)) == 1 else None
    return [at]


def _after(step: Step, at: Moment) -> Moment:
    wait = step.wait if isinstance(step, WaitStep) else None
    if at is None or isinstance(wait, WaitDate):
        return None
    return at + wait.after.microseconds / DAY if isinstance(wait, WaitFor) else at


def _arm(step: Step, arm: str, at: Moment) -> Moment:
    wait = step.wait if isinstance(step, WaitStep) else None
    if at is None or not isinstance(wait, WaitEvent):
        return at
    return None if arm == "then" else at + wait.at_most.microseconds / DAY
