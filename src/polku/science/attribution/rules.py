"""Models that share one path's credit among its touches: each gives every touch a weight, which sum to 1 in a path.

Position (40/20/40) and time decay as web analytics has long had them. Shapley: the game of Zhao, Mahboobi and
Bagheri (2018), Shapley value methods for attribution modeling in online advertising, arXiv 1804.05327: a set
of channels earns the conversions of the paths that need no channel outside it. That game is a sum of unanimity
games, so its Shapley value is exact and closed for any number of channels: each path's credit in equal parts to
the different channels on it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from polku.science.attribution.paths import Floats, Paths

ENDS = 0.4  # the first and the last touch each, by position


def first_touch(paths: Paths, half_life: float) -> Floats:
    """All to the first touch."""
    del half_life
    return paths.first.astype(np.float64)


def last_touch(paths: Paths, half_life: float) -> Floats:
    """All to the last touch."""
    del half_life
    return paths.last.astype(np.float64)


def linear(paths: Paths, half_life: float) -> Floats:
    """The same to each touch."""
    del half_life
    return np.asarray(1.0 / paths.length[paths.path], np.float64)


def position(paths: Paths, half_life: float) -> Floats:
    """40 % to the first, 40 % to the last, the rest evenly between; halves when there are two touches."""
    del half_life
    n = paths.length[paths.path]
    end = np.where(n == 1, 1.0, np.where(n == 2, 0.5, ENDS))
    between = (1 - 2 * ENDS) / np.maximum(n - 2, 1)
    return np.where(paths.first | paths.last, end, between)


def decay(paths: Paths, half_life: float) -> Floats:
    """Halved by every `half_life` days between the touch and the conversion.
    Raises ValueError when it is not positive."""
    if not half_life > 0:
        raise ValueError("a half-life is positive")
    age = paths.age / half_life
    least = np.full(paths.won.size, np.inf)
    np.minimum.at(least, paths.path, age)
    # Counted from the path's latest touch: a path whose touches are all old must not vanish in rounding.
    weight = np.exp2(least[paths.path] - age)
    return np.asarray(
        weight / np.bincount(paths.path, weight, paths.won.size)[paths.path], np.float64
    )


def shapley(paths: Paths, half_life: float) -> Floats:
    """The same to each different channel of the path (given to its first touch)."""
    del half_life
    key = paths.path * paths.channels + paths.channel
    _, where = np.unique(key, return_index=True)
    new = np.zeros(key.size, np.float64)
    new[where] = 1.0
    return np.asarray(new / np.bincount(paths.path, new, paths.won.size)[paths.path], np.float64)


RULES: dict[str, Callable[[Paths, float], Floats]] = {
    "first": first_touch,
    "last": last_touch,
    "linear": linear,
    "position": position,
    "decay": decay,
    "shapley": shapley,
}
