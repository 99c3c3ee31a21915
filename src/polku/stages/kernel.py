"""The walk: everyone's next candidate at once, position by position, by a [code × state] table.

Pure numpy. It knows nothing of events, rules or time: codes in, moves out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
LONGEST = 2048
"""Positions walked one by one at most, whatever a robot may have done."""


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
    """Changes of state, in order of row: `row` (m,) of the codes given, `before` (m,), `rule` (m,);
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


def walk(codes: Ints, ends: Ints, table: Table, longest: int = LONGEST) -> Moves:
    """Leads everyone through their codes from state 0. `codes` (n,) row by row, person after
    person; `ends` (p,) one past each person's last row.

    Paths of more than `longest` codes are cut into pieces that are walked side by side: first from
    every state, to learn where each piece leads; then from the state in which it really begins.
    """
    begin = np.concatenate((np.zeros(1, np.int64), ends[:-1]))[: len(ends)]
    length = ends - begin
    pieces = np.maximum(-(-length // longest), 1)
    first = np.cumsum(pieces) - pieces
    owner = np.repeat(np.arange(len(ends)), pieces)
    place = np.arange(len(owner)) - first[owner]
    begin = begin[owner] + place * longest
    length = np.minimum(length[owner] - place * longest, longest)
    start = np.zeros(len(owner), np.int64)
    cut = np.flatnonzero(pieces > 1)
    if len(cut):
        _begin_pieces(codes, table, (begin, length, start), first[cut], pieces[cut])
    moves = _walk(codes, table, begin, length, start)
    in_order = np.argsort(moves.row)
    return Moves(
        moves.row[in_order],
        moves.before[in_order],
        moves.rule[in_order],
        moves.state[first + pieces - 1],
    )


def _begin_pieces(
    codes: Ints, table: Table, paths: tuple[Ints, Ints, Ints], first: Ints, pieces: Ints
) -> None:
    """Fills in the states in which the pieces of the long paths begin."""
    begin, length, start = paths
    states = table.moves.shape[1]
    which = np.concatenate([np.arange(at, at + n) for at, n in zip(first, pieces, strict=True)])
    every = np.tile(np.arange(states), len(which))
    ends = _walk(
        codes, table, np.repeat(begin[which], states), np.repeat(length[which], states), every
    ).state.reshape(-1, states)
    leads = np.zeros((len(start), states), np.int64)
    leads[which] = ends
    for place in range(1, int(pieces.max())):
        here = first[pieces > place] + place
        start[here] = leads[here - 1, start[here - 1]]


def _walk(codes: Ints, table: Table, begin: Ints, length: Ints, start: Ints) -> Moves:
    """The walk itself; the moves come position by position, not in order of row."""
    order = np.argsort(-length, kind="stable")  # those still walking are always the first ones
    begin, state = begin[order], start[order]
    walking = len(order) - np.cumsum(np.bincount(length, minlength=1))
    states = table.moves.shape[1]
    moves, scaled = table.moves.ravel(), codes * states
    none = np.empty(0, np.int64)
    rows, befores, rules = [none], [none], [none]
    for position, active in enumerate(walking[:-1]):
        row = begin[:active] + position
        rule = moves[scaled[row] + state[:active]]
        changed = np.flatnonzero(rule >= 0)
        if len(changed):
            applied = rule[changed].astype(np.int64)
            rows.append(row[changed])
            befores.append(state[changed])
            rules.append(applied)
            state[changed] = table.target[applied]
    final = np.empty_like(state)
    final[order] = state
    return Moves(np.concatenate(rows), np.concatenate(befores), np.concatenate(rules), final)
