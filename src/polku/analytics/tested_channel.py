"""What does a programme's holdout say of the channel that it speaks through? (docs: attribution)"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.facts import among, moment, question
from polku.analytics.programme_results import first_entries
from polku.science.attribution.calibration import Arm, Calibration, calibrated

if TYPE_CHECKING:
    import numpy.typing as npt
    from ibis import Table

    from polku.analytics.touch_paths import Touched
    from polku.reports.report import Scene
    from polku.science.attribution.paths import Floats


@question
def arms(cared: tuple[int, ...], held: tuple[int, ...], limited: bool) -> Table:
    """person, at, held (0 or 1): by their first entry, if it is in the period."""
    who = among(first_entries(cared, held), limited)
    return who.filter(who.at > moment("cohort_start"), who.at <= moment("cohort_end"))


def tested_channel(
    scene: Scene,
    found: Touched,
    weight: Floats,
    channel: int,
    places: tuple[tuple[int, ...], tuple[int, ...]],
    window: timedelta,
) -> Calibration:
    """Conversions within `window` after the entry, cared for against holdout; and what `weight` (the credit of each
    touch) gave `channel` (its place in `found.codes`) for the cared for in that time."""
    import pyarrow as pa

    rows = scene.ask(arms(*places, scene.limited), as_of=scene.period.as_of).sort_by("person")
    at = rows["at"].cast(pa.timestamp("us")).cast(pa.int64()).to_numpy()
    span = int(window.total_seconds() * 1e6)
    closed = at + span <= int(scene.period.cohort_end.timestamp() * 1e6)  # whose window has passed
    person, held, at = (
        each[closed] for each in (rows["person"].to_numpy(), rows["held"].to_numpy(), at)
    )

    def place_of(
        who: npt.NDArray[np.int64], when: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The row of each person, and whether it happened within their window."""
        if not person.size:
            return np.zeros(who.size, np.int64), np.zeros(who.size, bool)
        row = np.minimum(np.searchsorted(person, who), person.size - 1)
        return row, (person[row] == who) & (when > at[row]) & (when <= at[row] + span)

    row, inside = place_of(*found.walked.goals)
    times = np.bincount(row[inside], minlength=person.size)
    sides = []
    for side in (0, 1):
        of = times[held == side].astype(np.float64)
        sides.append(Arm(of.size, float(of.sum()), float((of**2).sum())))
    paths = found.paths
    row, inside = place_of(paths.person, found.walked.ended)
    if person.size:
        inside &= held[row] == 0
    counted = inside & paths.won
    credit = float(weight[counted[paths.path] & (paths.channel == channel)].sum())
    return calibrated(sides[0], sides[1], credit)
