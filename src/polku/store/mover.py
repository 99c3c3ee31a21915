"""The mover: one thread that takes accepted entries from the log into control and the warehouse.

The order makes a crash harmless at every point. First control (ids, links, traits): doing it again
changes nothing. Then one warehouse transaction with the events, the merges and the offset: it is
there whole or not at all. After a crash the entries past the stored offset are taken again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import numpy as np
import structlog
from numpy.typing import NDArray

from polku.clock import Clock
from polku.errors import PolkuError, StoreError
from polku.store.accept_log import AcceptLog, Probe, Row
from polku.store.arrivals import Arrivals, unpack
from polku.store.control import Control
from polku.store.micros import from_micros, to_micros
from polku.store.warehouse import Warehouse
from polku.store.write import Write

People = NDArray[np.int64]


@dataclass(frozen=True)
class Moved:
    """`people` whose events or identities changed, `merged` whether two of them became one, the
    `events` by name."""

    people: People
    merged: bool
    events: frozenset[str]


Follow = Callable[[Write, Moved], Callable[[], None] | None]
"""What follows from new events, in their own transaction: it answers what to do after the commit,
or None when it has done nothing."""

OFFSET = "log_offset"  # key in the warehouse's meta: the seq of the last entry moved
MOST_EVENTS = 50_000  # events in one transaction
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds between tries when the stores cannot
_BUSY_EVENTS = 5
_LEISURE = 3.0, 0.5  # rest after a transaction: so many times its length, at most so many seconds
_HURRY = 1.0, 0.05  # the same while something follows from events, such as a message
_TRIM_SECONDS = 60.0
_MOST_LINKS = 1_000_000

log = structlog.get_logger("polku.mover")


def offset_of(warehouse: Warehouse) -> int:
    """The seq of the last log entry whose events are in the warehouse; 0 when there is none."""
    with warehouse.read() as con:
        row = con.execute("SELECT value FROM meta WHERE key = ?", [OFFSET]).fetchone()
    return int(row[0]) if row else 0


class Mover(threading.Thread):
    """Start it with `start()`, end it with `stop()`.

    `follow` is asked within the transaction; where it has nothing to do, or fails, `on_moved` gets the
    people whose events or identities changed, in the mover's thread, after the commit. `keep` is how
    long moved entries stay in the log.
    """

    def __init__(
        self,
        accept_log: AcceptLog,
        warehouse: Warehouse,
        control: Control,
        *,
        clock: Clock,
        on_moved: Callable[[People], None] = lambda _: None,
        follow: Follow = lambda _, __: None,
        keep: timedelta = timedelta(days=30),
        probe: Probe = lambda _: None,
    ) -> None:
        super().__init__(name="polku-mover", daemon=True)
        self._log = accept_log
        self._warehouse = warehouse
        self._control = control
        self._clock = clock
        self._on_moved = on_moved
        self._follow = follow
        self._rest = _LEISURE
        self._keep = keep
        self._probe = probe
        self._offset = offset_of(warehouse)
        self._linked: set[tuple[int, int]] = set()
        self._stopped = threading.Event()
        self.failing: str | None = None  # why nothing moves now, a code without data, for /health

    def stop(self) -> None:
        """Finish the transaction under way, then end. What is left in the log is moved at next
        start."""
        self._stopped.set()
        self._log.arrived.set()
        self.join()

    def run(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopped.is_set():
            self._log.arrived.clear()
            began = time.perf_counter()
            try:
                moved = self.move()
            except Exception as error:  # a full disk passes; whatever else: try on, lose nothing
                self.failing = _code(error)
                surprise = not isinstance(error, StoreError)
                log.error("cannot move", reason=str(error), exc_info=surprise)
                self._stopped.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            self.failing, pause = None, _FIRST_PAUSE
            if _BUSY_EVENTS <= moved < MOST_EVENTS:  # a transaction has its price: let more gather
                times, most = self._rest
                self._stopped.wait(min(times * (time.perf_counter() - began), most))
            if not moved and not self._log.arrived.wait(_TRIM_SECONDS):
                self._trim()

    def move(self) -> int:
        """Move one transaction's worth of entries; returns their number of events."""
        rows = self._log.after(self._offset, MOST_EVENTS)
        if not rows:
            return 0
        with self._warehouse.read() as con:
            arrivals = unpack(rows, self._control.identity_key, con)
        people_of = self._tell_control(arrivals)
        self._probe("mover.control-written")
        try:
            people, after = self._tell_warehouse(arrivals, people_of, rows, self._follow)
        except _FollowFailed:  # what follows from events may fail without stopping their way in
            log.exception("what follows failed")
            people, after = self._tell_warehouse(arrivals, people_of, rows, lambda _, __: None)
        self._probe("mover.committed")
        self._rest = _LEISURE if after is None else _HURRY
        self._offset = rows[-1].seq
        self._linked |= arrivals.links
        if len(self._linked) > _MOST_LINKS:
            self._linked.clear()
        events = sum(row.events for row in rows)
        self._log.moved(events)
        if len(people):
            try:
                if after is None:
                    self._on_moved(people)
                else:
                    after()
            except Exception:  # whatever follows from events may fail without stopping their way in
                log.exception("on_moved failed")
        return events

    def _tell_control(self, arrivals: Arrivals) -> dict[int, int]:
        """Ids, links, traits, groups. Returns identity → person for everyone the links touched."""
        control = self._control
        control.identities.remember(arrivals.identities)
        new = arrivals.links - self._linked
        people_of = control.identities.link(new) if new else {}
        if arrivals.traits is not None:
            control.traits.set_many(arrivals.traits)
        for group, traits, at in arrivals.groups:
            control.groups.set(group, msgspec.json.decode(traits), from_micros(at))
        for identity, group, at in arrivals.memberships:
            control.groups.join([(identity, group)], from_micros(at))
        return people_of

    def _tell_warehouse(
        self, arrivals: Arrivals, people_of: dict[int, int], rows: Sequence[Row], follow: Follow
    ) -> tuple[People, Callable[[], None] | None]:
        with self._warehouse.write() as tx:
            refold = tx.merge(people_of) if people_of else np.empty(0, np.int64)
            appended = tx.append(arrivals.events)
            tx.set_meta(OFFSET, str(rows[-1].seq))
            people = np.union1d(refold, appended.people)
            after = None
            if len(people):
                names = frozenset(arrivals.events["event"].unique().to_pylist())
                try:
                    after = follow(tx, Moved(people, bool(len(refold)), names))
                except Exception as error:
                    raise _FollowFailed from error
            self._probe("mover.before-commit")
        return people, after

    def _trim(self) -> None:
        before = to_micros(self._clock()) - round(self._keep.total_seconds() * 1_000_000)
        try:
            while self._log.trim(self._offset, before) and not self._log.arrived.is_set():
                pass
        except Exception:  # old entries may stay a while longer
            log.exception("cannot trim the accept log")


class _FollowFailed(Exception):
    """Takes the transaction down; the events go again without what follows."""


def _code(error: Exception) -> str:
    """A name for the failure that strangers may read: no path, no text of an event."""
    problems = error.problems if isinstance(error, PolkuError) else ()
    return problems[0].code if problems else type(error).__name__
