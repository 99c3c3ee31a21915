"""The walk: everyone's next candidate at once, position by position, by a [code × state] table.

Pure numpy. It knows nothing of events, rules or time: codes in, moves out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """What each code does in each state.

    moves   (codes, states) the rule that changes the state, or -1 when none does
    target  (rules,) the state a rule leads to
    """

    moves: NDArray[np.int16]
    target: Ints

    def needed(self) -> Ints:
        """(codes,) how many repeats of a code in a row may matter: the least k with T^k = T^(k+1),
        T being the code's map. A code that never settles (it runs in a circle) has no limit."""
        codes, states = self.moves.shape
        step = np.where(self.moves >= 0, self.target[self.moves], np.arange(states))
        power = np.tile(np.arange(states), (codes, 1))
        needed = np.full(codes, np.iinfo(np.int64).max)
        for k in range(states + 1):
            further = np.take_along_axis(step, power, axis=1)
            needed[(further == power).all(axis=1) & (needed > k)] = k
            power = further
        return needed


@dataclass(frozen=True)
class Moves:
    """Changes of state in order of row: `row` (m,) of the codes given, `before` (m,), `rule` (m,);
    and `state` (p,), where everyone ends."""

    row: Ints
    before: Ints
    rule: Ints
    state: Ints


def collapse(codes: Ints, ends: Ints, table: Table) -> tuple[Ints, Ints]:
    """Rows that can matter, and the new ends: codes that never change a state are dropped, and
    of a person's equal codes in a row only the first few that `Table.needed` asks for are kept."""
    needed = table.needed()
    rows = np.flatnonzero(needed[codes] > 0)
    ends = np.searchsorted(rows, ends)
    if not len(rows):
        return rows, ends
    kept = codes[rows]
    begins = np.ones(len(rows), bool)
    begins[1:] = kept[1:] != kept[:-1]
    begins[ends[ends < len(rows)]] = True  # where the next person begins
    if needed.max() <= 1:
        keep = begins
    else:
        row = np.arange(len(rows))
        keep = row - np.maximum.accumulate(np.where(begins, row, 0)) < needed[kept]
    total = np.concatenate(([0], np.cumsum(keep)))
    return rows[keep], total[ends]


def walk(codes: Ints, ends: Ints, table: Table, start: Ints | None = None) -> Moves:
    """Leads everyone through their codes. `codes` (n,) row by row, person after person; `ends` (p,)
    one past each person's last row; `start` (p,) the states to begin in, 0 when not given."""
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    lengths = ends - starts
    order = np.argsort(-lengths, kind="stable")  # those still walking are always the first ones
    begin = starts[order]
    walking = len(order) - np.cumsum(np.bincount(lengths, minlength=1))
    states = table.moves.shape[1]
    moves, scaled = table.moves.ravel(), codes * states
    state = np.zeros(len(order), np.int64) if start is None else start[order]
    rows, befores, rules = [], [], []
    for position, active in enumerate(walking[:-1]):
        row = begin[:active] + position
        rule = moves[scaled[row] + state[:active]]
        changed = np.flatnonzero(rule >= 0)
        if len(changed):
            applied = rule[changed]
            rows.append(row[changed])
            befores.append(state[changed])
            rules.append(applied)
            state[changed] = table.target[applied]
    final = np.empty_like(state)
    final[order] = state
    none = [np.empty(0, np.int64)]
    row, before, rule = (np.concatenate(none + parts) for parts in (rows, befores, rules))
    in_order = np.argsort(row)
    return Moves(row[in_order], before[in_order], rule[in_order].astype(np.int64), final)
