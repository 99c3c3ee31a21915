"""Identities that turned out to be one person: their rows move under that person."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.store.care_merge import merge_care
from polku.store.scalar import scalar
from polku.store.tables import EVENT_COLUMNS


def merge(con: duckdb.DuckDBPyConnection, people: Mapping[int, int]) -> NDArray[np.int64]:
    """See `Write.merge`."""
    wanted = pa.table(
        {
            "identity": pa.array(list(people.keys()), pa.int64()),
            "person": pa.array(list(people.values()), pa.int64()),
        }
    )
    con.register("polku_wanted", wanted)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE polku_moving AS
        SELECT w.identity, w.person, coalesce(a.person, w.identity) AS before
        FROM polku_wanted w LEFT JOIN aliases a USING (identity)
        WHERE w.person <> coalesce(a.person, w.identity)"""
    )
    con.unregister("polku_wanted")
    refold = _move(con) if scalar(con, "SELECT count(*) FROM polku_moving") else _NOBODY
    con.execute("DROP TABLE polku_moving")
    return refold


_NOBODY = np.empty(0, np.int64)


def _move(con: duckdb.DuckDBPyConnection) -> NDArray[np.int64]:
    con.execute("DELETE FROM aliases WHERE identity IN (SELECT identity FROM polku_moving)")
    con.execute(
        "INSERT INTO aliases SELECT identity, person FROM polku_moving WHERE identity <> person"
    )
    # Base is sorted by person, so naming the people it is about prunes nearly all of it.
    about = """person IN (SELECT before FROM polku_moving)
        AND identity IN (SELECT identity FROM polku_moving)"""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE polku_moved AS
        SELECT {EVENT_COLUMNS} FROM events WHERE {about}"""
    )
    for table in ("base", "tail"):
        con.execute(f"DELETE FROM {table} WHERE {about}")
    con.execute(
        f"""INSERT INTO tail SELECT to_.person, {EVENT_COLUMNS.removeprefix("person, ")}
        FROM polku_moved m JOIN polku_moving to_ USING (identity)"""
    )
    con.execute("DROP TABLE polku_moved")
    for table in ("transitions", "people"):
        con.execute(f"DELETE FROM {table} WHERE person IN (SELECT before FROM polku_moving)")
    merge_care(con)
    # Whoever gained rows is folded again, and whoever lost some but not all.
    refold = con.execute(
        """SELECT DISTINCT person FROM events WHERE person IN (
            SELECT person FROM polku_moving UNION ALL SELECT before FROM polku_moving)"""
    ).fetchnumpy()["person"]
    return np.asarray(refold, np.int64)
