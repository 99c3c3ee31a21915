"""The bodies of the journey: its document, and the live grid."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, ProblemBody, ShareBody, Words
from polku.journey.lane import Group, Kind


class Completeness(Body):
    """How many of the document's places hold something."""

    filled: int
    total: int


class JourneyBody(Body):
    """`GET /api/journey`."""

    journey: dict[str, Any]
    hash: str
    problems: list[ProblemBody]
    completeness: Completeness


class LaneBody(Body):
    """A row that a map may have: `field` is the field of a stage that holds it, `usual` those shown by default."""

    key: str
    name: Words
    group: Group
    kind: Kind
    field: str | None
    usual: bool


class LiveTouchpoint(Body):
    """A touchpoint with its last 30 days; null where it is not bound to an event."""

    key: str
    name: Words
    channel: str | None
    event: str | None
    people_30d: int | None
    events_30d: int | None
    moment_of_truth: bool
    next: str | None


class RuleBody(Body):
    """An enter rule in words."""

    rule: str
    sentence: Words


class LiveStage(Body):
    """A column of the grid. `advance` is null on exits and on the last stage: nothing follows."""

    key: str
    name: Words
    axis: str | None
    exit: bool
    people: int
    new_7d: int
    entered_30d: int
    advance: ShareBody | None
    median_days: float | None
    p75_days: float | None
    expected_days: float | None
    emotion_assumed: float | None
    goal: Words | None
    actions: list[Words]
    places: list[Words]
    questions: list[Words]
    touchpoints: list[LiveTouchpoint]
    rules: list[RuleBody]
    lost: int
    returned_30d: int


class AskedRules(Body):
    """Enter rules as a document writes them."""

    rules: list[Any] = Field(max_length=100)


class Backward(Body):
    """A return arc: people who went back."""

    from_: str = Field(serialization_alias="from")
    to: str
    people_30d: int


class UnmappedEvent(Body):
    """An event that no touchpoint and no rule names."""

    event: str
    events_30d: int
    people_30d: int


class Live(Body):
    """`GET /api/journey/live`."""

    as_of: Moment
    window_end: Moment
    stages: list[LiveStage]
    backward: list[Backward]
    unmapped: list[UnmappedEvent]
