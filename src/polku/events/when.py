"""When a call happened: the sender's clock, set right by the moment it arrived.

    ts = received − (sent − original)

A sender whose clock is wrong is equally wrong in both of its own times, so their difference is
right. All results are microseconds since 1970, UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = -2_208_988_800_000_000  # 1900-01-01
LATEST = 7_258_118_400_000_000  # 2200-01-01
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """An aware moment as microseconds since 1970."""
    return (moment - EPOCH) // _MICROSECOND


def instant(value: Any) -> int | None:
    """A time as a sender writes it, in microseconds since 1970; None when there is none.

    ISO 8601 (no zone means UTC), or a number: seconds since 1970, milliseconds when above 10¹¹.
    Raises ValueError for anything else, and for years outside 1900–2199.
    """
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            gap = moment - EPOCH
            at = (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            at = round(value * 1_000_000 if abs(value) < 1e11 else value * 1_000)
        else:
            raise ValueError("not a time")
    except OverflowError as error:
        raise ValueError(str(error)) from None
    if not EARLIEST <= at < LATEST:
        raise ValueError("outside 1900-2199")
    return at


def clock_skew(sent: Any, received: int) -> int | None:
    """How far the sender's clock is behind ours, in microseconds; None when it did not say when it
    sent, or said it unreadably: its times are then taken as they are."""
    try:
        sent_at = instant(sent)
    except ValueError:
        return None
    return None if sent_at is None else received - sent_at


def happened(original: int | None, skew: int | None, received: int) -> int:
    """The moment of a call. Never later than its arrival: nothing can have happened after that."""
    if original is None:
        return received
    return min(original + (skew or 0), received)
