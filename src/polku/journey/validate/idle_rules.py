from __future__ import annotations

from collections.abc import Iterator

from polku.conditions.event import EventCondition
from polku.conditions.rule import EnterRule
from polku.journey.model import Journey
from polku.journey.validate.finding import Finding, name_of
from polku.journey.validate.rules import Way, ways


def idle_rules(journey: Journey) -> Iterator[Finding]:
    """A rule that can never change anyone's stage.

    It leads only from its own stage, or a rule that is tried before it takes all that it would.
    """
    tried: dict[str, list[Way]] = {}
    for way in ways(journey):
        alike = tried.setdefault(_about(way.rule), [])
        alike.append(way)
        if way.sources == {way.target}:
            yield Finding("journey.idle-rule", way.path, {"stage": name_of(journey, way.target)})
            continue
        for before in alike[:-1]:
            if before.sources >= way.sources - {way.target} and _covers(before.rule, way.rule):
                stage = name_of(journey, way.target)
                params = {"stage": stage, "before": _rule_id(before.path, before.target)}
                yield Finding("journey.shadowed-rule", way.path, params, "warning")
                break


def _about(rule: EnterRule) -> str:
    """What only rules alike in it can cover each other by: the event, or all that is said."""
    condition = rule.condition
    return condition.event if isinstance(condition, EventCondition) else repr(condition)


def _covers(before: EnterRule, after: EnterRule) -> bool:
    """Whether `before` matches each time `after` does."""
    if before.condition == after.condition:
        return True
    first, second = before.condition, after.condition
    if not isinstance(first, EventCondition) or not isinstance(second, EventCondition):
        return False
    return first.event == second.event and first.times == 1 and first.where in ({}, second.where)


def _rule_id(path: tuple[str | int, ...], stage: str) -> str:
    return f"{stage}[{path[-1]}]"
