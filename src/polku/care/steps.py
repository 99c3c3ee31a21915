"""What is asked of a compiled programme's steps: where they lead, what they send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from polku.engine.programme import LiveProgramme
from polku.programmes.actions import (
    END,
    Action,
    BranchAction,
    CompiledProgramme,
    EffectAction,
    WaitAction,
)

MESSAGES = frozenset({"send", "survey", "offer"})


def ways(action: Action) -> Iterator[tuple[str, int]]:
    """The ports of an action and where each leads (END: out)."""
    if isinstance(action, WaitAction):
        if action.event is None:
            yield "done", action.next
        else:
            yield "then", action.came
            yield "else", action.next
    elif isinstance(action, EffectAction):
        yield "done", action.next
    else:
        for arm in action.arms:
            yield arm[0], arm[-1]
        if isinstance(action, BranchAction):
            yield "else", action.next


def next_of(run: CompiledProgramme, number: int) -> str | None:
    """The key of an action, None for END."""
    return None if number == END else run.actions[number].key


def messages_of(run: CompiledProgramme) -> list[EffectAction]:
    """The steps that reach a person, in the order of the document."""
    return [
        action
        for action in run.actions
        if isinstance(action, EffectAction) and action.kind in MESSAGES
    ]


def ways_of(programmes: Iterable[LiveProgramme]) -> set[tuple[str, ...]]:
    """The channels that their messages may take: a tuple for each different choice."""
    return {tuple(action.step.ways) for each in programmes for action in messages_of(each.compiled)}
