from __future__ import annotations

from collections.abc import Iterator

from polku.conditions.rule import FROM_WORDS
from polku.journey.model import Journey
from polku.journey.validate.finding import Finding


def reserved_keys(journey: Journey) -> Iterator[Finding]:
    """A stage whose key means something else in `from`."""
    for i, stage in enumerate(journey.stages):
        if stage.key in FROM_WORDS:
            reserved = ", ".join(FROM_WORDS)
            yield Finding(
                "journey.reserved-key",
                ("stages", i, "key"),
                {"key": stage.key, "reserved": reserved},
            )
