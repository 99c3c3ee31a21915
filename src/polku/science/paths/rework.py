"""How often do people do the same again, at once or after something else?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polku.science.paths.log import Ints, Log


@dataclass(frozen=True)
class Rework:
    """By kind: `times` it stands in the paths, in how many `paths`; `repeats` right after itself, `returns` after
    something else in between; `again`: paths with any of the two. times = paths + repeats + returns."""

    times: Ints
    paths: Ints
    repeats: Ints
    returns: Ints
    again: Ints


def rework(log: Log, kinds: int) -> Rework:
    """Of events 0 .. kinds - 1."""
    event = log.event.astype(np.int64)
    times = np.bincount(event, minlength=kinds)
    same = log.follows & (event[1:] == event[:-1])
    repeats = np.bincount(event[1:][same], minlength=kinds)
    cell, count = np.unique(log.path * kinds + event, return_counts=True)
    paths = np.bincount(cell % kinds, minlength=kinds)
    again = np.bincount(cell[count > 1] % kinds, minlength=kinds)
    return Rework(times, paths, repeats, times - paths - repeats, again)
