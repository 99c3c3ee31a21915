"""Revenue, margin and what is said of them in every report about money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.sales import left_out
from polku.errors import Problem
from polku.reports.said import Count

if TYPE_CHECKING:
    from polku.reports.report import Scene
    from polku.settings import MoneySettings


def earned(minor: float, money: MoneySettings) -> float:
    """Minor units of margin (of revenue where the margin is not known) in so much paid: VAT off, then margin."""
    net = minor / (1 + money.vat / 100)
    return net if money.margin is None else net * money.margin


def money_notes(scene: Scene) -> list[Problem]:
    """What must be read with money: that values are revenue, and what other currencies were left out."""
    notes = []
    if scene.money.margin is None:
        notes.append(Problem("report.no-margin", level="hint"))
    rows = scene.ask(left_out(scene.money.currency, scene.limited)).to_pylist()
    if rows:
        params = {
            "n": Count(sum(row["events"] for row in rows)),
            "currencies": ", ".join(sorted(row["currency"] for row in rows)),
            "currency": scene.money.currency,
        }
        notes.append(Problem("report.other-currencies", params=params, level="warning"))
    return notes
