"""How many went forward on each arrow, day by day, against how many would have at the usual pace.

Whether somebody goes forward today depends on how long they have been on the stage. So what is expected of a day
is made of the people who were on the stage that day, each with the usual daily chance of their age there
(indirect standardisation: Breslow and Day (1987), Statistical Methods in Cancer Research II, chapter 2): many
newcomers in a campaign week, or a pile of old cases, is no change of pace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import numpy as np

from polku.analytics.facts import among, grouped, moment, question, transitions

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

QUARTER = 900
NEVER = 2**40  # quarters: still there

Codes = tuple[int, ...]


@question
def forward(stage: int, ahead: Codes, limited: bool, in_groups: bool) -> Table:
    """grp, came and left (quarters of an hour since 1970), whether forward, people: the stays on a stage that began
    since `arrow_start`. grp is 0 without groups."""
    end = moment("window_end")
    t = among(transitions.filter(transitions.at <= end), limited)
    after = t.select(person_after="person", n_before=t.n - 1, left_at="at", went_to="to_stage")
    stay = t.filter(t.to_stage == stage, t.at > moment("arrow_start"))
    stay = stay.left_join(after, [stay.person == after.person_after, stay.n == after.n_before])
    rows = stay.select(
        person=stay.person,
        came=stay.at.epoch_seconds() // QUARTER,
        left=after.left_at.isnull().ifelse(NEVER, after.left_at.epoch_seconds() // QUARTER),
        ahead=after.went_to.isin(ahead).fill_null(False),
    )
    one = ibis.literal(0, "int32")
    rows = rows.inner_join(grouped, "person") if in_groups else rows.mutate(grp=one)
    return rows.group_by("grp", "came", "left", "ahead").agg(people=rows.count())


@dataclass(frozen=True)
class Paces:
    """Daily series, the oldest first, by group: people who went `forward`, and those of each age (in days) who were
    there: `there[group][day, age]`."""

    forward: dict[int, np.ndarray]
    moved: dict[int, np.ndarray]
    there: dict[int, np.ndarray]

    def expected(self, group: int, quiet: int) -> np.ndarray:
        """What the usual daily chances, learned from the group's own first `quiet` days, expect of each day."""
        there, moved = self.there[group], self.moved[group]
        people = there[:quiet].sum(axis=0)
        went = moved[:quiet].sum(axis=0)
        chance = np.divide(went, people, out=np.zeros_like(went), where=people > 0)
        found: np.ndarray = there @ chance
        return found


AGES = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270)
"""The first day of each band of age."""


def paces(rows: pa.Table, midnights: np.ndarray, window_days: int) -> Paces:
    """From the counts of `forward`. Whoever has been there for longer than the window is not looked at."""
    bounds = np.append(midnights, midnights[-1] + 86_400)
    days = len(midnights)
    came = np.searchsorted(bounds, rows["came"].to_numpy() * QUARTER, side="right") - 1
    # A stay from before the first midnight keeps its age: days are counted back from it.
    early = rows["came"].to_numpy() * QUARTER < bounds[0]
    ago = (bounds[0] - rows["came"].to_numpy() * QUARTER + 86_399) // 86_400
    came = np.where(early, -ago, came)
    left = (
        np.searchsorted(
            bounds, np.minimum(rows["left"].to_numpy() * QUARTER, bounds[-1]), side="right"
        )
        - 1
    )
    ahead = rows["ahead"].to_numpy(zero_copy_only=False)
    people, grp = rows["people"].to_numpy(), rows["grp"].to_numpy()
    ages = np.array([age for age in AGES if age < window_days])
    forward_, moved_, there_ = {}, {}, {}
    for group in np.unique(grp).tolist():
        mine = grp == group
        c, lv, n, on = came[mine], left[mine], people[mine], ahead[mine]
        there = np.zeros((days + 1, len(ages)))
        moved = np.zeros((days, len(ages)))
        for band, age in enumerate(ages.tolist()):
            stop = int(ages[band + 1]) if band + 1 < len(ages) else window_days
            # There in the band from day c + age until it is left, or the next band begins.
            start = np.clip(c + age, 0, days)
            end = np.clip(np.minimum(lv + 1, c + stop), 0, days)
            some = end > start
            np.add.at(there[:, band], start[some], n[some])
            np.add.at(there[:, band], end[some], -n[some])
            old = lv - c
            now = on & (old >= age) & (old < stop) & (lv >= 0) & (lv < days)
            np.add.at(moved[:, band], lv[now], n[now])
        forward_[group] = moved.sum(axis=1)
        moved_[group] = moved
        there_[group] = there.cumsum(axis=0)[:-1]
    return Paces(forward_, moved_, there_)
