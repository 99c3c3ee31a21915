"""Where rows wait until the whole file is read: beside the warehouse, not in it.

The file may turn out to be bad to its last row, or the process may die: until everything is here the
warehouse has not been touched, and its writer has not been kept waiting.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from polku.events.identity import uid_sql
from polku.importer.plan import Plan
from polku.importer.source import quoted

_PREFIX = "import-"
_MEMORY = "256MB"
_EVENT = "identity, ts, uid, event, channel, revenue, currency, properties"


@dataclass(frozen=True)
class Bad:
    """A row of the batch that cannot land: its place in the batch, and the reason's code."""

    i: int
    reason: str


class Staging:
    """A private directory with the events as Parquet parts in file order, and in `con` the tables
    `batch` (registered by the caller), `ids`, `links` and `traits`."""

    def __init__(self, beside: Path) -> None:
        sweep(beside)
        self.directory = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=beside))
        self._parts: list[Path] = []
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
            "CREATE TABLE traits (identity BIGINT, key VARCHAR, value VARCHAR, said TIMESTAMP)"
        )

    def take(self, plan: Plan, trait_keys: tuple[str, ...]) -> list[Bad]:
        """Keeps the good rows of `landed`; returns the bad ones in order."""
        con = self.con
        bad = con.execute("SELECT i, reason FROM landed WHERE reason IS NOT NULL ORDER BY i")
        found = [Bad(i, reason) for i, reason in bad.fetchall()]
        part = self.directory / f"part-{len(self._parts):06}.parquet"
        con.execute(
            f"""COPY (SELECT {_EVENT}, content FROM (SELECT *, {_FIRST_UID} AS uid FROM
            (SELECT *, {_content_sql()} AS content FROM landed WHERE reason IS NULL)))
            TO {quoted(str(part))} (FORMAT parquet, COMPRESSION lz4)"""
        )
        self._parts.append(part)
        for kind, number, value in (
            ("user", "known", "person"),
            ("anonymous", "unknown", "anonymous"),
        ):
            key = "person" if kind == "user" else "anonymous"
            if key in plan.parts:
                con.execute(
                    f"""INSERT INTO ids SELECT {number}, '{kind}', any_value({value}), min(ts)
                    FROM landed WHERE reason IS NULL AND {number} IS NOT NULL GROUP BY {number}"""
                )
        if "person" in plan.parts and "anonymous" in plan.parts:
            con.execute(
                """INSERT INTO links SELECT DISTINCT unknown, known FROM landed
                WHERE reason IS NULL AND known IS NOT NULL AND unknown IS NOT NULL"""
            )
        for n, name in enumerate(trait_keys):
            con.execute(
                f"""INSERT INTO traits SELECT identity, {quoted(name)}, arg_max(t{n}, (ts, i)), max(ts)
                FROM landed WHERE reason IS NULL AND t{n} IS NOT NULL GROUP BY identity"""
            )
        return found

    def number_repeats(self) -> None:
        """Gives equal rows of the file the ids they have as the second, the third … of their kind."""
        if not self._parts:
            return
        self.con.execute(
            f"""CREATE OR REPLACE TEMP TABLE repeats AS
            SELECT filename, file_row_number AS place,
                row_number() OVER (PARTITION BY content ORDER BY filename, file_row_number) AS n
            FROM read_parquet({self._files()}, filename = true, file_row_number = true)
            WHERE content IN (SELECT content FROM read_parquet({self._files()})
                WHERE content IS NOT NULL GROUP BY content HAVING count(*) > 1)
            QUALIFY n > 1"""
        )
        touched = self.con.execute("SELECT DISTINCT filename FROM repeats").fetchall()
        for (name,) in touched:
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
        columns = _EVENT.replace("channel,", f"{quoted(source)} AS source, channel,")
        return f"SELECT {columns} FROM read_parquet({self._files()})"

    def _files(self) -> str:
        return "[" + ", ".join(quoted(str(p)) for p in self._parts) + "]"

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


def _content_sql() -> str:
    """What an event says, as a number: equal rows have equal ones. Null when it has its own id."""
    parts = ("event", "channel", "revenue", "currency", "properties")
    # told apart by a sign that no text can hold here, so that ("a", "") and ("", "a") differ
    rest = " || ".join(f"chr(31) || coalesce(CAST({p} AS VARCHAR), chr(30))" for p in parts)
    text = f"CAST(identity AS VARCHAR) || '|' || CAST(epoch_us(ts) AS VARCHAR) || {rest}"
    number = f"CAST(md5_number_lower({text}) & {(1 << 63) - 1} AS BIGINT)"
    return f"CASE WHEN message IS NULL THEN {number} END"


_FIRST_UID = uid_sql("'import'", "coalesce(message, CAST(content AS VARCHAR) || '#1')")
_LATER_UID = uid_sql("'import'", "CAST(content AS VARCHAR) || '#' || CAST(n AS VARCHAR)")
