"""DuckDB's and SQLite's complaints in Polku's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from polku.errors import Problem, StoreError, StoreFull, StoreLocked

_FULL = ("no space left", "disk is full", "disk full", "file too large", "disk quota exceeded")


def means_full(error: BaseException | None) -> bool:
    """Whether the error, or one it came from, says that the disk has no room."""
    while error is not None:
        if any(words in str(error).lower() for words in _FULL):
            return True
        error = error.__cause__ or error.__context__
    return False


def full(path: Path) -> StoreFull:
    return StoreFull(Problem("store.full", params={"path": path}))


def locked(path: Path) -> StoreLocked:
    return StoreLocked(Problem("store.locked", params={"path": path}))


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Says in Polku's words why a warehouse cannot be opened."""
    try:
        yield
    except duckdb.Error as error:
        text = str(error)
        if "lock on file" in text or "being used by another process" in text:
            raise locked(path) from error
        if means_full(error):
            raise full(path) from error
        reason = text.splitlines()[0]
        problem = Problem("store.unreadable", params={"path": path, "reason": reason})
        raise StoreError(problem) from error
