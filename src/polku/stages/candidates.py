"""The events that any rule asks for, as one Ibis expression: person, ts, uid and the mask of the
patterns each matches, in the order in which they are folded."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import add
from typing import TYPE_CHECKING, Any

from polku.conditions.base import Codes
from polku.stages.compile import CompiledStages

if TYPE_CHECKING:
    import duckdb
    from ibis import Table

COLUMN_TYPES = {
    "source": "int32",
    "channel": "int32",
    "revenue": "int64",
    "currency": "string",
    "properties": "string",
}
KINDS = ("event", "channel", "source")
"""The kinds of `names` that a pattern may ask for."""


def candidates(
    compiled: CompiledStages, codes: Codes, *, table: str = "events", engine: str = "duckdb"
) -> Table:
    """(person int64, ts, uid int64, mask int64), sorted by (person, ts, seq).

    Events that match no pattern are left out. `table` has the columns of `events` that are needed.
    """
    import ibis

    rows: Any = ibis.table(
        {
            "person": "int64",
            "ts": "timestamp(6)",
            "seq": "int64",
            "event": "int32",
            "uid": "int64",
            **{name: COLUMN_TYPES[name] for name in columns(compiled)},
        },
        name=table,
    )
    bits = [
        pattern.compile(rows, codes, engine).ifelse(1 << bit, 0).cast("int64")
        for bit, pattern in enumerate(compiled.patterns)
        if codes.get("event", {}).get(pattern.event) is not None
    ]
    mask = reduce(add, bits) if bits else ibis.literal(0, "int64")
    # Naming the events in a filter of its own besides makes DuckDB slower, not faster.
    rows = rows.select("person", "ts", "seq", "uid", mask=mask)
    rows = rows.filter(rows["mask"] != 0).order_by("person", "ts", "seq")
    return rows.select("person", "ts", "uid", "mask")


def columns(compiled: CompiledStages) -> tuple[str, ...]:
    """The columns of an event that `where` asks for, besides its name."""
    asked = {name for pattern in compiled.patterns for name in pattern.where}
    needed = asked & {"source", "channel", "revenue", "currency"}
    if "revenue" in asked:
        needed.add("currency")  # says how many decimals the money has
    if compiled.properties:
        needed.add("properties")
    return tuple(name for name in COLUMN_TYPES if name in needed)


def candidates_sql(compiled: CompiledStages, codes: Codes, table: str = "events") -> str:
    """The same as DuckDB's SQL. The last few are kept: Ibis takes tens of milliseconds for one."""
    asked = {"event"}.union(columns(compiled))
    events = {pattern.event for pattern in compiled.patterns}
    wanted = tuple(
        (kind, name, code)
        for kind in KINDS
        if kind in asked
        for name, code in sorted(codes.get(kind, {}).items())
        if kind != "event" or name in events
    )
    return _sql(compiled, wanted, table)


@lru_cache(maxsize=64)
def _sql(compiled: CompiledStages, wanted: tuple[tuple[str, str, int], ...], table: str) -> str:
    import ibis

    codes: dict[str, dict[str, int]] = {}
    for kind, name, code in wanted:
        codes.setdefault(kind, {})[name] = code
    return str(ibis.to_sql(candidates(compiled, codes, table=table), dialect="duckdb"))


def read_codes(con: duckdb.DuckDBPyConnection) -> Codes:
    """The codes that patterns may ask for, as the warehouse has them now."""
    codes: dict[str, dict[str, int]] = {}
    rows = con.execute("SELECT kind, name, code FROM names WHERE kind <> 'stage'").fetchall()
    for kind, name, code in rows:
        codes.setdefault(kind, {})[name] = code
    return codes
