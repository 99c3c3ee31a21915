"""Time as an argument: nothing else in Polku reads the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC."""


def system_clock() -> datetime:
    """The machine's own clock."""
    return datetime.now(UTC)


def fixed(moment: datetime) -> Clock:
    """A clock that stands still at `moment`."""
    return lambda: moment


def parse_instant(text: str) -> datetime:
    """An ISO 8601 time as an aware UTC moment. A time without a zone is UTC; a date is its first instant.

    Raises ValueError for anything else.
    """
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def as_naive_utc(moment: datetime) -> datetime:
    """The moment as the warehouse keeps it: UTC without a zone, whole microseconds."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


class Moved:
    """A clock that stands where it was last put: a past is lived through by moving it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at
