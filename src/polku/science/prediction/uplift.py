"""Whom does a treatment help more than others? Two models, doubly robust scores, and a test before anybody believes it.

The effect on each person is predicted by two ridge logistic models, of the treated and of the control, each person by
models that have not seen them (five folds). What is believed is not the prediction but doubly robust scores (Robins,
Rotnitzky and Zhao 1994), whose means are unbiased because the lot was known. The test is the best linear predictor of
Chernozhukov, Demirer, Duflo and Fernandez-Val (2018, NBER 24678): do scores rise with the predicted effect?
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import stats

from polku.science.prediction.logistic import Logistic, fit_logistic

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
FOLDS = 5
GROUPS = 3
FEWEST = 200
"""People on the smaller arm; with fewer, differences between people cannot be told."""
RIDGE = 30.0


@dataclass(frozen=True)
class Group:
    """People by predicted effect, the least helped first: the effect measured on them, with its 95 % interval."""

    n: int
    predicted: float
    effect: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Uplift:
    """`average` and its standard error; `p`: chance that scores rise so with the predicted effect although all are
    helped alike (one-sided). `predicted`: each person's effect."""

    average: float
    error: float
    p: float
    predicted: Floats
    groups: tuple[Group, ...]
    models: tuple[Logistic, Logistic]

    def of(self, x: Floats) -> Floats:
        """The predicted effect on others: models of everybody, treated and control."""
        found: Floats = self.models[0].probability(x) - self.models[1].probability(x)
        return found


def uplift(x: Floats, treated: Floats, came: Floats, part: float, fold: Ints) -> Uplift | None:
    """`treated` and `came` are 0 or 1; `part` is the share that the lot gave the treatment; `fold` a whole number of
    each person that has nothing to do with the outcome. None when an arm is too small, or has only one outcome."""
    smaller = min(treated.sum(), len(treated) - treated.sum())
    if smaller < FEWEST or not 0 < part < 1:
        return None
    with_care, without = np.zeros(len(came)), np.zeros(len(came))
    folds = fold % FOLDS
    for one in range(FOLDS):
        rest, mine = folds != one, folds == one
        for arm, into in ((1, with_care), (0, without)):
            rows = rest & (treated == arm)
            if not 0 < came[rows].sum() < rows.sum():
                return None
            into[mine] = fit_logistic(x[rows], came[rows], RIDGE).probability(x[mine])
    predicted = with_care - without
    seen = np.where(treated > 0, with_care, without)
    weight = np.where(treated > 0, 1 / part, -1 / (1 - part))
    score = predicted + weight * (came - seen)
    average, error = float(score.mean()), float(score.std(ddof=1)) / sqrt(len(score))
    whole = [fit_logistic(x[treated == arm], came[treated == arm], RIDGE) for arm in (1, 0)]
    return Uplift(
        average,
        error,
        _rises(predicted, score, folds),
        predicted,
        _groups(predicted, score, folds),
        (whole[0], whole[1]),
    )


def _within(values: Floats, folds: Ints) -> Floats:
    """Less the mean of the fold. A fold that chance made good makes the models of the others think worse of everybody
    in it: between folds, predictions and scores go against each other."""
    sums = np.bincount(folds, values, FOLDS)
    return values - (sums / np.maximum(np.bincount(folds, minlength=FOLDS), 1))[folds]


def _rises(predicted: Floats, score: Floats, folds: Ints) -> float:
    """The slope of scores on the predicted effect within folds, with White's standard error."""
    centred = _within(predicted, folds)
    square = float(centred @ centred)
    if square < 1e-12:
        return 1.0
    gained = _within(score, folds)
    slope = float(centred @ gained) / square
    left = gained - slope * centred
    error = sqrt(float((centred * centred) @ (left * left))) / square
    return float(stats.norm.sf(slope / error)) if error else 1.0


def _groups(predicted: Floats, score: Floats, folds: Ints) -> tuple[Group, ...]:
    found = []
    for part in np.array_split(np.argsort(_within(predicted, folds), kind="stable"), GROUPS):
        mean, error = float(score[part].mean()), float(score[part].std(ddof=1)) / sqrt(len(part))
        found.append(
            Group(
                len(part),
                float(predicted[part].mean()),
                mean,
                mean - 1.959963984540054 * error,
                mean + 1.959963984540054 * error,
            )
        )
    return tuple(found)
