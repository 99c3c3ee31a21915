"""The interval of a share whose cases come in bunches: attempts of the same people are alike.

The share is a ratio of sums over people (Cochran 1977, Sampling Techniques, section 6.3); its variance gives the
number of independent cases that would be as uncertain, and Wilson's interval is taken at that size (Korn and Graubard
1998, Survey Methodology 24, 193-201).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from polku.science.wilson import Share, wilson


def clustered_share(successes: npt.ArrayLike, cases: npt.ArrayLike) -> Share:
    """From the successes and cases of each person (cases > 0). `n` is all cases. With one case each it is the plain
    Wilson interval but for n / (n - 1); it is never narrower than that of independent cases."""
    x, m = np.asarray(successes, np.float64), np.asarray(cases, np.float64)
    n = float(m.sum())
    if n == 0:
        return Share(None, None, None, 0)
    p = float(x.sum()) / n
    size, people = n, len(m)
    if people > 1 and 0 < p < 1:
        variance = float(((x - p * m) ** 2).sum()) * people / (people - 1) / n**2
        size = min(n, p * (1 - p) / variance) if variance > 0 else n
    elif people < size:
        size = float(people)  # all alike: as many cases as people
    low, high = wilson(min(p * size, size), size)
    return Share(p, low, high, int(n))
