"""Do 30 of a hundred come when the model says 30 %? Platt's (1999) line through the log odds of a later period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from polku.science.prediction.logistic import fit_logistic
from polku.science.wilson import Share, share

Floats = npt.NDArray[np.float64]
FEWEST = 20


@dataclass(frozen=True)
class Line:
    """Calibrated log odds = `shift` + `slope` x log odds."""

    shift: float
    slope: float

    def probability(self, logit: Floats) -> Floats:
        """0..1 of each log odds."""
        found: Floats = expit(self.shift + self.slope * logit)
        return found


def platt(logit: Floats, came: Floats) -> Line:
    """Fitted on rows that the model has not seen. The line as it is when fewer than 20 of either outcome say anything,
    and when it would turn the order around."""
    if min(came.sum(), len(came) - came.sum()) < FEWEST or logit.std() < 1e-9:
        return Line(0.0, 1.0)
    found = fit_logistic(logit[:, None], came, ridge=1e-6)
    slope = float(found.weights[0] / found.scale[0])
    if slope <= 0:
        return Line(0.0, 1.0)
    return Line(float(found.intercept - slope * found.centre[0]), slope)


@dataclass(frozen=True)
class Bin:
    """People whose probability was between `low` and `high`: how many were expected and how many came."""

    low: float
    high: float
    predicted: float
    came: Share
    reached: int


def calibration(probability: Floats, came: Floats, bins: int = 10) -> list[Bin]:
    """Bins of equally many people, by probability; equal probabilities stay together."""
    if not len(probability):
        return []
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, bins + 1)))
    where = np.clip(
        np.searchsorted(edges, probability, side="right") - 1, 0, max(0, len(edges) - 2)
    )
    found = []
    for place in np.unique(where):
        mine = where == place
        p, reached = probability[mine], int(came[mine].sum())
        found.append(
            Bin(
                float(p.min()),
                float(p.max()),
                float(p.mean()),
                share(reached, int(mine.sum())),
                reached,
            )
        )
    return found
