"""The months and weeks of a period, as the workspace's calendar has them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from polku.analytics.period import Period

Unit = Literal["month", "week"]
MOST = 160  # parts: a longer history begins with the last so many


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def first_day(moment: datetime, zone: ZoneInfo, unit: Unit) -> date:
    """The first day of the month or of the week (Monday) of the moment."""
    day = moment.astimezone(zone).date()
    return day.replace(day=1) if unit == "month" else day - timedelta(days=day.weekday())


def next_day(day: date, unit: Unit) -> date:
    """The first day of the next month or week."""
    if unit == "week":
        return day + timedelta(days=7)
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def days_of(period: Period, zone: ZoneInfo, unit: Unit) -> list[date]:
    """The first days of the months or weeks that the cohort period touches, ascending, and the one after the
    last. Empty for a period that has ended before it begins."""
    if period.cohort_end <= period.cohort_start:
        return []
    day = first_day(period.cohort_start + timedelta(microseconds=1), zone, unit)
    last = first_day(period.cohort_end, zone, unit)
    found = [day]
    while day <= last:
        day = next_day(day, unit)
        found.append(day)
    return found[-MOST - 1 :]
