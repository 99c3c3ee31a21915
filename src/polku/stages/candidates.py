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

KINDS = ("event", "channel", "source")
"""The kinds of `names` that a pattern may ask for."""


def candidates(
    compiled: CompiledStages, codes: Codes, *, only_people: bool = False, engine: str = "duckdb"
) -> Table:
    """(person int64, ts, uid int64, mask int64), sorted by (person, ts, seq).

    Events without a mask bit are left out. With `only_people`, just those of the people in table
    `wanted` (person int64).
    """
    import ibis

    events = ibis.table(
        {
            "person": "int64",
            "ts": "timestamp(6)",
            "seq": "int64",
            "event": "int32",
            "uid": "int64",
            "source": "int32",
            "channel": "int32",
            "revenue": "int64",
            "currency": "string",
            "properties": "string",
        },
        name="events",
    )
    rows: Any = events
    if only_people:
        rows = rows.semi_join(ibis.table({"person": "int64"}, name="wanted"), "person")
    asked = [codes.get("event", {}).get(one.event) for one in compiled.patterns]
    known = sorted({code for code in asked if code is not None})
    rows = rows.filter(rows.event.isin(known) if known else ibis.literal(False))
    bits = [
        pattern.compile(rows, codes, engine).ifelse(1 << bit, 0).cast("int64")
        for bit, pattern in enumerate(compiled.patterns)
        if codes.get("event", {}).get(pattern.event) is not None
    ]
    mask = reduce(add, bits) if bits else ibis.literal(0, "int64")
    rows = rows.select("person", "ts", "seq", "uid", mask=mask)
    rows = rows.filter(rows["mask"] != 0).order_by("person", "ts", "seq")
    return rows.select("person", "ts", "uid", "mask")


def candidates_sql(compiled: CompiledStages, codes: Codes, *, only_people: bool = False) -> str:
    """The same as DuckDB's SQL. The last few are kept: Ibis takes tens of milliseconds for one."""
    asked = {"event"}.union(*(pattern.where for pattern in compiled.patterns))
    events = {pattern.event for pattern in compiled.patterns}
    wanted = tuple(
        (kind, name, code)
        for kind in KINDS
        if kind in asked
        for name, code in sorted(codes.get(kind, {}).items())
        if kind != "event" or name in events
    )
    return _sql(compiled, wanted, only_people)


@lru_cache(maxsize=64)
def _sql(
    compiled: CompiledStages, wanted: tuple[tuple[str, str, int], ...], only_people: bool
) -> str:
    import ibis

    codes: dict[str, dict[str, int]] = {}
    for kind, name, code in wanted:
        codes.setdefault(kind, {})[name] = code
    return str(ibis.to_sql(candidates(compiled, codes, only_people=only_people), dialect="duckdb"))


def read_codes(con: duckdb.DuckDBPyConnection) -> Codes:
    """The codes that patterns may ask for, as the warehouse has them now."""
    codes: dict[str, dict[str, int]] = {}
    rows = con.execute("SELECT kind, name, code FROM names WHERE kind <> 'stage'").fetchall()
    for kind, name, code in rows:
        codes.setdefault(kind, {})[name] = code
    return codes
