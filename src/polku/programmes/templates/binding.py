"""Which stages and events of a journey the places of a template mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from polku.conditions.event import EventCondition
from polku.journey.model import Axis, Journey, Stage

LEAD_EVENTS = ("Form Confirmed", "Form Submitted", "Lead Magnet Downloaded", "Webinar Attended")
STAGES = ("lead", "trial", "customer", "promoter", "left")
PLACE = re.compile(r"<([a-z-]+)>")
_LEAVING = re.compile(r"Cancel|Ended|Expired|Churn|Terminated")
USUAL = {"purchase": "Order Completed", "cancel": "Subscription Cancelled", "visit": "Page Viewed"}
"""What an event is called when the journey does not say."""


def meanings(journey: Journey) -> dict[str, str]:
    """Place → stage key or event name. A journey without an exit has no `left`."""
    forward = [stage for stage in journey.stages if not stage.exit] or list(journey.stages)
    left = next((stage for stage in journey.stages if stage.exit), None)
    lead = _with_event(forward, LEAD_EVENTS) or _on(forward, "deciding", "exploring", "aware")
    customer = _on(forward, "using", "loyal") or forward[-1]
    promoter = _on(forward[::-1], "loyal") or customer
    found = {
        "lead": lead or forward[0],
        "trial": _with_event(forward, ("Trial Started",)) or lead or forward[0],
        "customer": customer,
        "promoter": promoter,
        "left": left,
    }
    stages = {name: stage.key for name, stage in found.items() if stage is not None}
    purchases = [name for name in _events(customer) if "Answered" not in name]
    leaving = [name for name in _events(left) if _LEAVING.search(name)] if left else []
    visits = list(_events(forward[0]))
    events = {
        "purchase": next(iter(purchases), USUAL["purchase"]),
        "cancel": next(iter(leaving), USUAL["cancel"]),
        "visit": next(iter(visits), USUAL["visit"]),
    }
    return {**stages, **events}


def bound(document: dict[str, Any], means: Mapping[str, str]) -> dict[str, Any]:
    """The document with its places filled. What leads to a place that the journey has not is left
    out: an exit, a goal, the stage."""
    made: dict[str, Any] = _bound(document, means)
    return made


def _bound(value: Any, means: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        parts = [_bound(part, means) for part in value]
        return [part for part in parts if part is not _OPEN]
    if isinstance(value, dict):
        made = {key: _bound(part, means) for key, part in value.items()}
        # a mapping around an open place says nothing without it, unless it is the whole document
        if any(part is _OPEN for part in made.values()) and "steps" not in made:
            return _OPEN
        return {key: part for key, part in made.items() if part is not _OPEN}
    if isinstance(value, str) and (found := PLACE.fullmatch(value)):
        return means.get(found[1], USUAL.get(found[1], _OPEN))
    return value


_OPEN: Any = object()


def _on(stages: list[Stage], *axes: Axis) -> Stage | None:
    """The first stage on the first of these places of the axis that any stage has."""
    return next((stage for axis in axes for stage in stages if stage.axis == axis), None)


def _with_event(stages: list[Stage], names: tuple[str, ...]) -> Stage | None:
    return next((stage for stage in stages if set(_events(stage)) & set(names)), None)


def _events(stage: Stage) -> Iterator[str]:
    for rule in stage.enter:
        if isinstance(rule.condition, EventCondition):
            yield rule.condition.event
