"""The ledger of advertising for the days of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from polku.analytics.ad_spend import spend_days
from polku.errors import Problem
from polku.reports.said import Count, Money

if TYPE_CHECKING:
    from polku.reports.report import Scene

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Line:
    """One day of one channel, in the workspace's currency; `cost` in minor units."""

    day: date
    channel: str
    cost: int
    clicks: int
    impressions: int


@dataclass(frozen=True)
class Ledger:
    """`lines` of the period; `first` and `last` its days; `notes` what was left out."""

    lines: tuple[Line, ...]
    first: date
    last: date
    notes: tuple[Problem, ...]

    @property
    def cost(self) -> int:
        """All of it."""
        return sum(line.cost for line in self.lines)

    @property
    def days(self) -> int:
        """How long the period is."""
        return max(0, (self.last - self.first).days + 1)


def ledger(scene: Scene) -> Ledger:
    """What advertising cost on the days of the period (in the workspace's zone), whatever the filter."""
    over, currency = scene.period, scene.money.currency
    first = (over.cohort_start + _INSTANT).astimezone(scene.zone).date()
    last = over.cohort_end.astimezone(scene.zone).date()
    words = scene.words("channel")
    lines: list[Line] = []
    other: dict[str, int] = {}
    outside = 0
    for row in scene.ask(spend_days()).to_pylist():
        if row["currency"] != currency:
            other[row["currency"]] = other.get(row["currency"], 0) + 1
        elif first <= row["day"] <= last:
            channel = words.get(row["channel"], str(row["channel"]))
            lines.append(Line(row["day"], channel, row["cost"], row["clicks"], row["impressions"]))
        else:
            outside += row["cost"]
    notes = []
    if other:
        params = {
            "n": Count(sum(other.values())),
            "currencies": ", ".join(sorted(other)),
            "currency": currency,
        }
        notes.append(Problem("money.spend-currencies", params=params, level="warning"))
    if outside and over.start is None and over.stop is None:
        said = {"cost": Money(outside, currency), "first": first, "last": last}
        notes.append(Problem("money.spend-outside", params=said, level="hint"))
    if not lines:
        notes.append(Problem("money.no-spend", level="hint"))
    lines.sort(key=lambda line: (line.day, line.channel))
    return Ledger(tuple(lines), first, last, tuple(notes))
