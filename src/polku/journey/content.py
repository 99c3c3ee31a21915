"""Content plan: a topic first, then the pieces that carry it, each with a format and a channel."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polku.conditions.event import EventCondition
from polku.journey.part import AsWritten, Day, Key, Line, Named
from polku.journey.text import Text

Format = Literal[
    "blog",
    "article",
    "video",
    "tutorial",
    "guide",
    "ebook",
    "webinar",
    "case",
    "product",
    "technical",
    "review",
    "testimonial",
    "award",
    "ugc",
    "newsletter",
    "page",
    "ad",
    "other",
]
State = Literal["idea", "draft", "ready", "published"]
Amount = Annotated[float, Field(strict=True, ge=0, le=1e12, allow_inf_nan=False), AsWritten]


class Piece(Named):
    """Something that people read, watch or download."""

    format: Format | None = None
    channel: Key | None = None
    state: State = "idea"
    url: Line | None = None
    form: Key | None = Field(default=None, description="The lead-magnet form it is given by")
    event: EventCondition | None = Field(
        default=None, description="The event that tells somebody met it: a name, or {event, where}"
    )
    owner: Text | None = None
    due: Day | None = None
    cost: Amount | None = Field(
        default=None, description="What making it cost, in the own currency"
    )


class Topic(Named):
    """What is told, before in what form or where."""

    kind: Literal["information", "inspiration"] | None = None
    question: Text | None = Field(default=None, description="The customer's question it answers")
    stages: tuple[Key, ...] = ()
    personas: tuple[Key, ...] = Field(default=(), description="None: for all of them")
    pieces: Annotated[tuple[Piece, ...], Field(max_length=200)] = ()
