"""How often the same one may do a thing: counted in memory, forgotten when the server stops."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEPT = 50_000


class Limit:
    """At most `most` in `seconds` for each key; the oldest keys are forgotten first."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._seen: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str) -> bool:
        """Counts one more, unless that would be too many."""
        now = self._clock()
        with self._lock:
            recent = [at for at in self._seen.pop(key, []) if at > now - self._seconds]
            good = len(recent) < self._most
            if good:
                recent.append(now)
            self._seen[key] = recent
            while len(self._seen) > MOST_KEPT:
                self._seen.popitem(last=False)
        return good


class Limits:
    """The limits of public pages: posts and counted openings of one address, messages to one recipient, uses of
    one ticket, ideas and votes of one address."""

    def __init__(self) -> None:
        self.posts = Limit(20, 600)
        self.recipients = Limit(4, 24 * 3600)
        self.tickets = Limit(5, 24 * 3600)
        self.ideas = Limit(20, 3600)
        self.openings = Limit(20, 3600)  # counted; more are shown and not counted
        self.votes = Limit(100, 3600)  # an office has one address
