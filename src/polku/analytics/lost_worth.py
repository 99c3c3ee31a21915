"""What have the lost people paid so far, and how long have they waited?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import among, moment, people, question
from polku.analytics.lost_people import is_lost, lost_moments
from polku.analytics.sales import sales

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

    from polku.analytics.lost_people import Patience
    from polku.reports.report import Scene


@question
def lost_with_sales(stages: tuple[int, ...], currency: str, limited: bool, dated: bool) -> Table:
    """person, stage, since, minor (paid so far, 0 for nothing). With `dated` only those who came to the stage
    within the cohort period."""
    lost = among(people.filter(is_lost(stages)), limited)
    if dated:
        lost = lost.filter(lost.since > moment("cohort_start"), lost.since <= moment("cohort_end"))
    paid = sales(currency, limited)
    paid = paid.group_by(payer="person").agg(minor=paid.minor.sum().cast("int64"))
    rows = lost.left_join(paid, lost.person == paid.payer)
    return rows.select("person", "stage", "since", minor=rows.minor.fill_null(0))


def lost_rows(scene: Scene, limits: list[Patience]) -> pa.Table:
    """Columns person, stage, since, minor: those worth the most first, of them those who have waited longest."""
    dated = scene.period.start is not None or scene.period.stop is not None
    asked = lost_with_sales(
        tuple(each.stage for each in limits), scene.money.currency, scene.limited, dated
    )
    rows = scene.ask(asked, **lost_moments(limits, scene.period))
    order = [("minor", "descending"), ("since", "ascending"), ("person", "ascending")]
    return rows.sort_by(order)
