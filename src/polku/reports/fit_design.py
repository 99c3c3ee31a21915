"""The moves that a journey document designs, between stages or between touchpoints."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from polku.analytics.event_counts import PLUMBING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polku.journey.model import Journey, Touchpoint
    from polku.reports.report import Scene

Pairs = set[tuple[int, int]]
KINDS = {
    "skip": {"fi": "Ohittaa vaiheita", "en": "Skips stages"},
    "back": {"fi": "Palaa taaksepäin", "en": "Goes back"},
    "exit": {"fi": "Poistuu polulta", "en": "Leaves the path"},
    "return": {"fi": "Palaa polulle", "en": "Comes back to the path"},
    "unplanned": {"fi": "Ei suunniteltu", "en": "Not planned"},
}


def stage_design(scene: Scene) -> Pairs:
    """Each stage to the next one of the way forward, and whatever a rule names in its `from`."""
    forward = [step.code for step in scene.path.forward]
    found = set(pairwise(forward))
    codes = {step.key: step.code for step in scene.path.steps}
    for stage in scene.journey.stages:
        for rule in stage.enter:
            found |= {(codes[name], codes[stage.key]) for name in rule.from_ if name in codes}
    return found


def stage_kind(scene: Scene, source: int, target: int) -> str:
    """How a move between stages strays from the design."""
    places = {step.code: place for place, step in enumerate(scene.path.steps)}
    exits = {step.code for step in scene.path.steps if step.exit}
    if target in exits:
        return "exit"
    if source in exits:
        return "return"
    return "skip" if places.get(target, 0) > places.get(source, 0) else "back"


def touchpoint_design(journey: Journey, codes: Mapping[str, int]) -> tuple[set[int], Pairs]:
    """The events of touchpoints that are in the data, and from each the events of the next ones. A next touchpoint
    that no event tells of is passed over to the one after it. Touchpoints of one event are one."""
    by_key = {each.key: each for each in journey.touchpoints}
    events, pairs = set(), set()
    for each in journey.touchpoints:
        code = _code(each, codes)
        if code is None:
            continue
        events.add(code)
        seen = {each.key}
        after = by_key.get(each.next or "")
        while after is not None and _code(after, codes) is None and after.key not in seen:
            seen.add(after.key)
            after = by_key.get(after.next or "")
        target = None if after is None else _code(after, codes)
        if target is not None:
            pairs.add((code, target))
    return events, pairs


def _code(touchpoint: Touchpoint, codes: Mapping[str, int]) -> int | None:
    if touchpoint.event is None or touchpoint.event.event in PLUMBING:
        return None
    return codes.get(touchpoint.event.event)
