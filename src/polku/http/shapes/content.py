"""The bodies of the content plan, the script and the market."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, Moment, Words

Level = Literal["unaware", "aware", "exploring", "deciding"]
Link = Literal["hook", "magnet", "story", "offer", "closing"]


class NamedPart(Body):
    """A stage or a persona."""

    key: str
    name: Words


class CoverageCell(Body):
    """A stage and a persona ("" when the journey has none): the topics for both, and their pieces."""

    stage: str
    persona: str
    state: Literal["covered", "planned", "gap"]
    topics: list[str]
    done: int
    under_way: int


class CoverageBody(Body):
    """`GET /api/content/{journey}/coverage`. `gaps` are the empty cells."""

    stages: list[NamedPart]
    personas: list[NamedPart]
    cells: list[CoverageCell]
    gaps: int
    planned: int
    covered: int
    topicless: list[str]


class MarketStage(NamedPart):
    """A stage of a level; `people` on it now, null for a journey that does not run."""

    people: int | None


class MarketLevel(Body):
    """A level: its share of the market in per cent, its people, and what is known, made and spent there. A piece
    for several levels counts a part for each."""

    level: Level
    share: float
    people: int | None
    stages: list[MarketStage]
    content: float
    actions: float
    spend: float | None


class MarketSpend(Body):
    """Minor units of the period; `unattributed` is of channels by which nobody is known to have come."""

    currency: str
    total: int | None
    unattributed: int | None
    from_: date = Field(alias="from")
    to: date


class BuyNowBody(Body):
    """`share` (0..1) is aimed at those ready to buy, of whom the market has `market`: `times` as much."""

    share: float
    market: float
    times: float | None


class BuyNowRatios(Body):
    """Of each; null when there is nothing of it."""

    content: BuyNowBody | None
    actions: BuyNowBody | None
    spend: BuyNowBody | None


class MarketBody(Body):
    """`GET /api/content/{journey}/market`. `of_stages`: the shares are those that the stages give."""

    people: int | None
    source: str | None
    of_stages: bool
    levels: list[MarketLevel]
    spend: MarketSpend
    buy_now: BuyNowRatios
    as_of: Moment


class ThreadLink(Body):
    """A part of a thread and how it holds."""

    link: Link
    state: Literal["whole", "hint", "broken", "missing"]


class ThreadFinding(Body):
    """What is wrong. `place`: "thread", "hook:KEY", "form:KEY", "programme:KEY" or "offer:KEY"."""

    code: str
    link: Link
    place: str
    level: Literal["missing", "broken", "hint"]
    params: dict[str, Any]


class HookNumbers(Body):
    """What the campaign of a hook brought in the period: `people` seen, who of them became leads (`rate`), and what
    a lead cost. `by`: how its people are known; null when they are not."""

    key: str
    campaign: str | None
    cost: int | None
    clicks: int | None
    people: int | None
    leads: int | None
    rate: float | None
    cpa: float | None
    by: Literal["campaign", "channel"] | None


class ThreadBody(Body):
    """A row of `GET /api/content/{journey}/threads`."""

    key: str
    links: list[ThreadLink]
    findings: list[ThreadFinding]
    hooks: list[HookNumbers]


class PieceBody(Body):
    """A row of `GET /api/content/{journey}/pieces`: who met it in 90 days (`people`), who of them is followed for 30
    days (`followed`), and came to a later stage in them (`moved`, `rate`). Null when it is not `bound` to an event."""

    topic: str
    key: str
    stages: list[str]
    personas: list[str]
    bound: bool
    people: int | None
    followed: int | None
    moved: int | None
    rate: float | None
