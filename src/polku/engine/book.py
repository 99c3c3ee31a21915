"""What the engine has written down, and writes: entries, positions, steps, outbox, members.

A live tick writes the warehouse's own tables; a dry run and a replay write temporary ones of the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from polku.conditions.base import Codes
from polku.engine.columns import FEW, given, read, registered
from polku.engine.frontier import Frontier, Rows
from polku.engine.ids import message_ids, message_sql
from polku.engine.moments import NEVER, Flags, Ints
from polku.store.tables import CARE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PREFIX = "polku_dry_"


class Write(Protocol):
    """What a tick asks of the warehouse's write transaction."""

    con: DuckDBPyConnection
    codes: Codes

    def code(self, kind: str, names: Iterable[str]) -> Mapping[str, int]: ...
    def meta(self, key: str) -> str | None: ...
    def set_meta(self, key: str, value: str) -> None: ...


@dataclass(frozen=True)
class Waiting:
    """(n,) rows of `positions`; `due` is NEVER where none is known."""

    place: Ints
    entry: Ints
    person: Ints
    since: Ints
    due: Ints
    entered: Ints

    def frontier(self, rows: Ints | Flags, node: Ints) -> Frontier:
        """Some of them as a frontier; `node` is their action."""
        old = np.ones(len(self.entry[rows]), bool)
        columns = (self.entry, self.person, self.since, self.due, self.entered)
        entry, person, since, due, entered = (column[rows] for column in columns)
        return Frontier(entry, person, node, since, due, entered, old)


@dataclass
class Pages:
    """What one tick adds: gathered first, written at once."""

    entries: Rows = field(default_factory=Rows)
    causes: list[Ints] = field(default_factory=list)  # uid for each entry; -1: a round, no event
    steps: Rows = field(default_factory=Rows)
    outbox: Rows = field(default_factory=Rows)
    gone: list[Ints] = field(default_factory=list)  # entries that left the place they stood at
    stay: list[tuple[Ints, Frontier]] = field(default_factory=list)  # place numbers, rows
    members: list[tuple[int, Ints, Ints]] = field(default_factory=list)  # place, who came, who left


@dataclass
class Book:
    """`prefix` stands before the names of the tables."""

    con: DuckDBPyConnection
    prefix: str = ""

    @classmethod
    def temporary(cls, con: DuckDBPyConnection) -> Book:
        """An empty one, gone with the connection."""
        for table in ("entries", "positions", "steps", "outbox", "members"):
            con.execute(f"DROP TABLE IF EXISTS {PREFIX}{table}")
        con.execute(CARE.replace("CREATE TABLE ", f"CREATE TEMP TABLE {PREFIX}"))
        return cls(con, PREFIX)

    def waiting(self, now: int, touched: Ints) -> Waiting:
        """Those whose time has come, and the positions of the people `touched`."""
        sql = f"""SELECT place::BIGINT, entry, person, epoch_us(since),
                coalesce(epoch_us(due), {NEVER}) AS due, epoch_us(entered)
            FROM {self.prefix}positions
            WHERE due <= make_timestamp({now}::BIGINT)"""
        if not len(touched):
            return Waiting(*read(self.con, sql))
        with given(self.con, "polku_touched", {"person": touched}) as these:
            return Waiting(
                *read(self.con, f"{these}{sql} OR person IN (SELECT person FROM polku_touched)")
            )

    def standing(self, place: int) -> Waiting:
        """Everybody who waits at a place."""
        return Waiting(
            *read(
                self.con,
                f"""SELECT place::BIGINT, entry, person, epoch_us(since),
                    coalesce(epoch_us(due), {NEVER}), epoch_us(entered)
                FROM {self.prefix}positions WHERE place = {place}""",
            )
        )

    def count(self, places: Iterable[int]) -> int:
        """How many wait at these places."""
        wanted = ", ".join(map(str, places))
        if not wanted:
            return 0
        sql = f"SELECT count(*) FROM {self.prefix}positions WHERE place IN ({wanted})"
        ((found,),) = self.con.execute(sql).fetchall()
        return int(found)

    def entered(self, people: Ints, places: Iterable[int]) -> tuple[Ints, Ints, Ints, Ints]:
        """Earlier entries of these people at these places (in, holdout): place, entry, person, at."""
        wanted = ", ".join(map(str, places))
        with given(self.con, "polku_who", {"person": people}) as these:
            place, entry, person, at = read(
                self.con,
                f"""{these}SELECT place::BIGINT, entry, person, epoch_us("at") FROM {self.prefix}entries
                WHERE place IN ({wanted}) AND person IN (SELECT person FROM polku_who)""",
            )
        return place, entry, person, at

    def left(self, programme: str, entries: Ints, places: Mapping[str, int]) -> tuple[Ints, Ints]:
        """(n,) person and moment at which each of these entries was over, as far as they are."""
        begins = f"{programme}@"
        exits = [c for word, c in places.items() if word.startswith(begins) and ":exit>" in word]
        if not exits or not len(entries):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        with registered(self.con, "polku_who", {"entry": entries}):
            person, at = read(
                self.con,
                f"""SELECT person, epoch_us("at") FROM {self.prefix}steps
                WHERE place IN ({", ".join(map(str, exits))})
                AND entry IN (SELECT entry FROM polku_who)""",
            )
        return person, at

    def soonest(self, places: Iterable[int]) -> int:
        """When the next of those who wait at these places is due, or NEVER."""
        wanted = ", ".join(map(str, places))
        if not wanted:
            return NEVER
        ((due,),) = self.con.execute(
            f"SELECT epoch_us(min(due)) FROM {self.prefix}positions WHERE place IN ({wanted})"
        ).fetchall()
        return NEVER if due is None else int(due)

    def members(self, place: int) -> Ints:
        """Who belonged to the segment of a programme when it was looked at last, ascending."""
        (people,) = read(
            self.con, f"SELECT person FROM {self.prefix}members WHERE place = {place} ORDER BY 1"
        )
        return people

    def set_members(self, place: int, came: Ints, left: Ints) -> None:
        """Keeps who belongs now, by what has changed."""
        if len(left):
            with registered(self.con, "polku_who", {"person": left}):
                self.con.execute(
                    f"""DELETE FROM {self.prefix}members
                    WHERE place = {place} AND person IN (SELECT person FROM polku_who)"""
                )
        if len(came):
            with registered(self.con, "polku_who", {"person": came}):
                self.con.execute(
                    f"INSERT INTO {self.prefix}members SELECT {place}, person FROM polku_who"
                )

    def write(self, pages: Pages, last_seq: int) -> int:
        """Writes everything down. `last_seq` is the outbox's; returns the new one."""
        self._entries(pages)
        self._rows("steps", pages.steps)
        self._positions(pages)
        for place, came, left in pages.members:
            self.set_members(place, came, left)
        return self._outbox(pages.outbox, last_seq)

    def _entries(self, pages: Pages) -> None:
        if not len(pages.entries):
            return
        place, entry, person, at = pages.entries.columns()
        columns = {"place": place, "entry": entry, "person": person, "moment": at}
        columns["uid"] = np.concatenate(pages.causes)
        with given(self.con, "polku_rows", columns) as these:
            self.con.execute(
                f"""{these}INSERT INTO {self.prefix}entries
                SELECT place, entry, person, make_timestamp(moment), nullif(uid, -1)
                FROM polku_rows"""
            )

    def _rows(self, table: str, rows: Rows) -> None:
        if not len(rows):
            return
        place, entry, person, at = rows.columns()
        columns = {"place": place, "entry": entry, "person": person, "moment": at}
        with given(self.con, "polku_rows", columns) as these:
            self.con.execute(
                f"""{these}INSERT INTO {self.prefix}{table}
                SELECT place, entry, person, make_timestamp(moment) FROM polku_rows"""
            )

    def _positions(self, pages: Pages) -> None:
        gone = np.concatenate(pages.gone) if pages.gone else np.empty(0, np.int64)
        if len(gone):
            with given(self.con, "polku_rows", {"entry": gone}) as these:
                self.con.execute(
                    f"""{these}DELETE FROM {self.prefix}positions
                    WHERE entry IN (SELECT entry FROM polku_rows)"""
                )
        places = [place for place, _ in pages.stay]
        if not sum(map(len, places)):
            return
        rows = [row for _, row in pages.stay]
        columns = {"place": np.concatenate(places)}
        for name in ("entry", "person", "since", "due", "entered"):
            columns[name] = np.concatenate([getattr(row, name) for row in rows])
        with given(self.con, "polku_rows", columns) as these:
            self.con.execute(
                f"""{these}INSERT INTO {self.prefix}positions
                SELECT place, entry, person, make_timestamp(since),
                    make_timestamp(nullif(due, {NEVER})), make_timestamp(entered)
                FROM polku_rows"""
            )

    def _outbox(self, rows: Rows, last_seq: int) -> int:
        if not len(rows):
            return last_seq
        place, entry, person, at = rows.columns()
        order = np.lexsort((entry, place, at))
        columns = {"place": place[order], "entry": entry[order], "person": person[order]}
        columns |= {"moment": at[order], "seq": last_seq + 1 + np.arange(len(order))}
        word = "(SELECT name FROM names WHERE kind = 'place' AND code = polku_rows.place)"
        # Nothing of a dry run is handed on: its messages need no number of their own.
        made = "seq" if self.prefix else message_sql(word, "entry")
        if not self.prefix and len(order) <= FEW:
            columns["id"], made = self._messages(columns["place"], columns["entry"]), "id"
        with given(self.con, "polku_rows", columns) as these:
            self.con.execute(
                f"""{these}INSERT INTO {self.prefix}outbox
                SELECT seq, {made}, place, entry, person, make_timestamp(moment) FROM polku_rows"""
            )
        return last_seq + len(order)

    def _messages(self, place: Ints, entry: Ints) -> Ints:
        """(n,) the numbers of a few messages, without asking DuckDB to join and hash."""
        wanted = ", ".join(map(str, sorted(set(place.tolist()))))
        words = dict(
            self.con.execute(
                f"SELECT code, name FROM names WHERE kind = 'place' AND code IN ({wanted})"
            ).fetchall()
        )
        return message_ids([words[code] for code in place.tolist()], entry)
