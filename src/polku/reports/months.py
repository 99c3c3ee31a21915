"""Calendar months of the workspace's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
DAYS = 365.25 / 12  # of a month on average


@dataclass(frozen=True, eq=False)
class Months:
    """The months from one to another: `keys` such as "2026-11", `begins` their first instants (UTC)."""

    keys: tuple[str, ...]
    begins: tuple[datetime, ...]

    def of(self, seconds: npt.ArrayLike) -> Ints:
        """The place in `keys` of moments in whole seconds since 1970; what is before or after goes to the ends."""
        edges = [int(each.timestamp()) for each in self.begins]
        places = np.searchsorted(np.array(edges), np.asarray(seconds), side="right") - 1
        return np.clip(places, 0, len(self.keys) - 1).astype(np.int64)

    def of_day(self, day: date) -> int:
        """The same for a day of the zone."""
        key = f"{day:%Y-%m}"
        if key <= self.keys[0]:
            return 0
        return self.keys.index(key) if key in self.keys else len(self.keys) - 1

    @property
    def given(self) -> dict[str, datetime]:
        """The moments month_0 … as questions ask for them: all but the first, before which month 0 is."""
        return {f"month_{place}": each for place, each in enumerate(self.begins[1:])}


def months(first: datetime, last: datetime, zone: ZoneInfo) -> Months:
    """All months that the time from `first` to `last` touches."""
    start, end = first.astimezone(zone), last.astimezone(zone)
    keys: list[str] = []
    begins: list[datetime] = []
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month) or not keys:
        keys.append(f"{year:04}-{month:02}")
        begins.append(datetime(year, month, 1, tzinfo=zone).astimezone(UTC))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return Months(tuple(keys), tuple(begins))
