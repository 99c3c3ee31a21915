"""The cohort of an arrow by the group that people belong to, and the people behind each part of a cohort.

Each person of the cohort is in exactly one part, so that the parts add up to the whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.breakdown import UNKNOWN, Within
from polku.analytics.facts import grouped, moment, question
from polku.analytics.path import Arrow
from polku.analytics.stage_conversion import OUTCOMES, cases, moments_of

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

    from polku.reports.report import Scene

Codes = tuple[int, ...]


@question
def outcomes_by_group(stage: int, ahead: Codes, behind: Codes, limited: bool) -> Table:
    """grp, outcome, hours, people: of those who are in a group of `grouped`."""
    each = cases(stage, ahead, behind, limited)
    each = each.inner_join(grouped, "person")
    return each.group_by("grp", "outcome", "hours").agg(people=each.count())


@question
def people_of_part(
    stage: int, ahead: Codes, behind: Codes, outcome: int | None, limited: bool, within: Within
) -> Table:
    """The people who entered at or after `part_start` and before `part_stop`, in (or out of) `grouped`."""
    each = cases(stage, ahead, behind, limited)
    each = each.filter(each.entered >= moment("part_start"), each.entered < moment("part_stop"))
    if outcome is not None:
        each = each.filter(each.outcome == outcome)
    if within == "in":
        each = each.semi_join(grouped, "person")
    elif within == "out":
        each = each.anti_join(grouped, "person")
    return each.select("person")


def _shape(arrow: Arrow) -> tuple[int, Codes, Codes]:
    return arrow.source.code, arrow.ahead, arrow.behind


def counts_by_group(
    scene: Scene, arrow: Arrow, groups: pa.Table, whole: pa.Table
) -> dict[int, pa.Table]:
    """Group → counts. `groups` are columns person and grp; who is in none is in UNKNOWN: what remains of the
    `whole` (the counts of the arrow) when the others are taken away."""
    import pyarrow as pa

    asked = outcomes_by_group(*_shape(arrow), scene.limited)
    rows = scene.ask(asked, grouped=groups, **moments_of(arrow, scene.period))
    grp = rows["grp"].to_numpy()
    found = {int(each): rows.filter(grp == each) for each in np.unique(grp)}
    shape = (len(OUTCOMES), 1 + int(max(whole["hours"].to_numpy(), default=0)))
    left = np.zeros(shape, dtype=np.int64)
    for table, sign in ((whole, 1), (rows, -1)):
        where = (table["outcome"].to_numpy(), table["hours"].to_numpy())
        np.add.at(left, where, sign * table["people"].to_numpy())
    if left.any():
        outcome, hours = np.nonzero(left)
        found[UNKNOWN] = pa.table(
            {"outcome": outcome, "hours": hours, "people": left[outcome, hours]}
        )
    return found


def people_in_part(
    scene: Scene,
    arrow: Arrow,
    outcome: str | None,
    *,
    start: datetime | None = None,
    stop: datetime | None = None,
    groups: pa.Table | None = None,
    within: Within = "all",
) -> pa.Table:
    """The people behind a count of a part."""
    place = None if outcome is None else OUTCOMES.index(outcome)
    return scene.ask(
        people_of_part(*_shape(arrow), place, scene.limited, within),
        grouped=groups,
        part_start=start or datetime(1, 1, 1, tzinfo=UTC),
        part_stop=stop or datetime(9999, 1, 1, tzinfo=UTC),
        **moments_of(arrow, scene.period),
    )
