"""Who recommends, and whom does it bring?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.facts import among, events, grouped, moment, question, transitions

if TYPE_CHECKING:
    from ibis import Table


def _made(codes: tuple[int, ...], limited: bool) -> Table:
    rows = events.filter(
        events.event.isin(codes),
        events.ts > moment("cohort_start"),
        events.ts <= moment("cohort_end"),
    )
    return among(rows.select("person", "ts"), limited)


@question
def referrals(codes: tuple[int, ...], promoters: tuple[int, ...], limited: bool) -> Table:
    """promoter, people, referrers, referrals: of all who have ever stood on a forward stage, those who had come to
    a `promoters` stage by the end of the period and the others."""
    t = among(transitions.filter(transitions.at <= moment("cohort_end")), limited)
    each = t.group_by("person").agg(promoter=t.to_stage.isin(promoters).any())
    made = _made(codes, limited).group_by(who="person").agg(referrals=lambda rows: rows.count())
    rows = each.left_join(made, [each.person == made.who])
    return rows.group_by("promoter").agg(
        people=rows.count(),
        referrers=rows.count(where=rows.referrals.notnull()),
        referrals=rows.referrals.sum().coalesce(0).cast("int64"),
    )


@question
def people_of_side(
    codes: tuple[int, ...], promoters: tuple[int, ...], limited: bool, side: bool, only: bool
) -> Table:
    """The people of one side, or only those of them who recommended."""
    t = among(transitions.filter(transitions.at <= moment("cohort_end")), limited)
    each = t.group_by("person").agg(promoter=t.to_stage.isin(promoters).any())
    each = each.filter(each.promoter == side)
    if only:
        each = each.semi_join(_made(codes, limited), "person")
    return each.select("person")


@question
def arrivals(customers: tuple[int, ...], limited: bool) -> Table:
    """grp (of `grouped`), people, customers: who came in the period (first event) and how many of them have become
    customers."""
    born = among(events.filter(events.ts <= moment("window_end")), limited)
    born = born.group_by("person").agg(ts=born.ts.min())
    born = born.filter(born.ts > moment("cohort_start"), born.ts <= moment("cohort_end"))
    t = transitions.filter(
        transitions.to_stage.isin(customers), transitions.at <= moment("window_end")
    )
    bought = t.select(buyer="person").distinct()
    rows = born.inner_join(grouped, "person").left_join(bought, [("person", "buyer")])
    return rows.group_by("grp").agg(
        people=rows.count(), customers=rows.count(where=rows.buyer.notnull())
    )
