"""A programme as the flat list of actions that runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polku.programmes.actions import END, Action, CompiledProgramme
from polku.programmes.model import Programme
from polku.programmes.steps.base import Frame, Step


def compile_programme(programme: Programme, version: int) -> CompiledProgramme:
    """The actions in the order of the document, without the steps that nobody can come to.

    Arms lead to the step after the branch, split or wait they belong to, unless they end. There
    are no loops: an action leads only to later ones, or to END. The programme should be free of
    errors of `polku.programmes.validate`; arms without a condition are left out.
    """
    numbers = {id(step): i for i, step in enumerate(reachable(programme.steps))}
    return CompiledProgramme(
        key=programme.key,
        version=version,
        holdout=programme.holdout,
        entry=programme.entry,
        reentry=programme.reentry,
        goal=programme.goal,
        exits=programme.exits,
        actions=tuple(_actions(programme, programme.steps, END, numbers)),
        name=programme.name,
        stage=programme.stage,
        purpose=programme.purpose,
        priority=programme.priority,
    )


def reachable(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps that somebody may come to, in the order of the document, without `end`."""
    yield from _walk(steps, [])


def _walk(steps: Sequence[Step], goes_on: list[bool]) -> Iterator[Step]:
    """Says at the end, into `goes_on`, whether anybody comes out of these steps."""
    for step in steps:
        if step.kind == "end":
            goes_on.append(False)
            return
        yield step
        out = [step.falls_through]
        for arm in step.arms:
            yield from _walk(arm.steps, out)
        if not any(out):
            goes_on.append(False)
            return
    goes_on.append(True)


def _actions(
    programme: Programme, steps: Sequence[Step], after: int, numbers: dict[int, int]
) -> Iterator[Action]:
    for i, step in enumerate(steps):
        if id(step) not in numbers:
            return  # an end, or what stands after one
        onward = _first(steps[i + 1 :], after, numbers)
        arms = {arm.key: _first(arm.steps, onward, numbers) for arm in step.arms}
        yield step.action(Frame(programme.key, programme.purpose, onward, arms))
        for arm in step.arms:
            yield from _actions(programme, arm.steps, onward, numbers)


def _first(steps: Sequence[Step], after: int, numbers: dict[int, int]) -> int:
    """Where people go who begin these steps."""
    return numbers.get(id(steps[0]), END) if steps else after
