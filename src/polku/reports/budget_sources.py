"""What the budget planner knows of each channel, and what must be said of what it does not know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.ad_spend import spend_days
from polku.analytics.channel_leads import ChannelWeeks, channel_weeks
from polku.errors import Problem
from polku.reports.said import Count
from polku.science.budget.curve import DRAWS, FEWEST_LEADS, FEWEST_WEEKS, SEED, fit
from polku.science.budget.plan import Source
from polku.science.budget.rates import share_draws

if TYPE_CHECKING:
    from polku.reports.report import Scene

NO_CHANNEL = "–"


@dataclass(frozen=True)
class Known:
    """`paid` (None: nothing can be planned, and `notes` say why) and `unpaid` channels; `sources` are those of
    `paid` in the same order and the unpaid one last."""

    notes: list[Problem]
    paid: list[ChannelWeeks] | None = None
    unpaid: ChannelWeeks | None = None
    sources: list[Source] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def text(self, code: int | None) -> str:
        """The name of a channel."""
        return NO_CHANNEL if code is None else self.names.get(code, str(code))

    def name(self, code: int | None) -> str | dict[str, str]:
        """The same; words for the unpaid ones."""
        if code is None:
            return {"fi": "Kanavat ilman mainoskuluja", "en": "Channels without ad spend"}
        return self.text(code)


def sources(scene: Scene) -> Known:
    """The weeks and curves of all channels."""
    if scene.limited:
        return Known([Problem("budget.of-all", level="warning")])
    found = channel_weeks(scene)
    if found is None:
        return Known([Problem("attribution.no-stage", level="warning")])
    paid, unpaid = found.paid, found.unpaid
    notes = _left_out(scene)
    if found.unseen:
        notes.append(Problem("budget.unseen", params={"n": Count(found.unseen)}, level="hint"))
    if not paid or not unpaid.days:
        return Known([Problem("budget.no-spend", level="warning"), *notes])
    rng = np.random.default_rng(SEED)
    made = []
    for place, each in enumerate([*paid, unpaid]):
        curve = fit(each.spend, each.leads, seed=SEED + place)
        share = np.ones(DRAWS) if each.share is None else share_draws(each.share, DRAWS, rng)
        made.append(Source(curve, share, paid=each.code is not None))
    names = scene.words("channel")
    for each, source in zip(paid, made, strict=False):
        why = source.curve.why
        if why:
            params = {
                "channel": names.get(each.code or 0, str(each.code)),
                "weeks": Count(len(each.days)),
                "leads": Count(source.curve.leads),
                "enough_weeks": FEWEST_WEEKS,
                "enough_leads": FEWEST_LEADS,
            }
            notes.append(Problem(f"budget.{why}", params=params, level="warning"))
    return Known(notes, paid, unpaid, made, names)


def _left_out(scene: Scene) -> list[Problem]:
    other = sorted(
        {
            row["currency"]
            for row in scene.ask(spend_days()).to_pylist()
            if row["currency"] not in (None, scene.money.currency)
        }
    )
    if not other:
        return []
    params = {"currencies": ", ".join(other), "currency": scene.money.currency}
    return [Problem("budget.other-currencies", params=params, level="warning")]
