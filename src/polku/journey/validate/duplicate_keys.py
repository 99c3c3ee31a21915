from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polku.journey.model import KEYED, Journey
from polku.journey.validate.finding import Finding
from polku.journey.written import Path

INSIDE = {"topics": "pieces", "threads": "hooks"}


def duplicate_keys(journey: Journey) -> Iterator[Finding]:
    """Two parts of one list with the same key."""
    for kind in KEYED:
        parts = getattr(journey, kind)
        yield from _twice(parts, (kind,))
        for i, part in enumerate(parts if kind in INSIDE else ()):
            yield from _twice(getattr(part, INSIDE[kind]), (kind, i, INSIDE[kind]))


def _twice(parts: tuple[Any, ...], path: Path) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for i, part in enumerate(parts):
        if part.key in seen:
            first = f"{path[-1]}[{seen[part.key]}]"
            yield Finding(
                "journey.duplicate-key", (*path, i, "key"), {"key": part.key, "first": first}
            )
        seen.setdefault(part.key, i)
