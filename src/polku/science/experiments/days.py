"""How much longer? The people at which the always-valid interval would leave out no difference."""

from __future__ import annotations

from math import ceil, sqrt

from polku.science.experiments.sequence import ALPHA, TUNED, multiplier

MOST = 1_000_000_000
POWER_MARGIN = (
    0.8416212335729143  # of four in five: the estimate falls short of the truth half the time
)


def people_needed(
    effect: float, error: float, n: int, alpha: float = ALPHA, tuned: int = TUNED
) -> int | None:
    """People in both arms, shared out as now, with whom an effect of that size would be told from none four times
    in five. `error` is the standard error with the present `n`. None without an effect or with more than a
    thousand million."""
    if not effect or not n or error <= 0:
        return None
    unit = error * sqrt(n)  # the standard error with one person

    def told(people: int) -> bool:
        width = multiplier(people, alpha, tuned) + POWER_MARGIN
        return width * unit / sqrt(people) <= abs(effect)

    if not told(MOST):
        return None
    low, high = 1, MOST
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if told(middle) else (middle + 1, high)
    return low


def days_needed(needed: int | None, n: int, per_day: float) -> int | None:
    """Days until so many have been followed to the end of their window. None when nobody comes."""
    if needed is None or per_day <= 0:
        return None
    return max(0, ceil((needed - n) / per_day))
