"""How well do paths keep to a design: a set of moves that it allows?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polku.science.paths.log import Flags, Ints, Log
from polku.science.ratio import ratio
from polku.science.wilson import Share, share, wilson


@dataclass(frozen=True)
class Moves:
    """The moves of all paths: from `source` to `target`, in path `path`, arriving at step `step`."""

    source: Ints
    target: Ints
    path: Ints
    step: Ints


def moves_of(log: Log) -> Moves:
    """Each step that follows another one of its path."""
    step = np.flatnonzero(log.follows) + 1
    return Moves(
        log.event[step - 1].astype(np.int64), log.event[step].astype(np.int64), log.path[step], step
    )


def share_of_moves(allowed: Flags, path: npt.ArrayLike) -> Share:
    """The share of moves that are allowed. Moves of one path hang together, so the interval is that of a ratio
    of sums over paths (`polku.science.ratio`); where all or none are allowed, Wilson's with paths as cases.
    `n` counts moves."""
    n = len(allowed)
    if not n:
        return Share(None, None, None, 0)
    _, who = np.unique(np.asarray(path), return_inverse=True)
    good = int(allowed.sum())
    if good in (0, n):
        paths = int(who.max()) + 1
        low, high = wilson(paths if good else 0, paths)
        return Share(good / n, low, high, n)
    found = ratio(np.bincount(who, allowed), np.bincount(who))
    if found.value is None or found.low is None or found.high is None:
        return Share(good / n, None, None, n)
    return Share(found.value, max(0.0, found.low), min(1.0, found.high), n)


def share_of_paths(allowed: Flags, path: npt.ArrayLike) -> Share:
    """The share of paths (of those with a move) whose every move is allowed; interval by Wilson."""
    moved, who = np.unique(np.asarray(path), return_inverse=True)
    wrong = np.bincount(who, ~allowed, minlength=len(moved)) > 0
    return share(int((~wrong).sum()), len(moved))
