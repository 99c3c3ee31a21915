"""What can be done in one write transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from polku.store.append import Appended, append
from polku.store.compaction import compact
from polku.store.few import insert
from polku.store.merge import merge
from polku.store.names import Codes, add_codes
from polku.store.removal import Removed, delete_source
from polku.store.seen import Seen


class Write:
    """One transaction, made by `Warehouse.write()`. `con` is its DuckDB cursor.

    Others may read and write through `con` (temporary tables included); BEGIN, COMMIT and ROLLBACK
    are the warehouse's.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, codes: Codes, next_seq: int, seen: Seen
    ) -> None:
        self.con = con
        self.codes = codes
        self.next_seq = next_seq
        self.seen = seen
        self.stored_uids: list[NDArray[np.int64]] | None = []  # None: more than is worth noting
        self._meta: dict[str, str] = {}  # said in this transaction, and written at its end

    def append(self, rows: pa.Table | str, *, place: str | None = None) -> Appended:
        """Stores new events. `rows` has the columns of EVENT_BATCH, in order of acceptance.

        It is an Arrow table, or the name of a temporary table or view in `con`. Events whose uid is
        stored already, or stands earlier in the same rows, are duplicates and add nothing. `place`
        is the column of a view that numbers its rows from 0 in their order, without a gap: numbering
        them here takes one thread.
        """
        return append(self, rows, place)

    def merge(self, people: Mapping[int, int]) -> NDArray[np.int64]:
        """Gives identities (keys) the person (value) that `control.identities.link` says.

        Their rows move to the tail under the new person. Returns the people to refold, distinct.
        Saying again what is so already changes nothing and returns nobody.
        """
        return merge(self.con, people)

    def delete_source(self, name: str) -> Removed:
        """Takes away all events and spend of one source, and what followed from them."""
        self.stored_uids = None
        return delete_source(self.con, self.codes, name)

    def compact(self) -> int:
        """Makes `base` anew from base and tail, sorted by (person, ts, seq). Returns its rows."""
        rows = compact(self.con)
        self.set_meta("compacted_seq", str(self.next_seq - 1))  # later events stand in the tail
        return rows

    def insert(self, table: str, rows: pa.Table) -> None:
        """Adds rows whose columns are those of the table, in their order."""
        insert(self.con, table, rows)

    def code(self, kind: str, names: Iterable[str]) -> Mapping[str, int]:
        """The codes of all names of a kind, after `names` got theirs."""
        self.codes = add_codes(self.con, self.codes, kind, names)
        return self.codes.get(kind, {})

    def meta(self, key: str) -> str | None:
        """A value kept beside the data, such as the offset of the accept log."""
        if key in self._meta:
            return self._meta[key]
        row = self.con.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Keeps a value beside the data, in this same transaction."""
        self._meta[key] = value

    def values(self) -> dict[str, str]:
        """All that is kept beside the data, as this transaction has it."""
        return dict(self.con.execute("SELECT key, value FROM meta").fetchall()) | self._meta

    def stamp(self, version: int) -> None:
        """Writes down what tells this transaction apart from the last one."""
        self.set_meta("writes", str(version))
        self.set_meta("next_seq", str(self.next_seq))
        known = {key for (key,) in self.con.execute("SELECT key FROM meta").fetchall()}
        for statement, keys in (
            ("UPDATE meta SET value = said.value FROM said WHERE meta.key = said.key", known),
            ("INSERT INTO meta SELECT key, value FROM said", self._meta.keys() - known),
        ):
            if rows := [(key, value) for key, value in self._meta.items() if key in keys]:
                self.con.execute(
                    f"WITH said (key, value) AS (VALUES {', '.join(['(?, ?)'] * len(rows))}) {statement}",
                    [each for row in rows for each in row],
                )
