"""How far is the focus goal?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from polku.analytics.path import Arrow, Path
from polku.analytics.period import Period
from polku.analytics.stage_conversion import MONTHS, Conversion, conversion_by_month

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from polku.analytics.reader import Reader
    from polku.journey.model import Journey


@dataclass(frozen=True)
class GoalProgress:
    """The conversion that the goal is about, its months by month of entry, the oldest first:
    ("2026-10", share or None while nobody of the month has been followed through the window, n),
    and the days left to its date (negative when past, None without a date)."""

    arrow: Arrow
    now: Conversion
    trend: list[tuple[str, float | None, int]]
    days_left: int | None


def goal_progress(
    cursor: Reader | DuckDBPyConnection,
    journey: Journey,
    path: Path,
    period: Period,
    zone: ZoneInfo,
) -> GoalProgress | None:
    """None when the journey has no goal."""
    goal = journey.goal
    if goal is None:
        return None
    arrow = path.arrow(goal.from_stage, goal.to_stage, goal.within_days)
    months = month_starts(period, zone)
    now, parts = conversion_by_month(cursor, arrow, period, months)
    trend = [
        (
            month.astimezone(zone).strftime("%Y-%m"),
            # A younger month could only look worse than it is.
            part.value if month + timedelta(days=arrow.window_days) <= period.end else None,
            part.entered,
        )
        for month, part in zip(months, parts, strict=True)
        if part.entered
    ]
    today = period.as_of.astimezone(zone).date()
    left = (goal.target_date - today).days if goal.target_date else None
    return GoalProgress(arrow, now, trend, left)


def month_starts(period: Period, zone: ZoneInfo) -> list[datetime]:
    """The first instants, in `zone`, of the 13 months that end with the month of `period.end`."""
    last = period.end.astimezone(zone)
    count = last.year * 12 + last.month - 1
    return [
        datetime(month // 12, month % 12 + 1, 1, tzinfo=zone).astimezone(UTC)
        for month in range(count - MONTHS + 1, count + 1)
    ]
