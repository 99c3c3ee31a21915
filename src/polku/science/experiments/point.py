"""The value of a metric on one arm, with the variance of that estimate: a mean, a ratio, or a mean by CUPED."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from polku.science.experiments.moments import Moments


@dataclass(frozen=True)
class Point:
    """`value` is None when the arm has too few cases to have one; `variance` is that of the estimate."""

    value: float | None
    variance: float
    n: int


NOTHING = Point(None, 0.0, 0)


def mean(arm: Moments, *, share: bool = False) -> Point:
    """The mean of y. Of a `share` (y is 0 or 1) the variance is that of one with a success and a failure more
    (Agresti and Caffo 2000, The American Statistician 54, 280-288): no arm is certain because nobody, or
    everybody, has reached the goal."""
    if not arm.n:
        return NOTHING
    if share:
        p = (arm.y + 1) / (arm.n + 2)
        return Point(arm.mean, p * (1 - p) / arm.n, arm.n)
    if arm.n < 2:
        return NOTHING
    return Point(arm.mean, arm.covariance("y", "y") / arm.n, arm.n)


def ratio(arm: Moments) -> Point:
    """The sum of y over the sum of b, such as revenue per order. People, not orders, are drawn by lot: the variance is
    by the delta method over people (Deng, Knoblich and Lu 2018, KDD, "Applying the delta method in metric
    analytics"). None when nobody has a denominator."""
    if arm.n < 2 or arm.b <= 0:
        return NOTHING
    r, b = arm.y / arm.b, arm.b / arm.n
    spread = (
        arm.covariance("y", "y")
        - 2 * r * arm.covariance("y", "b")
        + r * r * arm.covariance("b", "b")
    )
    return Point(r, max(0.0, spread) / (b * b * arm.n), arm.n)


def cuped(arms: Sequence[Moments]) -> tuple[list[Point], float | None]:
    """The means of y freed from what was known before: y - theta (x - mean of x over all arms), with
    theta = the pooled covariance within arms / variance of x (Deng, Xu, Kohavi and Walker 2013, WSDM, "Improving the
    sensitivity of online controlled experiments by utilizing pre-experiment data"). Also the share of variance
    taken away; None when x does not vary (the means are then as they were)."""
    degrees = [max(0, arm.n - 1) for arm in arms]
    pooled = {
        pair: sum(d * arm.covariance(*pair) for d, arm in zip(degrees, arms, strict=True))
        for pair in (("x", "x"), ("x", "y"), ("y", "y"))
    }
    if pooled["x", "x"] <= 0 or pooled["y", "y"] <= 0:
        return [mean(arm) for arm in arms], None
    theta = pooled["x", "y"] / pooled["x", "x"]
    everybody = sum(arm.x for arm in arms) / sum(arm.n for arm in arms)
    found = []
    for arm in arms:
        if arm.n < 2:
            found.append(NOTHING)
            continue
        spread = (
            arm.covariance("y", "y")
            - 2 * theta * arm.covariance("x", "y")
            + theta * theta * arm.covariance("x", "x")
        )
        value = arm.mean - theta * (arm.x / arm.n - everybody)
        found.append(Point(value, max(0.0, spread) / arm.n, arm.n))
    return found, pooled["x", "y"] ** 2 / (pooled["x", "x"] * pooled["y", "y"])
