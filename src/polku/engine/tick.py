"""The tick: everybody of all programmes moved to where they must be now, in one transaction of the warehouse."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from polku.engine.advance import View, advance, known_places
from polku.engine.book import Book
from polku.engine.programme import LiveProgramme, World
from polku.engine.state import KEY, State, handed
from polku.engine.times import micros
from polku.stages.refresh import AS_OF, HASH
from polku.store.care_merge import MERGED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from polku.store.write import Write

COMPACTED = "compacted_seq"
"""Meta key: events up to this number stand in the clustered base, later ones in the tail."""


@dataclass(frozen=True)
class Ticked:
    """What one tick did: entries made (holdout included), steps taken, rows added to the outbox."""

    entered: int = 0
    steps: int = 0
    messages: int = 0


NOTHING = Ticked()


def idle(con: DuckDBPyConnection, programmes: Sequence[LiveProgramme], now: datetime) -> bool:
    """Whether a tick would find nothing: no new events, no new fold, and nobody's time has come."""
    meta: dict[str, str] = dict(con.execute("SELECT key, value FROM meta").fetchall())
    if not programmes and KEY not in meta:
        return True
    state = State.parse(meta.get(KEY))
    return (
        state.seq == int(meta.get("next_seq", 1)) - 1
        and state.fold == meta.get(AS_OF, "")
        and state.hash == meta.get(HASH, "")
        and state.handed == handed(programmes)
        and micros(now) < min(state.wake, state.ahead)
    )


def tick(
    tx: Write,
    programmes: Sequence[LiveProgramme],
    now: datetime,
    world: World,
    *,
    looked: datetime | None = None,
    probe: Callable[[str], None] = lambda _: None,
) -> Ticked:
    """Moves everybody to where they must be at `now` (naive UTC), by what the fold of that moment says.

    `looked` is when the last idle tick was: events that are older than a day by then enrol nobody. A tick for
    an earlier moment than the last one does nothing: what was sent is not taken back.
    """
    meta = tx.values()
    state = State.parse(meta.get(KEY))
    same = state.handed == handed(programmes)
    moment = micros(now)
    programmes = [live for live in programmes if _begun(live, state, moment)]
    view = View(
        codes=tx.codes,
        code=tx.code,
        last_seq=tx.next_seq - 1,
        now=moment,
        looked=0 if looked is None else micros(looked),
        fold=meta.get(AS_OF, ""),
        hash=meta.get(HASH, ""),
        tail_only=int(meta.get(COMPACTED, 0)),
        merged=np.array(json.loads(meta.get(MERGED, "[]")), np.int64),
    )
    book = Book(tx.con)
    done = advance(book, programmes, state, view, world)
    probe("tick.advanced")
    pages = done.pages
    state.out = book.write(pages, state.out)
    probe("tick.written")
    if same and state.wake > moment:  # whoever waits now is due later than that, or came just now
        new = [int(rows.due.min()) for _, rows in pages.stay]
        state.wake = min([state.wake, *new, *done.wakes])
    else:
        waits = [place for live in programmes for place in known_places(live, view).node]
        state.wake = min([book.soonest(waits), *done.wakes])
    tx.set_meta(KEY, state.dump())
    if len(view.merged):
        tx.set_meta(MERGED, "[]")
    probe("tick.before-commit")
    return Ticked(done.entered, len(pages.steps), len(pages.outbox))


def _begun(live: LiveProgramme, state: State, now: int) -> bool:
    mark = state.marks.get(live.compiled.key)
    return micros(live.published) <= now and (mark is None or mark.at <= now)
