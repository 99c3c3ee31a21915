"""Everybody's moves, read once, from which the cohorts and stays of all arrows and stages are counted.

`stage_conversion.cases` and `time_in_stage.stays` say the same as questions, one arrow or one group at a time; a test
holds the two equal. Reading the moves once and counting here is several times faster when a report wants them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from polku.analytics.facts import among, moment, question, transitions
from polku.analytics.path import Arrow

if TYPE_CHECKING:
    from ibis import Table

    from polku.reports.report import Scene

Ints = npt.NDArray[np.int64]
ADVANCED, LOST, OPEN = range(3)
HOUR = 3_600_000_000  # microseconds


@question
def moves(limited: bool) -> Table:
    """person, n, stage, at, and whether the move is within the cohort period: all moves until window_end."""
    t = among(transitions.filter(transitions.at <= moment("window_end")), limited)
    return t.select(
        "person",
        "n",
        stage=t.to_stage,
        at=t.at,
        within=(t.at > moment("cohort_start")) & (t.at <= moment("cohort_end")),
    )


@dataclass(frozen=True)
class Walks:
    """The moves in order of person and n; `at` and `end` (of the window) are microseconds since 1970; `same[i]`:
    move i + 1 is the same person's."""

    person: Ints
    stage: Ints
    at: Ints
    end: int
    within: npt.NDArray[np.bool_]
    same: npt.NDArray[np.bool_]


def walks(scene: Scene) -> Walks:
    """Everybody's, or those of the people of the scene."""
    rows = scene.ask(moves(scene.limited))
    person, n = rows["person"].to_numpy(), rows["n"].to_numpy()
    order = slice(None)
    if (
        len(person)
        and not ((np.diff(person) > 0) | ((np.diff(person) == 0) & (np.diff(n) > 0))).all()
    ):
        order = np.lexsort((n, person))  # type: ignore[assignment]
    person = person[order]
    return Walks(
        person,
        rows["stage"].to_numpy()[order],
        rows["at"].to_numpy().astype("datetime64[us]").astype(np.int64)[order],
        int(scene.period.end.timestamp()) * 1_000_000 + scene.period.end.microsecond,
        rows["within"].to_numpy(zero_copy_only=False)[order],
        np.append(person[1:] == person[:-1], False),
    )


def outcomes_of(walked: Walks, arrow: Arrow) -> tuple[Ints, Ints, Ints]:
    """The second (since 1970) of entry, outcome (0 advanced, 1 lost, 2 open) and whole hours of each of the cohort:
    what `stage_conversion.cases` gives."""
    here = np.flatnonzero((walked.stage == arrow.source.code) & walked.within)
    if not here.size:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none
    entry = here[np.append(True, np.diff(walked.person[here]) != 0)]
    # The next move that decides: to a stage ahead or behind.
    goes = np.isin(walked.stage, arrow.ahead)
    decides = np.flatnonzero(goes | np.isin(walked.stage, arrow.behind))
    place = np.searchsorted(decides, entry, side="right")
    found = np.append(decides, -1)[np.minimum(place, len(decides))]
    came = found >= 0
    came &= walked.person[found] == walked.person[entry]
    followed = (walked.end - walked.at[entry]) // HOUR
    took = np.where(came, (walked.at[found] - walked.at[entry]) // HOUR, 0)
    window = int(timedelta(days=arrow.window_days).total_seconds() // 3600)
    within, over = came & (took < window), followed >= window
    outcome = np.where(within, np.where(goes[found], ADVANCED, LOST), np.where(over, LOST, OPEN))
    hours = np.where(within, took, np.where(over, window, followed))
    return walked.at[entry] // 1_000_000, outcome, hours


def counted(outcome: Ints, hours: Ints) -> pa.Table:
    """Columns outcome, hours, people."""
    width = int(hours.max(initial=0)) + 1
    people = np.bincount(outcome * width + hours, minlength=1)
    some = np.flatnonzero(people)
    return pa.table({"outcome": some // width, "hours": some % width, "people": people[some]})


def stays_of(walked: Walks, stage: int) -> pa.Table:
    """Columns left, hours, stays: those that began in the cohort period on a stage."""
    here = np.flatnonzero((walked.stage == stage) & walked.within)
    left = walked.same[here]
    until = np.where(left, walked.at[np.minimum(here + 1, len(walked.at) - 1)], walked.end)
    hours = (until - walked.at[here]) // HOUR
    rows = counted(left.astype(np.int64), hours)
    return pa.table(
        {
            "left": pa.array(rows["outcome"].to_numpy() == 1),
            "hours": rows["hours"],
            "stays": rows["people"],
        }
    )
