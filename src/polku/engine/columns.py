"""Between DuckDB and numpy: whole numbers in both ways, times as microseconds since 1970."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from polku.engine.moments import Ints

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def read(con: DuckDBPyConnection, sql: str, parameters: Any = None) -> tuple[Ints, ...]:
    """The columns of a query, all BIGINT; NULL is not among them."""
    found = con.execute(sql, parameters).fetchnumpy()
    return tuple(np.asarray(column, np.int64) for column in found.values())


FEW = 64
"""Up to so many rows stand in the statement itself: naming a relation takes longer than asking about them."""


@contextmanager
def given(con: DuckDBPyConnection, name: str, columns: Mapping[str, Any]) -> Iterator[str]:
    """What to put before SELECT, INSERT or DELETE so that `name` is a relation of these whole numbers in it."""
    if 0 < len(next(iter(columns.values()))) <= FEW:
        rows = zip(*(np.asarray(column).tolist() for column in columns.values()), strict=True)
        values = ", ".join(f"({', '.join(f'{one}::BIGINT' for one in row)})" for row in rows)
        yield f"WITH {name} ({', '.join(columns)}) AS (VALUES {values}) "
        return
    with registered(con, name, columns):
        yield ""


@contextmanager
def registered(con: DuckDBPyConnection, name: str, columns: Mapping[str, Any]) -> Iterator[None]:
    """The columns as a relation of the connection, for as long as the block runs."""
    con.register(name, pa.table(dict(columns)))
    try:
        yield
    finally:
        con.unregister(name)
