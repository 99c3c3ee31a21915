from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from polku.conditions.rule import FROM_WORDS
from polku.journey.goal import Goal
from polku.journey.model import Journey
from polku.journey.validate.finding import Finding
from polku.journey.written import Path

CODES = {
    "stage": "journey.unknown-stage",
    "channel": "journey.unknown-channel",
    "touchpoint": "journey.unknown-touchpoint",
}


def unknown_references(journey: Journey) -> Iterator[Finding]:
    """A reference to a stage, channel or touchpoint that is not in the document."""
    stages = journey.stage_keys
    channels = [channel.key for channel in journey.channels]
    touchpoints = [touchpoint.key for touchpoint in journey.touchpoints]
    for i, stage in enumerate(journey.stages):
        for j, rule in enumerate(stage.enter):
            path: Path = ("stages", i, "enter", j, "from")
            yield from _unknown("stage", rule.from_, (*stages, *FROM_WORDS), path)
        path = ("stages", i, "example_channels")
        yield from _unknown("channel", stage.example_channels, channels, path)
    for name, goal in _goals(journey):
        yield from _unknown("stage", (goal.from_stage,), stages, (*name, "from"))
        yield from _unknown("stage", (goal.to_stage,), stages, (*name, "to"))
    for i, persona in enumerate(journey.personas):
        yield from _unknown("channel", persona.channels, channels, ("personas", i, "channels"))
    for i, touchpoint in enumerate(journey.touchpoints):
        here: Path = ("touchpoints", i)
        yield from _unknown("stage", touchpoint.stages, stages, (*here, "stages"))
        if touchpoint.channel:
            yield from _unknown("channel", (touchpoint.channel,), channels, (*here, "channel"))
        if touchpoint.next:
            yield from _unknown("touchpoint", (touchpoint.next,), touchpoints, (*here, "next"))


def _goals(journey: Journey) -> Iterator[tuple[Path, Goal]]:
    if journey.goal:
        yield ("goal",), journey.goal
    for i, goal in enumerate(journey.parked):
        yield ("parked", i), goal


def _unknown(
    kind: str, names: Sequence[str], known: Sequence[str], path: Path
) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, cutoff=0.6)
            others = [one for one in known if one not in near]
            params = {"key": name, "known": ", ".join([*near, *others]) or "–"}
            yield Finding(CODES[kind], path, params)
