"""Wrong passwords in a row: each one more makes the next wait longer. Kept in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEPT = 50_000
LONGEST = 900.0  # seconds
FORGOTTEN = 24 * 3600.0


class Attempts:
    """After `free` tries the next waits 2 s, 4 s, 8 s … up to 15 minutes; a day without tries forgets."""

    def __init__(self, free: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = free
        self._clock = clock
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Counts a try and gives 0, or, when it comes too soon, the seconds still to wait."""
        now = self._clock()
        with self._lock:
            count, last = self._tries.get(key, (0, -FORGOTTEN))
            if now - last > FORGOTTEN:
                count = 0
            over = count - self._free
            left = last + min(2.0 ** min(over + 1, 20), LONGEST) - now if over >= 0 else 0.0
            if left > 0:
                return left
            # counted before the password is looked at, so that many at once gain nothing
            self._tries[key] = (count + 1, now)
            self._tries.move_to_end(key)
            while len(self._tries) > MOST_KEPT:
                self._tries.popitem(last=False)
        return 0.0

    def forget(self, key: str) -> None:
        """The password was right."""
        with self._lock:
            self._tries.pop(key, None)
