"""How well a cell of the map is known, and from where."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from polku.journey.part import Day, Line, Part

Level = Literal["assumption", "partly_known", "researched", "measured"]


class Evidence(Part):
    """What a cell rests on. A plain level is short for `{level: …}`."""

    level: Level = "assumption"
    source: Line | None = Field(default=None, description="Where it was learned: a link or a name")
    by: Line | None = Field(default=None, description="Who wrote it down")
    on: Day | None = Field(default=None, description="When")
    status: Literal["open", "draft", "confirmed"] = "draft"

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"level": value} if isinstance(value, str) else value
