"""Candidates of whole people, side by side in memory, and what counting and time make of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polku.conditions.duration import Duration
from polku.stages.compile import CompiledStages, Rule

Ints = NDArray[np.int64]
FOREVER = 2**61
"""Microseconds that no clock reaches; keeps sums within 64 bits."""


@dataclass(frozen=True)
class Block:
    """Candidates sorted by (person, ts, seq), all those of each person in it, at or before as_of.

    people  (p,) the persons, each once
    ends    (p,) one past the last row of each person
    owner   (n,) number of the person in `people`
    ts      (n,) microseconds since 1970 UTC
    uid     (n,)
    mask    (n,) bits of the patterns that match
    """

    people: Ints
    ends: Ints
    owner: Ints
    ts: Ints
    uid: Ints
    mask: Ints


@dataclass(frozen=True)
class Firings:
    """Times at which a timed rule fires: silence of the full length after row `after`.

    after (f,) the last matching row; at (f,) microseconds; rule (f,) number in `compiled.rules`
    """

    after: Ints
    at: Ints
    rule: Ints

    def where(self, chosen: NDArray[np.bool_] | Ints) -> Firings:
        """Some of them."""
        return Firings(self.after[chosen], self.at[chosen], self.rule[chosen])


def counted(compiled: CompiledStages, block: Block) -> Ints:
    """(n,) the mask with the bits of `times` and `within` added."""
    if not compiled.counts:
        return block.mask
    mask = block.mask.copy()
    for number, count in enumerate(compiled.counts):
        rows = np.flatnonzero(block.mask & (1 << count.pattern))
        late, early = rows[count.times - 1 :], rows[: len(rows) - count.times + 1]
        enough = block.owner[late] == block.owner[early]
        if count.within is not None:
            enough &= block.ts[late] - block.ts[early] <= count.within
        mask[late[enough]] |= 1 << (len(compiled.patterns) + number)
    return mask


def firings(compiled: CompiledStages, block: Block) -> Firings:
    """Every silence that no matching event breaks in time, however late; rule by rule."""
    found = [_firings(compiled.rules[number], number, block) for number in compiled.timed]
    return Firings(
        *(
            np.concatenate([np.empty(0, np.int64), *(getattr(one, column) for one in found)])
            for column in ("after", "at", "rule")
        )
    )


def _firings(rule: Rule, number: int, block: Block) -> Firings:
    rows = np.flatnonzero(block.mask & rule.watches)
    ts, owner = block.ts[rows], block.owner[rows]
    first = np.ones(len(rows), bool)
    first[1:] = owner[1:] != owner[:-1]
    at = ts + _silence(rule, ts, first)
    unbroken = np.ones(len(rows), bool)  # an event at the very instant goes first and breaks it
    unbroken[:-1] = first[1:] | (ts[1:] > at[:-1])
    after = rows[unbroken]
    return Firings(after, at[unbroken], np.full(len(after), number, np.int64))


def _silence(rule: Rule, ts: Ints, first: NDArray[np.bool_]) -> Ints:
    if rule.silence is None or isinstance(rule.silence, Duration):
        length = rule.silence.microseconds if rule.silence else FOREVER
        return np.full(len(ts), length, np.int64)
    row = np.arange(len(ts))
    begin = np.maximum.accumulate(np.where(first, row, 0))
    gaps = row - begin
    mean = (ts - ts[begin]) / np.maximum(gaps, 1)  # no gap yet: 0, so only at_least counts
    own = np.minimum(rule.silence.own_interval * mean, FOREVER).astype(np.int64)
    return np.maximum(own, rule.silence.at_least.microseconds)
