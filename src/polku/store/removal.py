"""Taking one source away as if it had never been, such as the demo."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from polku.store.names import Codes
from polku.store.scalar import scalar
from polku.store.tables import EVENT_COLUMNS

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Removed:
    """What went: `identities` had events of that source only (forget them in control too).

    `refold` are the people who keep other events.
    """

    events: int
    people: int
    identities: Ids
    refold: Ids


def delete_source(con: duckdb.DuckDBPyConnection, codes: Codes, name: str) -> Removed:
    """See `Write.delete_source`."""
    code = codes.get("source", {}).get(name)
    if code is None:
        return Removed(0, 0, np.empty(0, np.int64), np.empty(0, np.int64))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE polku_touched AS
        SELECT identity, any_value(person) AS person, count(*) FILTER (source = {code}) AS gone,
               count(*) FILTER (source <> {code}) AS kept
        FROM events GROUP BY identity HAVING count(*) FILTER (source = {code}) > 0"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE polku_mixed AS
        SELECT DISTINCT person FROM events WHERE person IN (SELECT person FROM polku_touched)"""
        f" AND source <> {code}"
    )
    events = scalar(con, "SELECT coalesce(sum(gone), 0)::BIGINT FROM polku_touched")
    people = scalar(
        con,
        """SELECT count(DISTINCT person) FROM polku_touched
        WHERE person NOT IN (SELECT person FROM polku_mixed)""",
    )
    identities = _ids(con, "SELECT identity FROM polku_touched WHERE kept = 0")
    refold = _ids(con, "SELECT person FROM polku_mixed")
    # The stored next event of those who keep some is no longer right: they go to the tail.
    con.execute(
        f"""INSERT INTO tail SELECT {EVENT_COLUMNS} FROM base
        WHERE source <> {code} AND person IN (SELECT person FROM polku_mixed)"""
    )
    con.execute(
        f"DELETE FROM base WHERE source = {code} OR person IN (SELECT person FROM polku_mixed)"
    )
    for table in ("tail", "spend"):
        con.execute(f"DELETE FROM {table} WHERE source = {code}")
    for table in ("transitions", "people"):
        con.execute(f"DELETE FROM {table} WHERE person IN (SELECT person FROM polku_touched)")
    con.execute(
        "DELETE FROM aliases WHERE identity IN (SELECT identity FROM polku_touched WHERE kept = 0)"
    )
    con.execute("DROP TABLE polku_touched")
    con.execute("DROP TABLE polku_mixed")
    return Removed(events, people, identities, refold)


def _ids(con: duckdb.DuckDBPyConnection, sql: str) -> Ids:
    (column,) = con.execute(sql).fetchnumpy().values()
    return np.asarray(column, np.int64)
