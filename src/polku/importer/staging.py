"""Where rows wait until the whole file is read: beside the warehouse, not in it.

The file may turn out to be bad to its last row, or the process may die: until everything is here the
warehouse has not been touched, and its writer has not been kept waiting.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from polku.events.identity import uid_sql
from polku.importer.source import quoted

_PREFIX = "import-"
_MEMORY = "256MB"
EVENT = "identity, ts, uid, event, channel, revenue, currency, properties"


class Staging:
    """A private directory with the events as Parquet parts in file order, and in `con` the tables
    `ids`, `links` and `traits`."""

    def __init__(self, beside: Path) -> None:
        sweep(beside)
        self.directory = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=beside))
        self.con = duckdb.connect(
            self.directory / "staging.duckdb",
            config={
                "memory_limit": _MEMORY,
                "temp_directory": str(self.directory / "spill"),
                "autoinstall_known_extensions": False,
            },
        )
        self.con.execute("SET timezone = 'UTC'")
        self.con.execute(
            "CREATE TABLE ids (identity BIGINT, kind VARCHAR, value VARCHAR, seen TIMESTAMP)"
        )
        self.con.execute("CREATE TABLE links (anonymous BIGINT, known BIGINT)")
        self.con.execute(
            """CREATE TABLE traits
            (identity BIGINT, key VARCHAR, value VARCHAR, said TIMESTAMP, place BIGINT)"""
        )

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection for one batch, with temporary tables of its own."""
        cursor = self.con.cursor()
        cursor.execute("SET timezone = 'UTC'")
        return cursor

    def part(self, number: int) -> Path:
        """The file of the batch of this number; their names stand in the order of the file."""
        return self.directory / f"part-{number:08}.parquet"

    def number_repeats(self) -> None:
        """Gives equal rows of the file the ids they have as the second, the third … of their kind."""
        parts = f"read_parquet({self._files()}, filename = true, file_row_number = true)"
        self.con.execute(
            f"""CREATE OR REPLACE TEMP TABLE repeats AS
            SELECT filename, file_row_number AS place,
                row_number() OVER (PARTITION BY uid ORDER BY filename, file_row_number) AS n
            FROM {parts} WHERE NOT own AND uid IN
                (SELECT uid FROM {parts} WHERE NOT own GROUP BY uid HAVING count(*) > 1)
            QUALIFY n > 1"""
        )
        for (name,) in self.con.execute("SELECT DISTINCT filename FROM repeats").fetchall():
            self._rewrite(Path(name))

    def _rewrite(self, part: Path) -> None:
        places = self.con.execute(
            "SELECT place, n FROM repeats WHERE filename = ?", [str(part)]
        ).fetchnumpy()
        table = self.con.execute(
            f"SELECT * FROM read_parquet({quoted(str(part))})"
        ).to_arrow_table()
        n = np.ones(table.num_rows, np.int64)
        n[places["place"]] = places["n"]
        self.con.register("part", table.append_column("n", pa.array(n)))
        fresh = part.with_suffix(".fresh")
        self.con.execute(
            f"""COPY (SELECT * EXCLUDE (n) REPLACE (CASE WHEN n > 1 THEN {_LATER_UID} ELSE uid END
            AS uid) FROM part) TO {quoted(str(fresh))} (FORMAT parquet, COMPRESSION lz4)"""
        )
        self.con.unregister("part")
        fresh.replace(part)

    def events_sql(self, source: str) -> str:
        """A query over all parts, in file order, with the columns of EVENT_BATCH."""
        columns = EVENT.replace("channel,", f"{quoted(source)} AS source, channel,")
        return f"SELECT {columns} FROM read_parquet({self._files()})"

    def ids(self) -> pa.Table:
        """The ids of the file: identity, kind, value, first_seen."""
        return self.con.execute(
            """SELECT identity, any_value(kind) AS kind, any_value(value) AS value,
            min(seen) AS first_seen FROM ids GROUP BY identity"""
        ).to_arrow_table()

    def links(self) -> list[tuple[int, int]]:
        """Pairs of identities that one row calls the same person."""
        return self.con.execute("SELECT DISTINCT anonymous, known FROM links").fetchall()

    def traits(self) -> pa.Table:
        """What the last row of each identity says of them: identity, key, value (JSON), at."""
        return self.con.execute(
            """SELECT identity, key, arg_max(value, (said, place)) AS value, max(said) AS "at"
            FROM traits GROUP BY identity, key"""
        ).to_arrow_table()

    def _files(self) -> str:
        found = sorted(self.directory.glob("part-*.parquet"))
        return "[" + ", ".join(quoted(str(p)) for p in found) + "]"

    def remove(self) -> None:
        """Takes everything away."""
        self.con.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def sweep(beside: Path) -> None:
    """Takes away what imports that were killed have left."""
    for found in beside.glob(f"{_PREFIX}*-*"):
        pid = found.name.removeprefix(_PREFIX).split("-")[0]
        if found.is_dir() and pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(found, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


# What an event says. A unit separator parts the values, so that ("a", "") and ("", "a") differ.
# One concat and no chain of ||, which would copy the text at each step.
_CONTENT = "CAST(identity AS VARCHAR), '|', CAST(epoch_us(ts) AS VARCHAR), " + ", ".join(
    f"chr(31), coalesce(CAST({part} AS VARCHAR), chr(30))"
    for part in ("event", "channel", "revenue", "currency", "properties")
)
FIRST_UID = uid_sql("'import'", f"coalesce(message, concat({_CONTENT}, '#1'))")
_LATER_UID = uid_sql("'import'", f"concat({_CONTENT}, '#', CAST(n AS VARCHAR))")
