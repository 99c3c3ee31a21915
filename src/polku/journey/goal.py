"""Goal: the one thing that the journey is being mended for now."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.journey.part import Day, Days, Key, Part
from polku.journey.text import Text


def _share(value: Any) -> Any:
    if isinstance(value, str) and (found := re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*%\s*", value)):
        value = float(found[1].replace(",", ".")) / 100
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        raise PydanticCustomError("journey.bad-target", "not a share", {"given": str(value)[:80]})
    return round(float(value), 10)


Share = Annotated[
    float,
    BeforeValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^\s*\d+([.,]\d+)?\s*%\s*$"},
            ]
        }
    ),
]
"""0.16, or the same as "16 %"."""


class Goal(Part):
    """Of the people who enter `from`, the share `target` is to reach `to` within `within_days`."""

    name: Text
    metric: Literal["conversion"] = "conversion"
    from_stage: Key = Field(alias="from")
    to_stage: Key = Field(alias="to")
    target: Share
    within_days: Days = 90
    target_date: Day | None = Field(default=None, alias="date", description="To be reached by")
    owner: Text | None = None
