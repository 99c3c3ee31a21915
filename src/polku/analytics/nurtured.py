"""Were those whom a programme cared for before they wanted to buy better than those who came cold?

By landmark, so that nobody is called nurtured for having stayed long enough to be: people are told apart by what had
happened within so many days of becoming a lead, and only those who had not bought or left by then are followed from
there (Anderson, Cain and Gelber 1983, J. Clinical Oncology 1, 710-719).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.datatypes as dt

from polku.analytics.facts import among, moment, number, question, transitions
from polku.analytics.sales import sales

if TYPE_CHECKING:
    from ibis import Table

entries = ibis.table(
    {
        "place": dt.int32,
        "entry": dt.int64,
        "person": dt.int64,
        "at": dt.Timestamp(scale=6),
        "uid": dt.int64,
    },
    name="entries",
)


def _landmark(
    stage: int,
    reached: tuple[int, ...],
    out: tuple[int, ...],
    cared: tuple[int, ...],
    limited: bool,
) -> Table:
    """person, start (seconds), nurtured, bought and gone (seconds, or null): of who came to the stage in the
    cohort period and had neither bought nor left by the landmark."""
    t = among(transitions.filter(transitions.at <= moment("window_end")), limited)
    came = t.filter(
        t.to_stage == stage, t.at > moment("cohort_start"), t.at <= moment("cohort_end")
    )
    came = came.group_by("person").agg(start=came.at.min().epoch_seconds())
    later = t.filter(t.to_stage.isin(reached + out))
    later = later.select(who="person", then=later.at.epoch_seconds(), to="to_stage")
    rows = came.left_join(later, [came.person == later.who, came.start < later.then])
    rows = rows.group_by("person").agg(
        start=rows.start.min(),
        bought=rows.then.min(where=rows.to.isin(reached)),
        gone=rows.then.min(where=rows.to.isin(out)),
    )
    mark = rows.start + number("landmark_seconds")
    rows = rows.filter(
        mark <= moment("window_end").epoch_seconds(),
        rows.bought.isnull() | (rows.bought > mark),
        rows.gone.isnull() | (rows.gone > mark),
    )
    care = entries.filter(entries.place.isin(cared), entries.at <= moment("window_end"))
    care = care.group_by(cared_for=care.person).agg(since=care.at.min().epoch_seconds())
    rows = rows.left_join(care, rows.person == care.cared_for)
    nurtured = rows.since.notnull() & (rows.since <= rows.start + number("landmark_seconds"))
    return rows.select("person", "start", "bought", "gone", nurtured=nurtured.fill_null(False))


@question
def outcomes(
    stage: int,
    reached: tuple[int, ...],
    out: tuple[int, ...],
    cared: tuple[int, ...],
    limited: bool,
) -> Table:
    """nurtured, outcome (0 bought, 1 left, 2 open), hours (since the landmark), people."""
    rows = _landmark(stage, reached, out, cared, limited)
    end = moment("window_end").epoch_seconds()
    first = ibis.least(rows.bought.coalesce(end + 1), rows.gone.coalesce(end + 1))
    outcome = ibis.cases((first > end, 2), (rows.bought == first, 0), else_=1)
    until = (first > end).ifelse(end, first)
    hours = (until - rows.start - number("landmark_seconds")) // 3600
    rows = rows.mutate(outcome=outcome, hours=hours)
    return rows.group_by("nurtured", "outcome", "hours").agg(people=rows.count())


@question
def paid(
    stage: int,
    reached: tuple[int, ...],
    out: tuple[int, ...],
    cared: tuple[int, ...],
    currency: str,
    limited: bool,
) -> Table:
    """nurtured, people, minor, squares: what each paid after the landmark."""
    rows = _landmark(stage, reached, out, cared, limited)
    bought = sales(currency, limited)
    bought = bought.select(payer="person", then=bought.ts.epoch_seconds(), minor="minor")
    mark = rows.start + number("landmark_seconds")
    both = rows.left_join(bought, [rows.person == bought.payer, mark < bought.then])
    each = both.group_by("person", "nurtured").agg(minor=both.minor.sum().coalesce(0).cast("int64"))
    each = each.mutate(square=each.minor.cast("float64") * each.minor.cast("float64"))
    return each.group_by("nurtured").agg(
        people=each.count(), minor=each.minor.sum().cast("int64"), squares=each.square.sum()
    )


@question
def people_of_arm(
    stage: int,
    reached: tuple[int, ...],
    out: tuple[int, ...],
    cared: tuple[int, ...],
    limited: bool,
    nurtured: bool,
) -> Table:
    """The people of one side."""
    rows = _landmark(stage, reached, out, cared, limited)
    return rows.filter(rows.nurtured == nurtured).select("person")
