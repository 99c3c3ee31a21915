"""A new version is published: each group of those inside stays with the old one, moves over, or leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from polku.engine.answers import Asked
from polku.engine.book import Book, Pages, Write
from polku.engine.frontier import Frontier
from polku.engine.leave import leave, waits_of
from polku.engine.moments import Ints
from polku.engine.patterns import patterns_of
from polku.engine.places import MOVED_OUT, places_of
from polku.engine.programme import World
from polku.engine.signals import Signals
from polku.engine.times import micros
from polku.engine.walk import until
from polku.programmes.actions import CompiledProgramme, WaitAction


def change_version(
    tx: Write,
    old: CompiledProgramme,
    new: CompiledProgramme,
    plan: Mapping[str, str | None],
    now: datetime,
    world: World | None = None,
) -> int:
    """Regroups who waits in `old` (a version) at `now` (naive UTC): `plan` says for a node where in `new` to
    go on, or None to leave ("exit>left-by-publisher"); who waits at a node that it does not name stays.

    A wait is armed anew from when it began, by the new version's rule, but ends now at the earliest: what was
    published today sends nothing yesterday. Returns how many stay.
    """
    book, moment = Book(tx.con), micros(now)
    from_, to = places_of(old, tx.code), places_of(new, tx.code)
    numbers = {action.key: i for i, action in enumerate(new.actions)}
    signals = Signals(tx.con, patterns_of([]), tx.codes)
    asked = Asked(tx.con, signals, tx.codes, world or World())
    pages = Pages()
    for action, place in zip(old.actions, from_.node, strict=True):
        target = plan.get(action.key)
        if target is None:
            continue
        people = book.standing(place)
        if not len(people.entry):
            continue
        number = numbers[target]
        there = new.actions[number]
        due: Ints = people.since
        if isinstance(there, WaitAction):
            due = until(there, people.person, people.since, asked)
        n = len(people.entry)
        rows = Frontier(
            people.entry,
            people.person,
            np.full(n, number, np.int64),
            people.since,
            np.maximum(due, moment),
            people.entered,
            np.ones(n, bool),
        )
        pages.gone.append(people.entry)
        pages.stay.append((np.full(n, to.node[number], np.int64), rows))
    book.write(pages, 0)
    out = [old.place(node) for node, target in plan.items() if target is None]
    leave(tx, out, now, MOVED_OUT)
    codes = tx.code("place", ())
    left = [codes[word] for word in waits_of(tx, old.key, old.version)]
    return book.count(left)
