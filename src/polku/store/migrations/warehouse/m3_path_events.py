"""The view of events with their place in the person's path."""

from __future__ import annotations

import duckdb

# As it was when version 3 was made; `store.tables.PATH_EVENTS` is today's form.
_EVENT = "person, ts, seq, event, uid, identity, source, channel, revenue, currency, properties"
DDL = f"""
CREATE VIEW path_events AS
    SELECT {_EVENT}, n, next_event, next_ts FROM base
    WHERE person NOT IN (SELECT person FROM tail)
    UNION ALL
    SELECT {_EVENT}, CAST(row_number() OVER path AS INTEGER), lead(event) OVER path, lead(ts) OVER path
    FROM events WHERE person IN (SELECT person FROM tail)
    WINDOW path AS (PARTITION BY person ORDER BY ts, seq);
"""


def to_3(con: duckdb.DuckDBPyConnection) -> None:
    """Adds path_events."""
    con.execute(DDL)
