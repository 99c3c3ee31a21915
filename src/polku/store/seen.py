"""Which uids are stored, in memory: a small batch need not read millions of them from the disk."""

from __future__ import annotations

import duckdb
import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]

MOST = 64_000_000
"""Above so many events the numbers (8 bytes each) are left on the disk."""


class Seen:
    """All stored uids as a few sorted runs, each at least twice as long as the next.

    Filled when first asked; belongs to the writer, who holds the lock. What a transaction stored is
    learned after its commit, so a rollback leaves nothing behind.
    """

    def __init__(self) -> None:
        self._runs: list[Ids] | None = None

    @property
    def loaded(self) -> bool:
        """Whether `among` can be asked."""
        return self._runs is not None

    def load(self, con: duckdb.DuckDBPyConnection, events: int) -> bool:
        """Makes ready to answer; False when there are too many events to hold."""
        if self._runs is None and events <= MOST:
            stored = con.execute("SELECT uid FROM events").fetchnumpy()["uid"]
            stored = np.array(stored, np.int64)
            stored.sort()
            self._runs = [stored]
        return self._runs is not None

    def among(self, uids: Ids) -> Ids:
        """Those of the uids that are stored. Only after `load` gave True."""
        known = np.zeros(len(uids), dtype=bool)
        for run in self._runs or ():
            at = np.searchsorted(run, uids)
            inside = at < len(run)
            known[inside] |= run[at[inside]] == uids[inside]
        return uids[known]

    def learn(self, uids: Ids) -> None:
        """Takes note of uids that have been stored."""
        runs = self._runs
        if runs is None or not len(uids):
            return
        if sum(map(len, runs)) + len(uids) > MOST:
            self.forget()
            return
        run = np.sort(uids)
        while runs and len(runs[-1]) < 2 * len(run):
            run = np.concatenate((runs.pop(), run))
            run.sort(kind="stable")  # two sorted halves: timsort merges them
        runs.append(run)

    def forget(self) -> None:
        """Starts anew at the next question: after uids went, or more came than is worth noting."""
        self._runs = None
