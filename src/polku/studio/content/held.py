"""Figures of the events, held while nothing comes: whoever writes a plan asks for the same ones with each word."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = 32
LONGEST = 60.0  # seconds after which time itself may have changed a figure


class Held:
    """`version` changes when the events do. Safe from any thread; two may make the same figure at once."""

    def __init__(self, version: Callable[[], Hashable]) -> None:
        self._version = version
        self._held: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, of: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives; `of` tells all that it depends on besides the events."""
        mark = (of, self._version())
        with self._lock:
            held = self._held.get(mark)
        if held is not None and time.monotonic() - held[0] < LONGEST:
            found: T = held[1]
            return found
        made = make()
        with self._lock:
            self._held[mark] = (time.monotonic(), made)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return made
