"""Of the people who entered a stage, how many advanced within the window? (docs: definitions)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import ibis
import numpy as np

from polku.analytics.facts import among, ask, hours_between, moment, number, question, transitions
from polku.analytics.path import Arrow
from polku.analytics.period import Period
from polku.science.incidence import incidence_curve
from polku.science.survival import cumulative_incidence
from polku.science.wilson import wilson

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

OUTCOMES = ("advanced", "lost", "open")
MONTHS = 13  # a cohort of 365 days touches this many calendar months


@dataclass(frozen=True)
class Conversion:
    """A cohort on an arrow. `entered` = `advanced` + `lost` + `open`, always. `value` (0..1) is the
    probability of advancing within `window_days`, open people counted for as long as they have been
    followed; None when nobody's outcome is known yet. `middle_days`: half of those who advance within the window have
    advanced by then."""

    entered: int
    advanced: int
    lost: int
    open: int
    value: float | None
    low: float | None
    high: float | None
    window_days: float
    middle_days: float | None = None


def cases(
    stage: int, ahead: tuple[int, ...], behind: tuple[int, ...], limited: bool = False
) -> Table:
    """A row for each person of the cohort: person, entered (the first entry in the cohort period),
    outcome (0 advanced, 1 lost, 2 open) and hours followed until it."""
    end = moment("window_end")
    window = number("window_hours")
    t = among(transitions.filter(transitions.at <= end), limited)
    entry = t.filter(
        t.to_stage == stage, t.at > moment("cohort_start"), t.at <= moment("cohort_end")
    )
    entry = entry.group_by(entered_by="person").agg(entered=entry.at.min(), first_n=entry.n.min())
    later = t.filter(t.to_stage.isin(ahead + behind))
    reached = entry.left_join(
        later, [entry.entered_by == later.person, entry.first_n < later.n]
    ).select(
        person=entry.entered_by,
        entered=entry.entered,
        at=later.at,
        n=later.n,
        ahead=later.to_stage.isin(ahead),
    )
    first = reached.group_by("person").agg(
        entered=reached.entered.min(),
        ahead_n=reached.n.min(where=reached.ahead),
        ahead_at=reached.at.min(where=reached.ahead),
        behind_n=reached.n.min(where=~reached.ahead),
        behind_at=reached.at.min(where=~reached.ahead),
    )
    goes = first.ahead_n.notnull() & (first.behind_n.isnull() | (first.ahead_n < first.behind_n))
    left_at = goes.ifelse(first.ahead_at, first.behind_at)
    took = hours_between(first.entered, left_at)
    followed = hours_between(first.entered, end)
    within = left_at.notnull() & (took < window)
    return first.select(
        "person",
        "entered",
        outcome=ibis.cases((within & goes, 0), (within, 1), (followed >= window, 1), else_=2),
        hours=ibis.cases((within, took), (followed >= window, window), else_=followed),
    )


@question
def outcomes(stage: int, ahead: tuple[int, ...], behind: tuple[int, ...], limited: bool) -> Table:
    """The cohort counted by outcome, hours followed and month of entry (0 = the first boundary)."""
    each = cases(stage, ahead, behind, limited)
    started = [(each.entered >= moment(f"month_{i}")).cast("int32") for i in range(MONTHS)]
    month = started[0]
    for one in started[1:]:
        month = month + one
    each = each.mutate(month=month)
    return each.group_by("month", "outcome", "hours").agg(people=each.count())


@question
def people_with_outcome(
    stage: int,
    ahead: tuple[int, ...],
    behind: tuple[int, ...],
    outcome: int | None,
    limited: bool,
) -> Table:
    """The people behind one of the counts; None = all who entered."""
    each = cases(stage, ahead, behind, limited)
    return (each if outcome is None else each.filter(each.outcome == outcome)).select("person")


def stage_conversion(
    reader: Reader | DuckDBPyConnection,
    arrow: Arrow,
    period: Period,
    chosen: pa.Table | None = None,
) -> Conversion:
    """The conversion of one arrow over the cohort period, of everybody or of those `chosen`."""
    return conversion_of(_counts(reader, arrow, period, (), chosen), arrow.window_days)


def outcome_counts(
    reader: Reader | DuckDBPyConnection,
    arrow: Arrow,
    period: Period,
    chosen: pa.Table | None = None,
) -> pa.Table:
    """The cohort of an arrow counted: columns outcome (0 advanced, 1 lost, 2 open), hours, people."""
    return _counts(reader, arrow, period, (), chosen).select(["outcome", "hours", "people"])


def conversion_by_month(
    cursor: Reader | DuckDBPyConnection, arrow: Arrow, period: Period, months: Sequence[datetime]
) -> tuple[Conversion, list[Conversion]]:
    """The conversion of the whole cohort, and of those who entered in each month. `months` are the
    first instants of months in the workspace's zone, ascending, at most 13."""
    rows = _counts(cursor, arrow, period, months)
    month = rows["month"].to_numpy()
    return conversion_of(rows, arrow.window_days), [
        conversion_of(rows.filter(month == place + 1), arrow.window_days)
        for place in range(len(months))
    ]


def people_of(
    reader: Reader | DuckDBPyConnection,
    arrow: Arrow,
    period: Period,
    outcome: str | None,
    chosen: pa.Table | None = None,
) -> pa.Table:
    """The people who entered, or those of one of OUTCOMES: what a count opens."""
    place = None if outcome is None else OUTCOMES.index(outcome)
    asked = people_with_outcome(
        arrow.source.code, arrow.ahead, arrow.behind, place, chosen is not None
    )
    return ask(reader, asked, chosen=chosen, **moments_of(arrow, period))


def _counts(
    reader: Reader | DuckDBPyConnection,
    arrow: Arrow,
    period: Period,
    months: Sequence[datetime],
    chosen: pa.Table | None = None,
) -> pa.Table:
    never = datetime(9999, 1, 1, tzinfo=UTC)
    bounds = [*months, *[never] * (MONTHS - len(months))]
    given = {f"month_{place}": bound for place, bound in enumerate(bounds)}
    asked = outcomes(arrow.source.code, arrow.ahead, arrow.behind, chosen is not None)
    return ask(reader, asked, chosen=chosen, **moments_of(arrow, period), **given)


def moments_of(arrow: Arrow, period: Period) -> dict[str, datetime | int]:
    """The moments and the number that `cases` asks for."""
    return {
        "window_end": period.end,
        "cohort_start": period.cohort_start,
        "cohort_end": period.cohort_end,
        "window_hours": int(timedelta(days=arrow.window_days).total_seconds() // 3600),
    }


def conversion_of(rows: pa.Table, window_days: float) -> Conversion:
    """From counts: columns outcome, hours, people."""
    people = rows["people"].to_numpy()
    outcome = rows["outcome"].to_numpy()
    advanced, lost, open_ = (np.where(outcome == kind, people, 0) for kind in range(3))
    a, lo, o = int(advanced.sum()), int(lost.sum()), int(open_.sum())
    hours = rows["hours"].to_numpy()
    found = cumulative_incidence(hours, advanced, lost, open_)
    middle = incidence_curve(hours, advanced, lost, open_).middle(24 * window_days).value
    low = high = None
    if found.value is not None:
        # The interval of a share of as many fully followed people as would be equally uncertain.
        p = found.value
        n = p * (1 - p) / found.variance if found.variance > 0 else float(a + lo)
        low, high = wilson(p * min(n, found.n), min(n, found.n))
    days = None if middle is None else round(middle / 24, 2)
    return Conversion(a + lo + o, a, lo, o, found.value, low, high, window_days, days)
