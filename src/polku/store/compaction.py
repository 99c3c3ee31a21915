"""Base and tail into a new base: clustered by person, with each event's place in the path."""

from __future__ import annotations

import duckdb

from polku.store.scalar import scalar
from polku.store.tables import BASE, EVENT_COLUMNS


def compact(con: duckdb.DuckDBPyConnection) -> int:
    """See `Write.compact`. Readers keep the old base until they end."""
    con.execute(f"CREATE TABLE base_new {BASE}")
    con.execute(
        f"""INSERT INTO base_new
        SELECT {EVENT_COLUMNS},
               row_number() OVER path, lead(event) OVER path, lead(ts) OVER path
        FROM events WINDOW path AS (PARTITION BY person ORDER BY ts, seq)
        ORDER BY person, ts, seq"""
    )
    con.execute("DROP TABLE base")
    con.execute("ALTER TABLE base_new RENAME TO base")
    con.execute("DELETE FROM tail")
    return scalar(con, "SELECT count(*) FROM base")
