"""Small batches (live events) into the tail: the same as `append`, worked out in memory.

DuckDB takes about a millisecond for any statement, so a batch of a few rows is decided here with
numpy and Arrow, and stored by one INSERT. A property test holds the two ways to the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from polku.store.scalar import scalar
from polku.store.tables import EVENT_COLUMNS

if TYPE_CHECKING:
    from polku.store.write import Write

Ids = NDArray[np.int64]

SMALL = 200_000
"""Up to so many rows are looked up in memory; for more, one pass over the stored uids is faster."""


def can_append_small(write: Write, rows: int) -> bool:
    """Whether the batch is small and all stored uids are, or can be, held in memory."""
    if rows > SMALL or write.stored_uids is None:
        return False
    return write.seen.loaded or write.seen.load(
        write.con, scalar(write.con, "SELECT count(*) FROM events")
    )


def append_small(write: Write, rows: pa.Table, first: int) -> Ids:
    """Stores the rows of an EVENT_BATCH that are new, numbered from `first`; gives their people,
    one for each row stored."""
    uids = rows["uid"].to_numpy()
    places = np.sort(_new(write, uids))
    fresh = rows.take(pa.array(places))
    if not len(places):
        return places
    columns = {"person": fresh["identity"], "seq": pa.array(places + first)}
    for name in ("ts", "uid", "identity", "revenue", "currency", "properties"):
        columns[name] = fresh[name]
    for kind in ("event", "source", "channel"):
        words = fresh[kind]
        codes = write.code(kind, words.unique().drop_null().to_pylist())
        # Codes count up from 0 in the order of the mapping, so a word's place is its code.
        columns[kind] = pc.index_in(words, value_set=pa.array(codes, pa.string()))
    ready = pa.table(columns)
    people = _people(write, ready)
    ready = ready.set_column(0, "person", pa.array(people))
    write.insert("tail", ready.select(EVENT_COLUMNS.split(", ")))
    return people


def _new(write: Write, uids: Ids) -> NDArray[np.int64]:
    """The places of the rows that are no duplicates."""
    noted = write.stored_uids
    if noted is None:
        raise AssertionError("asked of a transaction that does not note its uids")
    distinct, places = np.unique(uids, return_index=True)  # the first of equal ones
    known = np.isin(distinct, write.seen.among(distinct))
    for earlier in noted:  # by this same transaction
        known |= np.isin(distinct, earlier)
    noted.append(distinct[~known])
    return places[~known]


def _people(write: Write, ready: pa.Table) -> Ids:
    identities: Ids = ready["identity"].to_numpy().copy()
    if not scalar(write.con, "SELECT count(*) FROM aliases"):
        return identities
    write.con.register("polku_ready", ready)
    found = write.con.execute(
        "FROM aliases WHERE identity IN (SELECT identity FROM polku_ready) ORDER BY identity"
    ).fetchnumpy()
    write.con.unregister("polku_ready")
    alias, person = np.array(found["identity"], np.int64), np.array(found["person"], np.int64)
    if len(alias):
        at = np.minimum(np.searchsorted(alias, identities), len(alias) - 1)
        hit = alias[at] == identities
        identities[hit] = person[at[hit]]
    return identities
