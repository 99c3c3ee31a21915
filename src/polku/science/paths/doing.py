"""How many people of a group do each thing at least once? People, not moves, are the cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.science.paths.log import Ints, Log


@dataclass(frozen=True)
class Doing:
    """did[a, b]: people who did it; could[a]: people who could have."""

    did: Ints
    could: Ints


def moved(log: Log, people: Ints, kinds: int) -> Doing:
    """Of people (sorted) who have event a, those with b directly after it somewhere. Events are 0 .. kinds - 1."""
    who, mine = _who(log, people)
    event = log.event.astype(np.int64)
    goes = log.follows & mine[1:]
    pair = (who[1:] * kinds + event[:-1]) * kinds + event[1:]
    did = np.bincount(_distinct(pair[goes]) % (kinds * kinds), minlength=kinds * kinds)
    could = np.bincount(_distinct((who * kinds + event)[mine]) % kinds, minlength=kinds)
    return Doing(did.reshape(kinds, kinds), could)


def stepped(log: Log, people: Ints, kinds: int, steps: int) -> Doing:
    """Of people (sorted) with a path, those with event b as step a (from 0) of one of their paths."""
    who, mine = _who(log, people)
    place = log.position
    early = mine & (place < steps)
    cell = (who * steps + place) * kinds + log.event
    did = np.bincount(_distinct(cell[early]) % (steps * kinds), minlength=steps * kinds)
    could = np.full(steps, len(_distinct(who[mine])), np.int64)
    return Doing(did.reshape(steps, kinds), could)


def _who(log: Log, people: Ints) -> tuple[Ints, np.ndarray]:
    """The number of each step's person among `people`, and whether they are there at all."""
    place = np.searchsorted(people, log.person)
    known = np.minimum(place, max(0, len(people) - 1))
    there = people[known] == log.person if len(people) else np.zeros(log.paths, bool)
    return np.repeat(known, log.lengths), np.repeat(there, log.lengths)


def _distinct(cells: Ints) -> Ints:
    return np.unique(cells)
