"""The Bayesian way: how probable is it that an arm is better, and what would be lost by choosing it wrongly?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from polku.science.experiments.point import Point

NODES = 2_000


@dataclass(frozen=True)
class Belief:
    """`better`: P(treated > control). `loss`: what choosing the treated is expected to cost when it is worse, in the
    metric's own unit; `loss_of_control` the same of choosing the control."""

    better: float
    loss: float
    loss_of_control: float


def shares(reached: int, n: int, reached_control: int, n_control: int) -> Belief:
    """Of two shares, each with the flat prior Beta(1, 1), by the trapezium rule over the densities."""
    a = stats.beta(1 + reached, 1 + n - reached)
    b = stats.beta(1 + reached_control, 1 + n_control - reached_control)
    low = min(float(a.ppf(1e-12)), float(b.ppf(1e-12)))
    high = max(float(a.ppf(1 - 1e-12)), float(b.ppf(1 - 1e-12)))
    x = np.linspace(low, high, NODES)
    below_a, below_b = a.cdf(x), b.cdf(x)
    better = float(np.trapezoid(a.pdf(x) * below_b, x))
    # E[(b - a)+] is the integral of P(a < x < b) over x.
    loss = float(np.trapezoid(below_a * (1 - below_b), x))
    other = float(np.trapezoid(below_b * (1 - below_a), x))
    return Belief(min(1.0, max(0.0, better)), loss, other)


def means(treated: Point, control: Point) -> Belief | None:
    """Of two means with a flat prior: the posterior of the difference is normal. None when nothing varies or there is
    no mean."""
    spread = sqrt(treated.variance + control.variance)
    if treated.value is None or control.value is None or not spread:
        return None
    z = (treated.value - control.value) / spread
    density, beyond = float(stats.norm.pdf(z)), float(stats.norm.sf(z))
    loss = spread * (density - z * beyond)
    return Belief(1 - beyond, loss, loss + (treated.value - control.value))
