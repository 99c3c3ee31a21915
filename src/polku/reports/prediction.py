"""How the reports of prediction work: fit on an earlier period, calibrate on a later, check on the last.

Periods are as long as the prediction looks ahead. With the present as 0 and one period as 1: the model of today is
fitted on what was known at -2 and -3 and came in the period after, and calibrated at -1. The check repeats that one
period earlier: fitted at -3, calibrated at -2, told at -1, and compared with what came until today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polku.analytics.facts import Question
from polku.analytics.feature_matrix import Matrix, Vocabulary, matrix
from polku.analytics.features import features, known_at
from polku.science.prediction.calibration import Bin, Line, calibration, platt
from polku.science.prediction.logistic import Logistic, fit_logistic
from polku.science.prediction.scoring import Scored, scored

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.reports.report import Scene

Floats = npt.NDArray[np.float64]
LEAST_DAYS = 30.0
"""What must be known before the earliest moment that a model learns from."""
PRIME, FACTOR = 2_147_483_647, 48_271
EVERYBODY = 2**62
FEWEST = 30
"""People of either outcome that a model learns from."""
CUTS = 3
TAUGHT = 100_000
"""People at one moment that a model learns from at most: more would not move forty weights."""


@dataclass(frozen=True)
class Target:
    """What is predicted: of the people for whom `among` is true at the moment, whether they are among `came` within
    `days` after it. `inverse`: whether they are not."""

    days: float
    among: Callable[[Matrix], npt.NDArray[np.bool_]]
    came: Question
    inverse: bool = False


@dataclass(frozen=True, eq=False)
class Model:
    """Fitted and calibrated; `base` is the share that came in the period it was calibrated on."""

    logistic: Logistic
    line: Line
    base: float

    def probability(self, x: Floats) -> Floats:
        """Of each row."""
        return self.line.probability(self.logistic.logit(x))

    def contributions(self, x: Floats) -> Floats:
        """In calibrated log odds."""
        return self.logistic.contributions(x) * self.line.slope


@dataclass(frozen=True, eq=False)
class Check:
    """The last period's prediction against what came."""

    scored: Scored
    bins: list[Bin]


@dataclass(eq=False)
class Past:
    """What was known at the present and one, two and three periods ago; each is asked once."""

    scene: Scene
    days: float
    _known: dict[int, Matrix] = field(default_factory=dict)
    _words: Vocabulary | None = None

    def usable(self, back: int) -> bool:
        """Whether there is enough history before that moment."""
        first = self.scene.period.first
        return first is not None and self._cut(back) - first >= timedelta(days=LEAST_DAYS)

    def _cut(self, back: int):  # type: ignore[no-untyped-def]
        return self.scene.period.cohort_end - timedelta(days=self.days * back)

    def known(self, back: int) -> Matrix:
        """The features at that moment."""
        if (
            self._words is None
        ):  # words are those of the earliest period: later ones cannot leak into it
            earliest = max(b for b in range(CUTS + 1) if b in (0, back) or self.usable(b))
            rows = self._asked(earliest)
            codes = [step.code for step in self.scene.path.steps]
            self._words = Vocabulary.of(rows, codes)
            self._known[earliest] = matrix(rows, self._words)
        if back not in self._known:
            self._known[back] = matrix(self._asked(back), self._words)
        return self._known[back]

    def _asked(self, back: int) -> pa.Table:
        scene = self.scene
        asked = features(scene.money.currency, False, scene.limited)
        return scene.ask(asked, **known_at(self._cut(back)))

    def labelled(self, target: Target, back: int, most: int = TAUGHT) -> tuple[Matrix, Floats]:
        """The people of the target at that moment, `most` of them (a sample by their numbers, always the same), and
        whether it came within the period after."""
        known = self.known(back)
        places = np.flatnonzero(target.among(known))
        if len(places) > most:
            lot = (known.person[places] % PRIME * FACTOR) % PRIME
            places = np.sort(places[np.argsort(lot, kind="stable")[:most]])
        mine = known.rows(places)
        got = self.scene.ask(target.came, cut=self._cut(back), until=self._cut(back - 1))
        came = np.isin(mine.person, got["person"].to_numpy())
        return mine, (came ^ target.inverse).astype(np.float64)


def model_of_today(past: Past, target: Target) -> Model | None:
    """None when there is too little to learn from."""
    earlier = [back for back in (2, 3) if past.usable(back)]
    if earlier:
        return _fitted(past, target, earlier, 1)
    return _fitted(past, target, [1], None) if past.usable(1) else None


def check(past: Past, target: Target) -> Check | None:
    """How the prediction of a period ago came out; None when history is too short for one, or had too few cases."""
    if not past.usable(2):
        return None
    model = _fitted(past, target, [3], 2) if past.usable(3) else _fitted(past, target, [2], None)
    if model is None:
        return None
    people, came = past.labelled(target, 1, most=EVERYBODY)
    told = model.probability(people.x)
    found = scored(told, came, model.base)
    return None if found is None else Check(found, calibration(told, came))


def _fitted(past: Past, target: Target, backs: list[int], later: int | None) -> Model | None:
    parts = [past.labelled(target, back) for back in backs]
    x = np.concatenate([part.x for part, _ in parts])
    y = np.concatenate([came for _, came in parts])
    if later is None:  # one period only: half of the people teach, the other half calibrate
        half = np.concatenate([part.person for part, _ in parts]) % 2 == 0
        (x, x_later), (y, y_later) = (x[half], x[~half]), (y[half], y[~half])
    else:
        people, y_later = past.labelled(target, later)
        x_later = people.x
    if min(y.sum(), len(y) - y.sum()) < FEWEST or not len(y_later):
        return None
    fitted = fit_logistic(x, y)
    return Model(fitted, platt(fitted.logit(x_later), y_later), float(y_later.mean()))
