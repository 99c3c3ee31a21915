"""Bounds for those who decide beforehand how many times they look: Pocock, and O'Brien and Fleming.

The constants are computed as Armitage, McPherson and Rowe (1969, J. Royal Statistical Society A 132, 235-244) did:
the density of the sum is carried from look to look over what lies within the bounds. They equal tables 2.1 and 2.3
of Jennison and Turnbull (2000), Group Sequential Methods with Applications to Clinical Trials.
"""

from __future__ import annotations

from functools import cache
from math import sqrt
from typing import Literal

import numpy as np
from scipy import optimize, stats

Kind = Literal["pocock", "obrien-fleming"]
NODES = 120
MOST = 20


@cache
def constant(kind: Kind, looks: int, alpha: float = 0.05) -> float:
    """The bound of |z| at the last of so many equally spaced looks, two-sided. Raises ValueError for a number of looks
    that is not 1..20."""
    if not 1 <= looks <= MOST:
        raise ValueError(f"{looks} looks")
    shape = _shape(kind, looks)
    return float(
        optimize.brentq(lambda c: _crossing([c * each for each in shape]) - alpha, 1.0, 8.0)
    )


def bounds(kind: Kind, looks: int, alpha: float = 0.05) -> list[float]:
    """The bound of |z| at each look: crossing it ends the experiment."""
    return [constant(kind, looks, alpha) * each for each in _shape(kind, looks)]


def _shape(kind: Kind, looks: int) -> list[float]:
    if kind == "pocock":
        return [1.0] * looks
    return [sqrt(looks / look) for look in range(1, looks + 1)]


def _crossing(limits: list[float]) -> float:
    """The probability that |z| is ever beyond its limit when there is no difference."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    edge = limits[0]
    x, w = nodes * edge, weights * edge
    density = stats.norm.pdf(x)
    for look, limit in enumerate(limits[1:], 2):
        edge = limit * sqrt(look)  # of the sum, whose variance is the number of the look
        ahead = nodes * edge
        density = stats.norm.pdf(ahead[:, None] - x[None, :]) @ (w * density)
        x, w = ahead, weights * edge
    return 1 - float(w @ density)
