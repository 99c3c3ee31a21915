"""The warehouse: one DuckDB file, one writer at a time, any number of readers who never wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from weakref import WeakSet

import duckdb

from polku.errors import StoreError
from polku.store import faults
from polku.store.names import Codes, load_codes
from polku.store.scalar import scalar
from polku.store.schema import prepare
from polku.store.seen import Seen
from polku.store.write import Write

_open_paths: set[Path] = (
    set()
)  # DuckDB would hand a second opener of this process the same instance
_open_lock = threading.Lock()


@dataclass(frozen=True)
class Counts:
    """How much the warehouse holds: events, and distinct people with events."""

    events: int
    people: int


class Warehouse:
    """Open it with `Warehouse.open`; all methods are safe from any thread."""

    def __init__(self, path: Path, config: dict[str, str | bool | int | float | list[str]]) -> None:
        self.path = path
        self._config = config
        self._cursors: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
        self._cursors_lock = threading.Lock()
        self._writing = threading.Lock()
        self._counts: tuple[int, Counts] | None = None
        self._lost = False  # closed by a fatal error, and could not be opened again yet
        self._connect()

    @classmethod
    def open(
        cls, path: Path | str, *, memory_limit: str = "1GB", threads: int | None = None
    ) -> Warehouse:
        """Opens the DuckDB file at `path`, or makes it.

        Raises StoreLocked when another process (or another Warehouse of this one) has it open,
        StoreFull, or StoreError when it is not a warehouse or a newer Polku made it.
        """
        path = Path(path).resolve()
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "autoinstall_known_extensions": False,  # nothing is fetched from the internet
        }
        if threads is not None:
            config["threads"] = threads
        with _open_lock:
            if path in _open_paths:
                raise faults.locked(path)
            _open_paths.add(path)
        try:
            return cls(path, config)
        except BaseException:
            _open_paths.discard(path)
            raise

    def _connect(self) -> None:
        with faults.opening(self.path):
            self._root = duckdb.connect(self.path, config=self._config)
        try:
            with faults.opening(self.path):
                prepare(self._root, self.path)
            self._codes: Codes = load_codes(self._root)
            self.version = self._meta("writes")
            self._next_seq = self._meta("next_seq")
            self._seen = Seen()
        except BaseException:
            self._root.close()
            raise
        self._lost = False

    def _meta(self, key: str) -> int:
        row = self._root.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Waits for the writer, then closes the file. Open readers end with an error."""
        with self._writing:
            self._disconnect()
        with _open_lock:
            _open_paths.discard(self.path)

    def _disconnect(self) -> None:
        with self._cursors_lock:
            for cursor in list(self._cursors):
                with suppress(duckdb.Error):
                    cursor.close()
            with suppress(duckdb.Error):
                self._root.close()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._cursors_lock:
            if self._lost:
                self._connect()
            cursor = self._root.cursor()
            self._cursors.add(cursor)
        return cursor

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB cursor for one thread: all its queries see one and the same snapshot.

        Temporary tables and registered Arrow tables are its own and end with it.
        """
        cursor = self._cursor()
        try:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            yield cursor
        finally:
            with suppress(duckdb.Error):
                cursor.close()

    @contextmanager
    def write(self) -> Iterator[Write]:
        """One transaction of the one writer; the next waits. Any error rolls everything back.

        Raises StoreFull when the disk has no room: nothing of the transaction is stored, and the
        next one works as soon as there is room again.
        """
        with self._writing:
            cursor = self._cursor()
            try:
                cursor.execute("BEGIN")
                write = Write(cursor, self._codes, self._next_seq, self._seen)
                yield write
                write.stamp(self.version + 1)
                self._commit(cursor, self.version + 1)
            except BaseException as error:
                self._undo(cursor)
                if isinstance(error, duckdb.Error) and faults.means_full(error):
                    raise faults.full(self.path) from error
                raise
            finally:
                with suppress(duckdb.Error):
                    cursor.close()
            self._codes, self._next_seq = write.codes, write.next_seq
            self.version += 1
            if write.stored_uids is None:
                self._seen.forget()
            else:
                for uids in write.stored_uids:
                    self._seen.learn(uids)

    def _commit(self, cursor: duckdb.DuckDBPyConnection, version: int) -> None:
        try:
            cursor.execute("COMMIT")
        except duckdb.Error:
            # COMMIT can fail after the transaction is safe in the log (the checkpoint that follows
            # it failed). What is stored decides, not the message: open again and read the stamp.
            self._reopen()
            if self._lost or self.version != version:
                raise
            self.version = version - 1

    def _undo(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Rolls back; a database that a fatal error has closed is opened again."""
        with suppress(duckdb.Error):
            cursor.execute("ROLLBACK")
        try:
            self._root.execute("SELECT 1")
        except duckdb.Error:
            self._reopen()

    def _reopen(self) -> None:
        self._disconnect()
        try:
            self._connect()
        except StoreError:
            self._lost = True  # no room even to replay the log: the next cursor tries again

    def names(self, kind: str) -> Mapping[str, int]:
        """Name → code of 'event', 'source', 'channel' or 'stage'."""
        return self._codes.get(kind, MappingProxyType({}))

    def words(self, kind: str) -> Mapping[int, str]:
        """Code → name, the reverse of `names`."""
        return {code: name for name, code in self.names(kind).items()}

    def count(self) -> Counts:
        """Events and people, counted once per version."""
        version, held = self.version, self._counts
        if held and held[0] == version:
            return held[1]
        with self.read() as con:
            counts = Counts(
                scalar(con, "SELECT count(*) FROM events"),
                scalar(con, "SELECT count(DISTINCT person) FROM events"),
            )
        self._counts = (version, counts)
        return counts

    def needs_compaction(self) -> bool:
        """Whether the tail has grown so large beside the base that questions get slow."""
        with self.read() as con:
            base = scalar(con, "SELECT count(*) FROM base")
            tail = scalar(con, "SELECT count(*) FROM tail")
        return tail > max(20_000, base // 10)
