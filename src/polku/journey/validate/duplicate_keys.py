from __future__ import annotations

from collections.abc import Iterator

from polku.journey.model import Journey
from polku.journey.validate.finding import Finding

KEYED = (
    "stages",
    "personas",
    "channels",
    "touchpoints",
    "lanes",
    "topics",
    "threads",
    "objections",
    "proof",
    "competitors",
    "calendar",
)


def duplicate_keys(journey: Journey) -> Iterator[Finding]:
    """Two parts of one kind with the same key."""
    for kind in KEYED:
        seen: dict[str, int] = {}
        for i, part in enumerate(getattr(journey, kind)):
            if part.key in seen:
                first = f"{kind}[{seen[part.key]}]"
                yield Finding(
                    "journey.duplicate-key", (kind, i, "key"), {"key": part.key, "first": first}
                )
            seen.setdefault(part.key, i)
