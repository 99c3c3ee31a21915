"""Windows and dates in every zone, all year: over midnight, in the gap of spring, in the double hour of autumn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from polku.engine.rounds import next_round, rounds
from polku.engine.windows import day_start, next_opening
from polku.programmes.actions import Window
from polku.programmes.entry import Schedule, ScheduleEntry

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (naive UTC)
MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000
ZONES = (
    "Europe/Helsinki",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour in summer
    "Africa/Cairo",  # changes at midnight
    "America/Santiago",  # and this one, to the other side of it
    "Asia/Kathmandu",
    "UTC",
)
many = settings(max_examples=100, deadline=None)


def us(text: str) -> int:
    """A UTC time as microseconds."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def clock(at: int, zone: str) -> datetime:
    """What the clock on the wall shows."""
    return (EPOCH + timedelta(microseconds=at)).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def shown(at: int, zone: str) -> datetime:
    return clock(at, zone).replace(tzinfo=None)


# Moments near every change of the clocks of these zones in two years, and any others.
CHANGES = sorted(
    at
    for zone in ZONES
    for at in range(us("2026-01-01"), us("2028-01-01"), HOUR)
    if clock(at, zone).utcoffset() != clock(at + HOUR, zone).utcoffset()
)
near_a_change = st.builds(
    lambda at, off: at + off * MINUTE, st.sampled_from(CHANGES), st.integers(-2 * 1440, 2 * 1440)
)
whenever = st.integers(us("2026-01-01") // MINUTE, us("2028-01-01") // MINUTE).map(
    lambda minute: minute * MINUTE
)
moments = near_a_change | whenever
zones = st.sampled_from(ZONES)
clocks = st.integers(0, 1439) | st.sampled_from([0, 60, 120, 150, 180, 210, 240, 1380])
windows = st.builds(
    Window, st.frozensets(st.integers(0, 6), min_size=1), clocks, clocks | st.just(1440)
)


def is_open(window: Window, at: int, zone: str) -> bool:
    """A window begins when its clock first shows `start` (or what comes after a gap there), and is over when
    the clock first shows `end`: told minute by minute, for each day that it may have begun on."""
    today = shown(at, zone).date()
    for back in (2, 1, 0):
        day = today - timedelta(days=back)
        if day.weekday() not in window.days:
            continue
        over = day + timedelta(days=window.end <= window.start)
        opened = first_shown(datetime.combine(day, datetime.min.time()), window.start, zone)
        closed = first_shown(datetime.combine(over, datetime.min.time()), window.end, zone)
        if opened <= at < closed:
            return True
    return False


def first_shown(day: datetime, minutes: int, zone: str) -> int:
    """The first minute at which the clock shows that time or a later one, looked for from a day before."""
    wanted = day + timedelta(minutes=minutes)
    key = (wanted, zone)
    if key not in _FIRST:
        at = (wanted - EPOCH) // timedelta(microseconds=1) - 15 * HOUR
        while shown(at, zone) + timedelta(hours=2) < wanted:
            at += HOUR
        while shown(at, zone) < wanted:
            at += MINUTE
        _FIRST[key] = at
    return _FIRST[key]


_FIRST: dict[tuple[datetime, str], int] = {}


@given(moments, windows, zones, st.integers(0, MINUTE - 1))
@example(us("2026-03-29T00:30"), Window(frozenset({6}), 200, 230), "Europe/Helsinki", 0)
@example(us("2026-10-25T00:30"), Window(frozenset({6}), 195, 225), "Europe/Helsinki", 7)
@example(us("2026-10-24T20:30"), Window(frozenset({5}), 1320, 240), "Europe/Helsinki", 0)
@example(us("2026-04-23T20:00"), Window(frozenset({4}), 0, 60), "Africa/Cairo", 0)
@many
def test_a_window_opens_at_the_first_minute_that_is_inside(
    at: int, window: Window, zone: str, beside: int
) -> None:
    """The moment itself when it is inside; else it is inside then, and at no minute before."""
    assume(window.start != window.end)
    at += beside
    found = int(next_opening(np.array([at]), window, zone)[0])
    assert found >= at
    assert is_open(window, found, zone)
    assert found == at or found % MINUTE == 0
    minute, last = at, found - MINUTE
    while minute < found:  # each minute near both ends, each hour between
        assert not is_open(window, minute, zone)
        near = minute - at < DAY / 4 or last - minute < DAY / 4
        minute = (minute // MINUTE + 1) * MINUTE if near else (minute // HOUR + 1) * HOUR


@given(st.lists(moments, min_size=1, max_size=20), windows, zones)
@many
def test_many_at_once_wait_as_each_alone(several: list[int], window: Window, zone: str) -> None:
    """What is worked out together is what each one gets."""
    assume(window.start != window.end)
    together = next_opening(np.array(several), window, zone).tolist()
    assert together == [int(next_opening(np.array([at]), window, zone)[0]) for at in several]


@given(moments, zones)
@many
def test_a_date_begins_at_the_first_minute_of_the_day_there(at: int, zone: str) -> None:
    """Also where the clocks skip midnight, or show it twice."""
    day = shown(at, zone).date()
    number = (datetime.combine(day, datetime.min.time()) - EPOCH).days
    begun = int(day_start(np.array([number]), zone)[0])
    assert shown(begun, zone).date() >= day
    assert shown(begun - 1, zone).date() < day
    assert begun == first_shown(datetime.combine(day, datetime.min.time()), 0, zone)


@given(moments, zones, clocks, st.integers(1, 20))
@many
def test_a_daily_round_comes_once_each_day(at: int, zone: str, minute: int, days: int) -> None:
    """At the time that was said, or the first moment after a gap; not twice in the double hour."""
    said = Schedule.model_validate({"every": "day", "at": f"{minute // 60:02}:{minute % 60:02}"})
    entry = ScheduleEntry.model_validate({"schedule": said})
    found = rounds(entry, zone, at, at + days * DAY)
    dates = [shown(each, zone).date() for each in found]
    assert len(dates) == len(set(dates))
    assert abs(len(dates) - days) <= 1
    for each in found:
        day = datetime.combine(shown(each, zone).date(), datetime.min.time())
        assert each == first_shown(day, minute, zone)
    if found:
        assert next_round(entry, zone, at) == found[0]
