from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding


def unbound_touchpoints(journey: Journey) -> Iterator[Finding]:
    """A touchpoint that no event tells of: it cannot be seen in the data."""
    for i, touchpoint in enumerate(journey.touchpoints):
        if touchpoint.event is None:
            yield Finding(
                "journey.unbound-touchpoint",
                ("touchpoints", i),
                {"touchpoint": touchpoint.name},
                "hint",
            )
