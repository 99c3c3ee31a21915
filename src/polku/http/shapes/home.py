"""The body of Home."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from polku.analytics.changes import Code
from polku.analytics.weakest_arrow import Why
from polku.http.shapes.parts import Body, Moment, ProblemBody, Words
from polku.reports.mend_first import Why as MendWhy


class Days(Body):
    """The first and the last day with events, in the workspace's time zone."""

    first: date | None
    last: date | None


class TrendPoint(Body):
    """The conversion of the people who entered in one month ("2026-10")."""

    month: str
    value: float | None
    n: int


class GoalBody(Body):
    """The focus goal and how far it is."""

    sentence: Words
    from_stage: str
    to_stage: str
    target: float
    date: date | None
    now: float | None
    low: float | None
    high: float | None
    n: int
    window_days: float
    days_left: int | None
    trend: list[TrendPoint]


class HomeStage(Body):
    """A stage of the path strip."""

    key: str
    name: Words
    axis: str | None
    people: int
    new_7d: int
    exit: bool


class ArrowBody(Body):
    """The way from one stage to the next. entered = advanced + lost + open, always. `middle_days`: by then half
    of those who go on have gone on; median and p75: by then that many have left the stage, whichever way."""

    from_: str = Field(serialization_alias="from")
    to: str
    entered: int
    advanced: int
    lost: int
    open: int
    conversion: float | None
    low: float | None
    high: float | None
    middle_days: float | None
    median_days: float | None
    p75_days: float | None
    window_days: float
    weakest: bool
    why: Why
    """Of the share alone: `weakest` is the lowest conversion. Which place to mend first, `FirstPlace` says."""


class ChangeBody(Body):
    """Something that differs between the last 7 days and the 7 before by more than chance."""

    code: Code
    stage: str
    to: str | None
    now: float
    before: float
    since: date
    n: int


class FirstPlace(Body):
    """Where the path breaks: the place to mend first, as the report `mend` ranks them. `why`: "surest" – `value` is
    what as good as the best comparable group (`group`) would bring; "point" – what one percentage point would; minor
    units a year with a 95 % interval; "lowest" – no euros can be told, and the conversion is the lowest.
    `what` and `because` say it in words."""

    from_: str = Field(alias="from")
    to: str
    why: MendWhy
    value: float | None
    value_low: float | None
    value_high: float | None
    best: float | None
    group: Words | None
    what: Words
    because: Words


class NextBody(Body):
    """A place to mend: what as good as the best comparable group would bring in a year, and what one percentage
    point would; minor units of the currency, with 95 % intervals; `best`: the probability of being the best place.
    `why`: which of the two it is ranked by."""

    stage: str
    from_: Words = Field(alias="from")
    to: Words
    why: MendWhy
    gain: float | None
    gain_low: float | None
    gain_high: float | None
    point: float
    point_low: float
    point_high: float
    best: float | None
    group: Words | None


class PriceBody(Body):
    """A price or value as it is (minor units), and what one is willing to pay or wants; None: not known, not said."""

    value: float | None
    low: float | None
    high: float | None
    n: int | None
    target: float | None
    of_paid: bool = False  # of those alone who came by a channel that money was spent on


class MoneyStrip(Body):
    """The price of a lead (CPA), of a customer (CAC), and what a customer brings (LTV)."""

    currency: str
    cpa: PriceBody
    cac: PriceBody
    ltv: PriceBody


class Decisions(Body):
    """What the reports `mend`, `costs`, `ltv` and `alerts` tell in short: the place to mend first (None: too little
    is known of all), at most three places in that order, and at most three alerts as sentences."""

    first: FirstPlace | None
    next: list[NextBody]
    money: MoneyStrip
    alerts: list[ProblemBody]


class Home(Body):
    """`GET /api/home`."""

    as_of: Moment
    window_end: Moment
    people: int
    events: int
    days: Days
    goal: GoalBody | None
    stages: list[HomeStage]
    none: int
    arrows: list[ArrowBody]
    changes: list[ChangeBody]
    decisions: Decisions | None = None
    definition: Literal["conversion"] = "conversion"
