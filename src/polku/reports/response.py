"""Response: what does more or less money bring in each channel, and what do the weeks not tell?"""

from __future__ import annotations

from typing import Any

import numpy as np

from polku.analytics.channel_leads import ChannelWeeks
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.budget_sources import Known, sources
from polku.reports.report import Report, Scene
from polku.science.budget.curve import Curve
from polku.science.budget.plan import BEYOND, CAP

POINTS = 13
FOLLOWED = 0.6  # correlation of spend with unpaid leads, above which spend has followed demand
Triple = tuple[float, float, float]


class ResponseAsked(Asked):
    """`beyond`: also past 1.2 times the largest weekly spend seen."""

    beyond: bool = False


def answer(scene: Scene, asked: ResponseAsked) -> Answer:
    """The channels; their curves at a row of spends; the weeks behind them."""
    known = sources(scene)
    if known.paid is None:
        return Answer(n=None, notes=known.notes)
    channels, curves, weeks = [], [], []
    for weeks_of, source in zip(known.paid, known.sources, strict=False):
        name = known.name(weeks_of.code)
        channels.append(_channel(name, weeks_of, source.curve))
        weeks += [
            {
                "id": f"{weeks_of.code}:{day.isoformat()}",
                "channel": name,
                "week": day.isoformat(),
                "spend": float(spend),
                "leads": int(leads),
            }
            for day, spend, leads in zip(weeks_of.days, weeks_of.spend, weeks_of.leads, strict=True)
        ]
        if source.curve.known:
            curves += _curve(name, weeks_of, source.curve, source.share, beyond=asked.beyond)
    return Answer(
        n=max(len(each.days) for each in known.paid),
        sheets=[
            Sheet("channels", CHANNELS, channels),
            Sheet("curves", CURVES, curves),
            Sheet("weeks", WEEKS, weeks),
        ],
        charts=[
            Chart("curves", "lines", "curves", x="spend", y=["leads"], by="channel"),
            Chart("weeks", "dots", "weeks", x="spend", y=["leads"], by="channel"),
        ],
        notes=[Problem("budget.association", level="hint"), *followed(known), *known.notes],
    )


CHANNELS = [
    Column("channel", "text"),
    Column("weeks"),
    Column("usual", "money"),
    Column("largest", "money"),
    Column("leads", "number", interval=True),
    Column("price", "money", interval=True),
    Column("next_price", "money", interval=True),
    Column("carry", "share", interval=True),
    Column("known", "flag"),
]
CURVES = [
    Column("channel", "text"),
    Column("spend", "money"),
    Column("leads", "number", interval=True),
    Column("customers", "number", interval=True),
    Column("seen", "flag"),
]
WEEKS = [
    Column("channel", "text"),
    Column("week", "day"),
    Column("spend", "money"),
    Column("leads"),
]


def _channel(name: Any, weeks: ChannelWeeks, curve: Curve) -> dict[str, Any]:
    """At the usual spend: leads a week, what one costs, and what the next one would."""
    row: dict[str, Any] = dict.fromkeys(
        f"{key}{end}" for key in ("price", "next_price", "carry") for end in ("", "_low", "_high")
    )
    now = curve.at(curve.usual)[:, 0]
    row |= {
        "id": f"channel:{weeks.code}",
        "channel": name,
        "weeks": curve.weeks,
        "usual": curve.usual,
        "largest": curve.largest,
        "known": curve.known,
        **spread("leads", now),
    }
    if curve.usual > 0 and curve.leads:
        row |= spread("price", curve.usual / np.maximum(now, 1e-9))
    if curve.known:
        step = curve.largest / 100
        more = (curve.at(curve.usual + step)[:, 0] - now) / step
        row |= spread("next_price", 1 / np.maximum(more, 1e-12)) | spread("carry", curve.carry)
    return row


def spread(key: str, draws: Any, *, mean: bool = False) -> dict[str, float]:
    """The middle and the 95 % interval of draws: the median, for prices have a long tail; or the mean, which adds
    up."""
    low, middle, high = np.percentile(draws, [2.5, 50, 97.5])
    middle = np.mean(draws) if mean else middle
    return {key: float(middle), f"{key}_low": float(low), f"{key}_high": float(high)}


def _curve(
    name: Any, weeks: ChannelWeeks, curve: Curve, share: Any, *, beyond: bool
) -> list[dict[str, Any]]:
    grid = np.linspace(0, CAP, POINTS)
    if beyond:
        grid = np.concatenate((grid, np.linspace(CAP, BEYOND, POINTS)[1:]))
    at = curve.at(grid * curve.largest)
    least = float(weeks.spend.min()) / curve.largest
    return [
        {
            "id": f"{weeks.code}:{place}",
            "channel": name,
            "spend": float(each * curve.largest),
            **spread("leads", at[:, place]),
            **spread("customers", at[:, place] * share),
            "seen": bool(least - 1e-9 <= each <= 1 + 1e-9),
        }
        for place, each in enumerate(grid)
    ]


def followed(known: Known) -> list[Problem]:
    """Channels whose spend rose and fell with the leads that cost nothing: their curves are too steep."""
    unpaid = known.unpaid
    if known.paid is None or unpaid is None:
        return []
    names = []
    for each in known.paid:
        n = min(len(each.days), len(unpaid.days))
        spend, free = each.spend[-n:], unpaid.leads[-n:]
        if n < 12 or not spend.std() or not free.std():
            continue
        if np.corrcoef(spend, free)[0, 1] > FOLLOWED:
            names.append(known.text(each.code))
    if not names:
        return []
    return [Problem("budget.followed", params={"channels": ", ".join(names)}, level="warning")]


REPORT = Report("response", "money", ResponseAsked, answer)
