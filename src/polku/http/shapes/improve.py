"""The bodies of improving."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, Words

ImprovementKind = Literal["idea", "friction", "opportunity", "experiment"]
FrictionKind = Literal["bend", "detour", "obstacle", "uphill"]
ImprovementState = Literal["new", "planned", "doing", "done", "rejected"]
Verdict = Literal["better", "worse", "unclear", "too-few", "reason"]
Grade = Annotated[int, Field(ge=1, le=5)]
Title = Annotated[str, Field(min_length=1, max_length=300)]
LongText = Annotated[str, Field(max_length=10_000)]
Key = Annotated[str, Field(max_length=200)]


class ReadingBody(Body):
    """A number with its 95 % interval and cases."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class BaselineBody(ReadingBody):
    """The number before the work, and the day it was read."""

    at: date


class MetricBody(Body):
    """What is to get better. Whoever came before `since` is the baseline, whoever came after is verified;
    `against_zero`: the number is an effect itself and is compared with none."""

    report: str
    row: str
    column: str
    asked: dict[str, Any]
    better: Literal["up", "down"]
    since: date
    title: Words
    kind: str
    currency: str
    against_zero: bool
    baseline: BaselineBody


class NewMetric(Body):
    """A metric by its place in a report; `since` is the first day of the people it is verified by (today)."""

    report: Annotated[str, Field(min_length=1, max_length=100)]
    row: Key = ""
    column: Annotated[str, Field(min_length=1, max_length=100)]
    asked: dict[str, Any] = Field(default={})
    better: Literal["up", "down"] = "up"
    since: date | None = None


class DifferenceBody(Body):
    """Now less before, with its 95 % interval."""

    value: float | None
    low: float | None
    high: float | None


class CheckBody(Body):
    """What the metric says now."""

    verdict: Verdict
    now: ReadingBody
    difference: DifferenceBody
    at: Moment


class VerifiedBody(Body):
    """What was measured at closing; with verdict "reason" it was closed by what somebody wrote. `by`: the improvement
    that closed this one."""

    verdict: Verdict
    reason: str = ""
    who: str
    at: Moment
    measured: Verdict | None = None
    now: ReadingBody | None = None
    difference: DifferenceBody | None = None
    by: int | None = None


class AffectedBody(Body):
    """Customer value from data: people lost from the stage, of those who entered it."""

    value: int
    lost: int
    entered: int


class ImprovementBody(Body):
    """One improvement. `customer_value` null: what was `measured` counts. `score` = customer value × business value ÷
    effort. `continued`: something it was promoted to goes on."""

    id: int
    kind: ImprovementKind
    friction: FrictionKind | None
    state: ImprovementState
    title: str
    text: str
    journey: str
    stage: str | None
    arrow: str | None
    touchpoint: str | None
    persona: str | None
    parent: int | None
    continued: bool
    customer_value: int | None
    measured: AffectedBody | None
    business_value: int | None
    effort: int | None
    score: float | None
    owner: str
    due: date | None
    programme: str | None
    metric: MetricBody | None
    verified: VerifiedBody | None
    source: Literal["team", "box", "data"]
    who: str
    author: str
    hidden: bool
    votes: int
    voted: bool
    created: Moment
    updated: Moment
    edition: int


class ImprovementList(Body):
    """`GET /api/improvements`. `doing` counts against `limit`."""

    journey: str
    limit: int
    doing: int
    improvements: list[ImprovementBody]


class ImprovementFields(Body):
    """What may be written of an improvement."""

    friction: FrictionKind | None = None
    text: LongText = ""
    stage: Key | None = None
    arrow: Key | None = None
    touchpoint: Key | None = None
    persona: Key | None = None
    customer_value: Grade | None = None
    business_value: Grade | None = None
    effort: Grade | None = None
    owner: Key = ""
    due: date | None = None
    programme: Key | None = None
    metric: NewMetric | None = None


class NewImprovement(ImprovementFields):
    """What `POST /api/improvements` takes. `source` "data": proposed from the figures."""

    kind: ImprovementKind
    title: Title
    journey: Key = "-"
    source: Literal["team", "data"] = "team"


class ChangedImprovement(ImprovementFields):
    """What `PATCH /api/improvements/{id}` takes: only what is said changes. A state of "done" needs a metric that got
    better, or a `reason`."""

    edition: int
    title: Title = ""
    state: ImprovementState | None = None
    reason: Annotated[str, Field(max_length=2_000)] = ""
    hidden: bool = False


class Promotion(Body):
    """What `POST /api/improvements/{id}/promote` takes."""

    kind: Literal["opportunity", "experiment"]
