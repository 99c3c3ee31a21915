"""Tables of the care programmes."""

from __future__ import annotations

import duckdb

# As they were when version 2 was made; `store.tables.CARE` is today's form.
DDL = """
CREATE TABLE entries (
    place INTEGER NOT NULL, entry BIGINT NOT NULL, person BIGINT NOT NULL, "at" TIMESTAMP NOT NULL,
    uid BIGINT
);
CREATE TABLE positions (
    place INTEGER NOT NULL, entry BIGINT NOT NULL, person BIGINT NOT NULL,
    since TIMESTAMP NOT NULL, due TIMESTAMP, entered TIMESTAMP NOT NULL
);
CREATE TABLE steps (
    place INTEGER NOT NULL, entry BIGINT NOT NULL, person BIGINT NOT NULL, "at" TIMESTAMP NOT NULL
);
CREATE TABLE outbox (
    seq BIGINT NOT NULL, id BIGINT NOT NULL, place INTEGER NOT NULL, entry BIGINT NOT NULL,
    person BIGINT NOT NULL, "at" TIMESTAMP NOT NULL
);
CREATE TABLE members (place INTEGER NOT NULL, person BIGINT NOT NULL);
"""


def to_2(con: duckdb.DuckDBPyConnection) -> None:
    """Adds entries, positions, steps, outbox and members."""
    con.execute(DDL)
