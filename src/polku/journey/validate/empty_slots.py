from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding

SLOTS = ("goal", "actions", "places")
"""What every stage needs: what is wanted, what we do, and where."""


def empty_slots(journey: Journey) -> Iterator[Finding]:
    """A stage without its goal, actions or places."""
    for i, stage in enumerate(journey.stages):
        for slot in SLOTS:
            if not getattr(stage, slot):
                yield Finding(f"journey.no-{slot}", ("stages", i), {"stage": stage.key}, "hint")
