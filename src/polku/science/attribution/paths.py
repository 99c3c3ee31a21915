"""Channel paths as columns: what all models of attribution read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Paths:
    """Paths of at least one touch each. Of each touch, in order of path and time: `path` (its place in the
    columns below, ascending), `channel` (0 … channels - 1) and `age` (days from the touch to the conversion).
    Of each path: whether it was `won` (ended in a conversion), its `minor` units of money (refunds taken off;
    0 for lost paths) and the `person` who walked it."""

    channels: int
    path: Ints
    channel: Ints
    age: Floats
    won: Flags
    minor: Ints
    person: Ints

    @property
    def first(self) -> Flags:
        """Whether the touch begins its path."""
        return np.concatenate((np.ones(min(1, self.path.size), bool), np.diff(self.path) != 0))

    @property
    def last(self) -> Flags:
        """Whether the touch ends its path."""
        return np.concatenate((np.diff(self.path) != 0, np.ones(min(1, self.path.size), bool)))

    @property
    def length(self) -> Ints:
        """Touches of each path."""
        return np.bincount(self.path, minlength=self.won.size).astype(np.int64)
