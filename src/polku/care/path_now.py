"""The way a person would go through a programme if they began now and did nothing more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from polku.care.steps import ways
from polku.care.whom import Whom
from polku.care.workplace import Workplace
from polku.conditions.explaining import explain
from polku.engine import chance
from polku.programmes.actions import END, Action, BranchAction, CompiledProgramme, SplitAction


def path_now(at: Workplace, run: CompiledProgramme, who: Whom) -> list[str]:
    """Steps and arms ("check", "check>bought") in order. At a wait for an event: as if it did not come."""
    return list(_walk(at, run, who))


def _walk(at: Workplace, run: CompiledProgramme, who: Whom) -> Iterator[str]:
    number = 0 if run.actions else END
    while number != END:
        action = run.actions[number]
        port = _port(at, run, action, who)
        yield action.key
        if port not in ("done", None):
            yield f"{action.key}>{port}"
        number = dict(ways(action))[port]


def _port(at: Workplace, run: CompiledProgramme, action: Action, who: Whom) -> str:
    if isinstance(action, SplitAction):
        weights = [weight for _, weight, _ in action.arms]
        arm = chance.arms(np.array([who.person], np.int64), run.key, action.key, weights)
        return action.arms[int(arm[0])][0]
    if isinstance(action, BranchAction):
        facts, meanings = who.facts(), at.world().meanings
        for key, condition, _ in action.arms:
            if explain(condition, facts, at.naive_now(), "en", meanings).met:
                return key
        return "else"
    return [port for port, _ in ways(action)][-1]
