"""The best split of money over concave curves: each further euro goes where it brings most.

With concave curves that is the optimum (equal marginal returns; Karush-Kuhn-Tucker): a curve given at points is
a row of straight pieces whose slopes fall, and filling the pieces of all curves in order of slope is exact for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polku.science.budget.adstock import Floats

Line = tuple[npt.ArrayLike, npt.ArrayLike]
"""Spends, ascending from 0, and what each brings (concave)."""


@dataclass(frozen=True)
class Split:
    """`spend` and `brings` of each curve; `margin`: what one more unit of money brings at best (0 where all curves
    are at their end). `left`: money that no curve could take; `short`: what lacks of the goal."""

    spend: Floats
    brings: Floats
    margin: float
    left: float = 0.0
    short: float = 0.0

    @property
    def total(self) -> float:
        """Money spent."""
        return float(self.spend.sum())


def allocate(lines: Sequence[Line], budget: float) -> Split:
    """The split of `budget` that brings most."""
    pieces = _pieces(lines)
    wide = pieces.wide
    taken = np.clip(budget - _before(wide), 0.0, wide)
    return _split(pieces, taken, left=max(0.0, budget - float(wide.sum())))


def cheapest(lines: Sequence[Line], goal: float) -> Split:
    """The least money that brings `goal` in all (with what comes without any); all there is when even that
    falls short."""
    pieces = _pieces(lines)
    wide, steep = pieces.wide, pieces.steep
    need = goal - float(pieces.free.sum())
    taken = np.clip((need - _before(wide * steep)) / steep, 0.0, wide)
    return _split(pieces, taken, short=max(0.0, need - float((wide * steep).sum())))


@dataclass(frozen=True)
class _Pieces:
    """Straight pieces of all curves, steepest first; `free` is what each curve brings without money."""

    of: npt.NDArray[np.int64]
    wide: Floats
    steep: Floats
    free: Floats


def _pieces(lines: Sequence[Line]) -> _Pieces:
    owner, width, slope = [], [], []
    free = np.zeros(len(lines))
    for c, (spends, values) in enumerate(lines):
        x, y = np.asarray(spends, np.float64), np.asarray(values, np.float64)
        free[c] = y[0]
        steps = np.diff(x)
        rises = np.maximum(np.diff(y), 0.0) / steps
        # What is concave but for rounding is made so; a piece never goes before an earlier one of its curve.
        owner.append(np.full(steps.size, c))
        width.append(steps)
        slope.append(np.minimum.accumulate(rises) if rises.size else rises)
    of = np.concatenate(owner) if owner else np.zeros(0, np.int64)
    wide, steep = (np.concatenate(each) if each else np.zeros(0) for each in (width, slope))
    order = np.argsort(-steep, kind="stable")
    of, wide, steep = of[order], wide[order], steep[order]
    useful = steep > 0
    return _Pieces(of[useful].astype(np.int64), wide[useful], steep[useful], free)


def _before(widths: Floats) -> Floats:
    return np.asarray(np.cumsum(widths) - widths, np.float64)


def _split(pieces: _Pieces, taken: Floats, left: float = 0.0, short: float = 0.0) -> Split:
    count = pieces.free.size
    spend = np.bincount(pieces.of, taken, count).astype(np.float64)
    brings = pieces.free + np.bincount(pieces.of, taken * pieces.steep, count)
    open_ = pieces.steep[taken < pieces.wide]
    return Split(spend, brings, float(open_[0]) if open_.size else 0.0, left, short)
