"""Periods of days by the clock of a zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from polku.analytics.period import Period

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-10-01", "2026-10-31", ("2026-08-31", "2026-09-30")),  # clocks go back on the 25th
        ("2026-03-20", "2026-04-10", ("2026-02-26", "2026-03-19")),  # and forward on 29 March
        ("2026-06-01", "2026-06-07", ("2026-05-25", "2026-05-31")),
    ],
)
def test_the_period_before_has_as_many_days_when_clocks_are_turned(
    first: str, last: str, before: tuple[str, str]
) -> None:
    """An hour more or less in the period does not bring in a day of the wrong month."""

    def midnight(day: str, after: int = 0) -> datetime:
        at = datetime.combine(datetime.fromisoformat(day) + timedelta(days=after), time(), HELSINKI)
        return at.astimezone(UTC)

    now = datetime(2026, 11, 22, tzinfo=UTC)
    stop = midnight(last, 1) - timedelta(microseconds=1)
    found = Period(now, now, start=midnight(first), stop=stop).before(HELSINKI)
    days = (found.cohort_first.astimezone(HELSINKI), found.cohort_end.astimezone(HELSINKI))
    assert (days[0].isoformat()[:16], days[1].date().isoformat()) == (
        f"{before[0]}T00:00",
        before[1],
    )
