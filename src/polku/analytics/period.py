"""The stretches of time that figures are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

COHORT_DAYS = 365
RECENT_DAYS = 30
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """Windows count back from `end`: the present, or the last event of a history that ended before.
    `as_of` is the moment at which people's stages hold."""

    as_of: datetime
    end: datetime

    @property
    def cohort_start(self) -> datetime:
        """Whoever entered a stage after this is in the cohort."""
        return self.end - timedelta(days=COHORT_DAYS)

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


def period(as_of: datetime, last_event: datetime | None) -> Period:
    """The period of a workspace whose last event was at `last_event`."""
    return Period(as_of, as_of if last_event is None else min(as_of, last_event))
