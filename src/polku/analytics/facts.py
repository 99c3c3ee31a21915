"""The warehouse's tables as Ibis sees them, and how a question is asked of them.

A question is a function that builds one Ibis expression; `question` compiles it once for each shape
(the codes of the stages, how many touchpoints …) and engine. What changes from one asking to the next,
moments and numbers, are variables that `ask` gives to the reader.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa

from polku.analytics.reader import Dialect, DuckReader, Reader

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

P = ParamSpec("P")
Value = Any
"""A column of an Ibis expression. Its operators are made at run time: mypy cannot follow them."""
SHAPES = 1024  # compiled questions kept; a shape is a few kilobytes of SQL

_time = dt.Timestamp(scale=6)
_EVENT: dict[str, dt.DataType] = {
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
}
events = ibis.table(_EVENT, name="events")
path_events = ibis.table(
    {**_EVENT, "n": dt.int32, "next_event": dt.int32, "next_ts": _time}, name="path_events"
)
"""Events with their number in the person's path (from 1) and what came next (null at the end). The base has
these columns stored: reading them costs no sorting."""
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
spend = ibis.table(
    {
        "day": dt.date,
        "channel": dt.int32,
        "campaign": dt.string,
        "source": dt.int32,
        "cost": dt.int64,
        "currency": dt.string,
        "clicks": dt.int64,
        "impressions": dt.int64,
    },
    name="spend",
)
names = ibis.table({"kind": dt.string, "code": dt.int32, "name": dt.string}, name="names")
chosen = ibis.table({"person": dt.int64}, name="chosen")
"""People named by the asker; `ask(…, chosen=table)` registers them."""
grouped = ibis.table({"person": dt.int64, "grp": dt.int32}, name="grouped")
"""The group of each person, numbered by the asker; `ask(…, grouped=table)` registers them."""


def among(table: Table, limited: bool) -> Table:
    """The rows of `table` whose person is chosen; all of them when nobody chose."""
    return table.semi_join(chosen, "person") if limited else table


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


_compiling: ContextVar[Dialect] = ContextVar("compiling", default="duckdb")


def dialect() -> Dialect:
    """The language for which a question is being compiled: only JSON is written differently."""
    return _compiling.get()


@dataclass(frozen=True)
class Question:
    """One question of one shape, ready to be asked."""

    name: str
    build: Callable[..., Table] = field(repr=False)
    shape: tuple[Any, ...]

    def sql(self, dialect: Dialect) -> str:
        """Compiled once for each engine. Raises what Ibis raises when an engine cannot say it."""
        return _compiled(self, dialect)[0]

    def schema(self, dialect: Dialect) -> pa.Schema:
        """The columns of the answer."""
        return _compiled(self, dialect)[1]


class _SparkOptions(ibis.config.Config):  # type: ignore[misc]
    """Ibis sets these when its own connection to Spark is imported, and asks for them when it compiles."""

    treat_nan_as_null: bool = False


@lru_cache(maxsize=SHAPES)
def _compiled(asked: Question, engine: Dialect) -> tuple[str, pa.Schema]:
    if engine == "pyspark" and ibis.options.pyspark is None:
        ibis.options.pyspark = _SparkOptions()
    token = _compiling.set(engine)
    try:
        built = asked.build(*asked.shape)
        return str(ibis.to_sql(built, dialect=engine)), _form(built.schema())
    finally:
        _compiling.reset(token)


def _form(schema: Any) -> pa.Schema:
    return pa.schema([(name, _arrow(kind)) for name, kind in schema.items()])


def _arrow(kind: dt.DataType) -> pa.DataType:
    if isinstance(kind, dt.Timestamp):
        return pa.timestamp("us")
    if isinstance(kind, dt.Array):
        return pa.list_(_arrow(kind.value_type))
    if isinstance(kind, dt.Decimal):
        return pa.decimal128(kind.precision or 38, kind.scale or 0)
    return pa.type_for_alias(
        {"date": "date32", "boolean": "bool"}.get(text := str(kind).lstrip("!"), text)
    )


@cache
def questions() -> dict[str, Callable[..., Question]]:
    """Every question that has been defined, by "module.function"; modules add theirs when imported."""
    return {}


def question(build: Callable[P, Table]) -> Callable[P, Question]:
    """Makes a function that builds an expression one that gives the question. Its arguments are the shape:
    positional and hashable."""
    name = f"{build.__module__.removeprefix('polku.')}.{build.__name__}"

    @wraps(build)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Question:
        if kwargs:
            raise TypeError(f"{name}: the shape of a question is positional")
        return Question(name, build, args)

    questions()[name] = asked
    return asked


def ask(
    reader: Reader | DuckDBPyConnection,
    asked: Question,
    *,
    chosen: pa.Table | None = None,
    grouped: pa.Table | None = None,
    tables: Any = None,
    **given: datetime | int,
) -> pa.Table:
    """The answer, with the moments and numbers given. `chosen`, `grouped` and `tables` (by name) are the
    asker's own."""
    where = reader if isinstance(reader, Reader) else DuckReader(reader)
    own = dict(tables or {})
    if chosen is not None:
        own["chosen"] = chosen
    if grouped is not None:
        own["grouped"] = grouped
    return where.run(asked.sql(where.dialect), given, own, asked.schema(where.dialect))
