"""The spread of any estimate made of sums over people: delete-a-group jackknife (Kott 2001, J. Official Statistics 17,
521-526). People stand in blocks at random; each block is left out once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BLOCKS = 32
Floats = npt.NDArray[np.float64]


def spread(without: Floats) -> Floats:
    """The standard deviation of an estimate, given what it is without each block (first axis: the blocks)."""
    blocks = without.shape[0]
    rest = without - without.mean(axis=0)
    found: Floats = np.sqrt((blocks - 1) / blocks * (rest**2).sum(axis=0))
    return found
