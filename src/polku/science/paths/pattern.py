"""Where does a path first hold a pattern, such as "A → * → B"?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from polku.science.paths.log import Flags, Ints, Log

ANY = -1  # exactly one step, of any kind
GAP = -2  # any number of steps, or none


def first_match(log: Log, pattern: Sequence[int]) -> tuple[Ints, Ints]:
    """For each path, the numbers of the first and the last step of the first match, both -1 where there is none.

    `pattern` holds codes of events, ANY and GAP. Each stretch between gaps is taken as early as it goes, which
    finds a match whenever there is one."""
    start = np.full(log.paths, -1, np.int64)
    last = np.full(log.paths, -1, np.int64)
    at = log.starts[:-1].copy()
    found = np.ones(log.paths, bool)
    blocks = _blocks(pattern)
    for number, block in enumerate(blocks):
        where = np.flatnonzero(_matches(log, block))
        if not where.size:
            return np.full(log.paths, -1, np.int64), np.full(log.paths, -1, np.int64)
        next_ = np.searchsorted(where, at)
        hit = where[np.minimum(next_, len(where) - 1)]
        found &= (next_ < len(where)) & (hit < log.starts[1:])
        if number == 0:
            start = np.where(found, hit, -1)
        last = np.where(found, hit + len(block) - 1, -1)
        at = hit + len(block)
    found &= bool(blocks)
    return np.where(found, start, -1), np.where(found, last, -1)


def _blocks(pattern: Sequence[int]) -> list[list[int]]:
    blocks: list[list[int]] = [[]]
    for token in pattern:
        if token == GAP:
            blocks.append([])
        else:
            blocks[-1].append(token)
    return [block for block in blocks if block]


def _matches(log: Log, block: Sequence[int]) -> Flags:
    """Whether the block begins at each step, within one path."""
    steps = len(log.event)
    found = np.zeros(steps, bool)
    room = steps - len(block) + 1
    if room <= 0:
        return found
    inside = np.ones(room, bool)
    for offset, token in enumerate(block):
        if token != ANY:
            inside &= log.event[offset : offset + room] == token
    at = np.flatnonzero(inside)
    end = np.searchsorted(
        log.starts, at, side="right"
    )  # starts[end] is where the path of the step ends
    found[at[at + len(block) <= log.starts[end]]] = True
    return found
