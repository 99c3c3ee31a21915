"""The steps of a journey that nobody has written as a funnel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from polku.analytics.funnel.grammar import FunnelStep
from polku.conditions.event import EventCondition

if TYPE_CHECKING:
    from polku.journey.model import Journey, Stage

MOST = 7


def default_steps(
    journey: Journey, known: Mapping[str, int], last: str | None
) -> tuple[FunnelStep, ...]:
    """For each stage of the way forward, up to `last` (the customers'): any of the events by which it is entered,
    then its moments of truth, each event once. Only events that have come (`known`); () when fewer than two."""
    forward = [stage for stage in journey.stages if not stage.exit]
    keys = [stage.key for stage in forward]
    until = keys.index(last) if last in keys else len(forward) - 1
    used: set[str] = set()
    steps: list[FunnelStep] = []
    for place, stage in enumerate(forward[: until + 1]):
        found = _fresh(_entries(stage), known, used)
        if found:
            steps.append(FunnelStep(found))
        moments = _moments(journey, stage) if place < until else []
        steps += [FunnelStep((one,)) for each in moments for one in _fresh([each], known, used)]
    return tuple(steps[: MOST - 1] + steps[-1:] if len(steps) > MOST else steps)


def _entries(stage: Stage) -> list[EventCondition]:
    """Events that bring to the stage at once, whatever came before."""
    asked = [rule.condition for rule in stage.enter]
    return [c for c in asked if isinstance(c, EventCondition) and c.times == 1 and not c.where]


def _moments(journey: Journey, stage: Stage) -> list[EventCondition]:
    return [
        point.event
        for point in journey.touchpoints
        if point.moment_of_truth
        and point.event is not None
        and not point.event.where
        and point.stages[:1] == (stage.key,)
    ]


def _fresh(
    events: list[EventCondition], known: Mapping[str, int], used: set[str]
) -> tuple[EventCondition, ...]:
    found = [each for each in events if each.event in known and each.event not in used]
    used.update(each.event for each in found)
    return tuple(found)
