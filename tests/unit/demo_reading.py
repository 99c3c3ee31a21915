"""Reads demo data back with plain SQL, knowing nothing of how it was made."""

from __future__ import annotations

from typing import Any

import duckdb

from polku.demo import DemoData


def reader(data: DemoData) -> duckdb.DuckDBPyConnection:
    """A connection in which `e` are the events with `person` (the user id where it became known)."""
    con = duckdb.connect()
    for name in ("events", "links", "traits", "memberships", "spend"):
        con.register(name, getattr(data, name))
    con.execute(
        """CREATE TABLE e AS
        SELECT coalesce(l."user", id) AS person, kind::VARCHAR AS kind, id, ts, message_id,
               event::VARCHAR AS event, channel::VARCHAR AS channel, revenue,
               properties, properties->>'$.device' AS device
        FROM events LEFT JOIN links l ON l.anonymous = id"""
    )
    con.execute("CREATE TABLE ended AS SELECT TIMESTAMP '1970-01-01' AS moment")
    con.execute("UPDATE ended SET moment = ?", [data.end.replace(tzinfo=None)])
    return con


def value(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """The one value that the query gives."""
    row = con.execute(sql).fetchone()
    assert row is not None
    return row[0]


def table(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """The first column → the second."""
    return {row[0]: row[1] for row in con.execute(sql).fetchall()}
