"""Marks what became of messages: outcomes, what they tell, and deeds, many in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import Connection

from polku.clock import Clock
from polku.delivery.receipts import Receipt, Receipts
from polku.store.claims import Outcome, finish_within
from polku.store.control import Control
from polku.store.micros import to_micros

Deed = Callable[[Connection, int], list[Receipt]]
Probe = Callable[[str], None]

_PAUSE = 0.5  # seconds, when the disk is full: what went out must be written down

log = structlog.get_logger("polku.delivery")


@dataclass(frozen=True)
class Mark:
    """An outcome, the events that tell it, and what else is done in the same transaction."""

    outcome: Outcome
    receipts: Sequence[Receipt] = ()
    deed: Deed | None = field(default=None, repr=False)


class Marker:
    """While one transaction is on its way to the disk, the next marks gather, and go together."""

    def __init__(
        self,
        control: Control,
        receipts: Receipts,
        clock: Clock,
        worker: str,
        probe: Probe = lambda _: None,
    ) -> None:
        self._control = control
        self._receipts = receipts
        self._clock = clock
        self._worker = worker
        self._probe = probe
        self._waiting: list[tuple[Mark, asyncio.Future[None]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def mark(self, mark: Mark) -> None:
        """Returns when it is on the disk."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((mark, done))
        if self._busy is None or self._busy.done():
            self._busy = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            while True:
                try:
                    await asyncio.to_thread(self._commit, [mark for mark, _ in taken])
                    break
                except Exception as error:  # nothing may be forgotten: try until it can be kept
                    log.error("cannot mark", reason=str(error), messages=len(taken))
                    await asyncio.sleep(_PAUSE)
            for _, done in taken:
                if not done.done():
                    done.set_result(None)

    def _commit(self, marks: list[Mark]) -> None:
        now = to_micros(self._clock())
        self._probe("mark.before-commit")
        with self._control.write() as connection:
            done = finish_within(connection, [mark.outcome for mark in marks], self._worker, now)
            told: list[Any] = []
            for mark in marks:
                if mark.outcome.id in done:
                    told += mark.receipts
                    told += mark.deed(connection, now) if mark.deed else ()
            count = self._receipts.within(connection, told)
        self._probe("mark.committed")
        self._receipts.kept(count)
