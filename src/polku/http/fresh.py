"""A costly answer, kept until the workspace changes and renewed in the background.

Whoever asks while it is stale waits a moment for the new one, then gets the old one: it says itself
as of when it is. Requests never compute, so a hundred of them cost as much as one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Unfinished
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 0.1  # seconds that a request waits for a renewal when there is an old answer
LONGEST = 60.0  # seconds after which an answer is renewed even when nothing changed: time went on
REST = 3.0  # after a renewal, this many times its length passes before the next begins


class Fresh(Generic[T]):
    """Holds one answer. `compute` makes it, `version` says what it was made of."""

    def __init__(
        self, compute: Callable[[], T], version: Callable[[], Hashable], least: float = 0.0
    ) -> None:
        """`least`: seconds that pass at least between two renewals, when nobody has outdated it."""
        self._compute = compute
        self._least = least
        self._version = version
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="polku-numbers")
        self._underway: Future[T] | None = None
        self._held: tuple[Hashable, float, T] | None = None
        self._at_least = 0.0  # monotonic: an answer begun before it is not given any more
        self._rest_until = 0.0

    def get(self, patience: float = PATIENCE) -> T:
        """The answer. Waits `patience` seconds for a renewal where there is an old one; without
        limit only when there is none yet, or none since `outdate`.

        Raises what `compute` raises, when there is no old answer to give."""
        while (held := self._held) is None or held[1] <= self._at_least:
            self._renew().result()
        if self._is_fresh(held) or self._resting():
            return held[2]
        try:
            return self._renew().result(patience)
        except Unfinished:
            return held[2]

    def peek(self, patience: float = PATIENCE) -> T | None:
        """The answer if there is one or it comes within `patience` seconds, else None: it is being made. Unlike
        `get` it never waits longer, also when nobody has seen an answer since `outdate`."""
        held = self._held
        if held is not None and held[1] <= self._at_least:
            held = None
        if held is not None and (self._is_fresh(held) or self._resting()):
            return held[2]
        with suppress(Unfinished):
            return self._renew().result(patience)
        return None if held is None else held[2]

    def outdate(self) -> None:
        """No answer from before this moment will do: the asker has changed something himself and
        wants to see it."""
        self._at_least = time.monotonic()

    def close(self) -> None:
        """Finish the renewal under way, then end."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _is_fresh(self, held: tuple[Hashable, float, T]) -> bool:
        return held[0] == self._version() and time.monotonic() - held[1] < LONGEST

    def _resting(self) -> bool:
        return self._underway is None and time.monotonic() < self._rest_until

    def _renew(self) -> Future[T]:
        with self._lock:
            if self._underway is None:
                self._underway = self._worker.submit(self._run)
            return self._underway

    def _run(self) -> T:
        began = time.monotonic()
        try:
            version = self._version()  # before reading: a change while we read makes this one stale
            made = self._compute()
            self._held = (version, began, made)
            return made
        finally:
            ended = time.monotonic()
            with self._lock:
                self._rest_until = max(ended + REST * (ended - began), began + self._least)
                self._underway = None
