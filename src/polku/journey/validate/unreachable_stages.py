from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding
from polku.journey.validate.rules import NOWHERE, onward, reached, ways


def unreachable_stages(journey: Journey) -> Iterator[Finding]:
    """A stage that no rule leads to, or only from stages that nobody comes to."""
    found = reached(NOWHERE, onward(ways(journey)))
    for i, stage in enumerate(journey.stages):
        if not stage.enter:
            yield Finding("journey.no-rules", ("stages", i), {"stage": stage.name}, "warning")
        elif stage.key not in found:
            path = ("stages", i, "enter")
            yield Finding("journey.unreachable-stage", path, {"stage": stage.name}, "warning")
