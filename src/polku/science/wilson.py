"""The interval of a share: Wilson (1927), J. American Statistical Association 22, 209-212."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True)
class Share:
    """A share with its interval: `value`, `low` and `high` in 0..1, `n` the cases behind it.
    All three are None when there are no cases: missing is never 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def wilson(successes: float, n: float, z: float = Z95) -> tuple[float, float]:
    """Low and high of a share of `successes` out of `n`; `n` may be an effective, fractional size.
    Raises ValueError when n is not positive or successes are not within 0..n."""
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    p = successes / n
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    centre, scale = p + z * z / (2 * n), 1 + z * z / n
    # At the ends the formula gives 0 and 1 exactly but for rounding; a limit never leaves 0..1.
    low = 0.0 if successes == 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if successes == n else min(1.0, (centre + spread) / scale)
    return low, high


def share(successes: int, n: int) -> Share:
    """The share of `successes` out of `n` cases, all of them closed."""
    if n == 0:
        return Share(None, None, None, 0)
    low, high = wilson(successes, n)
    return Share(successes / n, low, high, n)
