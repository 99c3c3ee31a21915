"""Values that programmes have besides those of every document: clocks, weekdays, long texts, spans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.journey.text import Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Scalar = str | bool | int | float | None
TraitName = Annotated[str, Field(min_length=1, max_length=200)]
Address = Annotated[str, Field(min_length=1, max_length=2_000)]
Priority = Annotated[int, Field(strict=True, ge=0, le=100)]
WholePercent = Annotated[int, Field(strict=True, ge=0, le=100)]


class LongText(Text):
    """A text that may be a whole e-mail."""

    longest: ClassVar[int] = 200_000


BLANK = Text.model_construct(fi="", en="")
"""A text that has not been written yet: publishing is blocked until it is."""

LONG_BLANK = LongText.model_construct(fi="", en="")


def _clock(value: Any) -> str:
    from re import fullmatch

    if isinstance(value, str) and fullmatch(r"([01]?\d|2[0-3])[:.][0-5]\d|24:00", value):
        hour, minute = value.replace(".", ":").split(":")
        return f"{int(hour):02}:{minute}"
    raise PydanticCustomError("programme.bad-clock", "not a time", {"given": str(value)[:40]})


ClockTime = Annotated[
    str, BeforeValidator(_clock), WithJsonSchema({"type": "string", "examples": ["09:00"]})
]
"""A time of day as "09:00"."""


def minutes(clock: str) -> int:
    """Minutes since midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def _span(value: Any) -> str:
    text = str(value).strip()
    Duration(text.removeprefix("-"))  # says what is wrong with it
    return text


Span = Annotated[
    str, BeforeValidator(_span), WithJsonSchema({"type": "string", "examples": ["-3d"]})
]
"""A length of time before (-3d) or after (3d)."""


def span_microseconds(span: str) -> int:
    """With its sign."""
    length = Duration(span.removeprefix("-")).microseconds
    return -length if span.startswith("-") else length


def _unique(days: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
    return tuple(day for day in WEEKDAYS if day in days)


Weekdays = Annotated[
    tuple[Weekday, ...], Field(min_length=1, max_length=7), AfterValidator(_unique)
]

EVENT_KEYS = ("event", "where", "times", "within")


def event_of(given: Mapping[str, Any], keys: tuple[str, ...] = EVENT_KEYS) -> EventCondition:
    """The condition whose keys are written among others. Its problems keep their paths."""
    return EventCondition.model_validate({key: given[key] for key in keys if key in given})


def flat(event: EventCondition) -> dict[str, Any]:
    """The keys of the condition, as they were written."""
    return event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
