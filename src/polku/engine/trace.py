"""Trace: the rows after each action, as a table that somebody can read, from the walk itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from polku.engine.frontier import GONE, Frontier
from polku.engine.moments import NEVER, Ints, isin
from polku.programmes.actions import CompiledProgramme

BEFORE, OUT = "enter", "exit"


@dataclass(frozen=True)
class PersonRow:
    """Where one entry stands after an action; times in microseconds, `due` None when it is not known."""

    entry: int
    person: int
    node: str
    since: int
    due: int | None


@dataclass(frozen=True)
class After:
    """After one action of one sweep (the first moves those inside, the next ones the first entries, the second
    entries, …): how many it moved on, and how many stand at each place, "exit" those who are out."""

    sweep: int
    version: int
    action: str  # "enter": before the first
    moved: int
    here: dict[str, int]
    people: tuple[PersonRow, ...] = ()


@dataclass
class Tracer:
    """A `walk.Probe` that writes down what it sees; the rows of `watched` people one by one."""

    watched: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    rows: list[After] = field(default_factory=list)
    _sweep: int = 0
    _before: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def __call__(
        self,
        run: CompiledProgramme,
        number: int,
        people: Frontier,
        node: Ints,
        since: Ints,
        due: Ints,
    ) -> None:
        """See `walk.Probe`."""
        if number < 0:
            self._sweep += 1
            moved = 0
        else:
            moved = int(((self._before == number) & (node != number)).sum())
        self._before = node.copy()
        places, counts = np.unique(node, return_counts=True)
        here = {_name(run, int(p)): int(n) for p, n in zip(places, counts, strict=True)}
        rows = np.flatnonzero(isin(people.person, np.sort(self.watched)))
        some = tuple(
            PersonRow(
                int(people.entry[i]), int(people.person[i]), _name(run, int(node[i])), int(since[i]),
                None if due[i] == NEVER or node[i] == GONE else int(due[i]),
            )
            for i in rows
        )  # fmt: skip
        action = BEFORE if number < 0 else run.actions[number].key
        self.rows.append(After(self._sweep, run.version, action, moved, here, some))


def _name(run: CompiledProgramme, number: int) -> str:
    return OUT if number == GONE else run.actions[number].key
