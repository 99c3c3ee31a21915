"""Which uids are stored."""

from __future__ import annotations

import duckdb
import numpy as np
from numpy.typing import NDArray


class Seen:
    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def learn(self, uids: list[NDArray[np.int64]]) -> None:
        """Takes note of the uids that a transaction has stored."""
