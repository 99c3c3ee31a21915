"""People search: text kept in memory for finding, the tables for the truth (decision 0012).

A row here may be out of date, or the id of somebody forgotten since: every find is asked of the
tables once more before it is given. So nothing has to be taken out of the index in time, only in
the end, and a merge changes nothing here at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from polku.store.control_db import ControlDb
from polku.store.folding import fold, like

Ids = NDArray[np.int64]

_ADDED = 100_000  # rows added, or as many as were read, after which all is read anew
_PIECES = 64  # small blocks that are joined into one
_FETCH = 50_000
_LEAST = 200  # finds asked of the tables at a time

_READ = """
SELECT identity, coalesce(folded, lower(value)) FROM identities
UNION ALL SELECT identity, folded FROM traits WHERE folded IS NOT NULL"""

# Which of the identities in ?1 (JSON array) have the text, and who that is.
_TRUE = """
SELECT identity, person FROM identities
WHERE identity IN (SELECT value FROM json_each(?1))
AND (value LIKE ?2 ESCAPE '\\' OR folded LIKE ?2 ESCAPE '\\')
UNION ALL
SELECT t.identity, coalesce(i.person, t.identity)
FROM traits t LEFT JOIN identities i USING (identity)
WHERE t.identity IN (SELECT value FROM json_each(?1)) AND t.folded LIKE ?2 ESCAPE '\\'"""


@dataclass(frozen=True)
class _Block:
    """Texts, each between two line feeds; text i begins after the one at `starts[i]`."""

    text: bytes
    starts: Ids
    identities: Ids

    @classmethod
    def of(cls, texts: list[str], identities: Iterable[int]) -> _Block:
        lines = _bytes("\n".join(["", *(_one_line(text) for text in texts), ""]))
        starts = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))[:-1]
        return cls(lines, starts, np.fromiter(identities, np.int64, len(texts)))

    def join(self, later: list[_Block]) -> _Block:
        blocks = [self, *later]
        # The last line feed of a block is the first of the next.
        lengths = [0, *(len(block.text) - 1 for block in blocks[:-1])]
        shifts = np.cumsum(lengths)
        return _Block(
            b"".join(block.text[:-1] for block in blocks) + b"\n",
            np.concatenate([b.starts + shift for b, shift in zip(blocks, shifts, strict=True)]),
            np.concatenate([block.identities for block in blocks]),
        )

    def find(self, wanted: bytes) -> Iterator[int]:
        """Identities of the rows with `wanted` in them; one that begins with a line feed is found
        at beginnings only."""
        at = self.text.find(wanted)
        while at >= 0:
            row = int(np.searchsorted(self.starts, at, side="right")) - 1
            yield int(self.identities[row])
            if row + 1 == len(self.starts):
                return
            at = self.text.find(wanted, int(self.starts[row + 1]))


class PeopleSearch:
    """Reads all ids, names and addresses at the first search; afterwards `add` keeps it whole.

    Rows written by another process are found after the next reading: only the process that owns
    the warehouse writes people.
    """

    def __init__(self, db: ControlDb) -> None:
        self._db = db
        self._lock = Lock()  # of the fields below; never held while reading the tables
        self._reading = Lock()  # one at a time reads everything
        self._blocks: list[_Block] | None = None
        self._base = 0  # rows that were read
        self._added = 0
        self._meanwhile: list[_Block] | None = None  # what was added while reading

    def add(self, texts: Iterable[tuple[int, str]]) -> None:
        """Takes in (identity, folded text) rows once they are committed. Costs nothing before the
        first search."""
        with self._lock:
            if self._blocks is None and self._meanwhile is None:
                return
        rows = list(texts)
        if not rows:
            return
        block = _Block.of([text for _, text in rows], (identity for identity, _ in rows))
        with self._lock:
            if self._meanwhile is not None:
                self._meanwhile.append(block)
            if self._blocks is None:
                return
            self._added += len(rows)
            if self._added > max(_ADDED, self._base):
                self._blocks = None
                return
            self._blocks.append(block)
            if len(self._blocks) > _PIECES:
                first, *small = self._blocks[1:]
                self._blocks[1:] = [first.join(small)]

    def clear(self) -> None:
        """Lets go of every text: somebody in it was forgotten."""
        with self._lock:
            self._blocks = self._meanwhile = None

    def search(self, text: str, limit: int) -> list[int]:
        """People whose id, name or e-mail has this text in it; beginnings come first."""
        asked = text.strip()
        if not asked or limit < 1:
            return []
        blocks = self._whole()
        wanted = _bytes(_one_line(fold(asked)))
        found: dict[int, None] = {}
        with self._db.read() as connection:
            for prefix in (True, False):
                finds = (
                    identity
                    for block in blocks
                    for identity in block.find(b"\n" + wanted if prefix else wanted)
                )
                while some := list(islice(finds, max(limit, _LEAST))):
                    people = _true(connection, some, like(asked, prefix=prefix))
                    found.update(dict.fromkeys(people))
                    if len(found) >= limit:
                        return list(found)[:limit]
        return list(found)

    def prepare(self) -> None:
        """Reads everything now, so that the first search need not wait for it."""
        self._whole()

    def _whole(self) -> list[_Block]:
        held = self._held()
        if held is None:
            with self._reading:
                held = self._held()
                if held is None:
                    self._begin()
                    held = self._keep(self._read())
        return held

    def _held(self) -> list[_Block] | None:
        with self._lock:
            return None if self._blocks is None else list(self._blocks)

    def _begin(self) -> None:
        with self._lock:
            self._meanwhile = []  # from here on what is added counts

    def _keep(self, block: _Block) -> list[_Block]:
        with self._lock:
            if self._meanwhile is None:  # cleared while reading: good for this search only
                return [block]
            self._blocks = [block, *self._meanwhile]
            self._base, self._added, self._meanwhile = len(block.starts), 0, None
            return list(self._blocks)

    def _read(self) -> _Block:
        parts = []
        with self._db.read() as connection:
            # The driver's own cursor: half a million rows are to cost as little as they can.
            rows = connection.connection.cursor().execute(_READ)
            while some := rows.fetchmany(_FETCH):
                parts.append(_Block.of([text for _, text in some], (number for number, _ in some)))
        return _Block.of([], []).join(parts)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _bytes(text: str) -> bytes:
    # LIKE sees no case in ASCII, and some signs unfold to capitals (㎒ to MHz).
    return text.encode("utf-8", "replace").lower()


def _true(connection: Connection, identities: Iterable[int], pattern: str) -> list[int]:
    """The people of those identities that have the text still, in the order given."""
    wanted = list(dict.fromkeys(identities))
    rows = connection.exec_driver_sql(_TRUE, (msgspec.json.encode(wanted).decode(), pattern)).all()
    person_of = {int(identity): int(person) for identity, person in rows}
    return [person_of[identity] for identity in wanted if identity in person_of]
