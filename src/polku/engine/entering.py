"""Who comes in: causes in order of time, one entry of a person after the other, by the re-entry rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from polku.engine import chance
from polku.engine.book import Book, Pages
from polku.engine.columns import FEW, read, registered
from polku.engine.frontier import Frontier
from polku.engine.ids import entry_ids, entry_sql
from polku.engine.moments import Flags, Ints, distinct, isin
from polku.engine.places import HOLDOUT, IN, Places
from polku.programmes.actions import END, CompiledProgramme

LONG_AGO = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Causes:
    """(c,) what may bring people in, in order of person, time and arrival: the event's `uid`, or for a
    round (-1) its moment in `key`, which the number of the entry is made from."""

    person: Ints
    at: Ints
    uid: Ints
    key: Ints

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints | Flags) -> Causes:
        """Only those rows."""
        return Causes(*(getattr(self, f.name)[rows] for f in fields(self)))

    @classmethod
    def of_round(cls, people: Ints, at: int) -> Causes:
        """A round at that moment."""
        moment = np.full(len(people), at, np.int64)
        return cls(people, moment, np.full(len(people), -1, np.int64), moment)

    @classmethod
    def joined(cls, parts: list[Causes]) -> Causes:
        """All of them, in order."""
        columns = [np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)]
        order = np.lexsort((columns[1], columns[0]))
        return cls(*(column[order] for column in columns))


NOBODY = Causes(*(np.empty(0, np.int64) for _ in range(4)))


@dataclass(frozen=True)
class Inside:
    """(n,) people who have stood in the programme in this tick, and when they were out of it (NEVER: they
    are inside)."""

    person: Ints
    until: Ints


@dataclass(frozen=True)
class Before:
    """(n,) earlier entries: entry, person, at, and whether it was in the holdout."""

    entry: Ints
    person: Ints
    at: Ints
    held: Flags


def earlier(book: Book, people: Ints, ins: list[int], holdouts: list[int]) -> Before:
    """The entries of these people into a programme, by the places of all its versions."""
    place, entry, person, at = book.entered(people, ins + holdouts)
    return Before(entry, person, at, isin(place, np.sort(np.array(holdouts, np.int64))))


def numbers(book: Book, programme: str, causes: Causes) -> Ints:
    """(c,) the number of the entry that each cause would make."""
    if len(causes) <= FEW:
        return entry_ids(programme, causes.person, causes.key)
    with registered(book.con, "polku_causes", {"person": causes.person, "uid": causes.key}):
        (entry,) = read(
            book.con, f"SELECT {entry_sql(programme, 'person', 'uid')} FROM polku_causes"
        )
    return entry


def enter(
    run: CompiledProgramme,
    places: Places,
    causes: Causes,
    entry: Ints,
    before: Before,
    inside: Inside,
    pages: Pages,
    walk_in: Callable[[Frontier], Ints],
) -> int:
    """Lets people in and walks them on, entry by entry, until no cause is left. `walk_in` moves those who
    came in and answers when each was out (NEVER: still inside). Returns how many entries were made.

    A person's later cause counts only when the earlier entry is over, so the loop goes by the number of the
    entry within the person, not over people.
    """
    fresh = ~isin(entry, np.sort(before.entry))
    causes, entry = causes.take(fresh), entry[fresh]
    people = distinct(causes.person)
    who = np.searchsorted(people, causes.person)
    last, out, arm = _standing(people, before, inside)
    left, made = np.arange(len(causes)), 0
    after = 0 if run.reentry.after is None else run.reentry.after.microseconds
    while len(left):
        at, person = causes.at[left], who[left]
        may = at >= out[person]
        if run.reentry.mode == "never":
            may &= last[person] == LONG_AGO
        elif after:
            may &= (last[person] == LONG_AGO) | (at - after >= last[person])
        rows = left[may]
        someone, first = np.unique(who[rows], return_index=True)
        rows = rows[first]
        if not len(rows):
            return made
        chosen, number = causes.take(rows), entry[rows]
        drawn = chance.held_out(chosen.person, run.key, run.holdout).astype(np.int64)
        arm[someone] = np.where(arm[someone] < 0, drawn, arm[someone])
        held = arm[someone] == 1
        for side, port in ((held, HOLDOUT), (~held, IN)):
            pages.entries.add(
                places.enter[port], number[side], chosen.person[side], chosen.at[side]
            )
            if side.any():
                pages.causes.append(chosen.uid[side])
        node = 0 if run.actions else END
        ended = chosen.at.copy()  # who is held out is never inside
        ended[~held] = walk_in(
            Frontier.entering(number[~held], chosen.person[~held], chosen.at[~held], node)
        )
        last[someone], out[someone] = chosen.at, ended
        made += len(rows)
        reached = np.full(len(people), len(causes), np.int64)  # who had no cause that may is done
        reached[someone] = rows
        left = left[left > reached[who[left]]]
    return made


def _standing(people: Ints, before: Before, inside: Inside) -> tuple[Ints, Ints, Ints]:
    """For each of the people (ascending): their last entry, when they are free, their arm (-1: none yet)."""
    last = np.full(len(people), LONG_AGO, np.int64)
    out = np.full(len(people), LONG_AGO, np.int64)
    arm = np.full(len(people), -1, np.int64)
    rows = np.flatnonzero(isin(before.person, people))
    rows = rows[np.argsort(before.at[rows], kind="stable")[::-1]]
    at = np.searchsorted(people, before.person[rows])
    np.maximum.at(last, at, before.at[rows])
    arm[at] = before.held[rows]  # the earliest is written last: the first arm holds
    rows = np.flatnonzero(isin(inside.person, people))
    np.maximum.at(out, np.searchsorted(people, inside.person[rows]), inside.until[rows])
    return last, out, arm
