"""One batch of rows to the side: its events and ids to a part, its traits to their table, its bad rows named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from polku.events.envelope import CALL_EVENTS
from polku.importer.landing import land
from polku.importer.plan import Plan
from polku.importer.rejects import Reject
from polku.importer.roles import trait_key
from polku.importer.source import Batch, Source, quoted
from polku.importer.staging import FIRST_UID, PART, Staging


@dataclass(frozen=True)
class Staged:
    """What became of a batch: its rejects in order, good rows, those whose time says its zone, and
    the first and last time (UTC without a zone; None when no row is good)."""

    rejects: list[Reject]
    good: int = 0
    zoned: int = 0
    first: datetime | None = None
    last: datetime | None = None


def stage(
    staging: Staging, number: int, batch: Batch, source: Source, plan: Plan, key: bytes
) -> Staged:
    """Safe to call from several threads, a batch each. `key` is the control's identity key."""
    if not batch.table.num_rows:
        return Staged(batch.rejects)
    with staging.cursor() as con:
        con.register("batch", batch.table)
        late = plan.personal_among(source.late_columns(con))
        land(con, source, plan, key, late)
        con.unregister("batch")
        rejects = [*batch.rejects, *_bad(con, batch)]
        counted = con.execute(
            """SELECT count(*), count(*) FILTER (zoned), min(ts), max(ts)
            FROM landed WHERE reason IS NULL"""
        ).fetchone()
        con.execute(
            f"""COPY (SELECT {PART} FROM (SELECT *, {FIRST_UID} AS uid FROM landed WHERE reason IS NULL))
            TO {quoted(str(staging.part(number)))} (FORMAT parquet, COMPRESSION lz4)"""
        )
        for n, column in enumerate((*plan.personal, *late)):
            con.execute(
                f"""INSERT INTO traits SELECT identity, {quoted(trait_key(column))},
                arg_max(t{n}, (ts, i)), max(ts), {int(batch.rows[0])} FROM landed
                WHERE reason IS NULL AND t{n} IS NOT NULL GROUP BY identity"""
            )
        # What an `identify` call says of somebody is known of them, as at the HTTP door.
        con.execute(
            f"""INSERT INTO traits SELECT identity, told.key, arg_max(CAST(told.value AS VARCHAR), (ts, i)),
            max(ts), {int(batch.rows[0])} FROM landed, json_each(landed.properties) AS told
            WHERE reason IS NULL AND event = '{CALL_EVENTS["identify"]}' GROUP BY identity, told.key"""
        )
    return Staged(sorted(rejects, key=lambda r: r.row), *(counted or ()))


def _bad(con: duckdb.DuckDBPyConnection, batch: Batch) -> list[Reject]:
    found = con.execute("SELECT i, reason FROM landed WHERE reason IS NOT NULL ORDER BY i")
    return [
        Reject(
            int(batch.rows[i]),
            None if batch.lines is None else int(batch.lines[i]),
            reason,
            batch.content(i),
        )
        for i, reason in found.fetchall()
    ]
