"""What stands at each step before and after a place in each path?"""

from __future__ import annotations

import numpy as np

from polku.science.paths.log import Ints, Log


def step_matrix(log: Log, anchor: Ints, offsets: range, kinds: int) -> Ints:
    """counts[k, j]: paths with event k (of 0 .. kinds - 1) `offsets[j]` steps from their `anchor` (the number of a
    step; -1: the path does not count). The last row counts paths that have no such step, so that each column
    sums to the paths that count."""
    use = np.flatnonzero(anchor >= 0)
    at, low, high = anchor[use], log.starts[use], log.starts[use + 1]
    found = np.zeros((kinds + 1, len(offsets)), np.int64)
    for place, offset in enumerate(offsets):
        step = at + offset
        inside = (step >= low) & (step < high)
        found[:kinds, place] = np.bincount(log.event[step[inside]], minlength=kinds)
        found[kinds, place] = len(use) - inside.sum()
    return found


def paths_at(log: Log, anchor: Ints, offset: int, kinds: Ints | None) -> Ints:
    """The paths with one of `kinds` so many steps from their anchor; None: that have no such step."""
    step = anchor + offset
    inside = (anchor >= 0) & (step >= log.starts[:-1]) & (step < log.starts[1:])
    if kinds is None:
        return np.flatnonzero((anchor >= 0) & ~inside)
    hit = np.zeros(log.paths, bool)
    hit[inside] = np.isin(log.event[step[inside]], kinds)
    return np.flatnonzero(hit)


def between(log: Log, first: Ints, last: Ints, kinds: int) -> tuple[Ints, Ints]:
    """What lies strictly between step `first` and step `last` of each path (-1: the path does not count): for each
    kind, paths that have it there and how many times it stands there in all."""
    use = np.flatnonzero((first >= 0) & (last >= 0))
    edge = np.zeros(len(log.event) + 1, np.int64)
    edge[first[use] + 1] += 1
    edge[last[use]] -= 1
    inside = edge.cumsum()[:-1] > 0
    event, path = log.event[inside].astype(np.int64), log.path[inside]
    times = np.bincount(event, minlength=kinds)
    people = np.bincount(np.unique(path * kinds + event) % kinds, minlength=kinds)
    return people, times
