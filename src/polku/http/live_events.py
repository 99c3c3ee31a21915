"""Events as they land in the warehouse, for many listeners at the price of one look at the tail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import structlog

from polku.analytics.recent_events import recent_events
from polku.http.event_rows import event_rows
from polku.http.shapes.data import EventRow

if TYPE_CHECKING:
    from polku.app import Workspace

LOOK_SECONDS = 0.5
AT_ONCE = 100  # newest events of a look; a flood is not read one by one
QUEUED = 20  # looks a slow listener may lag before it misses some
log = structlog.get_logger()


class LiveEvents:
    """One task looks while anybody listens, and stops with the last listener."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._listeners: set[asyncio.Queue[list[EventRow] | None]] = set()  # None: the end
        self._task: asyncio.Task[None] | None = None
        self._ended = False

    async def listen(self) -> AsyncIterator[list[EventRow]]:
        """New events from now on, oldest first; an empty list now and then, while nothing comes."""
        if self._ended:
            return
        queue: asyncio.Queue[list[EventRow] | None] = asyncio.Queue(QUEUED)
        self._listeners.add(queue)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look())
        try:
            while True:
                try:
                    rows = await asyncio.wait_for(queue.get(), 15)
                except TimeoutError:
                    rows = []
                if rows is None:
                    return
                yield rows
        finally:
            self._listeners.discard(queue)

    def end(self) -> None:
        """Ends every stream, now and from now on: the server stops. Called on the event loop."""
        self._ended = True
        if self._task is not None:
            self._task.cancel()
        for queue in self._listeners:
            while queue.full():
                queue.get_nowait()
            queue.put_nowait(None)

    async def _look(self) -> None:
        last = await asyncio.to_thread(self._last)
        version = self._workspace.warehouse.version
        while self._listeners:
            await asyncio.sleep(LOOK_SECONDS)
            if version == self._workspace.warehouse.version:
                continue
            version = self._workspace.warehouse.version
            try:
                rows = await asyncio.to_thread(self._read, last)
            except Exception as error:
                log.warning("live-events", kind=type(error).__name__)
                continue
            if rows:
                last = rows[-1].seq
                for queue in self._listeners:
                    if not queue.full():
                        queue.put_nowait(rows)

    def _last(self) -> int:
        rows = self._read(-1, 1)
        return rows[-1].seq if rows else -1

    def _read(self, after: int, limit: int = AT_ONCE) -> list[EventRow]:
        with self._workspace.warehouse.read() as cursor:
            rows = recent_events(cursor, limit=limit, after=after)
        landed = self._workspace.clock()
        return [
            row.model_copy(update={"received": landed})
            for row in event_rows(self._workspace, rows[::-1])
        ]
