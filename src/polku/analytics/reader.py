"""Where questions are asked: DuckDB by default; ClickHouse or Spark when one machine is outgrown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

import pyarrow as pa

from polku.clock import as_naive_utc

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Dialect = Literal["duckdb", "clickhouse", "pyspark"]
Given = Mapping[str, datetime | int]
"""The moments and numbers of one asking, by the names that the question calls them."""


@runtime_checkable
class Reader(Protocol):
    """One snapshot of the warehouse, for one thread."""

    @property
    def dialect(self) -> Dialect:
        """The language it reads, as Ibis calls it."""

    def run(
        self, sql: str, given: Given, tables: Mapping[str, pa.Table], schema: pa.Schema | None
    ) -> pa.Table:
        """The rows. `sql` calls what is `given` getvariable('name'); `tables` are the asker's own, by name;
        `schema` is the form in which rows are wanted (engines differ in what they call a count)."""


class DuckReader:
    """A reading cursor of the embedded warehouse."""

    dialect: Dialect = "duckdb"

    def __init__(self, cursor: DuckDBPyConnection) -> None:
        self.cursor = cursor

    def run(
        self, sql: str, given: Given, tables: Mapping[str, pa.Table], schema: pa.Schema | None
    ) -> pa.Table:
        """The rows. DuckDB sums whole numbers into 128 bits; `schema` says int64."""
        for name, value in given.items():
            written = (
                f"TIMESTAMP '{as_naive_utc(value).isoformat(sep=' ')}'"
                if isinstance(value, datetime)
                else f"CAST({int(value)} AS BIGINT)"
            )
            self.cursor.execute(f"SET VARIABLE {name} = {written}")
        for name, table in tables.items():
            self.cursor.register(name, table)
        found = self.cursor.execute(sql).to_arrow_table()
        return found if schema is None or found.schema.equals(schema) else found.cast(schema)


def formed(rows: pa.Table, schema: pa.Schema | None) -> pa.Table:
    """The rows of an engine that has names of its own for kinds of numbers, in the form that was asked."""
    if schema is None:
        return rows
    columns = [_formed(rows.column(place), kind.type) for place, kind in enumerate(schema)]
    return pa.table(columns, schema=pa.schema([(kind.name, kind.type) for kind in schema]))


def _formed(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        column = column.cast(pa.timestamp("us", column.type.tz)).cast(pa.timestamp("us"))
    return column.cast(kind)
