from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding, name_of


def goal_direction(journey: Journey) -> Iterator[Finding]:
    """A goal that leads from a stage to itself."""
    goals = [(("goal",), journey.goal)] if journey.goal else []
    for path, goal in [*goals, *((("parked", i), one) for i, one in enumerate(journey.parked))]:
        if goal.from_stage == goal.to_stage:
            yield Finding(
                "journey.goal-stays", (*path, "to"), {"stage": name_of(journey, goal.to_stage)}
            )
