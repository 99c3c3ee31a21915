"""The market formula: how many of the market stand on each level, and how much of what we do is aimed at buyers.

The shares 60/20/17/3 are a rule of thumb from Sabri Suby's book "Sell Like Crazy": an assumption, not a measurement.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from polku.journey.coverage import DONE
from polku.journey.market import LEVELS, Shares
from polku.journey.model import Journey, Stage

BUYING = "deciding"
ROUNDING = 0.01  # per cent, as the document is checked


@dataclass(frozen=True)
class BuyNow:
    """The buy-now ratio: `share` (0…1) of something is aimed at the level that is ready to buy, of which the market
    has `market` (0…1). `times`: how many times its share of the market that is; None when the market has none."""

    share: float
    market: float

    @property
    def times(self) -> float | None:
        """1 is as much as there are buyers; above it the others get less than their part."""
        return self.share / self.market if self.market > 0 else None


def level_of(stage: Stage) -> str | None:
    """The level of the formula on which people of a stage are; None for customers and those who left."""
    place = stage.axis or stage.key
    return place if place in LEVELS else None


def stage_shares(journey: Journey) -> dict[str, float] | None:
    """Per cent of the market by level as the stages say it; None unless they tell of the whole market."""
    said = dict.fromkeys(LEVELS, 0.0)
    for stage in journey.stages:
        level = level_of(stage)
        if level is not None and stage.market_share_pct is not None:
            said[level] += stage.market_share_pct
    return said if abs(sum(said.values()) - 100) <= ROUNDING else None


def shares(journey: Journey) -> dict[str, float]:
    """Per cent of the market by level: of the stages when they say it, else of `market`, else the rule of thumb."""
    found = journey.market.shares if journey.market else Shares()
    return stage_shares(journey) or {level: getattr(found, level) for level in LEVELS}


def divided(people: int, per_cent: Mapping[str, float]) -> dict[str, int]:
    """Whole people by level, which sum to `people`: what is left after cutting goes one by one to the largest
    remainders, the earlier level first."""
    total = sum(per_cent.values())
    exact = {level: people * share / total for level, share in per_cent.items()}
    found = {level: math.floor(value) for level, value in exact.items()}
    left = people - sum(found.values())
    by_remainder = sorted(exact, key=lambda level: found[level] - exact[level])
    for level in by_remainder[:left]:
        found[level] += 1
    return found


def content(journey: Journey) -> dict[str, float]:
    """Pieces that are ready or published, by level. A piece for several levels counts a part for each, so that the
    sum is the number of pieces that are for some level."""
    found = dict.fromkeys(LEVELS, 0.0)
    levels = {stage.key: level_of(stage) for stage in journey.stages}
    for topic in journey.topics:
        aimed = [level for level in dict.fromkeys(levels[key] for key in topic.stages) if level]
        done = sum(piece.state in DONE for piece in topic.pieces)
        for level in aimed:
            found[level] += done / len(aimed)
    return found


def actions(journey: Journey) -> dict[str, float]:
    """What we do (the actions of the stages), by level."""
    found = dict.fromkeys(LEVELS, 0.0)
    for stage in journey.stages:
        level = level_of(stage)
        if level:
            found[level] += len(stage.actions)
    return found


def buy_now(amounts: Mapping[str, float], per_cent: Mapping[str, float]) -> BuyNow | None:
    """How much of `amounts` (pieces, actions, money by level) is aimed at those ready to buy. None of nothing."""
    total = sum(amounts.values())
    if total <= 0:
        return None
    return BuyNow(amounts.get(BUYING, 0.0) / total, per_cent[BUYING] / 100)
