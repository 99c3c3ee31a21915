"""The warehouse's tables as Ibis sees them, and how a question is asked of them.

A question is a function that builds one Ibis expression; `question` compiles it once for each shape
(the codes of the stages, how many touchpoints …). What changes from one asking to the next, moments
and numbers, are DuckDB variables that `ask` sets on the reader's own cursor.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa

from polku.clock import as_naive_utc

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

P = ParamSpec("P")
Value = Any
"""A column of an Ibis expression. Its operators are made at run time: mypy cannot follow them."""
SHAPES = 512  # compiled questions kept; a shape is a few kilobytes of SQL

_time = dt.Timestamp(scale=6)
events = ibis.table(
    {
        "person": dt.int64,
        "ts": _time,
        "seq": dt.int64,
        "event": dt.int32,
        "uid": dt.int64,
        "identity": dt.int64,
        "source": dt.int32,
        "channel": dt.int32,
        "revenue": dt.int64,
        "currency": dt.string,
        "properties": dt.string,
    },
    name="events",
)
transitions = ibis.table(
    {
        "person": dt.int64,
        "n": dt.int32,
        "at": _time,
        "from_stage": dt.int32,
        "to_stage": dt.int32,
        "rule": dt.string,
        "uid": dt.int64,
    },
    name="transitions",
)
people = ibis.table(
    {
        "person": dt.int64,
        "stage": dt.int32,
        "since": _time,
        "due": _time,
        "first_ts": _time,
        "last_ts": _time,
        "events": dt.int64,
    },
    name="people",
)
names = ibis.table({"kind": dt.string, "code": dt.int32, "name": dt.string}, name="names")
chosen = ibis.table({"person": dt.int64}, name="chosen")
"""People named by the asker; `ask(…, chosen=array)` registers them."""


def _getvariable(key: str) -> Any: ...


def _variable(kind: Any) -> Callable[[str], Any]:
    made: Callable[[str], Any] = ibis.udf.scalar.builtin(
        name="getvariable", signature=((dt.string,), kind)
    )(_getvariable)
    return made


_moment = _variable(_time)
_number = _variable(dt.int64)


def moment(name: str) -> Value:
    """A moment that the asker gives."""
    return _moment(name)


def number(name: str) -> Value:
    """A whole number that the asker gives."""
    return _number(name)


def hours_between(start: Value, end: Value) -> Value:
    """Whole hours from `start` to `end`: the resolution of all durations."""
    return (end.epoch_seconds() - start.epoch_seconds()) // 3600


def question(build: Callable[P, Table]) -> Callable[P, str]:
    """The SQL of a question, compiled once for each shape: its (hashable) arguments."""

    def sql(*args: P.args, **kwargs: P.kwargs) -> str:
        return str(ibis.to_sql(build(*args, **kwargs), dialect="duckdb"))

    return cast("Callable[P, str]", wraps(build)(lru_cache(maxsize=SHAPES)(sql)))


def ask(
    cursor: DuckDBPyConnection,
    sql: str,
    *,
    chosen: pa.Table | None = None,
    **given: datetime | int,
) -> pa.Table:
    """Run a question on the reader's cursor with the moments and numbers given."""
    for name, value in given.items():
        written = (
            f"TIMESTAMP '{as_naive_utc(value).isoformat(sep=' ')}'"
            if isinstance(value, datetime)
            else f"CAST({int(value)} AS BIGINT)"
        )
        cursor.execute(f"SET VARIABLE {name} = {written}")
    if chosen is not None:
        cursor.register("chosen", chosen)
    return cursor.execute(sql).to_arrow_table()
