"""The Lost list: who is lost on each stage, and who of them nobody can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polku.analytics.lost_people import people_lost
from polku.analytics.numbers import Numbers
from polku.http.desk import Desk
from polku.http.shapes.people import LostStage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def lost_list(
    desk: Desk, cursor: DuckDBPyConnection, found: Numbers, *, reachable: bool
) -> tuple[pa.Table, list[LostStage]]:
    """The lost people (column person) and their counts by stage, in the order of the document.

    Unreachable are the anonymous on the first stage: there one may be anonymous, later stages have
    too few of them to hide. With `reachable` they are not in the table; they are always counted."""
    lost = people_lost(cursor, found.patience, found.period)
    first = found.path.steps[0].code if found.path.steps else None
    on_first = lost.filter(pc.equal(lost["stage"], pa.scalar(first, pa.int32())))
    hidden = desk.workspace.control.identities.unreachable(on_first["person"].to_numpy())
    if reachable:
        lost = lost.filter(pc.invert(pc.is_in(lost["person"], value_set=pa.array(hidden))))
    counts = dict(zip(*np.unique(lost["stage"].to_numpy(), return_counts=True), strict=True))
    stages = [
        LostStage(
            stage=step.key,
            people=int(counts.get(step.code, 0)),
            unreachable=len(hidden) if step.code == first else 0,
        )
        for step in found.path.steps
    ]
    return lost.select(["person"]), [each for each in stages if each.people or each.unreachable]
