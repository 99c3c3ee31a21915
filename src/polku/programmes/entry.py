"""How people come into a programme: one class per kind of entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Field,
    SerializeAsAny,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from polku.conditions.duration import Duration
from polku.conditions.event import EventCondition
from polku.conditions.field import PersonConditionField
from polku.journey.part import Key, Part
from polku.journey.shape import fields_of
from polku.programmes.choice import ClockTime, Weekday
from polku.programmes.flat_event import FlatEvent

HOURLY = Duration("1h")


class Entry(Part):
    """`if_` is asked at the moment of entry; nobody who does not meet it comes in."""

    kind: ClassVar[str]

    if_: PersonConditionField | None = Field(default=None, alias="if")

    @classmethod
    def written_keys(cls, value: Any) -> dict[str, Any]:
        """Those of the kind that the mapping names."""
        kind = kind_of(value)
        if kind is None:
            return dict.fromkeys(KINDS, Any)
        event = fields_of(EventCondition) if kind == "event" else {}
        return {**fields_of(KINDS[kind]), **event}


class EventEntry(FlatEvent, Entry):
    """Did the event. Written flat: `{event: Form Submitted, where: {…}, if: …}`."""

    kind = "event"


class StageEntry(Entry):
    """Came to the stage."""

    kind = "stage"

    stage: Key


class SegmentEntry(Entry):
    """Came to the segment, or left it. The segment is looked at every `every`."""

    kind = "segment"

    segment: Key
    on: Literal["entered", "left"] = "entered"
    every: Duration = HOURLY


class Schedule(Part):
    """Each `every` at `at` (local time of the workspace). `on`: a weekday for weeks, a day 1…28 for months."""

    every: Literal["day", "week", "month"]
    on: Weekday | Annotated[int, Field(strict=True, ge=1, le=28)] | None = None
    at: ClockTime = "09:00"

    @model_validator(mode="after")
    def _on_fits(self) -> Schedule:
        fits = {"day": self.on is None, "week": isinstance(self.on, str)}
        if not fits.get(self.every, isinstance(self.on, int)):
            raise PydanticCustomError(
                "programme.bad-schedule", "on does not fit", {"every": self.every}
            )
        return self


class ScheduleEntry(Entry):
    """Everybody of the `segment`, or who meets `if`, at each round of the schedule."""

    kind = "schedule"

    schedule: Schedule
    segment: Key | None = None


class Audience(Part):
    """Who they are: everybody of a segment, or who meets a condition; who meets both, when both stand."""

    segment: Key | None = None
    if_: PersonConditionField | None = Field(default=None, alias="if")


class AudienceEntry(Entry):
    """Once, at publishing."""

    kind = "audience"

    audience: Audience


# In this order: a schedule may name a segment.
KINDS: Mapping[str, type[Entry]] = {
    each.kind: each for each in (ScheduleEntry, AudienceEntry, EventEntry, StageEntry, SegmentEntry)
}


def kind_of(given: Any) -> str | None:
    """The kind that a mapping names, or None."""
    return next((key for key in KINDS if isinstance(given, Mapping) and key in given), None)


def parse_entry(given: Any) -> Any:
    """The entry a document writes: a bare event name, or a mapping whose key names the kind."""
    if isinstance(given, Entry):
        return given
    if isinstance(given, str):
        given = {"event": given}
    kind = kind_of(given)
    if kind is None:
        raise PydanticCustomError(
            "programme.no-entry-kind", "no kind", {"kinds": ", ".join(sorted(KINDS))}
        )
    return KINDS[kind].model_validate(given)


EntryField = Annotated[
    SerializeAsAny[Entry],
    BeforeValidator(parse_entry),
    WithJsonSchema({"title": "Entry", "minProperties": 1}),
]
