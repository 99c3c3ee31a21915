"""One block of people through the fold: counted and timed rules, the table, the walk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from polku.stages.block import Block, Firings, Ints, counted, firings
from polku.stages.compile import CompiledStages, Rule
from polku.stages.kernel import Table, collapse, walk

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Placed:
    """What the fold of a block gave. States are 0 for none and i + 1 for stage i; times are
    microseconds since 1970 UTC, NEVER for no time.

    Per transition, in order of person and time: person, n (from 1), at, before, after, rule
    (number in `compiled.rules`) and uid, the event that caused it. Per person with candidates:
    people, state, since (the last transition) and due.
    """

    person: Ints
    n: Ints
    at: Ints
    before: Ints
    after: Ints
    rule: Ints
    uid: Ints
    people: Ints
    state: Ints
    since: Ints
    due: Ints


def fold_block(compiled: CompiledStages, block: Block, as_of: int) -> Placed:
    """Folds people whose candidates up to `as_of` (microseconds) are all in `block`. Pure."""
    dictionary = pa.array(counted(compiled, block)).dictionary_encode()
    table = code_table(compiled, dictionary.dictionary.to_numpy())
    codes = dictionary.indices.to_numpy().astype(np.int64)
    every = firings(compiled, block)
    fired = in_order(block, every.where(every.at <= as_of))
    slot = fired.after_row + np.arange(len(fired.firings.at))
    codes, ends = _merged(block, codes, _timed_code(compiled, table, fired.firings), fired, slot)
    rows, ends = collapse(codes, ends, table)
    moves = walk(codes[rows], ends, table)
    row = rows[moves.row]
    nearest = np.searchsorted(slot, row)
    timed = np.zeros(len(row), bool)
    inside = nearest < len(slot)
    timed[inside] = slot[nearest[inside]] == row[inside]
    real = row[~timed] - nearest[~timed]
    source = np.empty(len(row), np.int64)  # the event behind each transition
    source[~timed] = real
    source[timed] = fired.firings.after[nearest[timed]]
    at = block.ts[source]
    at[timed] = fired.firings.at[nearest[timed]]
    owner = block.owner[source]
    since = np.full(len(block.people), NEVER)
    since[owner] = at  # in order, so the last one stays
    return Placed(
        person=block.people[owner],
        n=_numbered(owner),
        at=at,
        before=moves.before,
        after=table.target[moves.rule],
        rule=moves.rule,
        uid=block.uid[source],
        people=block.people,
        state=moves.state,
        since=since,
        due=_due(compiled, block, table, every.where(every.at > as_of), moves.state),
    )


def code_table(compiled: CompiledStages, masks: Ints) -> Table:
    """One row per distinct mask, then one per timed rule in the order they are tried."""
    states = range(len(compiled.stages) + 1)
    target = np.array([rule.to for rule in compiled.rules] or [0], np.int64)
    moves = np.full((len(masks) + len(compiled.timed), len(states)), -1, np.int16)
    for code, mask in enumerate(int(mask) for mask in masks):
        tried = [
            (number, rule)
            for number, rule in enumerate(compiled.rules)
            if rule.signal is not None and mask >> rule.signal & 1
        ]
        for state in states:
            moves[code, state] = _first(tried, state)
    for place, number in enumerate(compiled.timed):
        for state in states:
            moves[len(masks) + place, state] = _first([(number, compiled.rules[number])], state)
    return Table(moves, target)


def _first(tried: list[tuple[int, Rule]], state: int) -> int:
    """The first rule that applies in the state; -1 when none does or it leads nowhere new."""
    for number, rule in tried:
        if state in rule.from_:
            return number if rule.to != state else -1
    return -1


@dataclass(frozen=True)
class Ordered:
    """Firings in the order of the walk, and for each the number of the block's rows before it."""

    firings: Firings
    after_row: Ints


def in_order(block: Block, fired: Firings) -> Ordered:
    """A firing comes after every event of the person at or before its instant; at one instant,
    the rules go in the order they are tried."""
    before = _first_later(block.ts, fired.after + 1, block.ends[block.owner[fired.after]], fired.at)
    order = np.lexsort((fired.rule, fired.at, before))
    return Ordered(fired.where(order), before[order])


def _first_later(ts: Ints, low: Ints, high: Ints, at: Ints) -> Ints:
    """For each i the first row in [low[i], high[i]) later than at[i], else high[i]: bisection."""
    low, high = low.copy(), high.copy()
    while (looking := np.flatnonzero(low < high)).size:
        middle = (low[looking] + high[looking]) >> 1
        later = ts[middle] > at[looking]
        high[looking[later]] = middle[later]
        low[looking[~later]] = middle[~later] + 1
    return low


def _timed_code(compiled: CompiledStages, table: Table, some: Firings) -> Ints:
    """(f,) the code of each firing: the timed rules stand at the end of the table."""
    first = len(table.moves) - len(compiled.timed)
    place = np.zeros(len(compiled.rules) + 1, np.int64)
    place[list(compiled.timed)] = np.arange(len(compiled.timed))
    codes: Ints = first + place[some.rule]
    return codes


def _merged(
    block: Block, codes: Ints, timed: Ints, fired: Ordered, slot: Ints
) -> tuple[Ints, Ints]:
    """The codes with those of the firings put in at `slot`, and the new ends."""
    if not len(slot):
        return codes, block.ends
    merged = np.empty(len(codes) + len(slot), np.int64)
    real = np.ones(len(merged), bool)
    real[slot] = False
    merged[real] = codes
    merged[slot] = timed
    more = np.bincount(block.owner[fired.firings.after], minlength=len(block.people))
    return merged, block.ends + np.cumsum(more)


def _due(
    compiled: CompiledStages, block: Block, table: Table, pending: Firings, state: Ints
) -> Ints:
    """(p,) the first firing to come that would change the stage, if nothing else happens."""
    due = np.full(len(block.people), NEVER)
    owner = block.owner[pending.after]
    moves = table.moves[_timed_code(compiled, table, pending), state[owner]] >= 0
    np.minimum.at(due, owner[moves], pending.at[moves])
    return due


def _numbered(owner: Ints) -> Ints:
    """1, 2, 3 … within each run of equal owners."""
    row = np.arange(len(owner))
    begins = np.ones(len(owner), bool)
    begins[1:] = owner[1:] != owner[:-1]
    return row - np.maximum.accumulate(np.where(begins, row, 0)) + 1
