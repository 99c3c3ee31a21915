"""Why a score is what it is, in words: the facts that move it most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from polku.analytics.feature_matrix import Matrix
from polku.reports.said import Money, Number
from polku.reports.words import said

if TYPE_CHECKING:
    from polku.reports.report import Scene

Floats = npt.NDArray[np.float64]
MOST = 3
SMALL = 0.05  # log odds: what moves a score less is no reason


def by_family(matrix: Matrix, contributions: Floats) -> tuple[tuple[str, ...], Floats]:
    """The families, and what all columns of each add together to each row."""
    names = tuple(dict.fromkeys(matrix.families))
    place = np.array([names.index(each) for each in matrix.families])
    found = np.zeros((len(contributions), len(names)))
    for i in range(len(names)):
        found[:, i] = contributions[:, place == i].sum(axis=1)
    return names, found


def reasons(
    scene: Scene, matrix: Matrix, names: Sequence[str], parts: Floats, row: int
) -> dict[str, str]:
    """Why the score of one person is higher (or lower) than an average person's, the strongest reason first:
    "↑ days since the last order: 95; …". What pulls the other way is left out: facts that say the same, such as days
    since the order and days on the stage, may share out their weight with opposite signs."""
    way = 1 if parts[row].sum() > 0 else -1
    order = np.argsort(-way * parts[row], kind="stable")[:MOST]
    kept = [i for i in order if way * parts[row, i] >= SMALL]
    words = {}
    for language in ("fi", "en"):
        told = []
        for i in kept:
            arrow = "↑" if way > 0 else "↓"
            title = said("prediction", "reasons", names[i])[language]
            told.append(f"{arrow} {title}: {_fact(scene, matrix, names[i], row, language)}")
        words[language] = "; ".join(told) or "–"
    return words


def _fact(scene: Scene, matrix: Matrix, family: str, row: int, language: Any) -> str:
    value = matrix.facts[family][row]
    if family == "stage":
        return scene.stage(scene.path.key_of(int(value)))[language]
    if family == "channel":
        return "–" if value is None else scene.words("channel").get(int(value), str(value))
    if family == "device":
        return "–" if value is None else str(value)
    if np.isnan(value):
        return "–"
    if family == "spent":
        return Money(float(value), scene.money.currency).in_(language)
    return Number(float(value), 1 if family == "pace" else 0).in_(language)
