"""Which arrow is called the weakest, how surely, and over which cohort."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from polku.analytics.period import period
from polku.analytics.stage_conversion import Conversion
from polku.analytics.weakest_arrow import weakest_arrow
from polku.science.wilson import share


def conversion(advanced: int, n: int) -> Conversion:
    found = share(advanced, n)
    return Conversion(
        n, advanced, n - advanced, 0, found.value, found.low, found.high, window_days=90
    )


def test_the_lowest_is_named_with_how_sure_it_is() -> None:
    """Clear when its interval lies below the others, uncertain when it touches one."""
    clear = [conversion(500, 1000), conversion(100, 1000)]
    assert weakest_arrow(clear, [True, True]) == (1, ["not-weakest", "lowest"])
    close = [conversion(20, 40), conversion(18, 40)]
    assert weakest_arrow(close, [True, True]) == (1, ["not-weakest", "lowest-uncertain"])


def test_little_or_no_data_is_never_the_weakest() -> None:
    """Below 30 closed cases, or where nobody ever came, an arrow is not judged."""
    found = [conversion(0, 29), conversion(0, 5000), conversion(9, 90)]
    assert weakest_arrow(found, [True, False, True]) == (2, ["too-few", "never-reached", "only"])
    assert weakest_arrow([], []) == (None, [])


def test_a_short_history_is_its_own_cohort() -> None:
    """Up to two years all of it counts; after that the last 365 days; windows end with the data."""
    now, end = datetime(2026, 11, 21, tzinfo=UTC), datetime(1998, 6, 30, tzinfo=UTC)
    short = period(now, end - timedelta(days=546), end)
    assert short.end == end
    assert short.cohort_start < end - timedelta(days=546)
    long = period(now, end - timedelta(days=900), end)
    assert long.cohort_start == end - timedelta(days=365)
    assert period(now, None, None).end == now
