"""What did each channel cost on each day?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import question, spend

if TYPE_CHECKING:
    from ibis import Table

    from polku.reports.report import Scene


@question
def spend_by_day(currency: str) -> Table:
    """channel (code), day, minor, rows: in the workspace's currency (or none named)."""
    ours = spend.filter(
        spend.channel.notnull(), spend.currency.isnull() | (spend.currency == currency)
    )
    return ours.group_by("channel", "day").agg(minor=ours.cost.sum().cast("int64"))


@question
def spend_left_out(currency: str) -> Table:
    """Rows of spend in other currencies: currency, rows."""
    other = spend.filter(spend.currency.notnull() & (spend.currency != currency))
    return other.group_by("currency").agg(rows=other.count())


def spent(scene: Scene) -> dict[int, int]:
    """Minor units by channel code over the days of the cohort period (both ends in the workspace's zone)."""
    first = scene.period.cohort_start.astimezone(scene.zone).date()
    last = scene.period.cohort_end.astimezone(scene.zone).date()
    found: dict[int, int] = {}
    for row in scene.ask(spend_by_day(scene.money.currency)).to_pylist():
        if first <= row["day"] <= last:
            found[row["channel"]] = found.get(row["channel"], 0) + row["minor"]
    return found
