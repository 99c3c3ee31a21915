"""The view of events with their place in the path, in an order of parts in which DuckDB can read it all."""

from __future__ import annotations

import duckdb

# As it was when version 4 was made; `store.tables.PATH_EVENTS` is today's form.
_EVENT = "person, ts, seq, event, uid, identity, source, channel, revenue, currency, properties"
DDL = f"""
CREATE OR REPLACE VIEW path_events AS
    SELECT {_EVENT}, CAST(row_number() OVER path AS INTEGER) AS n, lead(event) OVER path AS next_event,
        lead(ts) OVER path AS next_ts
    FROM events WHERE person IN (SELECT person FROM tail)
    WINDOW path AS (PARTITION BY person ORDER BY ts, seq)
    UNION ALL
    SELECT {_EVENT}, n, next_event, next_ts FROM base
    WHERE NOT EXISTS (SELECT 1 FROM tail WHERE tail.person = base.person);
"""


def to_4(con: duckdb.DuckDBPyConnection) -> None:
    """Makes path_events anew."""
    con.execute(DDL)
