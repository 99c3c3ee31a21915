from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding


def dead_ends(journey: Journey) -> Iterator[Finding]:
    """A touchpoint from which the person is not shown on."""
    for i, touchpoint in enumerate(journey.touchpoints):
        if touchpoint.next is None or touchpoint.next == touchpoint.key:
            yield Finding(
                "journey.dead-end", ("touchpoints", i), {"touchpoint": touchpoint.name}, "hint"
            )
