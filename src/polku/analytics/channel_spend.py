"""What did each channel cost, in the workspace's currency?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.ad_spend import spend_days

if TYPE_CHECKING:
    from datetime import date

    from polku.reports.report import Scene

Spent = list[tuple["date", int, int]]


def spend_rows(scene: Scene) -> Spent:
    """(day, channel code, minor units) over all history until the end of the period; rows that name no currency are
    in the workspace's, those in others are left out, and so are those of no channel."""
    last = scene.period.cohort_end.astimezone(scene.zone).date()
    return [
        (row["day"], row["channel"], row["cost"])
        for row in scene.ask(spend_days()).to_pylist()
        if row["channel"] is not None
        and row["currency"] in (None, scene.money.currency)
        and row["day"] <= last
    ]


def spent(scene: Scene) -> dict[int, int]:
    """Minor units by channel code over the days of the cohort period, in the workspace's zone."""
    first = scene.period.cohort_start.astimezone(scene.zone).date()
    found: dict[int, int] = {}
    for day, channel, minor in spend_rows(scene):
        if day >= first:
            found[channel] = found.get(channel, 0) + minor
    return found
