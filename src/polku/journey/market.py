"""Market: how many there are, and how ready they are to buy (the Larger Market Formula)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from polku.journey.part import Line, Part, Percent
from polku.journey.text import Text

LEVELS = ("unaware", "aware", "exploring", "deciding")
"""The levels of the formula: places on the canonical axis."""


class Shares(Part):
    """Shares of the market by level, in per cent; they sum to 100."""

    unaware: Percent = 60
    aware: Percent = 20
    exploring: Percent = 17
    deciding: Percent = 3

    @model_validator(mode="after")
    def _whole(self) -> Shares:
        parts = [getattr(self, level) for level in LEVELS]
        if abs(sum(parts) - 100) > 0.01:
            shown = " + ".join(f"{part:g}" for part in parts)
            raise PydanticCustomError(
                "journey.shares-not-100", "not 100", {"total": f"{sum(parts):g}", "shares": shown}
            )
        return self


class Market(Part):
    """The market of the journey: an assumption to edit, with its source."""

    people: Annotated[int, Field(strict=True, ge=1, le=10_000_000_000)]
    shares: Shares = Shares()
    source: Line | None = Field(default=None, description="Where the size and the shares come from")
    note: Text | None = None
