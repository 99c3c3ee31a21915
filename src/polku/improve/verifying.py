"""Whether a metric has got better: the arithmetic by which something is done."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

Verdict = Literal["better", "worse", "unclear", "too-few"]
Direction = Literal["up", "down"]
FEWEST = 10  # cases on either side, below which nothing is said


@dataclass(frozen=True)
class Reading:
    """A number of a report as it was read: its 95 % interval and the cases behind it."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Check:
    """`difference` = now less before, with its interval; None when either side is not known."""

    verdict: Verdict
    difference: float | None = None
    low: float | None = None
    high: float | None = None


NOTHING = Reading(0.0, 0.0, 0.0, FEWEST)
"""What the effect of an experiment is compared with: no effect."""


def check(before: Reading, now: Reading, better: Direction) -> Check:
    """Better or worse when the 95 % interval of the difference leaves zero out; else not known yet.

    The interval adds those of two independent readings in squares (MOVER: Zou and Donner 2008, Statistics in Medicine
    27, 1693-1702; for shares Newcombe's method 10), so it needs no more than the readings themselves.
    """
    if before.value is None or before.low is None or before.high is None:
        return Check("too-few")
    if now.value is None or now.low is None or now.high is None:
        return Check("too-few")
    difference = now.value - before.value
    low = difference - sqrt((now.value - now.low) ** 2 + (before.high - before.value) ** 2)
    high = difference + sqrt((now.high - now.value) ** 2 + (before.value - before.low) ** 2)
    if min(before.n, now.n) < FEWEST:
        return Check("too-few", difference, low, high)
    up, down = low > 0, high < 0
    good, bad = (up, down) if better == "up" else (down, up)
    return Check("better" if good else "worse" if bad else "unclear", difference, low, high)
