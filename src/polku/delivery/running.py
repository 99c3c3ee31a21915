"""Delivery beside a running server: one thread with its own event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from polku.delivery.worker import Worker

log = structlog.get_logger("polku.delivery")


class Delivery(threading.Thread):
    """Start it with `start()`, end it with `stop()`: what is being handed over is finished first.

    `make` gives the worker; it is called in the thread, so that the server need not wait for what
    rendering imports.
    """

    def __init__(self, make: Callable[[], Worker]) -> None:
        super().__init__(name="polku-delivery", daemon=True)
        self._make = make
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        self._lock = threading.Lock()
        self._stopped = False

    def wake(self) -> None:
        """There is something new in the outbox, or something was decided. Never waits."""
        self._set(self._woken)

    def renew(self) -> None:
        """The settings are other ones: finish what is being handed over, then go on with a worker made of these."""
        self._set(self._stopping)
        self._set(self._woken)

    def stop(self) -> None:
        """Finish what is under way, then end."""
        with self._lock:
            self._stopped = True
        self._set(self._stopping)
        self._set(self._woken)
        if self.is_alive():
            self.join()

    def run(self) -> None:
        try:
            asyncio.run(self._main())
        except Exception:  # the server goes on; what is in the outbox is taken at next start
            log.exception("delivery stands still")

    async def _main(self) -> None:
        with self._lock:
            self._loop = asyncio.get_running_loop()
            if self._stopped:
                return
        while not self._stopped:
            self._stopping.clear()
            worker = await asyncio.to_thread(self._make)
            await worker.run(self._woken, self._stopping)

    def _set(self, event: asyncio.Event) -> None:
        with self._lock:
            loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(event.set)
            except RuntimeError:  # it closed meanwhile
                return
