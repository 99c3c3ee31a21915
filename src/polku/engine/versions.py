"""A new version is published: each group of those inside stays with the old one, moves over, or leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from polku.engine.advance import recall
from polku.engine.answers import Asked
from polku.engine.book import Book, Pages, Waiting, Write
from polku.engine.frontier import Frontier
from polku.engine.leave import leave, waits_of
from polku.engine.moments import NEVER, Ints, distinct
from polku.engine.patterns import patterns_of
from polku.engine.places import GOAL, MOVED, MOVED_OUT, Places, exit_port, places_of
from polku.engine.programme import LiveProgramme, World
from polku.engine.signals import Signals
from polku.engine.times import micros
from polku.engine.walk import leaving, until
from polku.programmes.actions import CompiledProgramme, WaitAction


def change_version(
    tx: Write,
    old: CompiledProgramme,
    new: CompiledProgramme,
    plan: Mapping[str, str | None],
    now: datetime,
    world: World,
    *,
    prefix: str = "",
) -> int:
    """Regroups who waits in `old` (a version) at `now` (naive UTC): `plan` says for a node where in `new` to
    go on, or None to leave ("exit>left-by-publisher"); who waits at a node that it does not name stays.

    A wait is armed anew from when it began, by the new version's rule and the person's own zone, but ends now
    at the earliest: what was published today sends nothing yesterday. At a node that is no wait one goes on
    now. Who has reached the new goal or an exit since entering leaves by it now. What an entry did in the old
    version it does not do again in the new one (`again.py`). Each move is a step, "node>moved".

    Returns how many stay. `prefix` as of `Book`.
    """
    book, moment = Book(tx.con, prefix), micros(now)
    from_ = dict(zip((a.key for a in old.actions), places_of(old, tx.code).node, strict=True))
    to = places_of(new, tx.code)
    numbers = {action.key: i for i, action in enumerate(new.actions)}
    moves = [
        (numbers[target], waiting)
        for node, target in plan.items()
        if target is not None and len((waiting := book.standing(from_[node])).entry)
    ]
    if moves:
        signals = Signals(tx.con, patterns_of([LiveProgramme(new, now)]), tx.codes)
        asked = Asked(tx.con, signals, tx.codes, world)
        if (old.goal, old.exits) != (new.goal, new.exits):
            people = distinct(np.concatenate([waiting.person for _, waiting in moves]))
            recall(book, people, signals, moment, [LiveProgramme(new, now)])
        pages = Pages()
        for number, waiting in moves:
            here = _arriving(new, number, waiting, moment, asked)
            word = new.place(new.actions[number].key, MOVED)
            pages.gone.append(here.entry)
            n = np.full(len(here), moment, np.int64)
            pages.steps.add(tx.code("place", [word])[word], here.entry, here.person, n)
            here = _without_those_who_leave(new, to, here, moment, asked, pages)
            pages.stay.append((np.full(len(here), to.node[number], np.int64), here))
        book.write(pages, 0)
    out = [old.place(node) for node, target in plan.items() if target is None]
    leave(tx, out, now, MOVED_OUT, prefix=prefix)
    codes = tx.code("place", ())
    return book.count([codes[word] for word in waits_of(tx, old.key, old.version)])


def _arriving(
    new: CompiledProgramme, number: int, waiting: Waiting, moment: int, asked: Asked
) -> Frontier:
    """Those who waited somewhere, as they stand at an action of the new version."""
    there, n = new.actions[number], len(waiting.entry)
    since: Ints = waiting.since
    due = since
    if isinstance(there, WaitAction):
        due = until(there, waiting.person, since, asked)
    else:
        since = np.maximum(since, moment)
    node = np.full(n, number, np.int64)
    late = np.maximum(due, moment)
    return Frontier(
        waiting.entry, waiting.person, node, since, late, waiting.entered, np.ones(n, bool)
    )


def _without_those_who_leave(
    new: CompiledProgramme, to: Places, here: Frontier, moment: int, asked: Asked, pages: Pages
) -> Frontier:
    """Who reached the new goal or an exit before now leaves now."""
    at, by = leaving(new, here, asked)
    off = (at != NEVER) & (at <= moment)
    for number in np.unique(by[off]):
        some = here.take(off & (by == number))
        port = GOAL if number == 0 else exit_port(int(number) - 1)
        when = np.full(len(some), moment, np.int64)
        pages.steps.add(to.exit[port], some.entry, some.person, when)
    return here.take(~off)
