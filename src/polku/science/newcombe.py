"""The interval of the difference of two shares: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from polku.science.wilson import Z95, wilson


@dataclass(frozen=True)
class Difference:
    """`value` = first share less the second, with its interval, all in -1..1; None when either side
    has no cases. `n` counts both sides."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def newcombe(a: int, n_a: int, b: int, n_b: int, z: float = Z95) -> Difference:
    """The difference a/n_a - b/n_b by the square-and-add of two Wilson intervals: it never leaves -1..1 and
    holds with few cases. Raises ValueError when a count is not within its cases."""
    if not n_a or not n_b:
        return Difference(None, None, None, n_a + n_b)
    p_a, p_b = a / n_a, b / n_b
    low_a, high_a = wilson(a, n_a, z)
    low_b, high_b = wilson(b, n_b, z)
    value = p_a - p_b
    low = value - sqrt((p_a - low_a) ** 2 + (high_b - p_b) ** 2)
    high = value + sqrt((high_a - p_a) ** 2 + (p_b - low_b) ** 2)
    return Difference(value, max(-1.0, low), min(1.0, high), n_a + n_b)
