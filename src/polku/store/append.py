"""New events into the tail: numbered, words coded, people found, duplicates left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.store.append_small import append_small, can_append_small
from polku.store.scalar import scalar
from polku.store.tables import EVENT_BATCH

if TYPE_CHECKING:
    from polku.store.write import Write

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Appended:
    """What became of the rows: `people` are the distinct people of the accepted ones.

    `first_seq` … `last_seq` is the range of numbers given to the rows, duplicates included
    (last < first when there were no rows).
    """

    accepted: int
    duplicates: int
    people: Ids
    first_seq: int
    last_seq: int


def append(write: Write, rows: pa.Table | str, place: str | None = None) -> Appended:
    """See `Write.append`."""
    con, first = write.con, write.next_seq
    if isinstance(rows, str):
        given, number = _numbering(con, rows, place)
        if can_append_small(write, given):
            # With its number taken along, so that a table's order does not depend on the reader.
            rows = con.sql(
                f"SELECT {', '.join(EVENT_BATCH.names)} FROM {rows} ORDER BY {number}"
            ).to_arrow_table()
    else:
        given, number = rows.num_rows, _IN_ORDER
    if not given:
        return Appended(0, 0, np.empty(0, np.int64), first, first - 1)
    write.next_seq = first + given
    if not isinstance(rows, str):
        rows = rows.select(EVENT_BATCH.names).cast(EVENT_BATCH)
        if can_append_small(write, given):
            people = append_small(write, rows, first)
            accepted, people = len(people), np.unique(people)
        else:
            con.register("polku_rows", rows)
            accepted, people = _append_large(write, "polku_rows", _IN_ORDER, first)
            con.unregister("polku_rows")
    else:
        accepted, people = _append_large(write, rows, number, first)
    return Appended(accepted, given - accepted, people, first, first + given - 1)


_IN_ORDER = "(row_number() OVER () - 1)"  # streams: one thread, in the order of the rows


def _numbering(con: duckdb.DuckDBPyConnection, rows: str, place: str | None) -> tuple[int, str]:
    """How many rows there are, and the expression that numbers them from 0 in their order."""
    if place is not None:
        return scalar(con, f"SELECT count(*) FROM {rows}"), place
    is_table = scalar(
        con, "SELECT count(*) FROM duckdb_tables() WHERE table_name = ? AND temporary", rows
    )
    if not is_table:
        return scalar(con, f"SELECT count(*) FROM {rows}"), _IN_ORDER
    ((given, low, high),) = con.execute(
        f"SELECT count(*), min(rowid), max(rowid) FROM {rows}"
    ).fetchall()
    gapless = given and high - low + 1 == given
    return given, f"(rowid - {low})" if gapless else _IN_ORDER


def _append_large(write: Write, rows: str, number: str, first: int) -> tuple[int, Ids]:
    """Stores what is new of a relation, by sets; gives how many rows and their people."""
    con = write.con
    # `polku_batch` is the rows with their number: a view, so nothing is copied.
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW polku_batch AS "
        f"SELECT {', '.join(EVENT_BATCH.names)}, {first} + {number} AS seq FROM {rows}"
    )
    new = _new(write)
    joins, values = _coded(write)
    con.execute(f"INSERT INTO tail SELECT {values} FROM polku_batch b {joins} {new}")
    # Not in a finally: an error ends the transaction, and these with it.
    con.execute("DROP VIEW polku_batch; DROP TABLE polku_repeats; DROP TABLE polku_known")
    accepted = scalar(con, "SELECT count(*) FROM tail WHERE seq >= ?", first)
    found = con.execute("SELECT DISTINCT person FROM tail WHERE seq >= ?", [first]).fetchnumpy()
    return accepted, np.array(found["person"], np.int64)


def _new(write: Write) -> str:
    """Finds duplicates; returns the condition (WHERE …) under which a row `b` is none."""
    con = write.con
    write.stored_uids = None
    con.execute(
        """CREATE TEMP TABLE polku_known AS
        SELECT DISTINCT uid FROM events WHERE uid IN (SELECT uid FROM polku_batch)"""
    )
    # The numbers are asked for only where they matter: numbering a view takes one thread.
    con.execute(
        """CREATE TEMP TABLE polku_twice AS
        SELECT uid FROM polku_batch GROUP BY uid HAVING count(*) > 1"""
    )
    con.execute(
        """CREATE TEMP TABLE polku_repeats AS SELECT uid, min(seq) AS seq FROM polku_batch
        WHERE uid IN (SELECT uid FROM polku_twice) GROUP BY uid"""
        if scalar(con, "SELECT count(*) FROM polku_twice")
        else "CREATE TEMP TABLE polku_repeats (uid BIGINT, seq BIGINT)"
    )
    con.execute("DROP TABLE polku_twice")
    conditions = []
    if scalar(con, "SELECT count(*) FROM polku_known"):
        conditions.append("NOT EXISTS (FROM polku_known k WHERE k.uid = b.uid)")
    if scalar(con, "SELECT count(*) FROM polku_repeats"):
        conditions.append("NOT EXISTS (FROM polku_repeats r WHERE r.uid = b.uid AND r.seq < b.seq)")
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _coded(write: Write) -> tuple[str, str]:
    """Gives new words their codes; returns the joins and the values of a row of the tail."""
    con = write.con
    joins = []
    for kind in ("event", "source", "channel"):
        found = con.execute(
            f"SELECT DISTINCT {kind} FROM polku_batch WHERE {kind} IS NOT NULL ORDER BY {kind}"
        ).fetchall()
        write.code(kind, (name for (name,) in found))
        joins.append(
            f"LEFT JOIN names {kind}s ON {kind}s.kind = '{kind}' AND {kind}s.name = b.{kind}"
        )
    person = "b.identity"
    if scalar(con, "SELECT count(*) FROM aliases"):
        joins.append("LEFT JOIN aliases a ON a.identity = b.identity")
        person = "coalesce(a.person, b.identity)"
    return " ".join(joins), (
        f"{person}, b.ts, b.seq, events.code, b.uid, b.identity, sources.code, channels.code, "
        "b.revenue, b.currency, b.properties"
    )
