"""A few rows into a table: as values in the statement, for naming a relation takes ten times as long."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

FEW = 32
"""Up to so many rows."""


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Adds the rows of an Arrow table whose columns are those of `table`, in their order."""
    if not rows.num_rows:
        return
    if rows.num_rows > FEW:
        con.register("polku_inserted", rows)
        try:
            con.execute(f"INSERT INTO {table} SELECT * FROM polku_inserted")
        finally:
            con.unregister("polku_inserted")
        return
    columns, places = [], []
    for column in rows.columns:
        moment = pa.types.is_timestamp(column.type)
        # As numbers: DuckDB knows later moments than Python does.
        columns.append((column.cast(pa.int64()) if moment else column).to_pylist())
        places.append("make_timestamp(?::BIGINT)" if moment else "?")
    row = f"({', '.join(places)})"
    values: list[Any] = [each for one in zip(*columns, strict=True) for each in one]
    con.execute(f"INSERT INTO {table} VALUES {', '.join([row] * rows.num_rows)}", values)
