"""So many messages a second, and no more."""

from __future__ import annotations


class Pace:
    """A bucket that holds a quarter second's worth. Moments are seconds of a monotonic clock."""

    def __init__(self, per_second: float | None) -> None:
        self._rate = per_second
        self._most = max(1.0, (per_second or 0) / 4)
        self._left = self._most
        self._at = 0.0

    def room(self, now: float) -> int:
        """How many may go now."""
        if self._rate is None:
            return 1_000_000
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        return int(self._left)

    def took(self, messages: int) -> None:
        """So many went."""
        self._left -= messages

    def wait(self) -> float:
        """Seconds until there is room for one."""
        return 0.0 if self._rate is None or self._left >= 1 else (1 - self._left) / self._rate
