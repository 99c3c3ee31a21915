"""Who did lately what brings people in: they may be let in at publishing."""

from __future__ import annotations

import numpy as np

from polku.engine.answers import Asked
from polku.engine.book import Book
from polku.engine.columns import read
from polku.engine.frontier import Frontier
from polku.engine.moments import DAY, Ints
from polku.engine.patterns import patterns_of
from polku.engine.programme import LiveProgramme
from polku.engine.signals import Signals
from polku.engine.walk import leaving
from polku.programmes.entry import EventEntry

LATELY = 30 * DAY
"""How far back, when the entry does not say `within`."""


def did_lately(live: LiveProgramme, book: Book, asked: Asked, at: int) -> Ints:
    """The people, ascending, who did before `at` (microseconds), within the entry's own `within` or 30 days,
    what brings people in, and have neither reached the goal nor left by an exit since they last did it."""
    run = live.compiled
    if not isinstance(run.entry, EventEntry):
        raise TypeError(f"nobody does {run.entry!r}")
    event = run.entry.event
    span = LATELY if event.within is None else event.within.microseconds
    patterns = patterns_of([live])
    signals = Signals(book.con, patterns, asked.codes)
    period = f">= make_timestamp({at - span}::BIGINT)"
    before = f"< make_timestamp({at}::BIGINT)"
    columns = ", ".join(patterns.columns)
    signals.add_events(f"SELECT {columns} FROM events WHERE ts {period} AND ts {before}")
    if any(trigger is not None and trigger.stage for trigger in (run.goal, *run.exits)):
        moves = f'FROM transitions WHERE "at" {period} AND "at" {before}'
        signals.add_moves(
            *read(book.con, f'SELECT person, epoch_us("at"), to_stage::BIGINT, uid {moves}')
        )
    did = signals.event(event)
    last = np.r_[did.person[1:] != did.person[:-1], True] if len(did) else np.empty(0, bool)
    people, when = did.person[last], did.ts[last]
    here = Frontier.entering(people, people, when, 0)
    gone, _ = leaving(run, here, asked.over(signals))
    return people[gone >= at]
