"""What programmes would do, by the engine's own advance over temporary tables: backward over history, or
forward from where people stand, as if nobody did anything more. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from polku.care.dry_policy import Wanted
from polku.care.places import Place
from polku.care.workplace import Workplace
from polku.clock import as_naive_utc
from polku.engine.advance import View, advance
from polku.engine.book import PREFIX, Book
from polku.engine.frontier import Rows
from polku.engine.moments import NEVER, Flags, Ints
from polku.engine.programme import LiveProgramme
from polku.engine.state import KEY, State
from polku.engine.times import micros
from polku.engine.walk import Probe
from polku.stages.refresh import AS_OF, HASH

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Happened:
    """(n,) rows: what stands at each number in `places`, in which entry, who, and when (µs)."""

    place: Ints
    entry: Ints
    person: Ints
    at: Ints
    places: Mapping[int, Place]

    def __len__(self) -> int:
        return len(self.place)

    def by_node(self, upto: int = NEVER) -> Counter[str]:
        """Node → rows until a moment (µs)."""
        found: Counter[str] = Counter()
        codes, counts = np.unique(self.place[self.at <= upto], return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            found[self.places[code].node] += count
        return found

    def upto(self, moment: int) -> Happened:
        """The rows until a moment (µs)."""
        rows = self.at <= moment
        return self.take(rows)

    def at_port(self, node: str, port: str) -> Happened:
        """The rows of one way out of one node."""
        wanted = [c for c, p in self.places.items() if (p.node, p.port) == (node, port)]
        rows = np.isin(self.place, wanted)
        return self.take(rows)

    def take(self, rows: Flags) -> Happened:
        """Only those rows."""
        return Happened(
            self.place[rows], self.entry[rows], self.person[rows], self.at[rows], self.places
        )

    def list(self) -> list[Wanted]:
        """As the policy is asked about them."""
        when = self.at.astype("datetime64[us]").tolist()
        nodes = (self.places[code].node for code in self.place.tolist())
        columns = zip(self.person.tolist(), self.entry.tolist(), nodes, when, strict=True)
        return [Wanted(*row) for row in columns]


@dataclass(frozen=True)
class Forecast:
    """What would happen."""

    entries: Happened
    steps: Happened
    messages: Happened

    @property
    def cared(self) -> Happened:
        """Who would come in and be cared for."""
        return self.entries.at_port("enter", "in")

    @property
    def held_out(self) -> Happened:
        """Who would come in and only be measured."""
        return self.entries.at_port("enter", "holdout")


def forecast(
    at: Workplace,
    programmes: Sequence[LiveProgramme],
    until: datetime,
    *,
    carry: bool,
    probe: Probe | None = None,
) -> Forecast:
    """What they would do up to `until`. With `carry` from where people really stand, and earlier entries
    count; else as if there had never been anybody. `probe` looks on after each action."""
    with at.warehouse.read() as con:
        meta = dict(con.execute("SELECT key, value FROM meta").fetchall())
        book = Book.temporary(con)
        state = State()
        if carry:
            state = State.parse(meta.get(KEY))
            _carry(con, at, {each.compiled.key for each in programmes})
        coder = NewPlaces(at)
        view = View(
            codes={kind: at.warehouse.names(kind) for kind in KINDS},
            code=coder,
            last_seq=int(meta.get("next_seq", 1)) - 1,
            now=micros(as_naive_utc(until)),
            looked=0,
            fold=meta.get(AS_OF, ""),
            hash=meta.get(HASH, ""),
            tail_only=0,
            merged=np.empty(0, np.int64),
        )
        done = advance(book, programmes, state, view, at.world(), probe=probe)
    places = {
        code: place
        for word, code in coder("place", ()).items()
        if (place := Place.of(word)) is not None
    }
    pages = done.pages
    return Forecast(
        *(_happened(rows, places) for rows in (pages.entries, pages.steps, pages.outbox))
    )


KINDS = ("event", "source", "channel", "stage")


def _happened(rows: Rows, places: Mapping[int, Place]) -> Happened:
    return Happened(*rows.columns(), places)


def _carry(con: DuckDBPyConnection, at: Workplace, keys: Iterable[str]) -> None:
    """Where people of these programmes stand, and that they have been in them."""
    wanted = [
        code
        for word, code in at.warehouse.names("place").items()
        if word.partition("@")[0] in set(keys)
    ]
    for table in ("entries", "positions", "members"):
        con.execute(
            f"INSERT INTO {PREFIX}{table} SELECT * FROM {table} "
            "WHERE place IN (SELECT unnest($wanted))",
            {"wanted": wanted},
        )
    # What those inside had in an older version they do not get again.
    con.execute(
        f"""INSERT INTO {PREFIX}outbox SELECT * FROM outbox WHERE place IN (SELECT unnest($wanted))
        AND entry IN (SELECT entry FROM {PREFIX}positions)""",
        {"wanted": wanted},
    )


class NewPlaces:
    """Numbers of places for one asking: those that exist, and new ones above them."""

    def __init__(self, at: Workplace) -> None:
        self._codes = dict(at.warehouse.names("place"))
        self._others = at.warehouse.names
        self._next = max(self._codes.values(), default=0) + 1_000_000

    def __call__(self, kind: str, names: Iterable[str]) -> Mapping[str, int]:
        if kind != "place":
            return self._others(kind)
        for name in names:
            if name not in self._codes:
                self._codes[name] = self._next
                self._next += 1
        return self._codes
