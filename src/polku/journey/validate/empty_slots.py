from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding

SLOTS = {
    "goal": "journey.no-goal",
    "actions": "journey.no-actions",
    "places": "journey.no-places",
}
"""What every stage needs: what is wanted, what we do, and where."""


def empty_slots(journey: Journey) -> Iterator[Finding]:
    """A stage without its goal, actions or places."""
    for i, stage in enumerate(journey.stages):
        for slot, code in SLOTS.items():
            if not getattr(stage, slot):
                yield Finding(code, ("stages", i), {"stage": stage.name}, "hint")
