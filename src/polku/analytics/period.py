"""The stretches of time that figures are about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

COHORT_DAYS = 365
RECENT_DAYS = 30
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """Windows count back from `end`: the present, or the last event of a history that ended before.
    `as_of` is the moment at which people's stages hold; `first` the first event, if known.
    `start` and `stop` limit the cohort to who entered at or after and at or before them."""

    as_of: datetime
    end: datetime
    first: datetime | None = None
    start: datetime | None = None
    stop: datetime | None = None

    @property
    def cohort_start(self) -> datetime:
        """Whoever entered a stage after this is in the cohort: what was asked, else a year, or the whole of a
        history that is not two years long, in which a year could leave out all who came at its beginning."""
        if self.start is not None:
            return self.start - timedelta(microseconds=1)
        if self.first is not None and self.end - self.first <= timedelta(days=2 * COHORT_DAYS):
            return self.first - timedelta(microseconds=1)
        return self.end - timedelta(days=COHORT_DAYS)

    @property
    def cohort_end(self) -> datetime:
        """Whoever entered at or before this is in the cohort; they are followed until `end`."""
        return self.end if self.stop is None else min(self.end, self.stop)

    @property
    def cohort_first(self) -> datetime:
        """The first instant of the cohort, never after its end: `cohort_start` itself is not in it."""
        return min(self.cohort_start + timedelta(microseconds=1), self.cohort_end)

    def before(self, zone: tzinfo) -> Period:
        """The period of as many days just before this one, by the clocks of the zone: a day on which they are
        turned is a day, too."""
        start, end = (_by_clock(each, zone) for each in (self.cohort_start, self.cohort_end))
        first = start - (end - start) + timedelta(microseconds=1)
        return replace(
            self, start=first.replace(tzinfo=zone).astimezone(UTC), stop=self.cohort_start
        )

    @property
    def recent_start(self) -> datetime:
        """The last 30 days began here."""
        return self.end - timedelta(days=RECENT_DAYS)

    @property
    def week_start(self) -> datetime:
        """The last 7 days began here."""
        return self.end - WEEK

    @property
    def week_before_start(self) -> datetime:
        """The 7 days before the last 7 began here."""
        return self.end - 2 * WEEK


def _by_clock(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def period(as_of: datetime, first: datetime | None, last: datetime | None) -> Period:
    """The period of a workspace whose first and last events were then (None without any)."""
    return Period(as_of, as_of if last is None else min(as_of, last), first)
