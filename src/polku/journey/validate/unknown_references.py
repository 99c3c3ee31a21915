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
    "persona": "journey.unknown-persona",
    "proof": "journey.unknown-proof",
    "topic": "journey.unknown-topic",
}
IN_CONTENT = {
    "topics": {"stages": "stage", "personas": "persona"},
    "threads": {"persona": "persona"},
    "objections": {"stages": "stage", "personas": "persona", "proof": "proof"},
    "proof": {"stages": "stage"},
    "calendar": {"stages": "stage", "topics": "topic"},
}
"""List of the document → its fields that name other parts, and of which kind those are."""
LISTS = {"stage": "stages", "persona": "personas", "proof": "proof", "topic": "topics"}
WITH_CHANNEL = (("topics", "pieces"), ("threads", "hooks"))


def unknown_references(journey: Journey) -> Iterator[Finding]:
    """A reference to a stage, channel, persona or another part that is not in the document."""
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
    yield from _in_content(journey)


def _in_content(journey: Journey) -> Iterator[Finding]:
    for kind, fields in IN_CONTENT.items():
        for i, part in enumerate(getattr(journey, kind)):
            for field, named in fields.items():
                known = [one.key for one in getattr(journey, LISTS[named])]
                given = getattr(part, field) or ()
                names = (given,) if isinstance(given, str) else given
                yield from _unknown(named, names, known, (kind, i, field))
    channels = [channel.key for channel in journey.channels]
    for kind, inner in WITH_CHANNEL:
        for i, part in enumerate(getattr(journey, kind)):
            for j, one in enumerate(getattr(part, inner)):
                path: Path = (kind, i, inner, j, "channel")
                yield from _unknown(
                    "channel", (one.channel,) if one.channel else (), channels, path
                )


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
