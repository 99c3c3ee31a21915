"""A channel that is down rests: its messages wait, nobody else's do."""

from __future__ import annotations

_TROUBLE = 5  # failures in a row
_FIRST, _LONGEST = 5.0, 300.0  # seconds


class Circuit:
    """Moments are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._failures = 0
        self._rest = _FIRST
        self.closed_until = 0.0

    def open_at(self, now: float) -> bool:
        """Whether messages may go now."""
        return now >= self.closed_until

    @property
    def trying(self) -> bool:
        """After a rest one message at a time is tried, until one goes through."""
        return self._failures >= _TROUBLE

    def went(self) -> None:
        """The other end answered."""
        self._failures, self._rest = 0, _FIRST

    def failed(self, now: float) -> None:
        """The other end could not be had."""
        self._failures += 1
        if self._failures >= _TROUBLE:
            self.closed_until = now + self._rest
            self._rest = min(_LONGEST, 2 * self._rest)
