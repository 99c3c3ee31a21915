"""What comes before what, at any distance?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polku.science.paths.log import Ints, Log

NEVER = np.iinfo(np.int32).max
PIECE = 65_536  # paths at a time: what is looked at stays in the cache


@dataclass(frozen=True)
class Order:
    """Of kinds 0 .. k - 1: `paths[a]` have a; `follows[a, b]` have b somewhere after an a (for a = b: have it
    twice); `both[a, b]` have both, and in `earlier[a, b]` of them the first a comes before the first b.
    `place[a]`: the mean place of the first a, in 0 (first step) .. 1 (last step); nan when nobody has it."""

    paths: Ints
    follows: Ints
    both: Ints
    earlier: Ints
    place: npt.NDArray[np.float64]


def order_of(log: Log, kinds: int) -> Order:
    """Counts of paths; events of other kinds (numbered `kinds` and more) only take room."""
    paths = np.zeros(kinds, np.int64)
    follows, both, earlier = (np.zeros((kinds, kinds), np.int64) for _ in range(3))
    place = np.zeros(kinds)
    for begin in range(0, log.paths, PIECE):
        first, last, length = _ends(log, begin, min(begin + PIECE, log.paths), kinds)
        has = first != NEVER
        paths += has.sum(axis=1)
        relative = np.where(has, first / np.maximum(length - 1, 1), 0.0)
        place += relative.sum(axis=1)
        for a in range(kinds):
            mine, start = has[a], first[a]
            follows[a] += (start < last).sum(axis=1)
            both[a] += (has & mine).sum(axis=1)
            earlier[a] += ((start < first) & has).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(paths > 0, place / paths, np.nan)
    return Order(paths, follows, both, earlier, mean)


def paths_that_follow(log: Log, a: int, b: int) -> Ints:
    """The paths with b somewhere after an a."""
    first = np.full(log.paths, NEVER, np.int64)
    last = np.full(log.paths, -1, np.int64)
    path = log.path
    at_a, at_b = np.flatnonzero(log.event == a), np.flatnonzero(log.event == b)
    np.minimum.at(first, path[at_a], at_a)
    np.maximum.at(last, path[at_b], at_b)
    return np.flatnonzero(first < last)


def _ends(log: Log, begin: int, end: int, kinds: int) -> tuple[Ints, Ints, Ints]:
    """The first and the last place of each kind (rows) in each path (columns) and the paths' lengths."""
    low, high = int(log.starts[begin]), int(log.starts[end])
    lengths = np.diff(log.starts[begin : end + 1])
    path = np.repeat(np.arange(end - begin), lengths)
    place = np.arange(low, high) - np.repeat(log.starts[begin:end], lengths)
    cell = path + log.event[low:high].astype(np.int64) * (end - begin)
    size = (kinds + 1) * (end - begin)
    inside = log.event[low:high] < kinds
    if not inside.all():
        cell, place = cell[inside], place[inside]
    # Of equal places in an assignment the last one stays: NumPy says so of indexed assignment.
    first = np.full(size, NEVER, np.int32)
    first[cell[::-1]] = place[::-1]
    last = np.full(size, -1, np.int32)
    last[cell] = place
    shape = (kinds + 1, end - begin)
    return first.reshape(shape)[:kinds], last.reshape(shape)[:kinds], lengths  # type: ignore[return-value]
