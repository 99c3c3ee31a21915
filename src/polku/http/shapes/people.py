"""The bodies of people: the list, and one person."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, Money, Words
from polku.http.shapes.programmes import ProgrammeMessage


class LostBody(Body):
    """Longer on the stage than is usual there: `usual` is the time by which 75 % have left it when
    `measured`, else the days that the journey expects."""

    days: float
    usual: float
    measured: bool


class LostStage(Body):
    """The lost people of one stage; `unreachable` of them are left out when asked."""

    stage: str
    people: int
    unreachable: int


class PersonRow(Body):
    """A row of the list. `person` is the 63-bit number as a string: JavaScript rounds numbers."""

    person: str
    id: str
    name: str | None
    stage: str | None
    since: Moment | None
    days: float | None
    first: Moment
    last: Moment
    events: int
    lost: LostBody | None


class People(Body):
    """`GET /api/people`."""

    total: int
    people: list[PersonRow]
    lost: list[LostStage] | None
    next: str | None
    as_of: Moment


class IdentityBody(Body):
    """One id of a person."""

    kind: Literal["user", "anonymous"]
    value: str
    first_seen: Moment


class NextDue(Body):
    """What time alone will do to the person, and when."""

    at: Moment
    rule: str | None
    to: str | None


class RibbonPart(Body):
    """A stay on a stage; `to` is null while it lasts."""

    stage: str | None
    from_: Moment = Field(serialization_alias="from")
    to: Moment | None
    days: float


class ReasonBody(Body):
    """Why the stage changed."""

    rule: str
    event: str | None
    sentence: Words
    timed: bool


class TimelineEntry(Body):
    """An event, a change of stage, or a message: sent, held, or not sent with the reason."""

    at: Moment
    kind: Literal["event", "stage", "message"]
    event: str | None = None
    channel: str | None = None
    source: str | None = None
    revenue: Money | None = None
    properties: dict[str, Any] | None = None
    from_: str | None = Field(default=None, serialization_alias="from")
    to: str | None = None
    rule: str | None = None
    reason: ReasonBody | None = None
    message: ProgrammeMessage | None = None


class Person(Body):
    """`GET /api/people/{person}`. The timeline is the newest first, 200 at most."""

    person: str
    id: str
    name: str | None
    traits: dict[str, Any]
    identities: list[IdentityBody]
    stage: str | None
    since: Moment | None
    days: float | None
    usual_days: float | None
    next_due: NextDue | None
    ribbon: list[RibbonPart]
    timeline: list[TimelineEntry]
    timeline_total: int
    as_of: Moment
