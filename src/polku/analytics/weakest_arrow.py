"""Where does the path break?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from polku.analytics.stage_conversion import Conversion

ENOUGH = 30  # closed cases below which a share says too little to be called the weakest

Why = Literal["lowest", "lowest-uncertain", "only", "too-few", "never-reached", "not-weakest"]


def weakest_arrow(
    conversions: Sequence[Conversion], reached: Sequence[bool]
) -> tuple[int | None, list[Why]]:
    """The place of the arrow with the lowest conversion among those with at least 30 closed cases
    and somebody lost (None when there is none), and for each arrow why it is or is not the weakest: "lowest" (its
    interval lies below all others), "lowest-uncertain" (it does not), "only" (nothing to compare
    it with), "too-few", "never-reached", "not-weakest". `reached`: whether anybody came to the stage or
    past it in the cohort period; where nobody did, the data lacks the events, or the stage is new."""
    judged = [
        (each.value, place)
        for place, each in enumerate(conversions)
        if each.value is not None and each.advanced + each.lost >= ENOUGH and reached[place]
    ]
    broken = [
        one for one in judged if conversions[one[1]].lost
    ]  # where nobody is lost, nothing breaks
    why: list[Why] = ["too-few" if known else "never-reached" for known in reached]
    for _, place in judged:
        why[place] = "not-weakest"
    if not broken:
        return None, why
    _, weakest = min(broken)
    high = conversions[weakest].high
    lows = [conversions[place].low for _, place in judged if place != weakest]
    if not lows:
        why[weakest] = "only"
    else:
        clear = high is not None and all(low is not None and high < low for low in lows)
        why[weakest] = "lowest" if clear else "lowest-uncertain"
    return weakest, why
