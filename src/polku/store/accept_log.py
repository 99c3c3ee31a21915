"""The accept log: what was accepted over HTTP, durable before the sender is told so.

Many requests share one transaction (group commit): while one commit is on its way to the disk, the
next requests gather, and go together. `Mover` reads the log in order of `seq` and takes its events
into the warehouse; the log keeps them until they are there, and a while longer.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from polku.errors import Problem, StoreError
from polku.store.control_db import ControlDb
from polku.store.faults import full, means_full

Done = Callable[[StoreError | None], None]
Probe = Callable[[str], None]

_INSERT = "INSERT INTO accept_log (received_at, source, events, body) VALUES (?, ?, ?, ?)"
_AFTER = "SELECT seq, source, events, body FROM accept_log WHERE seq > ? ORDER BY seq"
_BUSY_SECONDS = 10.0
_MAX_WAITING_BYTES = 64 * 1024 * 1024

log = structlog.get_logger("polku.accept_log")


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted request: arrival (µs, UTC), write key's name, number of events, envelopes as
    MessagePack."""

    received: int
    source: str
    events: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the log holds it."""

    seq: int
    source: str
    events: int
    body: bytes


def keep_within(connection: Connection, entry: Entry) -> None:
    """Writes an entry in somebody's own transaction on the control database, so that it stands or
    falls with what else is done there. Then `AcceptLog.kept`, where a log is open."""
    row = (entry.received, entry.source, entry.events, entry.body)
    connection.exec_driver_sql(_INSERT, row)


class AcceptLog:
    """The log in the control database. `moved_to` is the entry that the warehouse has reached
    (`mover.offset_of`): what is after it counts as lag. `probe` is called with the name of each
    point where a crash would matter."""

    def __init__(self, db: ControlDb, *, moved_to: int = 0, probe: Probe = lambda _: None) -> None:
        self._path = db.path
        self._writing = db.writing
        self._probe = probe
        self._write = self._connect()
        self._gathering = threading.Condition()
        self._waiting: list[tuple[Entry, Done]] = []
        self._waiting_bytes = 0
        self._closed = False
        self.arrived = threading.Event()
        self._accepted = self._count_after(moved_to)
        self._moved = 0
        self._committer = threading.Thread(target=self._run, name="polku-accept", daemon=True)
        self._committer.start()

    @property
    def lag(self) -> int:
        """How many accepted events are not yet in the warehouse."""
        return max(0, self._accepted - self._moved)  # the mover may see a row before we count it

    @property
    def accepted(self) -> int:
        """How many events were accepted since the log was opened, with those it was behind by then."""
        return self._accepted

    @property
    def moved_events(self) -> int:
        """How many of them are in the warehouse."""
        return self._moved

    @property
    def crowded(self) -> bool:
        """Whether so much waits for the disk that no more should be taken now."""
        return self._waiting_bytes > _MAX_WAITING_BYTES

    def offer(self, entry: Entry, done: Done) -> None:
        """Ask for an entry to be kept. `done` is called from the log's own thread: with None when
        the entry is on the disk, with StoreError (StoreFull when the disk is) when it is not."""
        with self._gathering:
            if self._closed:
                raise StoreError(Problem("ingest.closing"))
            self._waiting.append((entry, done))
            self._waiting_bytes += len(entry.body)
            self._gathering.notify()

    def kept(self, events: int) -> None:
        """Take note that so many events were written into the log by `keep_within`, in a
        transaction that is committed: the mover is told."""
        with self._gathering:
            self._accepted += events
        self.arrived.set()

    def after(self, seq: int, max_events: int) -> list[Row]:
        """The entries after `seq` in order, about `max_events` events of them (one at least)."""
        rows: list[Row] = []
        events = 0
        connection = self._connect()
        try:
            for found in connection.execute(_AFTER, (seq,)):
                row = Row(*found)
                rows.append(row)
                events += row.events
                if events >= max_events:
                    break
        finally:
            connection.close()
        return rows

    def moved(self, events: int) -> None:
        """Take note that the mover has brought so many events into the warehouse."""
        self._moved += events

    def trim(self, moved_to: int, received_before: int, limit: int = 500) -> int:
        """Delete at most `limit` entries that are in the warehouse and arrived before a moment
        (µs)."""
        with self._writing:
            done = self._write.execute(
                "DELETE FROM accept_log WHERE seq IN (SELECT seq FROM accept_log"
                " WHERE seq <= ? AND received_at < ? ORDER BY seq LIMIT ?)",
                (moved_to, received_before, limit),
            )
        return done.rowcount

    def close(self) -> None:
        """Keep what was offered, then stop."""
        with self._gathering:
            self._closed = True
            self._gathering.notify()
        self._committer.join()
        self._write.close()

    def _run(self) -> None:
        while True:
            with self._gathering:
                while not self._waiting and not self._closed:
                    self._gathering.wait()
                taken, self._waiting = self._waiting, []
                self._waiting_bytes = 0
            if not taken:
                return
            failure = self._commit([entry for entry, _ in taken])
            if failure is None:
                self.kept(sum(entry.events for entry, _ in taken))
            for _, done in taken:
                try:
                    done(failure)
                except RuntimeError:  # the sender's event loop is closed: nobody is left to tell
                    log.info("nobody waits any more", kept=failure is None)

    def _commit(self, entries: list[Entry]) -> StoreError | None:
        rows = [(e.received, e.source, e.events, e.body) for e in entries]
        try:
            with self._writing:
                try:
                    self._write.execute("BEGIN IMMEDIATE")
                    self._write.executemany(_INSERT, rows)
                    self._probe("log.before-commit")
                    self._write.execute("COMMIT")
                finally:
                    if self._write.in_transaction:
                        self._write.execute("ROLLBACK")
        except sqlite3.Error as error:
            log.warning("not kept", reason=str(error), requests=len(entries))
            if means_full(error):
                return full(self._path)
            return StoreError(Problem("ingest.not-kept", params={"reason": str(error)}))
        self._probe("log.committed")
        return None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        return connection

    def _count_after(self, seq: int) -> int:
        row = self._write.execute(
            "SELECT coalesce(sum(events), 0) FROM accept_log WHERE seq > ?", (seq,)
        ).fetchone()
        return int(row[0])
