"""How long do people stay on a stage? Those still there are censored, not left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.facts import (
    among,
    ask,
    grouped,
    hours_between,
    moment,
    question,
    transitions,
)
from polku.analytics.period import Period
from polku.science.survival import Survival, kaplan_meier

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.breakdown import Within
    from polku.analytics.reader import Reader


@dataclass(frozen=True)
class Stay:
    """Days on a stage by Kaplan-Meier: the median and the 75 % point, None where the curve does not
    come down that far; `n` stays that began in the cohort period, `left` of them over."""

    median_days: float | None
    p75_days: float | None
    n: int
    left: int


def _stays(limited: bool) -> Table:
    """person, stage, left (whether it ended) and whole hours of the stays that began in the cohort period."""
    end = moment("window_end")
    t = among(transitions.filter(transitions.at <= end), limited)
    after = t.select(person_after="person", n_before=t.n - 1, left_at="at")
    stay = t.filter(t.at > moment("cohort_start"), t.at <= moment("cohort_end"))
    return stay.left_join(
        after, [stay.person == after.person_after, stay.n == after.n_before]
    ).select(
        person=stay.person,
        stage=stay.to_stage,
        left=after.left_at.notnull(),
        hours=hours_between(stay.at, after.left_at.coalesce(end)),
    )


@question
def stays(limited: bool) -> Table:
    """Stays by stage, whole hours and whether they ended."""
    stay = _stays(limited)
    return stay.group_by("stage", "left", "hours").agg(stays=stay.count())


@question
def stays_by_group(limited: bool) -> Table:
    """The same by group, of those who are in a group of `grouped`."""
    stay = _stays(limited).inner_join(grouped, "person")
    return stay.group_by("grp", "stage", "left", "hours").agg(stays=stay.count())


@question
def people_who_stayed(stage: int, limited: bool, within: Within, left: bool | None) -> Table:
    """The people of the stays on a stage, those that ended, or those that go on; in or out of `grouped`."""
    stay = _stays(limited)
    stay = stay.filter(stay.stage == stage)
    if left is not None:
        stay = stay.filter(stay.left if left else ~stay.left)
    if within == "in":
        stay = stay.semi_join(grouped, "person")
    elif within == "out":
        stay = stay.anti_join(grouped, "person")
    return stay.select("person").distinct()


def time_in_stage(
    reader: Reader | DuckDBPyConnection, period: Period, chosen: pa.Table | None = None
) -> dict[int, Stay]:
    """Stage code → how long people stay there, of everybody or of those `chosen`."""
    rows = ask(reader, stays(chosen is not None), chosen=chosen, **stay_moments(period))
    return {code: stay_of(stay_curve(each)) for code, each in by_stage(rows).items()}


def stay_moments(period: Period) -> dict[str, datetime]:
    """The moments that the questions ask for."""
    return {
        "window_end": period.end,
        "cohort_start": period.cohort_start,
        "cohort_end": period.cohort_end,
    }


def by_stage(rows: pa.Table) -> dict[int, pa.Table]:
    """The rows of each stage."""
    stage = rows["stage"].to_numpy()
    return {code: rows.filter(stage == code) for code in np.unique(stage).tolist()}


def stay_curve(rows: pa.Table) -> Survival:
    """From counts: columns left, hours, stays."""
    count, left = rows["stays"].to_numpy(), rows["left"].to_numpy(zero_copy_only=False)
    return kaplan_meier(rows["hours"].to_numpy(), count * left, count * ~left)


def stay_of(curve: Survival) -> Stay:
    """Median and 75 % point of a curve in hours, in days."""
    return Stay(_days(curve.quantile(0.5)), _days(curve.quantile(0.75)), curve.n, curve.ended)


def _days(hours: float | None) -> float | None:
    return None if hours is None else round(hours / 24, 2)
