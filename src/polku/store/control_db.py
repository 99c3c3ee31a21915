"""The SQLite file of the control database: one writer at a time, readers beside it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from polku.store import faults


class ControlDb:
    """The engine and its one writer lock. Transactions are explicit: nothing begins by itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch(mode=0o600)  # it names people: for the owner's eyes
        self.engine: Engine = create_engine(f"sqlite:///{path}", pool_size=4, max_overflow=60)
        event.listen(self.engine, "connect", _set_up)
        event.listen(self.engine, "begin", _begin)
        self.writing = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction of the one writer, durable (synced) when the block ends.

        Keep it short: ingest waits for it. Raises StoreFull when the disk has no room, StoreLocked
        when another process writes for over five seconds; nothing is stored then.
        """
        with self.writing, self._said(), self.engine.connect() as connection:
            writer = connection.execution_options(polku_writes=True)
            with writer.begin():
                yield writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for one thread, one snapshot for all its queries; never waits to write."""
        with self._said(), self.engine.connect() as connection, connection.begin():
            yield connection

    def checkpoint(self) -> None:
        """Brings the write-ahead log into the file and empties it, as far as readers let."""
        with self.writing, self._said(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is not None:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, sqlite3.OperationalError) as error:
            if faults.means_full(error):
                raise faults.full(self.path) from error
            if "database is locked" in str(error):
                raise faults.locked(self.path) from error
            raise

    def close(self) -> None:
        """Waits for the writer, then closes every connection."""
        with self.writing:
            self.engine.dispose()


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours: the driver's own comes too late for reads
    for pragma in (
        "busy_timeout = 5000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -65536",  # 64 MB
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: one that began as a reader could not wait for it.
    writes = connection.get_execution_options().get("polku_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
