"""Where rows wait until the whole file is read: beside the warehouse, not in it.

The file may turn out to be bad to its last row, or the process may die: until everything is here the
warehouse has not been touched, and its writer has not been kept waiting.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import accumulate
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from polku.events.identity import EXPORTED, uid_sql
from polku.importer.source import quoted

_PREFIX = "import-"
_MEMORY = "256MB"
EVENT = "identity, ts, uid, event, channel, revenue, currency, properties"
PART = f"{EVENT}, message IS NOT NULL AS own, person, anonymous, unknown"
"""The columns of a part, over `landed` and the uid. The ids are read from the parts when all are
there: a table of them would be written batch by batch, at ten times the price."""


class Staging:
    """A private directory with the events as Parquet parts in file order, and in `con` the table
    `traits`."""

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
        """A query over all parts: the columns of EVENT_BATCH, and `place`, the number of the row
        from 0 in file order, known without counting so that the parts can be read side by side."""
        columns = EVENT.replace("channel,", f"{quoted(source)} AS source, channel,")
        counted = self.con.execute(
            f"SELECT num_rows FROM parquet_file_metadata({self._files()}) ORDER BY file_name"
        ).fetchall()
        before = [0, *accumulate(rows for (rows,) in counted)]
        return f"""SELECT {columns},
            CAST({before}[CAST(file_index AS BIGINT) + 1] AS BIGINT) + file_row_number AS place
            FROM read_parquet({self._files()})"""

    def ids(self) -> pa.Table:
        """The ids of the file: identity, kind, value, first_seen."""
        return self.con.execute(
            f"""SELECT identity, 'user' AS kind, any_value(person) AS value, min(ts) AS first_seen
            FROM read_parquet({self._files()}) WHERE person IS NOT NULL GROUP BY identity
            UNION ALL SELECT unknown, 'anonymous', any_value(anonymous), min(ts)
            FROM read_parquet({self._files()}) WHERE unknown IS NOT NULL GROUP BY unknown"""
        ).to_arrow_table()

    def links(self) -> list[tuple[int, int]]:
        """Pairs of identities that one row calls the same person."""
        return self.con.execute(
            f"""SELECT DISTINCT unknown, identity FROM read_parquet({self._files()})
            WHERE unknown IS NOT NULL AND person IS NOT NULL"""
        ).fetchall()

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
# An export of ours names the uid itself, so that it comes back as the same event.
FIRST_UID = (
    f"coalesce(CASE WHEN regexp_full_match(message, '{EXPORTED}[0-9]{{1,19}}') "
    f"THEN TRY_CAST(substr(message, {len(EXPORTED) + 1}) AS BIGINT) END, "
    + uid_sql("'import'", f"coalesce(message, concat({_CONTENT}, '#1'))")
    + ")"
)
_LATER_UID = uid_sql("'import'", f"concat({_CONTENT}, '#', CAST(n AS VARCHAR))")
