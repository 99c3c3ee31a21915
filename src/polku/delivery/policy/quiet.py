"""Quiet hours, by the clock on the receiver's wall: over midnight, and on the nights it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from polku.delivery.policy.cases import Cases, Facts, Verdicts
from polku.settings import PolicySettings
from polku.store.micros import from_micros, to_micros

_MINUTE = timedelta(minutes=1)


def quiet(cases: Cases, facts: Facts, policy: PolicySettings, verdicts: Verdicts, now: int) -> None:
    """Holds messages until the quiet hours end; what a person waits for at the moment
    (transactional) goes all the same."""
    start, end = _minutes(policy.quiet_from), _minutes(policy.quiet_to)
    waits = cases.by_want([want.purpose != "transactional" for want in cases.wants], np.bool_)
    which = verdicts.undecided & cases.messages & waits
    if start == end or not which.any():
        return
    # All are decided at one moment, so a zone has one answer.
    ends = [quiet_until(now, zone, start, end) for zone in facts.zones]
    until = np.array(ends, np.int64)[facts.zone[cases.person]]
    verdicts.hold(which & (until > now), "delivery.quiet", until)


def quiet_until(now: int, zone: str, start: int, end: int) -> int:
    """The first moment from `now` (µs) on at which the zone's clock is outside `start` … `end`
    (minutes since midnight; `end` itself is outside)."""
    local, moment = ZoneInfo(zone), from_micros(now)
    while _is_quiet(wall := _wall(moment, local), start, end):
        ahead = (end - wall) % 1440
        later = moment.replace(second=0, microsecond=0) + ahead * _MINUTE
        # Where the clock is moved on the way, look again from there.
        moment = _change(moment, later, local) or later
    return to_micros(moment)


def _is_quiet(wall: int, start: int, end: int) -> bool:
    return start <= wall < end if start < end else wall >= start or wall < end


def _wall(moment: datetime, local: ZoneInfo) -> int:
    shown = moment.astimezone(local)
    return shown.hour * 60 + shown.minute


def _change(early: datetime, late: datetime, local: ZoneInfo) -> datetime | None:
    """The minute at which the zone's offset changes between the two moments, None when it does not."""
    before = early.astimezone(local).utcoffset()
    if late.astimezone(local).utcoffset() == before:
        return None
    low = int(early.timestamp()) // 60
    high = -(-int(late.timestamp()) // 60)
    while high - low > 1:
        middle = (low + high) // 2
        at = datetime.fromtimestamp(middle * 60, UTC)
        if at.astimezone(local).utcoffset() == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high * 60, UTC)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
