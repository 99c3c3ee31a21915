"""NPS, CSAT, CES and the emotion behind them, from how many gave each score. Intervals are 95 %.

NPS is the mean of +1 (9-10), 0 (7-8) and -1 (0-6), times 100; its variance is that of such a mean (Rocks 2016, Interval
estimation for the Net Promoter Score). CSAT is the share of 4 and 5 on 1-5 (Wilson). CES is a mean on 1-7.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from polku.science.wilson import Z95, wilson

SCALES = {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0), "emotion": (-2.0, 2.0)}
"""The least and the most of each kind; other answers are not counted."""


@dataclass(frozen=True)
class Score:
    """A score with its interval and its answers; None without any. NPS is in -1..1, CSAT in 0..1, CES in 1..7,
    emotion in -2..2."""

    value: float | None
    low: float | None
    high: float | None
    n: int


NONE = Score(None, None, None, 0)


def mean(values: npt.ArrayLike, counts: npt.ArrayLike, least: float, most: float) -> Score:
    """The mean with its normal interval, kept within what is possible; of one answer no interval is known. Where
    all say the same, the interval is that of one more answer at either end."""
    v, c = np.asarray(values, np.float64), np.asarray(counts, np.float64)
    n = int(c.sum())
    if n == 0:
        return NONE
    value = float((v * c).sum() / n)
    if n == 1:
        return Score(value, None, None, 1)
    variance = float((c * (v - value) ** 2).sum() / (n - 1))
    if variance <= 0:
        return Score(value, (value * n + least) / (n + 1), (value * n + most) / (n + 1), n)
    spread = Z95 * sqrt(variance / n)
    return Score(value, max(least, value - spread), min(most, value + spread), n)


def score_of(kind: str, scores: npt.ArrayLike, counts: npt.ArrayLike) -> Score:
    """The score of a kind (nps, csat, ces, emotion) from `counts` of each of `scores`. Raises KeyError."""
    s, c = np.asarray(scores, np.float64), np.asarray(counts, np.int64)
    least, most = SCALES[kind]
    inside = (s >= least) & (s <= most)
    s, c = s[inside], c[inside]
    n = int(c.sum())
    if n == 0:
        return NONE
    if kind == "nps":
        return mean(np.where(s >= 9, 1.0, np.where(s <= 6, -1.0, 0.0)), c, -1.0, 1.0)
    if kind == "csat":
        happy = int(c[s >= 4].sum())
        low, high = wilson(happy, n)
        return Score(happy / n, low, high, n)
    return mean(s, c, least, most)


def as_emotion(kind: str, scores: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Scores of a kind on the emotion scale -2..2: the ends of the scales meet, and what is between is between."""
    least, most = SCALES[kind]
    return (np.asarray(scores, np.float64) - least) / (most - least) * 4 - 2
