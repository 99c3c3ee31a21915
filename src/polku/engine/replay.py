"""Replay: what a programme must have done, by its own list of actions over the history as it is known now,
beside what stands written. They are the same unless the history was told late, or what it means was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from polku.conditions.base import Codes
from polku.engine.advance import View, advance
from polku.engine.book import PREFIX, Book
from polku.engine.leave import leave, waits_of
from polku.engine.places import MOVED, MOVED_OUT, STOPPED
from polku.engine.programme import LiveProgramme, World
from polku.engine.state import State
from polku.engine.times import micros
from polku.engine.versions import change_version
from polku.programmes.actions import CompiledProgramme

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Table = Literal["entries", "steps", "outbox", "positions"]
_WHEN: dict[Table, str] = {"entries": '"at"', "steps": '"at"', "outbox": '"at"', "positions": "due"}


@dataclass(frozen=True)
class Run:
    """A version from the moment (naive UTC) when it began to take people in, until the programme was stopped."""

    compiled: CompiledProgramme
    begins: datetime
    also_now: bool = False
    stopped: datetime | None = None


@dataclass(frozen=True)
class Difference:
    """A row that stands on one side only; `why` is one of "late", "merged", "unknown"."""

    side: Literal["stored", "replayed"]
    table: Table
    place: str
    entry: int
    person: int
    at: datetime | None
    why: str


@dataclass(frozen=True)
class Replayed:
    """Rows by table, as they stand and as they came out anew, and all that differs."""

    stored: Mapping[str, int]
    replayed: Mapping[str, int]
    differences: tuple[Difference, ...]


class Clean:
    """What `change_version` and `leave` ask of a transaction, for temporary tables."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        codes: Codes,
        code: Callable[[str, Iterable[str]], Mapping[str, int]],
    ) -> None:
        self.con, self.codes, self.code = con, codes, code

    def meta(self, key: str) -> str | None:  # noqa: ARG002
        """Nothing is kept."""
        return None

    def set_meta(self, key: str, value: str) -> None:
        """Nothing is kept."""


def replay(
    tx: Clean,
    runs: Sequence[Run],
    pauses: Sequence[tuple[datetime, datetime | None]],
    now: datetime,
    world: World,
    *,
    last_seq: int,
) -> Replayed:
    """All versions of one programme from their first publishing to `now`, on temporary tables. What people did
    with it meanwhile (moving, taking out, stopping) is read from the steps that stand written."""
    book, state = Book.temporary(tx.con), State()
    key = runs[0].compiled.key
    deeds = _deeds(tx, key)
    edges = {run.begins - timedelta(microseconds=1) for run in runs}
    edges |= {at for rest in pauses for at in rest if at is not None} | set(deeds)
    for at in (*sorted(edge for edge in edges if edge < now), now):
        if not any(begun < at and (end is None or at < end) for begun, end in pauses):
            running = _running(runs, pauses, at, tx.code("place", ()), book)
            if running:
                _bring(book, running, state, tx, at, world, last_seq)
        for node, rows in deeds.get(at, {}).items():
            _do(tx, runs, node, rows, at, world)
    return _compared(tx, key)


def _bring(
    book: Book, running: list[LiveProgramme], state: State, tx: Clean, at: datetime, world: World,
    last_seq: int,
) -> None:  # fmt: skip
    # What came before is known in its order of time, not of arrival: each stretch looks at its own moments.
    view = View(tx.codes, tx.code, last_seq, micros(at), 0, "", "", 0, np.empty(0, np.int64))
    state.ahead = micros(at)
    done = advance(book, running, state, view, world)
    book.write(done.pages, 0)


def _running(
    runs: Sequence[Run], pauses: Sequence[tuple[datetime, datetime | None]], at: datetime,
    places: Mapping[str, int], book: Book,
) -> list[LiveProgramme]:  # fmt: skip
    """What ran just before that moment."""
    begun = [run for run in runs if run.begins <= at]
    if not begun or (begun[-1].stopped is not None and begun[-1].stopped < at):
        return []
    newest = begun[-1]
    ends = [
        end for start, end in pauses if end is not None and newest.begins <= start and end <= at
    ]
    published = max([newest.begins, *ends])
    old = [
        LiveProgramme(run.compiled, published, enrolling=False)
        for run in begun[:-1]
        if book.count(
            [
                places[w]
                for w in places
                if w.startswith(f"{run.compiled.key}@{run.compiled.version}:")
            ]
        )
    ]
    return [*old, LiveProgramme(newest.compiled, published, also_now=newest.also_now and not ends)]


def _deeds(tx: Clean, key: str) -> dict[datetime, dict[str, list[int]]]:
    """Moment → word of the step → the entries, of what people did: moved, taken out, stopped."""
    words = {
        code: word
        for word, code in tx.code("place", ()).items()
        if word.startswith(f"{key}@")
        and word.endswith((f">{MOVED}", f">{MOVED_OUT}", f">{STOPPED}"))
    }
    found: dict[datetime, dict[str, list[int]]] = {}
    if words:
        for place, entry, at in tx.con.execute(
            f'SELECT place, entry, "at" FROM steps WHERE place IN ({", ".join(map(str, words))})'
        ).fetchall():
            found.setdefault(at, {}).setdefault(words[place], []).append(entry)
    return found


def _do(
    tx: Clean, runs: Sequence[Run], word: str, entries: list[int], at: datetime, world: World
) -> None:
    """The same to those who stand in the temporary tables: to all who wait where these do."""
    version, _, rest = word.partition(":")
    if word.endswith(f">{STOPPED}"):
        leave(tx, waits_of(tx, version.partition("@")[0]), at, STOPPED, prefix=PREFIX)
        return
    words = {code: place for place, code in tx.code("place", ()).items()}
    rows = tx.con.execute(
        f"SELECT DISTINCT place FROM {PREFIX}positions WHERE entry IN (SELECT unnest($entries))",
        {"entries": entries},
    ).fetchall()
    where = [words[place] for (place,) in rows]
    if word.endswith(f">{MOVED_OUT}"):
        leave(tx, where, at, MOVED_OUT, prefix=PREFIX)
        return
    by_version = {f"{run.compiled.key}@{run.compiled.version}": run.compiled for run in runs}
    for old in {place.partition(":")[0] for place in where} - {version}:
        plan: dict[str, str | None] = {
            place.partition(":")[2]: rest.partition(">")[0]
            for place in where
            if place.startswith(f"{old}:")
        }
        change_version(tx, by_version[old], by_version[version], plan, at, world, prefix=PREFIX)


def _compared(tx: Clean, key: str) -> Replayed:
    words = {
        code: word for word, code in tx.code("place", ()).items() if word.startswith(f"{key}@")
    }
    stored: dict[str, int] = {}
    again: dict[str, int] = {}
    found: list[Difference] = []
    for table in _WHEN:
        there = _rows(tx, table, "", words)
        anew = _rows(tx, table, PREFIX, words)
        stored[table], again[table] = sum(there.values()), sum(anew.values())
        for one_side, rest in (("stored", there - anew), ("replayed", anew - there)):
            side: Any = one_side
            found += [
                Difference(side, table, place, entry, person, at, "unknown")
                for place, entry, person, at in sorted(rest.elements(), key=repr)
            ]
    why = _reasons(tx, {each.person for each in found})
    return Replayed(
        stored, again, tuple(replace(each, why=why.get(each.person, "unknown")) for each in found)
    )


def _rows(tx: Clean, table: Table, prefix: str, words: Mapping[int, str]) -> Counter[Any]:
    if not words:
        return Counter()
    rows = tx.con.execute(
        f"""SELECT place, entry, person, {_WHEN[table]} FROM {prefix}{table}
        WHERE place IN ({", ".join(map(str, words))})"""
    ).fetchall()
    return Counter((words[place], entry, person, at) for place, entry, person, at in rows)


def _reasons(tx: Clean, people: set[int]) -> dict[int, str]:
    """ "merged": the person came with several identities; "late": something of theirs was accepted after what
    happened later, by anybody."""
    if not people:
        return {}
    asked = {"people": sorted(people)}
    late = tx.con.execute(
        """WITH order_of AS (
            SELECT person, ts, max(ts) OVER (ORDER BY seq) AS newest FROM events
        ) SELECT DISTINCT person FROM order_of
        WHERE ts < newest AND person IN (SELECT unnest($people))""",
        asked,
    ).fetchall()
    merged = tx.con.execute(
        """SELECT person FROM aliases WHERE person IN (SELECT unnest($people))
        GROUP BY person HAVING count(*) > 1""",
        asked,
    ).fetchall()
    return {person: "late" for (person,) in late} | {person: "merged" for (person,) in merged}
