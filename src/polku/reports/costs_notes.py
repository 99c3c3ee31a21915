"""What must be said of prices: what the filter hides, which channel deceives, and who costs too much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from polku.conditions.properties import scale
from polku.errors import Problem
from polku.reports.said import Money, Share

if TYPE_CHECKING:
    from polku.reports.answer import Figure
    from polku.reports.report import Scene
    from polku.settings import MoneySettings

Row = Mapping[str, Any]
UNSEEN = 0.2


def cost_notes(
    scene: Scene, whole: frozenset[str] | None, rows: Sequence[Row], figures: Sequence[Figure]
) -> list[Problem]:
    """In order of weight."""
    notes = []
    if whole is not None and not whole:
        notes.append(Problem("money.spend-not-split", level="warning"))
    elif whole is not None:
        notes.append(Problem("money.spend-of-channels", level="hint"))
    notes += deceiving(rows, scene.money.currency)
    notes += dear(rows, scene.money)
    notes += hidden(figures, scene.money.currency)
    idle = [row for row in rows if row["spend"] and not row["leads"] and not row["customers"]]
    for row in idle:
        said = {"channel": row["channel"], "cost": Money(row["spend"], scene.money.currency)}
        notes.append(Problem("money.spend-without-people", params=said, level="warning"))
    if scene.money.customer_price is None and any(f.key == "cac" and f.value for f in figures):
        notes.append(Problem("money.no-willingness", level="hint"))
    return notes


def hidden(figures: Sequence[Figure], currency: str) -> list[Problem]:
    """Prices that are within what one is willing to pay only because many came without being paid for."""
    of = {figure.key: figure for figure in figures}
    notes = []
    for key, wanted in (("cpa", "lead_price"), ("cac", "customer_price")):
        mean, paid, limit = of[key].value, of[f"{key}_paid"], of[wanted].value
        if mean is None or limit is None or paid.low is None or not mean <= limit < paid.low:
            continue
        said = {
            "paid": Money(paid.value or 0, currency),
            "mean": Money(mean, currency),
            "limit": Money(limit, currency),
        }
        notes.append(Problem(f"money.paid-{key}-dearer", params=said, level="warning"))
    return notes


def unseen(rows: Sequence[Row]) -> list[Problem]:
    """Many customers by no known channel: they may have been customers before the data begins."""
    total = sum(row["customers"] for row in rows)
    unknown = sum(row["customers"] for row in rows if isinstance(row["channel"], Mapping))
    if not total or unknown / total < UNSEEN:
        return []
    return [
        Problem("money.unseen-customers", params={"share": Share(unknown / total)}, level="warning")
    ]


def deceiving(rows: Sequence[Row], currency: str) -> list[Problem]:
    """Channels whose leads are cheaper and customers dearer than those of every other paid channel, both beyond
    their intervals: whoever looks at leads alone buys more of them."""
    paid = [row for row in rows if row["cpa"] is not None]
    found = []
    for row in paid:
        others = [each for each in paid if each is not row and each["cac"] is not None]
        if row["cac"] is None or not others or row["cpa_high"] is None:
            continue
        cheap = all(row["cpa_high"] < each["cpa_low"] for each in others)
        if cheap and all(row["cac_low"] > (each["cac_high"] or row["cac_low"]) for each in others):
            said = {
                "channel": row["channel"],
                "cpa": Money(row["cpa"], currency),
                "cac": Money(row["cac"], currency),
            }
            found.append(Problem("money.cheap-leads-dear-customers", params=said, level="warning"))
    return found


def dear(rows: Sequence[Row], money: MoneySettings) -> list[Problem]:
    """Channels whose customers cost more than one is willing to pay, beyond the interval."""
    if money.customer_price is None:
        return []
    limit = money.customer_price * scale(money.currency)
    return [
        Problem(
            "money.dearer-than-willing",
            params={
                "channel": row["channel"],
                "cac": Money(row["cac"], money.currency),
                "limit": Money(limit, money.currency),
            },
            level="warning",
        )
        for row in rows
        if row["cac_low"] is not None and row["cac_low"] > limit
    ]
