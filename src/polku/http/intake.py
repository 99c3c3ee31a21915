"""The way in of a running server: the accept log, the mover behind it, and the door before it."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from polku.errors import PolkuError
from polku.http.door import Door
from polku.http.ingest import Ingest
from polku.store.accept_log import AcceptLog
from polku.store.mover import Mover, offset_of

if TYPE_CHECKING:
    from polku.app import Workspace


SETTLE_SECONDS = 30.0


class Intake:
    """`ingest` goes to `ingest_routes`. Between `start` and `stop` what was accepted is moved into
    the warehouse and its people are placed on their stages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        control, settings = workspace.control, workspace.settings
        self._log = AcceptLog(control.db, moved_to=offset_of(workspace.warehouse))
        self._mover = Mover(
            self._log,
            workspace.warehouse,
            control,
            clock=workspace.clock,
            on_moved=self._place,
            follow=workspace.follow,
            keep=timedelta(days=settings.store.keep_log_days),
        )
        door = Door(control.keys.verify, settings.privacy.personal_properties, workspace.clock)
        self.ingest = Ingest(door, self._log)

    @property
    def lag(self) -> int:
        """Events accepted and not yet in the warehouse."""
        return self._log.lag

    @property
    def failing(self) -> str | None:
        """Why nothing moves now: the code of a problem, or None while it moves."""
        return self._mover.failing

    def settle(self, seconds: float = SETTLE_SECONDS) -> None:
        """Wait until everything accepted before this moment is in the warehouse, so that who asks
        after sending sees what was sent; no longer than `seconds`, and not while nothing moves."""
        wanted, until = self._log.accepted, time.monotonic() + seconds
        while self._log.moved_events < wanted and not self.failing and time.monotonic() < until:
            time.sleep(0.01)

    def start(self) -> None:
        """Begin to move; what a crash left in the log goes first."""
        self._mover.start()

    def stop(self) -> None:
        """Keep what was offered, finish the move under way."""
        self._log.close()
        self._mover.stop()

    def _place(self, people: NDArray[np.int64]) -> None:
        # A call that makes two people one is itself an event of theirs, so the fold sees everyone.
        if len(people):
            # A document that is not valid just now: the heart says so, and folds when it is mended.
            with suppress(PolkuError):
                self._workspace.tick()
