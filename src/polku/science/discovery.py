"""Many comparisons at once: how likely is each found by chance, when all of them are counted?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def benjamini_yekutieli(p: npt.ArrayLike) -> Floats:
    """Adjusted p-values: telling all that are at most q, fewer than q of what is told is false on average, however
    the tests hang together. Benjamini and Yekutieli (2001), Annals of Statistics 29, 1165-1188."""
    given = np.asarray(p, dtype=np.float64)
    return _step_up(given, float((1 / np.arange(1, len(given) + 1)).sum()))


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """The same for tests that are independent or positively dependent: Benjamini and Hochberg (1995),
    J. Royal Statistical Society B 57, 289-300."""
    return _step_up(np.asarray(p, dtype=np.float64), 1.0)


def holm(p: npt.ArrayLike) -> Floats:
    """Adjusted p-values: telling all that are at most a, the chance that any is false is at most a.
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70."""
    given = np.asarray(p, dtype=np.float64)
    order = np.argsort(given, kind="stable")
    found = np.empty_like(given)
    raised = given[order] * np.arange(len(given), 0, -1)
    found[order] = np.minimum(1.0, np.maximum.accumulate(raised)) if len(given) else raised
    return found


def _step_up(given: Floats, dependence: float) -> Floats:
    m = len(given)
    order = np.argsort(given, kind="stable")[::-1]
    found = np.empty_like(given)
    if m:
        raised = given[order] * (dependence * m / np.arange(m, 0, -1))
        found[order] = np.minimum(1.0, np.minimum.accumulate(raised))
    return found
