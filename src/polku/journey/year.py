"""The year calendar (vuosikello): what is done when, bound to the journey."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from polku.journey.part import Day, Key, Named
from polku.journey.text import Text


class CalendarItem(Named):
    """Something with a date. One that names no stage, programme or topic is unbound: it is flagged."""

    from_day: Day = Field(alias="from")
    to_day: Day | None = Field(
        default=None, alias="to", description="The last day; default: the same"
    )
    every: Literal["year"] | None = None
    stages: tuple[Key, ...] = ()
    programmes: tuple[Key, ...] = ()
    topics: tuple[Key, ...] = ()
    note: Text | None = None

    @property
    def bound(self) -> bool:
        """Whether it belongs to some place of the journey."""
        return bool(self.stages or self.programmes or self.topics)
