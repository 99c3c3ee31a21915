"""The version of the warehouse's tables: made new, brought up to date, or refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from polku.errors import Problem, StoreError
from polku.store.migrations.warehouse import STEPS
from polku.store.tables import DDL

Step = Callable[[duckdb.DuckDBPyConnection], None]


def prepare(
    con: duckdb.DuckDBPyConnection, path: Path, steps: Sequence[Step] = STEPS, ddl: str = DDL
) -> None:
    """Makes the tables of a new warehouse, or runs the migrations an older one lacks, in one go.

    Version 1 is `ddl` before any step; step i leads from version i+1 to i+2. Raises StoreError for
    a warehouse that a newer Polku made.
    """
    head = 1 + len(steps)
    con.execute("BEGIN")
    try:
        version = _version(con)
        if version is None:
            con.execute(ddl)
            con.execute(
                "INSERT INTO meta VALUES ('schema', ?), ('writes', '0'), ('next_seq', '1')",
                [str(head)],
            )
        elif version > head:
            params = {"path": path, "found": version, "known": head}
            raise StoreError(Problem("store.newer", params=params))
        elif version < head:
            for step in steps[version - 1 :]:
                step(con)
            con.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [str(head)])
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def _version(con: duckdb.DuckDBPyConnection) -> int | None:
    found = con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'").fetchone()
    if not found:
        return None
    row = con.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return int(row[0]) if row else None
