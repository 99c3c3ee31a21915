"""What may be said of a comparison: one rule for the programme's page and every report."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["better", "worse", "unclear", "too-few", "uneven"]
FEWEST = 10  # people on each arm, of a goal that is reached or not
FEWEST_OF_MEANS = 100  # of money and counts, whose few large values a small arm has not seen


def verdict(
    low: float | None,
    high: float | None,
    smallest_arm: int,
    *,
    blocked: bool = False,
    share: bool = True,
) -> Verdict:
    """`low`, `high`: the always-valid interval of treated less control. `blocked`: the lot did not share people out as
    it was to (sample ratio mismatch): then there is no verdict, however large the difference."""
    if blocked:
        return "uneven"
    fewest = FEWEST if share else FEWEST_OF_MEANS
    if smallest_arm < fewest or low is None or high is None:
        return "too-few"
    if low > 0:
        return "better"
    return "worse" if high < 0 else "unclear"
