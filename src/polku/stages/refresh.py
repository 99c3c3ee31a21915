"""Keeps the tables `transitions` and `people` true: all of them, some people, those due.

Both tables belong to one (journey, moment): meta keys `journey_hash` and `folded_as_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.clock import as_naive_utc
from polku.stages.compile import CompiledStages
from polku.stages.folded import Folded
from polku.stages.read import fold_all, fold_people, wanted

if TYPE_CHECKING:
    import duckdb

HASH, AS_OF = "journey_hash", "folded_as_of"


class Write(Protocol):
    """What the fold asks of the warehouse's write transaction."""

    con: duckdb.DuckDBPyConnection

    def code(self, kind: str, names: Iterable[str]) -> Mapping[str, int]: ...
    def meta(self, key: str) -> str | None: ...
    def set_meta(self, key: str, value: str) -> None: ...
    def insert(self, table: str, rows: pa.Table) -> None: ...


def refresh_all(tx: Write, compiled: CompiledStages, as_of: datetime) -> Folded:
    """Folds everyone up to `as_of` and replaces both tables."""
    tx.code("stage", compiled.stages)
    folded = fold_all(tx.con, compiled, as_of)
    tx.con.execute("DELETE FROM transitions")
    tx.con.execute("DELETE FROM people")
    _insert(tx, folded)
    tx.set_meta(HASH, compiled.hash)
    tx.set_meta(AS_OF, as_naive_utc(as_of).isoformat())
    return folded


def refresh_people(
    tx: Write, compiled: CompiledStages, people: NDArray[np.int64], as_of: datetime
) -> Folded:
    """Folds just these people's events anew, all of them, and replaces their rows. People without
    events any more lose theirs. The tables must be of the same journey; `folded_as_of` stays.
    """
    folded = fold_people(tx.con, compiled, people, as_of)
    if not len(people):
        return folded
    with wanted(tx.con, people) as these:
        for table in ("transitions", "people"):
            tx.con.execute(f"DELETE FROM {table} WHERE person IN {these}")
    _insert(tx, folded)
    return folded


def refresh_due(tx: Write, compiled: CompiledStages, as_of: datetime) -> Folded:
    """Moves the tables on to a later moment: folds those for whom time alone may have changed
    something, by a timed rule that is due or an event dated between the two moments."""
    people = due_people(tx.con, as_of)
    folded = refresh_people(tx, compiled, people, as_of)
    tx.set_meta(AS_OF, as_naive_utc(as_of).isoformat())
    return folded


def due_people(con: duckdb.DuckDBPyConnection, as_of: datetime) -> NDArray[np.int64]:
    """The people whom `refresh_due` would fold, ascending. Those who have only events after the
    last moment have no row in `people` yet, so the events are asked too."""
    rows = con.execute(
        """
        SELECT person FROM people WHERE due <= $as_of
        UNION SELECT person FROM events WHERE ts <= $as_of AND ts > (
            SELECT coalesce(max(value)::TIMESTAMP, TIMESTAMP '-infinity') FROM meta
            WHERE key = 'folded_as_of'
        ) ORDER BY person
        """,
        {"as_of": as_naive_utc(as_of)},
    ).fetchnumpy()
    return np.asarray(rows["person"], np.int64)


def _insert(tx: Write, folded: Folded) -> None:
    tx.insert("transitions", folded.transitions)
    tx.insert("people", folded.people)
