"""How much of the document is filled: the gaps are counted, not hidden."""

from __future__ import annotations

from dataclasses import dataclass

from polku.journey.model import Journey
from polku.journey.part import Part

# What is not a gap when it is missing: it has a good default, or belongs to some journeys only.
NOT_COUNTED = {
    "stages": {"key", "name", "market_share_pct", "response_target_minutes", "emotion_target"}
    | {"tasks", "cells", "evidence"},
    "personas": {"key", "name", "icon", "company", "life_situation", "quote", "evidence", "segment"}
    | {"owner", "last_reviewed", "values", "needs", "wishes", "objections", "decision_role"},
    "touchpoints": {"key", "name", "moment_of_truth"},
    "topics": {"key", "name", "kind", "personas"},
    "threads": {"key", "name", "persona"},
    "objections": {"key", "name", "stages", "personas", "proof"},
    "proof": {"key", "name", "kind", "url", "said", "stages", "expires"},
    "competitors": {"key", "name", "url", "price", "checked"},
}
WANTED = ("goal", "personas", "touchpoints", "market", "topics", "threads", "contact")
"""Parts of the document that every journey needs."""


@dataclass(frozen=True)
class Completeness:
    """`filled` of `total` slots."""

    filled: int
    total: int


def completeness(journey: Journey) -> Completeness:
    """Slots of stages, personas, touchpoints, content and script, and what every journey needs."""
    slots = [getattr(journey, part) not in (None, ()) for part in WANTED]
    for kind, left_out in NOT_COUNTED.items():
        for part in getattr(journey, kind):
            slots += _slots(part, left_out)
    return Completeness(sum(slots), len(slots))


def _slots(part: Part, left_out: set[str]) -> list[bool]:
    return [
        getattr(part, field) not in (None, ())
        for field in type(part).model_fields
        if field not in left_out
    ]
