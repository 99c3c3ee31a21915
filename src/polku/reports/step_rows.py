"""A step matrix as rows: event, step, people, share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from polku.reports.answer import Column
from polku.reports.path_asked import Steps, name_of
from polku.science.wilson import share

if TYPE_CHECKING:
    from polku.reports.report import Scene
    from polku.science.paths.log import Ints

OTHER, NONE = -1, -2
NOTHING = {"fi": "Ei askelta", "en": "No step"}
COLUMNS = [
    Column("step", "number"),
    Column("event", "text"),
    Column("paths", people=True),
    Column("share", "share", interval=True),
]


def fold(counts: Ints, codes: Sequence[int], most: int) -> tuple[list[int], Ints]:
    """The `most` most common codes of a matrix, the others as OTHER, and the last row (no such step) as NONE.
    `counts` has a row for each of `codes` and the one row more."""
    sums = counts[:-1].sum(axis=1)
    order = [int(at) for at in np.lexsort((np.asarray(codes), -sums)) if sums[at]]
    kept, rest = order[:most], order[most:]
    names = [codes[at] for at in kept]
    rows = [counts[at] for at in kept]
    if rest:
        names.append(OTHER)
        rows.append(counts[rest].sum(axis=0))
    return [*names, NONE], np.array([*rows, counts[-1]])


def matrix_rows(
    scene: Scene, steps: Steps, counts: Ints, names: Sequence[int], offsets: Sequence[int]
) -> list[dict[str, Any]]:
    """A row for each cell that is not empty; those of a step sum to all paths."""
    rows = []
    for column, offset in enumerate(offsets):
        total = int(counts[:, column].sum())
        for place, code in enumerate(names):
            n = int(counts[place, column])
            if not n:
                continue
            found = share(n, total)
            rows.append(
                {
                    "id": f"{offset}:{code}",
                    "step": offset,
                    "event": NOTHING if code == NONE else name_of(scene, steps, code),
                    "paths": n,
                    "share": found.value,
                    "share_low": found.low,
                    "share_high": found.high,
                }
            )
    return rows
