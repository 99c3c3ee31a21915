"""How many leads a week's spend brings: a concave curve with what is not known of it.

    leads in a week ~ base + top · s(A),   s(A) = (1 + u) · a / (1 + u · a),   a = A / largest

A is adstocked spend, `largest` the largest weekly spend seen, `top` what that spend brings, and u ≥ 0 how far it is
saturated there (u = 0: a straight line). It is Hill's curve with exponent 1: always concave, so a best split of money
exists and is unique in value (an S-shaped curve has neither property, and weeks seldom suffice to tell them apart).

Counts vary φ times more than Poisson's would. Given (carry, u) the model is linear in (base, top): their posterior is
normal with the weights of the best fit. The grid of (carry, u), flat, is summed over, so what the weeks cannot tell of
saturation and carry-over stays in the interval. base, top ≥ 0 by rejection. Cf. Jin, Wang, Sun, Chan and Koehler
(2017), Bayesian methods for media mix modeling with carryover and shape effects, Google.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc

from polku.science.budget.adstock import Floats, adstocked

Why = Literal["", "few-weeks", "no-variation", "few-leads", "flat"]
CARRIES = (0.0, 0.15, 0.3, 0.45, 0.6, 0.75)
BENDS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0)
FEWEST_WEEKS = 12
FEWEST_LEADS = 30
LEAST_VARIATION = 0.1  # standard deviation of weekly spend / its mean
STRAIGHT = 0.25  # of a straight line, before the weeks are seen; the bends share the rest evenly
LEVEL = 0.05  # of the test that spend tells anything of leads
DRAWS = 2000
SEED = 20_261_122


@dataclass(frozen=True, eq=False)
class Curve:
    """Draws of what may be true, given the weeks. Money in the unit of the spend given. `why` is empty when the curve
    is known; else the mean of the weeks (`base`) is all there is: `at` gives it at the `usual` spend and beyond, and
    in proportion below."""

    base: Floats
    top: Floats
    bend: Floats
    carry: Floats
    largest: float
    usual: float
    weeks: int
    leads: int
    spread: float  # φ: variance / Poisson's
    why: Why

    @property
    def known(self) -> bool:
        """Whether the weeks told the curve."""
        return not self.why

    def at(self, spend: npt.ArrayLike) -> Floats:
        """Leads a week at a steady weekly spend: shape (draws, spends)."""
        x = np.atleast_1d(np.asarray(spend, np.float64))
        if not self.known:
            part = np.minimum(1.0, x / self.usual) if self.usual > 0 else np.ones_like(x)
            return np.asarray(self.base[:, None] * part[None, :], np.float64)
        a = x[None, :] / self.largest
        u = self.bend[:, None]
        return np.asarray(
            self.base[:, None] + self.top[:, None] * (1 + u) * a / (1 + u * a), np.float64
        )


def fit(spend: npt.ArrayLike, leads: npt.ArrayLike, draws: int = DRAWS, seed: int = SEED) -> Curve:
    """The curve from spend and leads of consecutive weeks. Raises ValueError when they are not equally many,
    or something is negative or not a number."""
    x, y = np.asarray(spend, np.float64), np.asarray(leads, np.float64)
    if x.shape != y.shape or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("weeks of spend and leads, all known")
    if (x < 0).any() or (y < 0).any():
        raise ValueError("spend and leads are not negative")
    rng = np.random.default_rng(seed)
    why = _unfit(x, y)
    if why:
        return _usual(x, y, why, draws, rng)
    largest = float(x.max())
    cells = [(carry, bend) for carry in CARRIES for bend in BENDS]
    shapes = np.array([_shape(adstocked(x, carry) / largest, bend) for carry, bend in cells])
    weight, spread, best = _weights(shapes, y)
    if _flat(shapes[best], y, weight):
        return _usual(x, y, "flat", draws, rng)
    design = np.stack([np.ones_like(shapes), shapes], -1)
    gram = np.einsum("ctj,t,ctk->cjk", design, weight, design)
    estimate = np.linalg.solve(gram, np.einsum("ctj,t,t->cj", design, weight, y)[..., None])[..., 0]
    left = y - np.einsum("ctj,cj->ct", design, estimate)
    badness = (left**2 * weight).sum(1)
    bent = (1 - STRAIGHT) / (len(BENDS) - 1)
    log = np.log([bent if bend else STRAIGHT for _, bend in cells])
    log = log - 0.5 * badness / spread - 0.5 * np.linalg.slogdet(gram)[1]
    chance = np.exp(log - log.max())
    chance /= chance.sum()
    root = np.asarray(np.linalg.cholesky(np.linalg.inv(gram) * spread), np.float64)
    cell, pair = _drawn(rng, chance, estimate, root, draws, max(3, x.size - 4))
    named = np.array(cells)[cell]
    return Curve(
        pair[:, 0], pair[:, 1], named[:, 1], named[:, 0], largest, _recent(x), x.size,
        int(y.sum()), spread, "",
    )  # fmt: skip


def _unfit(x: Floats, y: Floats) -> Why:
    if x.size < FEWEST_WEEKS or (x > 0).sum() < FEWEST_WEEKS // 2:
        return "few-weeks"
    if y.sum() < FEWEST_LEADS:
        return "few-leads"
    return "no-variation" if x.std() < LEAST_VARIATION * x.mean() else ""


def _shape(a: Floats, bend: float) -> Floats:
    return (1 + bend) * a / (1 + bend * a)


def _weights(shapes: Floats, y: Floats) -> tuple[Floats, float, int]:
    """One over the expected count (least 0.5) at the best cell, φ (at least 1), and that cell."""
    weight = np.full(y.size, 1 / max(0.5, float(y.mean())))
    best = 0
    for _ in range(3):
        mean, badness = _fitted(shapes, y, weight)
        best = int(badness.argmin())
        weight = 1 / np.maximum(mean[best], 0.5)
    _, badness = _fitted(shapes, y, weight)
    best = int(badness.argmin())
    return weight, max(1.0, float(badness[best]) / max(1, y.size - 4)), best


def _fitted(shapes: Floats, y: Floats, weight: Floats) -> tuple[Floats, Floats]:
    design = np.stack([np.ones_like(shapes), shapes], -1)
    gram = np.einsum("ctj,t,ctk->cjk", design, weight, design)
    side = np.einsum("ctj,t,t->cj", design, weight, y)[..., None]
    mean = np.einsum("ctj,cj->ct", design, np.linalg.solve(gram, side)[..., 0])
    return mean, ((y - mean) ** 2 * weight).sum(1)


def _flat(shape: Floats, y: Floats, weight: Floats) -> bool:
    """Whether a line without spend fits as well (F test), or leads fall when spend rises."""
    level = (weight * y).sum() / weight.sum()
    without = float((weight * (y - level) ** 2).sum())
    mean, badness = _fitted(shape[None], y, weight)
    gain = without - float(badness[0])
    freedom = max(1, y.size - 4)
    left = float(badness[0]) / freedom
    falls = float(np.cov(shape, mean[0])[0, 1]) <= 0
    return falls or (left > 0 and float(fdtrc(1, freedom, max(0.0, gain / left))) > LEVEL)


def _drawn(
    rng: np.random.Generator, chance: Floats, at: Floats, root: Floats, draws: int, freedom: int
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Cells and (base, top) from Student's t around each cell's estimate, both at least 0."""
    cells, pairs, have = [], [], 0
    for _ in range(20):
        cell = rng.choice(chance.size, 2 * draws, p=chance)
        scale = np.sqrt(freedom / rng.chisquare(freedom, 2 * draws))
        step = np.einsum("cjk,ck->cj", root[cell], rng.standard_normal((2 * draws, 2)))
        pair = at[cell] + step * scale[:, None]
        fine = (pair >= 0).all(1)
        cells.append(cell[fine])
        pairs.append(pair[fine])
        have += int(fine.sum())
        if have >= draws:
            break
    else:  # hardly any: the nearest that can be
        cells.append(cell)
        pairs.append(np.maximum(pair, 0.0))
    return np.concatenate(cells)[:draws], np.concatenate(pairs)[:draws]


def _usual(x: Floats, y: Floats, why: Why, draws: int, rng: np.random.Generator) -> Curve:
    """Only the mean of the weeks, as a gamma with its own standard error."""
    mean = float(y.mean()) if y.size else 0.0
    error = max(float(y.var(ddof=1)) if y.size > 1 else mean, mean) / max(1, y.size)
    base = rng.gamma(mean**2 / error, error / mean, draws) if mean > 0 else np.zeros(draws)
    zero = np.zeros(draws)
    largest = float(x.max()) if x.size else 0.0
    return Curve(base, zero, zero, zero, largest, _recent(x), x.size, int(y.sum()), 1.0, why)


def _recent(x: Floats) -> float:
    """The mean of the last quarter of a year."""
    return float(x[-13:].mean()) if x.size else 0.0
