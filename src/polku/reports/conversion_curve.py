"""An arrow day by day: how many have advanced, and how many are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polku.science.incidence import incidence_curve
from polku.science.quantile import survival_limits
from polku.science.survival import kaplan_meier

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.analytics.path import Arrow

POINTS = 90  # at most about so many rows


def by_day(arrow: Arrow, counts: pa.Table) -> list[dict[str, Any]]:
    """The share that had advanced, been lost and was still there by so many days, while the window lasts."""
    people, hours = counts["people"].to_numpy(), counts["hours"].to_numpy()
    kind = counts["outcome"].to_numpy()
    if not len(people):
        return []
    went, lost, open_ = (people * (kind == each) for each in range(3))
    curve = incidence_curve(hours, went, lost, open_)
    staying = kaplan_meier(hours, went + lost, open_)
    low, high = survival_limits(staying)
    step = max(1, -(-int(arrow.window_days) // POINTS))
    rows = []
    for day in range(0, int(arrow.window_days) + 1, step):
        # Durations are whole hours, rounded down: all below 24 x day have ended by then, and the close of the
        # window itself, which makes the waiting lost, is not among them.
        reached = curve.at(24 * day - 1)
        place = int((staying.times < 24 * day).sum()) - 1
        there = float(staying.surviving[place]) if place >= 0 else 1.0
        if reached is None:
            continue
        rows.append(
            {
                "id": f"day:{day}",
                "days": day,
                "reached": reached[0],
                "reached_low": reached[1],
                "reached_high": reached[2],
                "left": max(0.0, 1 - there - reached[0]),
                "there": there,
                "there_low": float(low[place]) if place >= 0 else 1.0,
                "there_high": float(high[place]) if place >= 0 else 1.0,
            }
        )
    return rows
