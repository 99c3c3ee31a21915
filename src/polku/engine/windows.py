"""When a window of the week opens next, in the person's own time.

A window is a set of spans between two moments, one for each local day it begins on; so nothing is said about
clocks per person: the spans of a zone are worked out once, and everybody finds theirs by bisection. A time that
the clock skips in spring is the first moment after the gap; one that it shows twice is the first of the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from polku.programmes.actions import Window

Ints = NDArray[np.int64]

_DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (naive UTC)


def next_opening(since: Ints, window: Window, zone: str) -> Ints:
    """(n,) microseconds → (n,): the moment itself when it is inside the window, else the next opening."""
    if not len(since):
        return since
    first, last = int(since.min()) // _DAY, int(since.max()) // _DAY
    opens, closes = spans(window, zone, first - 2, last + 16)
    place = np.searchsorted(opens, since, side="right") - 1
    inside = (place >= 0) & (since < closes[np.maximum(place, 0)])
    due: Ints = np.where(inside, since, opens[np.minimum(place + 1, len(opens) - 1)])
    return due


@lru_cache(maxsize=256)
def spans(window: Window, zone: str, first: int, last: int) -> tuple[Ints, Ints]:
    """Openings and closings, in microseconds, of the spans that begin on the local days `first` … `last`
    (days since 1970), in order and apart."""
    local = ZoneInfo(zone)
    opens: list[int] = []
    closes: list[int] = []
    for number in range(first, last + 1):
        day = (_EPOCH + timedelta(days=number)).date()
        if day.weekday() not in window.days:
            continue
        over = day + timedelta(days=window.end <= window.start)
        opened, closed = moment(day, window.start, local), moment(over, window.end, local)
        if opens and opened <= closes[-1]:
            closes[-1] = max(closed, closes[-1])
        elif opened < closed:
            opens.append(opened)
            closes.append(closed)
    return np.array(opens, np.int64), np.array(closes, np.int64)


def moment(day: date, minutes: int, local: ZoneInfo) -> int:
    """The first moment, in microseconds, at which the clocks of a zone show that time of that day or later."""
    naive = datetime.combine(day, time()) + timedelta(minutes=minutes)
    early, late = (_utc(naive.replace(tzinfo=local, fold=fold)) for fold in (1, 0))
    if early >= late:  # an ordinary time (equal), or one that comes twice: `late` is the first
        return late
    while late - early > 1:  # skipped: the gap ends between the two readings
        middle = (early + late) // 2
        if _offset(middle, local) == _offset(early, local):
            early = middle
        else:
            late = middle
    return late


def day_start(days: Ints, zone: str) -> Ints:
    """(n,) days since 1970 → (n,) the microsecond at which each begins in the zone."""
    local = ZoneInfo(zone)
    distinct, place = np.unique(days, return_inverse=True)
    starts = [moment((_EPOCH + timedelta(days=int(d))).date(), 0, local) for d in distinct]
    begun: Ints = np.array(starts, np.int64)[place]
    return begun


def _utc(aware: datetime) -> int:
    offset = aware.utcoffset() or timedelta(0)
    return _micros(aware.replace(tzinfo=None, fold=0) - offset)


def _micros(naive: datetime) -> int:
    return (naive - _EPOCH) // timedelta(microseconds=1)


def _offset(at: int, local: ZoneInfo) -> timedelta | None:
    return (_EPOCH + timedelta(microseconds=at)).replace(tzinfo=UTC).astimezone(local).utcoffset()
