"""The bodies of reviews, decisions, the year, the stop list and the idea box."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from polku.analytics.changes import Code
from polku.http.shapes.home import PriceBody, TrendPoint
from polku.http.shapes.improve import FrictionKind, ImprovementKind, Key, LongText, Title
from polku.http.shapes.parts import Body, Moment, Words

Why = Annotated[str, Field(max_length=4_000)]


class DecisionBody(Body):
    """A line of the decision log; `title` is that of its improvement."""

    id: int
    at: Moment
    who: str
    text: str
    why: str
    journey: str
    improvement: int | None
    title: str | None
    review: int | None


class NewDecision(Body):
    """What `POST /api/decisions` takes."""

    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    why: Why = ""
    journey: Key = "-"
    improvement: int | None = None
    review: int | None = None


class AgendaStage(Body):
    """A stage as it was called."""

    key: str
    name: Words
    exit: bool


class AgendaGoal(Body):
    """The goal and how it moved: `before` is what it was in the last review."""

    name: Words
    from_: str = Field(alias="from")
    to: str
    target: float
    date: date | None
    now: float | None
    low: float | None
    high: float | None
    n: int
    before: float | None
    trend: list[TrendPoint]
    days_left: int | None


class AgendaVersion(Body):
    """What was published since the last review, in words."""

    kind: Literal["journey", "programme"]
    key: str
    name: Words | None = None
    version: int
    at: Moment
    who: str
    note: str
    words: list[Words]


class AgendaChange(Body):
    """A number that moved by more than chance."""

    code: Code
    stage: str
    to: str | None
    now: float
    before: float
    n: int


class AgendaArrow(Body):
    """The arrow that the timelines are chosen by."""

    from_: str = Field(alias="from")
    to: str


class AgendaBreak(Body):
    """Where the path breaks, and why there; as Home and the report `mend` say it."""

    what: Words
    because: Words


class AgendaMoney(Body):
    """What leads and customers cost and bring."""

    currency: str
    cpa: PriceBody
    cac: PriceBody
    ltv: PriceBody


class TimelineStage(Body):
    """Days on a stage."""

    stage: str | None
    days: float


class TimelineEvent(Body):
    """An event by the day since the person came; `name` is its touchpoint's, where it has one."""

    day: int
    event: str
    name: Words


class TimelineBody(Body):
    """A real person's timeline, and why it was chosen; `person` leads to the person."""

    why: Literal["fast", "slow", "lost", "back", "random"]
    person: str
    stages: list[TimelineStage]
    events: list[TimelineEvent]
    total: int


class UnderWay(Body):
    """An improvement under way when the review began."""

    id: int
    kind: ImprovementKind
    title: str
    owner: str


class Agenda(Body):
    """As it stood when the review began."""

    as_of: Moment
    stages: list[AgendaStage]
    goal: AgendaGoal | None
    versions: list[AgendaVersion]
    changes: list[AgendaChange]
    arrow: AgendaArrow | None
    breaks: AgendaBreak | None = None
    money: AgendaMoney
    timelines: list[TimelineBody]
    under_way: list[UnderWay]
    since: Moment | None
    every_days: float | None


class MinutesDecision(Body):
    """What is decided and why."""

    text: Annotated[str, Field(max_length=2_000)] = ""
    why: Why = ""


class Minutes(Body):
    """What was said of each part of the agenda, what was decided, and when the next review is."""

    notes: dict[Literal["goal", "changes", "money", "timelines"], LongText] = Field(default={})
    decisions: Annotated[list[MinutesDecision], Field(max_length=10)] = Field(default=[])
    next: date


class ReviewHead(Body):
    """A review in the list."""

    id: int
    journey: str
    started: Moment
    ended: Moment | None
    who: str


class ReviewBody(ReviewHead):
    """One review; `share`: the token of the link by which anybody reads it."""

    agenda: Agenda
    minutes: Minutes
    decisions: list[MinutesDecision]
    share: str | None


class CalendarEntry(Body):
    """An item of the year calendar in one year; not `bound`: it hangs on no place of the journey."""

    key: str
    name: Words
    from_: date = Field(alias="from")
    to: date
    every: Literal["year"] | None
    stages: list[str]
    programmes: list[str]
    topics: list[str]
    note: Words | None
    bound: bool


class CampaignEntry(Body):
    """A programme that went to an audience once."""

    key: str
    name: Words
    stage: str | None
    at: Moment


class Year(Body):
    """`GET /api/calendar/{journey}`."""

    year: int
    items: list[CalendarEntry]
    campaigns: list[CampaignEntry]


class StopItem(Body):
    """Something that has no measurable effect, with its evidence. `n` were followed to the end."""

    id: str
    kind: Literal["programme", "experiment", "own"]
    title: Words
    evidence: str
    programme: str | None
    improvement: int | None
    n: int | None
    lift: float | None
    lift_low: float | None
    lift_high: float | None
    who: str | None
    at: Moment | None


class KeptItem(StopItem):
    """What was decided of it: `stopped`, or kept all the same."""

    why: str
    by: str
    on: Moment
    stopped: bool


class StopListBody(Body):
    """`GET /api/stop-list`. `enough`: people that a comparison needs before it stands here."""

    enough: int
    items: list[StopItem]
    kept: list[KeptItem]


class NewStop(Body):
    """What `POST /api/stop-list` takes."""

    title: Title
    evidence: Why = ""
    journey: Key = "-"


class StopDecision(Body):
    """What `POST /api/stop-list/{keep,stop}` take."""

    id: Annotated[str, Field(max_length=400)]
    why: Annotated[str, Field(min_length=1, max_length=4_000)]
    journey: Key = "-"


class Finding(Body):
    """A friction that the data proposes; `metric` as `POST /api/improvements` takes it."""

    code: str
    title: Words
    text: Words
    friction: FrictionKind
    stage: str | None
    arrow: str | None
    touchpoint: str | None
    since: date | None
    metric: dict[str, Any] | None


class IdeaLink(Body):
    """The link of the idea box. `qr` is an SVG picture; `here`: it opens on this machine only, for [public] url is not
    set."""

    url: str
    qr: str
    created: Moment
    who: str
    here: bool


class IdeaBoxBody(Body):
    """`GET /api/idea-box`; null when no link is good."""

    link: IdeaLink | None
