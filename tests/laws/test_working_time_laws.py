"""Working time against a count minute by minute, over weekends, holidays and the change of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.delivery.working_time import WorkingTime
from polku.settings import HoursSettings
from polku.store.micros import to_micros

HELSINKI = ZoneInfo("Europe/Helsinki")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FREE = holidays.country_holidays("FI")
MINUTE = timedelta(minutes=1)

clocks = st.integers(0, 23 * 60 + 59).map(lambda m: f"{m // 60:02}:{m % 60:02}")
moments = st.integers(0, 3 * 365 * 1440).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@st.composite
def worked(draw: st.DrawFn) -> WorkingTime:
    begin, end = sorted(draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
    zone = draw(st.sampled_from(["Europe/Helsinki", "America/New_York", "Asia/Kolkata"]))
    return WorkingTime(
        HoursSettings(open=begin, close=end, days=days, holidays=draw(st.sampled_from(["FI", ""]))),
        ZoneInfo(zone),
    )


def at_work(work: WorkingTime, minute: datetime) -> bool:
    local = minute.astimezone(work.zone)
    free = bool(work.hours.holidays) and local.date() in FREE
    clock = local.strftime("%H:%M")
    open_ = work.hours.open <= clock < work.hours.close
    return open_ and DAYS[local.weekday()] in work.hours.days and not free


@settings(max_examples=60, deadline=None)
@given(worked(), moments, st.integers(0, 4 * 1440))
def test_the_time_between_is_the_minutes_at_work(
    work: WorkingTime, start: datetime, minutes: int
) -> None:
    """Hours lie at whole minutes, and no zone here changes its clock inside one."""
    end = start + minutes * MINUTE
    count = sum(at_work(work, start + n * MINUTE) for n in range(minutes))
    expected = count * MINUTE
    found = work.between(start, end)
    if crosses_change(work, start, end):
        # A clock that is put back shows an hour twice; by the clock both are at work or neither.
        assert abs(found - expected) <= timedelta(hours=1)
    else:
        assert found == expected


def crosses_change(work: WorkingTime, start: datetime, end: datetime) -> bool:
    first, last = start - timedelta(days=1), end + timedelta(days=1)
    return first.astimezone(work.zone).utcoffset() != last.astimezone(work.zone).utcoffset()


@settings(max_examples=60, deadline=None)
@given(worked(), moments, st.integers(1, 2_000))
def test_the_target_is_where_that_much_work_has_passed(
    work: WorkingTime, start: datetime, minutes: int
) -> None:
    length = minutes * MINUTE
    due = work.after(start, length)
    assert due >= start + length or due - start >= length
    assert work.between(start, due) == length
    assert work.between(start, due - MINUTE) < length


@pytest.mark.parametrize(
    ("opened", "hours", "due"),
    [
        # Friday afternoon to Monday morning
        ("2026-11-20 15:00", 4, "2026-11-23 12:00"),
        # over Independence Day (a Sunday) nothing changes; over Midsummer Eve and Day it does
        ("2026-06-18 15:30", 2, "2026-06-22 10:30"),
        # Christmas: the Eve, the 25th and the 26th are free, then comes a Sunday
        ("2026-12-23 15:00", 2, "2026-12-28 10:00"),
        # the night when clocks are put back
        ("2026-10-23 15:30", 1, "2026-10-26 09:30"),
    ],
)
def test_targets_over_finnish_free_days(opened: str, hours: int, due: str) -> None:
    work = WorkingTime(HoursSettings(), HELSINKI)
    start = datetime.fromisoformat(opened).replace(tzinfo=HELSINKI)
    found = work.after(start, timedelta(hours=hours)).astimezone(HELSINKI)
    assert found.strftime("%Y-%m-%d %H:%M") == due


def test_independence_day_is_free() -> None:
    work = WorkingTime(HoursSettings(), HELSINKI)
    monday = datetime(2027, 12, 6, tzinfo=HELSINKI)
    assert date(2027, 12, 6) in FREE
    assert work.between(monday, monday + timedelta(days=1)) == timedelta()


def test_hours_that_never_close_run_all_the_time() -> None:
    work = WorkingTime(HoursSettings(open="00:00", close="00:00"), HELSINKI)
    start = datetime(2026, 12, 25, 3, tzinfo=UTC)
    assert work.after(start, timedelta(hours=30)) == start + timedelta(hours=30)


@settings(max_examples=60, deadline=None)
@given(worked(), st.lists(st.tuples(moments, st.integers(-1440, 90 * 1440)), max_size=12))
def test_many_at_once_are_each_alone(work: WorkingTime, asked: list[tuple[datetime, int]]) -> None:
    pairs = [(start, start + minutes * MINUTE) for start, minutes in asked]
    starts, ends = (np.array([to_micros(pair[at]) for pair in pairs], np.int64) for at in (0, 1))
    found = work.micros_between(starts, ends)
    assert found.tolist() == [work.between(*pair) // timedelta(microseconds=1) for pair in pairs]
