"""The one number that a query gives."""

from __future__ import annotations

from typing import Any

import duckdb


def scalar(con: duckdb.DuckDBPyConnection, sql: str, *parameters: Any) -> int:
    """Runs a query of one row whose first column is a whole number."""
    (row,) = con.execute(sql, list(parameters)).fetchall()
    return int(row[0])
