"""How long do people stay on a stage? Those still there are censored, not left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from polku.analytics.facts import ask, hours_between, moment, question, transitions
from polku.analytics.period import Period
from polku.science.survival import kaplan_meier

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table


@dataclass(frozen=True)
class Stay:
    """Days on a stage by Kaplan-Meier: the median and the 75 % point, None where the curve does not
    come down that far; `n` stays that began in the cohort period, `left` of them over."""

    median_days: float | None
    p75_days: float | None
    n: int
    left: int


@question
def stays() -> Table:
    """Stays that began in the cohort period, by stage, whole hours and whether they ended."""
    end = moment("window_end")
    t = transitions.filter(transitions.at <= end)
    after = t.select(person_after="person", n_before=t.n - 1, left_at="at")
    stay = t.filter(t.at > moment("cohort_start"))
    stay = stay.left_join(
        after, [stay.person == after.person_after, stay.n == after.n_before]
    ).select(
        stage=stay.to_stage,
        left=after.left_at.notnull(),
        hours=hours_between(stay.at, after.left_at.coalesce(end)),
    )
    return stay.group_by("stage", "left", "hours").agg(stays=stay.count())


def time_in_stage(cursor: DuckDBPyConnection, period: Period) -> dict[int, Stay]:
    """Stage code → how long people stay there."""
    rows = ask(cursor, stays(), window_end=period.end, cohort_start=period.cohort_start)
    stage, hours = rows["stage"].to_numpy(), rows["hours"].to_numpy()
    count, left = rows["stays"].to_numpy(), rows["left"].to_numpy(zero_copy_only=False)
    found: dict[int, Stay] = {}
    for code in np.unique(stage).tolist():
        here = stage == code
        curve = kaplan_meier(hours[here], (count * left)[here], (count * ~left)[here])
        found[code] = Stay(
            _days(curve.quantile(0.5)), _days(curve.quantile(0.75)), curve.n, curve.ended
        )
    return found


def _days(hours: float | None) -> float | None:
    return None if hours is None else round(hours / 24, 2)
