"""Maximum likelihood for models whose parameters are all positive: the search, and how sure the result is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import exp, log, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from polku.science.clv.histories import Floats
from polku.science.wilson import Z95

ENOUGH = 30
"""Fewer repeat customers than this say nothing of two distributions."""
ALIKE = 6.0
"""A shape of e^6 = 400: people differ by a twentieth, as good as not at all, and more cannot be told."""
FARTHEST = 18.0  # a parameter outside e^±18 has run away: the data do not hold it
_STEP = 1e-4
_FLAT = 1e-5  # the gradient of a finished search, for each case

Likelihood = Callable[[Floats], tuple[float, Floats]]
"""Log-likelihood and its gradient, both of the logarithms of the parameters."""
Trouble = Literal["too-few", "no-convergence", "on-the-edge"]


@dataclass(frozen=True, eq=False)
class Fit:
    """`values` of the parameters at the highest `likelihood` (its logarithm); `covariance` that of their logarithms
    (None: it cannot be told; 0 for a shape at ALIKE, which is taken as given). `trouble` says why the fit must not be
    used: too few repeat customers, the search did not end, or a parameter ran to the edge. `n` customers."""

    names: tuple[str, ...]
    values: tuple[float, ...]
    likelihood: float
    covariance: Floats | None = field(repr=False)
    n: int
    trouble: Trouble | None = None

    def of(self, name: str) -> float:
        """One parameter. Raises ValueError."""
        return self.values[self.names.index(name)]

    def interval(
        self, value: Callable[[tuple[float, ...]], Floats]
    ) -> tuple[Floats, Floats, Floats]:
        """What `value` makes of the parameters (an array, all above zero) with its low and high: the delta method on
        the logarithm (Oehlert 1992). NaN limits where the covariance is not known."""
        middle = np.asarray(value(self.values), dtype=np.float64)
        if self.covariance is None:
            nothing = np.full_like(middle, np.nan)
            return middle, nothing, nothing
        with np.errstate(divide="ignore", invalid="ignore"):
            slopes = []
            for place in range(len(self.values)):
                up, down = (_moved(self.values, place, side * 1e-3) for side in (1, -1))
                rise = np.log(np.asarray(value(up))) - np.log(np.asarray(value(down)))
                slopes.append(rise / 2e-3)
            slope = np.stack(slopes)
            spread = np.sqrt(np.einsum("i...,ij,j...->...", slope, self.covariance, slope))
        return middle, middle * np.exp(-Z95 * spread), middle * np.exp(Z95 * spread)

    def limits(self, name: str) -> tuple[float, float] | None:
        """The interval of one parameter."""
        if self.covariance is None:
            return None
        place = self.names.index(name)
        spread = Z95 * sqrt(self.covariance[place, place])
        return self.values[place] * exp(-spread), self.values[place] * exp(spread)


def _moved(values: tuple[float, ...], place: int, by: float) -> tuple[float, ...]:
    return tuple(v * exp(by) if i == place else v for i, v in enumerate(values))


def fit(
    names: tuple[str, ...],
    likelihood: Likelihood,
    starts: Sequence[Sequence[float]],
    n: int,
    shapes: Sequence[str],
    rough: tuple[Likelihood, float] | None = None,
) -> Fit:
    """The best of searches (L-BFGS-B) from several starts. `shapes` are the parameters that end at ALIKE. `rough` is
    the likelihood of a part of the data and the number of its cases: the starts are tried there, and Newton's steps
    go on with all, by the curvature of the part: they end at the same place, and it costs a twentieth."""
    top = np.array([ALIKE if name in shapes else FARTHEST for name in names])
    edge = [(-FARTHEST, high) for high in top]

    def search(what: Likelihood, start: Floats, tight: float) -> tuple[float, Floats, bool]:
        def down(theta: Floats) -> tuple[float, Floats]:
            value, slope = what(theta)
            if not np.isfinite(value) or not np.isfinite(slope).all():
                return 1e12, np.zeros_like(theta)
            return -value / cases, -slope / cases

        found = minimize(
            down, start, jac=True, method="L-BFGS-B", bounds=edge,
            options={"maxiter": 500, "ftol": tight, "gtol": 1e-8},
        )  # fmt: skip
        return (
            -float(found.fun) * cases,
            np.asarray(found.x),
            _flat(-down(found.x)[1], found.x, top),
        )

    first, cases = rough or (likelihood, float(n))
    tried = [search(first, np.array([log(v) for v in start]), 1e-11) for start in starts]
    value, theta, flat = max(tried, key=lambda each: each[0])
    free = theta < top - 1e-6
    if rough is not None:
        bent = _information(first, theta) * (n / cases)
        value, theta, flat = _guided(likelihood, theta, top, bent, n)
        free = theta < top - 1e-6
        covariance = _inverse(_information(first, theta) * (n / cases), free)
    if rough is None or not flat:
        cases = float(n)
        if not flat:
            value, theta, flat = _polished(likelihood, theta, top, n)
            free = theta < top - 1e-6
        covariance = _inverse(_information(likelihood, theta), free)
    trouble: Trouble | None = None
    if np.abs(theta).max() > FARTHEST - 1e-3 or covariance is None:
        trouble = "on-the-edge"
    elif not flat:
        trouble = "no-convergence"
    return Fit(names, tuple(float(v) for v in np.exp(theta)), float(value), covariance, n, trouble)


def _flat(slope: Floats, theta: Floats, top: Floats) -> bool:
    """Whether nothing is to be gained: a shape at its top may want to go on."""
    held = (theta >= top - 1e-6) & (slope > 0)
    return bool(np.abs(np.where(held, 0.0, slope)).max() < _FLAT)


def _guided(
    likelihood: Likelihood, theta: Floats, top: Floats, bent: Floats, n: int
) -> tuple[float, Floats, bool]:
    """Newton's steps by a curvature that is given."""
    value, slope = likelihood(theta)
    for _ in range(15):
        free = ~((theta >= top - 1e-6) & (slope > 0))
        if _flat(slope / n, theta, top) or not np.isfinite(bent).all() or not free.any():
            break
        step = np.zeros_like(theta)
        step[free] = np.linalg.lstsq(bent[np.ix_(free, free)], slope[free], rcond=None)[0]
        there = np.clip(theta + np.clip(step, -1, 1), -FARTHEST, top)
        new_value, new_slope = likelihood(there)
        if not np.isfinite(new_value) or new_value < value:
            break
        theta, value, slope = there, new_value, new_slope
    return value, theta, _flat(slope / n, theta, top)


def _polished(
    likelihood: Likelihood, theta: Floats, top: Floats, n: int
) -> tuple[float, Floats, bool]:
    """Levenberg's steps: along a ridge, where many parameters fit alike, the search stops too early."""
    value, slope = likelihood(theta)
    damp = 1e-3
    for _ in range(60):
        if _flat(slope / n, theta, top):
            break
        bent = _information(likelihood, theta)
        if not np.isfinite(bent).all():
            break
        free = ~((theta >= top - 1e-6) & (slope > 0))
        step = np.zeros_like(theta)
        bent = bent[np.ix_(free, free)]
        bent += damp * np.diag(np.abs(np.diag(bent)) + 1e-9)
        step[free] = np.linalg.solve(bent, slope[free])
        there = np.clip(theta + np.clip(step, -1, 1), -FARTHEST, top)
        new_value, new_slope = likelihood(there)
        if np.isfinite(new_value) and new_value >= value:
            theta, value, slope, damp = there, new_value, new_slope, max(damp / 5, 1e-9)
        else:
            damp *= 10
            if damp > 1e9:
                break
    return value, theta, _flat(slope / n, theta, top)


def too_few(names: tuple[str, ...], n: int) -> Fit:
    """What is said when there is nothing to fit."""
    return Fit(names, (float("nan"),) * len(names), float("nan"), None, n, "too-few")


def _information(likelihood: Likelihood, theta: Floats) -> Floats:
    """The observed information: differences of the gradient."""
    rows = []
    for place in range(len(theta)):
        step = np.zeros_like(theta)
        step[place] = _STEP
        rows.append((likelihood(theta - step)[1] - likelihood(theta + step)[1]) / (2 * _STEP))
    found = np.array(rows)
    return (found + found.T) / 2


def _inverse(information: Floats, free: npt.NDArray[np.bool_]) -> Floats | None:
    found = np.zeros_like(information)
    if not free.any():
        return found
    information = information[np.ix_(free, free)]
    if not np.isfinite(information).all() or np.linalg.eigvalsh(information).min() <= 1e-9:
        return None
    found[np.ix_(free, free)] = np.linalg.inv(information)
    return found
