"""The pace of life: how busy each hour of the year is, as a clock that runs faster in busy hours.

Delays are drawn in *busy days* and turned into moments by this clock, so that everything that is
made has seasons, weekdays and hours, and nothing ever happens before its cause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

HELSINKI = ZoneInfo("Europe/Helsinki")
HISTORY_DAYS = 365


@dataclass(frozen=True)
class Pace:
    """`hours` and `busy` are knots of one monotone map: days ↔ busy days since `start`.

    A busy day is as much life as an average day has. Moments after the end are infinite.
    """

    start: datetime
    hours: Floats
    busy: Floats

    @property
    def total(self) -> float:
        """Busy days in the whole history."""
        return float(self.busy[-1])

    def wall(self, busy: Floats) -> Floats:
        """Busy days → days since the start; infinite after the end."""
        return np.interp(busy, self.busy, self.hours, right=np.inf)

    def later(self, days: Floats, delay: Floats) -> Floats:
        """The moments that come `delay` busy days after `days`."""
        return self.wall(np.interp(days, self.hours, self.busy, right=np.inf) + delay)


def pace(end: datetime, weight: Callable[[datetime], float]) -> Pace:
    """The clock of the year that ends at `end` (aware). `weight` says how busy a local hour is."""
    start = end.astimezone(UTC) - timedelta(days=HISTORY_DAYS)
    count = HISTORY_DAYS * 24
    hours = [(start + timedelta(hours=h)).astimezone(HELSINKI) for h in range(count)]
    weights = np.fromiter((weight(hour) for hour in hours), np.float64, count)
    busy = np.concatenate([[0.0], np.cumsum(weights / weights.mean())]) / 24
    return Pace(start, np.arange(count + 1) / 24, busy)


_SHOP_MONTHS = (0.88, 0.86, 0.95, 0.98, 1.02, 0.95, 0.72, 0.95, 1.0, 1.05, 1.35, 1.5)
_SHOP_WEEK = (1.08, 1.0, 0.98, 0.98, 0.9, 0.9, 1.16)
_SHOP_HOURS = (
    *(0.25, 0.12, 0.07, 0.05, 0.06, 0.15, 0.4, 0.7, 0.9, 1.05, 1.15, 1.2),
    *(1.25, 1.15, 1.1, 1.1, 1.15, 1.25, 1.45, 1.75, 2.0, 1.9, 1.35, 0.7),
)


def shop_weight(hour: datetime) -> float:
    """A Finnish web shop: evenings and Sundays, Christmas, Black Friday, quiet July."""
    weight = _SHOP_MONTHS[hour.month - 1] * _SHOP_WEEK[hour.weekday()] * _SHOP_HOURS[hour.hour]
    if hour.month == 11 and 23 <= hour.day <= 29 and hour.weekday() == 4:
        return weight * 2.6  # Black Friday
    if hour.month == 12 and hour.day >= 20:
        return weight * (0.35 if 23 <= hour.day <= 26 else 0.7)  # too late for the post
    return weight


_OFFICE_MONTHS = (1.0, 1.05, 1.1, 1.05, 1.1, 0.85, 0.35, 1.0, 1.15, 1.15, 1.1, 0.7)


def office_weight(hour: datetime) -> float:
    """Finnish companies: office hours, a July when nobody answers, little at night."""
    if hour.weekday() >= 5:
        return 0.04 * _OFFICE_MONTHS[hour.month - 1]
    day = 1.0 if 8 <= hour.hour < 16 else 0.25 if 6 <= hour.hour < 20 else 0.02
    return day * _OFFICE_MONTHS[hour.month - 1]
