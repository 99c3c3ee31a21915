"""Keeps the stored fold true, whoever changed what it depends on: document, events or the hour.

There is no message from a writer to the fold. Who must be folded anew is seen from what is stored: the hash of
the rules, the number of the last event folded, and the next moment at which time alone changes a stage. So a
process that was killed between storing events and folding them mends itself at the next look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from polku.stages.compile import CompiledStages
from polku.stages.read import fold_all
from polku.stages.refresh import AS_OF, HASH, due_people, refresh_all, refresh_people
from polku.store.warehouse import Warehouse
from polku.store.write import Write
from polku.views import Fold

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDED_SEQ = "folded_seq"  # meta key: events up to this number are in the fold
MANY = 4  # past a quarter of all people, one fold of everybody is cheaper than many of some


def bring_up_to_date(
    warehouse: Warehouse,
    compiled: CompiledStages,
    now: datetime,
    then: Callable[[Write], None] = lambda _: None,
) -> bool:
    """Fold whoever a changed document, new events or timed rules that are due make stale. `then` runs in the
    same transaction when a few are folded; gives whether it ran."""
    with warehouse.read() as con:
        stale, last_seq = _stale(con, compiled, now)
    if stale is None:
        return False
    if isinstance(stale, str):
        fold_everybody(warehouse, compiled, now)
        return False
    with warehouse.write() as tx:
        refresh_people(tx, compiled, stale, now)
        tx.set_meta(AS_OF, now.isoformat())
        tx.set_meta(FOLDED_SEQ, str(last_seq))
        then(tx)
    return True


def bring_within(tx: Write, compiled: CompiledStages, now: datetime) -> bool:
    """The same within a transaction that has added events; False when everybody must be folded, which is
    no work for it: nothing was done."""
    stale, _ = _stale(tx.con, compiled, now, tx.next_seq - 1)
    if isinstance(stale, str):
        return False
    if stale is not None:
        refresh_people(tx, compiled, stale, now)
        tx.set_meta(AS_OF, now.isoformat())
        tx.set_meta(FOLDED_SEQ, str(tx.next_seq - 1))
    return True


def fold_everybody(warehouse: Warehouse, compiled: CompiledStages, now: datetime) -> None:
    """Fold the whole history and replace what is stored."""
    compact_when_it_pays(warehouse)  # everybody is read: in order, when there is much to read
    with warehouse.write() as tx:
        refresh_all(tx, compiled, now)
        tx.set_meta(FOLDED_SEQ, str(tx.next_seq - 1))


def compact_when_it_pays(warehouse: Warehouse) -> None:
    """Move the tail into the clustered base when it has grown so large that questions get slow."""
    if warehouse.needs_compaction():
        with warehouse.write() as tx:
            tx.compact()


@contextmanager
def fold_of_moment(
    warehouse: Warehouse, compiled: CompiledStages, moment: datetime
) -> Iterator[tuple[DuckDBPyConnection, Fold]]:
    """A reading cursor on which the fold of a past moment stands beside the stored one."""
    if any(key not in warehouse.names("stage") for key in compiled.stages):
        with warehouse.write() as tx:
            tx.code("stage", compiled.stages)
    compact_when_it_pays(warehouse)
    with warehouse.read() as con:
        folded = fold_all(con, compiled, moment)
        con.register("transitions_then", folded.transitions)
        con.register("people_then", folded.people)
        yield con, Fold(moment, "transitions_then", "people_then")


def _stale(
    con: DuckDBPyConnection, compiled: CompiledStages, now: datetime, last_seq: int | None = None
) -> tuple[str | NDArray[np.int64] | None, int]:
    """Who must be folded anew, "all", these people, or nobody (None); and the number of the last event."""
    meta = dict(con.execute("SELECT key, value FROM meta").fetchall())
    last_seq = int(meta.get("next_seq", 0)) - 1 if last_seq is None else last_seq
    folded_at = meta.get(AS_OF)
    if (
        meta.get(HASH) != compiled.hash
        or folded_at is None
        or now < datetime.fromisoformat(folded_at)
    ):
        return "all", last_seq
    folded_seq = int(meta.get(FOLDED_SEQ, -1))
    stale = due_people(con, now)
    if last_seq > folded_seq:
        new = con.execute(
            "SELECT DISTINCT person FROM events WHERE seq > ?", [folded_seq]
        ).fetchnumpy()["person"]
        stale = np.union1d(stale, np.asarray(new, np.int64))
    if not len(stale):
        return None, last_seq
    total = con.execute("SELECT count(*) FROM people").fetchall()[0][0]
    return ("all" if len(stale) * MANY > total else stale), last_seq
