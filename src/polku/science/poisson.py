"""The interval of a count of rare things: Garwood (1936), Biometrika 28, 437-442 (exact)."""

from __future__ import annotations

from scipy.stats import chi2


def poisson(count: int, share: float = 0.95) -> tuple[float, float]:
    """Low and high of the expected count when `count` were seen. Raises ValueError when it is negative."""
    if count < 0:
        raise ValueError(f"{count} is not a count")
    tail = (1 - share) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


def price(cost: float, count: int) -> tuple[float | None, float | None, float | None]:
    """What each of `count` cost, and its interval: the cost is known, the count is chance. None without any; the
    high limit is None where the count may well have been none."""
    if count <= 0:
        return None, None, None
    low, high = poisson(count)
    return cost / count, cost / high, cost / low
