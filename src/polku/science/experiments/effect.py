"""The difference of two arms: absolute and relative, with an interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from scipy import stats

from polku.science.experiments.point import Point
from polku.science.experiments.sequence import ALPHA, TUNED, always_valid_p, multiplier
from polku.science.wilson import Z95


@dataclass(frozen=True)
class Effect:
    """`value` = treated less control, in the metric's own unit; `relative` = that over the control's value (0.1 = 10 %
    more). None where it cannot be told. `n`: people of both arms. `p` belongs to the interval."""

    value: float | None
    low: float | None
    high: float | None
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    error: float | None
    n: int
    p: float | None


def unknown(n: int) -> Effect:
    """Of arms that cannot be compared yet."""
    return Effect(None, None, None, None, None, None, None, n, None)


def sequential(treated: Point, control: Point, alpha: float = ALPHA, tuned: int = TUNED) -> Effect:
    """With an interval that holds however often one looks (see `sequence`).

    No arm is believed to vary less than both together: a small arm that has not yet met the rare large values
    seems surer than it is, and its interval would leave out the truth up to one time in four (law tests)."""
    n = treated.n + control.n
    if treated.value is None or control.value is None:
        return unknown(n)
    treated, control = _floored(treated, control)
    value = _value(treated, control)
    error = sqrt(treated.variance + control.variance)
    p = always_valid_p(value / error, n, tuned) if error else None
    return _effect(treated, control, multiplier(n, alpha, tuned), p)


def _floored(a: Point, b: Point) -> tuple[Point, Point]:
    degrees = max(1, a.n + b.n - 2)
    pooled = (a.variance * a.n * (a.n - 1) + b.variance * b.n * (b.n - 1)) / degrees
    return tuple(replace(each, variance=max(each.variance, pooled / each.n)) for each in (a, b))  # type: ignore[return-value]


def fixed(treated: Point, control: Point, alpha: float = ALPHA) -> Effect:
    """With Welch's (1947) interval: right when one looks once, at a moment fixed beforehand."""
    n = treated.n + control.n
    if treated.value is None or control.value is None:
        return unknown(n)
    spread = treated.variance + control.variance
    if not spread:
        return _effect(treated, control, Z95, None)
    degrees = spread**2 / (
        treated.variance**2 / max(1, treated.n - 1) + control.variance**2 / max(1, control.n - 1)
    )
    t = float(stats.t.ppf(1 - alpha / 2, degrees))
    z = abs(treated.value - control.value) / sqrt(spread)
    return _effect(treated, control, t, float(2 * stats.t.sf(z, degrees)))


def within(effect: Effect) -> Effect:
    """Of two shares: an interval that does not leave -1..1."""
    if effect.low is None or effect.high is None:
        return effect
    return replace(effect, low=max(-1.0, effect.low), high=min(1.0, effect.high))


def _effect(treated: Point, control: Point, times: float, p: float | None) -> Effect:
    value = _value(treated, control)
    of_control = control.value or 0.0
    error = sqrt(treated.variance + control.variance)
    relative = value / of_control if of_control > 0 else None
    low, high = fieller(treated, control, times)
    return Effect(
        value,
        value - times * error,
        value + times * error,
        relative,
        low,
        high,
        error,
        treated.n + control.n,
        p,
    )


def _value(treated: Point, control: Point) -> float:
    assert treated.value is not None and control.value is not None  # noqa: S101, PT018
    return treated.value - control.value


def fieller(treated: Point, control: Point, times: float) -> tuple[float | None, float | None]:
    """Low and high of treated / control - 1 (Fieller 1954, J. Royal Statistical Society B 16, 175-185): the ratios r
    for which treated - r * control is not farther than `times` standard errors from 0. With the multiplier of a
    sequence it holds at any look, because it does for each r. None, None when the control cannot be told from 0: the
    interval would have no end."""
    if treated.value is None or control.value is None or control.value <= 0:
        return None, None
    g = times**2 * control.variance
    a = control.value**2 - g
    if a <= 0:
        return None, None
    b = treated.value * control.value
    c = treated.value**2 - times**2 * treated.variance
    root = sqrt(max(0.0, b * b - a * c))
    return (b - root) / a - 1, (b + root) / a - 1
