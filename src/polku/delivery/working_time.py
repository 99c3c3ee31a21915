"""Working time: response targets run while the sales are at work, and stand still while they are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from polku.settings import HoursSettings
from polku.store.micros import from_micros, to_micros

Micros = npt.NDArray[np.int64]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FURTHEST = timedelta(days=3_660)


class _NoHolidays:
    def __contains__(self, day: date) -> bool:
        return False


@dataclass(frozen=True)
class WorkingTime:
    """The working hours of `[hours]` in one time zone, public holidays left out.

    Hours that end before they begin, and a week without days, mean that work never stops.
    """

    hours: HoursSettings
    zone: ZoneInfo

    @cached_property
    def _holidays(self) -> Any:
        if not self.hours.holidays:
            return _NoHolidays()
        import holidays

        return holidays.country_holidays(self.hours.holidays)

    def spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of work from `start` (aware) on, in order, UTC."""
        begin, end = time.fromisoformat(self.hours.open), time.fromisoformat(self.hours.close)
        if begin >= end or not self.hours.days:
            yield start.astimezone(UTC), start.astimezone(UTC) + _FURTHEST
            return
        day = start.astimezone(self.zone).date()
        for _ in range(_FURTHEST.days):
            if _DAYS[day.weekday()] in self.hours.days and day not in self._holidays:
                opens = datetime.combine(day, begin, self.zone).astimezone(UTC)
                closes = datetime.combine(day, end, self.zone).astimezone(UTC)
                if closes > start:
                    yield max(opens, start.astimezone(UTC)), closes
            day += timedelta(days=1)

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment when so much working time has passed since `start` (aware). UTC."""
        left = length
        last = start.astimezone(UTC)
        for opens, closes in self.spans(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
            last = closes
        return last

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` was working time; never negative."""
        passed = timedelta()
        for opens, closes in self.spans(start):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return passed

    def micros_between(self, starts: Micros, ends: Micros) -> Micros:
        """`between` of many at once: microseconds since 1970 in, microseconds of work out."""
        if not len(starts):
            return np.zeros(0, np.int64)
        first, last = (
            from_micros(int(starts.min())),
            from_micros(int(max(starts.max(), ends.max()))),
        )
        spans = list(takewhile(lambda span: span[0] < last, self.spans(first)))
        if not spans:
            return np.zeros(len(starts), np.int64)
        opens, closes = (
            np.array([to_micros(each) for each in side]) for side in zip(*spans, strict=True)
        )
        before = np.concatenate(([0], np.cumsum(closes - opens)))

        def worked(at: Micros) -> Micros:
            place = np.searchsorted(opens, at, side="right")
            inside = np.minimum(at, closes[place - 1]) - opens[place - 1]
            found: Micros = np.where(place > 0, before[place - 1] + inside, 0)
            return found

        between: Micros = np.maximum(worked(ends) - worked(starts), 0)
        return between
