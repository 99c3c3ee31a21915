"""One number for what a document says, whatever its spacing, comments and order of keys."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from polku.journey.model import Journey


def journey_hash(journey: Journey) -> str:
    """16 hexadecimal digits; the same for documents that say the same, another for others."""
    return _hash(journey.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def rules_hash(journey: Journey) -> str:
    """The same of the stages' keys and entry rules alone: when it stays, nobody changes stage."""
    return _hash(
        [
            [stage.key, [rule.model_dump(mode="json") for rule in stage.enter]]
            for stage in journey.stages
        ]
    )


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
