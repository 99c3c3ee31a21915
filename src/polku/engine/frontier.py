"""Those who may move in this tick, and the record of what they did: columns, a row for each entry or step."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from polku.engine.moments import NEVER, Flags, Ints

GONE = -1
"""As `node`: the entry is over (END of the actions)."""


@dataclass
class Frontier:
    """(n,) entries of one version: who, at which action they stand, `since` and until when (`due`; NEVER
    when that is not known yet), when they entered, and `old`: they stand so in `positions`."""

    entry: Ints
    person: Ints
    node: Ints
    since: Ints
    due: Ints
    entered: Ints
    old: Flags

    def __len__(self) -> int:
        return len(self.entry)

    def take(self, rows: Ints | Flags) -> Frontier:
        """Only those rows."""
        return Frontier(*(getattr(self, f.name)[rows] for f in fields(self)))

    @classmethod
    def entering(cls, entry: Ints, person: Ints, at: Ints, node: int) -> Frontier:
        """Who comes in now, before the first action."""
        n = len(entry)
        return cls(
            entry,
            person,
            np.full(n, node, np.int64),
            at.copy(),
            np.full(n, NEVER, np.int64),
            at,
            np.zeros(n, bool),
        )


@dataclass
class Rows:
    """(n,) rows of `steps` or `outbox`, gathered block by block: a place, and who was there when."""

    place: list[int] = field(default_factory=list)
    entry: list[Ints] = field(default_factory=list)
    person: list[Ints] = field(default_factory=list)
    at: list[Ints] = field(default_factory=list)

    def add(self, place: int, entry: Ints, person: Ints, at: Ints) -> None:
        """One block, all at one place."""
        if len(entry):
            self.place.append(place)
            self.entry.append(entry)
            self.person.append(person)
            self.at.append(at)

    def extend(self, other: Rows) -> None:
        """All blocks of another."""
        for name in ("place", "entry", "person", "at"):
            getattr(self, name).extend(getattr(other, name))

    def __len__(self) -> int:
        return sum(map(len, self.entry))

    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        """place, entry, person, at."""
        lengths = np.array([len(block) for block in self.entry], np.int64)
        place = np.repeat(np.array(self.place, np.int64), lengths)
        return place, joined_up(self.entry), joined_up(self.person), joined_up(self.at)


def joined_up(blocks: list[Ints]) -> Ints:
    """The blocks one after another."""
    return np.concatenate(blocks) if blocks else np.empty(0, np.int64)
