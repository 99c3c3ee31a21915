"""The moments at which a programme looks at people by itself: rounds of a segment, of a schedule, at publishing."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from polku.engine.moments import DAY, NEVER
from polku.engine.windows import moment
from polku.programmes.choice import WEEKDAYS, minutes
from polku.programmes.entry import AudienceEntry, Entry, Schedule, ScheduleEntry, SegmentEntry

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (only its date is used)


def rounds(entry: Entry, zone: str, after: int, until: int) -> list[int]:
    """The rounds of a segment or a schedule in (after, until], microseconds, in order. A segment's lie on a
    grid that is the same for all time, so they do not depend on when somebody looks."""
    if isinstance(entry, SegmentEntry):
        every = entry.every.microseconds
        return list(range((after // every + 1) * every, until + 1, every))
    if isinstance(entry, ScheduleEntry):
        return _scheduled(entry.schedule, zone, after, until)
    return []


def next_round(entry: Entry, zone: str, after: int) -> int:
    """The first round later than that, or NEVER."""
    if isinstance(entry, SegmentEntry):
        every = entry.every.microseconds
        return (after // every + 1) * every
    if isinstance(entry, ScheduleEntry):
        return _scheduled(entry.schedule, zone, after, after + 63 * DAY)[0]
    return NEVER


def looks_by_itself(entry: Entry) -> bool:
    """Whether people come in by rounds, not by what they do."""
    return isinstance(entry, (SegmentEntry, ScheduleEntry, AudienceEntry))


def _scheduled(schedule: Schedule, zone: str, after: int, until: int) -> list[int]:
    local, at = ZoneInfo(zone), minutes(schedule.at)
    found = []
    for number in range(after // DAY - 1, until // DAY + 2):
        day = (_EPOCH + timedelta(days=number)).date()
        if schedule.every == "week" and day.weekday() != WEEKDAYS.index(schedule.on):
            continue
        if schedule.every == "month" and day.day != schedule.on:
            continue
        if after < (when := moment(day, at, local)) <= until:
            found.append(when)
    return found
