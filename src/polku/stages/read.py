"""Reads what the fold needs from the warehouse and folds it, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.clock import as_naive_utc
from polku.stages.block import Block, Ints
from polku.stages.candidates import candidates_sql, columns, read_codes
from polku.stages.compile import CompiledStages
from polku.stages.fold import fold_block
from polku.stages.folded import Folded, tables

if TYPE_CHECKING:
    import duckdb

ROWS = 1_000_000
"""Candidates folded at a time: few enough for memory and caches, many enough for numpy."""

_LIVES = """
    SELECT person, min(ts) AS first_ts, max(ts) FILTER (ts <= $as_of) AS last_ts,
           count(*) FILTER (ts <= $as_of) AS events, min(ts) FILTER (ts > $as_of) AS later
    FROM {table} GROUP BY person HAVING min(ts) <= $as_of ORDER BY person
"""

# One pass over the warehouse for all that is asked of these people's events: base and tail apart,
# for a join above the view would read every column of every row. So would the join alone: it stands
# above the scan. `near` is a filter in the scan, which skips what has nobody near the wanted.
_SOME = """
    CREATE OR REPLACE TEMP TABLE polku_some AS
    SELECT {columns} FROM base WHERE {near} AND person IN {these}
    UNION ALL SELECT {columns} FROM tail WHERE person IN {these}
"""
_BITS = 13
"""Of a person's number (63 bits, spread evenly, as hashes are), those that `near` looks at."""
_FEW = 1 << (_BITS - 1)
"""From so many people on, nearly everyone is near somebody."""
_A_FEW = 8
_SPELT_OUT = 64


_NO_LIVES = pa.schema(
    [
        ("person", pa.int64()),
        ("first_ts", pa.timestamp("us")),
        ("last_ts", pa.timestamp("us")),
        ("events", pa.int64()),
        ("later", pa.timestamp("us")),
    ]
).empty_table()


def fold_all(con: duckdb.DuckDBPyConnection, compiled: CompiledStages, as_of: datetime) -> Folded:
    """Folds everyone's events up to `as_of` (UTC when naive). Only reads."""
    return _fold(con, compiled, as_of, "events")


def fold_people(
    con: duckdb.DuckDBPyConnection,
    compiled: CompiledStages,
    people: NDArray[np.int64],
    as_of: datetime,
) -> Folded:
    """Folds all events of just these people (canonical numbers). Writes a temporary table only."""
    if not len(people):
        return tables(compiled, stage_codes(con, compiled), [], _NO_LIVES)
    needed = ", ".join(("person", "ts", "seq", "event", "uid", *columns(compiled)))
    with wanted(con, people) as these:
        con.execute(_SOME.format(columns=needed, near=near(people), these=these))
    try:
        return _fold(con, compiled, as_of, "polku_some")
    finally:
        con.execute("DROP TABLE IF EXISTS polku_some")


@contextmanager
def wanted(con: duckdb.DuckDBPyConnection, people: NDArray[np.int64]) -> Iterator[str]:
    """What stands after IN to name these people; a few by their numbers, which is a millisecond faster."""
    if 0 < len(people) <= _SPELT_OUT:
        yield f"({', '.join(map(str, people.tolist()))})"
        return
    con.register("polku_wanted", pa.table({"person": np.unique(people)}))
    try:
        yield "(SELECT person FROM polku_wanted)"
    finally:
        con.unregister("polku_wanted")


def near(people: NDArray[np.int64]) -> str:
    """A condition that holds of all these people, and of others whose numbers begin alike."""
    if len(people) > _FEW:
        return "true"
    if len(people) <= _A_FEW:  # DuckDB then reads only where they stand
        return f"person IN ({', '.join(map(str, people.tolist()))})"
    shift = 63 - _BITS
    begins = np.zeros(1 << _BITS, np.uint8)
    begins[people >> shift] = 1
    bits = (begins + ord("0")).tobytes().decode()
    return f"get_bit('{bits}'::BIT, (person >> {shift})::INTEGER) = 1"


def stage_codes(con: duckdb.DuckDBPyConnection, compiled: CompiledStages) -> dict[str, int]:
    """Stage key → code; keys that have none stored get the next free ones."""
    rows = con.execute("SELECT name, code FROM names WHERE kind = 'stage'").fetchall()
    codes: dict[str, int] = dict(rows)
    free = max(codes.values(), default=-1) + 1
    missing = [key for key in compiled.stages if key not in codes]
    return codes | {key: free + i for i, key in enumerate(missing)}


def microseconds(moment: datetime) -> int:
    """Microseconds from 1970 UTC."""
    return int(np.datetime64(as_naive_utc(moment), "us").astype(np.int64))


def _fold(
    con: duckdb.DuckDBPyConnection, compiled: CompiledStages, as_of: datetime, table: str
) -> Folded:
    moment = microseconds(as_of)
    sql = candidates_sql(compiled, read_codes(con), table)
    placed = [fold_block(compiled, block, moment) for block in _blocks(con, sql, moment)]
    codes = stage_codes(con, compiled)
    lives = con.execute(_LIVES.format(table=table), {"as_of": as_naive_utc(as_of)})
    return tables(compiled, codes, placed, lives.to_arrow_table())


def _blocks(con: duckdb.DuckDBPyConnection, sql: str, as_of: int) -> Iterator[Block]:
    """Whole people at a time: what is left of the last one waits for the next batch."""
    kept: pa.Table | None = None
    for batch in con.execute(sql).to_arrow_reader(ROWS):
        table = pa.Table.from_batches([batch])
        if kept is not None:
            table = pa.concat_tables([kept, table])
        person = table["person"].to_numpy()
        last = int(np.searchsorted(person, person[-1])) if len(person) else 0
        if last:
            yield block_of(table.slice(0, last), as_of)
        kept = table.slice(last)
    if kept is not None and len(kept):
        yield block_of(kept, as_of)


def block_of(candidates: pa.Table, as_of: int) -> Block:
    """`candidates` (person, ts, uid, mask; sorted by person, ts, seq) up to `as_of`, in µs."""
    person, uid, mask = (candidates[name].to_numpy() for name in ("person", "uid", "mask"))
    ts: Ints = candidates["ts"].cast(pa.int64()).to_numpy()
    now = ts <= as_of
    if not now.all():
        person, ts, uid, mask = person[now], ts[now], uid[now], mask[now]
    begins = np.ones(len(person), bool)
    begins[1:] = person[1:] != person[:-1]
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(person))[: len(starts)]
    return Block(person[starts], ends, np.cumsum(begins) - 1, ts, uid, mask)
