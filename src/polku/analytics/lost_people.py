"""Who has stood on a stage longer than is usual there? (Eksyneet)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from polku.analytics.facts import Value, ask, moment, people, question
from polku.analytics.path import Path
from polku.analytics.period import Period
from polku.analytics.time_in_stage import Stay

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

FACTOR = 1.5  # lost after this many times the 75 % point
EXPECTED_FACTOR = 3.0  # the same from expected days, where the 75 % point is not known
ENOUGH = 10  # stays that ended, below which the measured time says too little


@dataclass(frozen=True)
class Patience:
    """How long a stay on `stage` (a code) may last before the person counts as lost, and what that
    is from: `usual_days` is the 75 % point when `measured`, else the days that the journey
    expects."""

    stage: int
    limit_days: float
    usual_days: float
    measured: bool

    def since(self, period: Period) -> datetime:
        """Whoever came before this moment is lost."""
        return period.end - timedelta(days=self.limit_days)


def patience(path: Path, stays: Mapping[int, Stay], factor: float = FACTOR) -> list[Patience]:
    """For each stage that leads forward to another, as far as its usual time is known. Lost is who has stayed
    `factor` times the 75 % point."""
    found = []
    for arrow in path.arrows():
        step = arrow.source
        stay = stays.get(step.code)
        if stay and stay.left >= ENOUGH and stay.p75_days is not None:
            limit = max(stay.p75_days * factor, 1.0)
            found.append(Patience(step.code, limit, stay.p75_days, measured=True))
        elif step.expected_days:
            limit = step.expected_days * EXPECTED_FACTOR
            found.append(Patience(step.code, limit, step.expected_days, measured=False))
    return found


def is_lost(stages: tuple[int, ...]) -> Value:
    """Whether a row of `people` stands on one of the stages since before its moment `lost_<i>`."""
    lost = people.stage.isin(()) if not stages else None
    for place, stage in enumerate(stages):
        here = (people.stage == stage) & (people.since < moment(f"lost_{place}"))
        lost = here if lost is None else lost | here
    return lost


def lost_moments(limits: list[Patience], period: Period) -> dict[str, datetime]:
    """The moments that `is_lost` asks for."""
    return {f"lost_{place}": each.since(period) for place, each in enumerate(limits)}


@question
def lost_now(stages: tuple[int, ...]) -> Table:
    """Lost people by stage code."""
    lost = people.filter(is_lost(stages))
    return lost.group_by("stage").agg(people=lost.count())


@question
def lost_ones(stages: tuple[int, ...]) -> Table:
    """Lost people with their stage codes."""
    return people.filter(is_lost(stages)).select("person", "stage")


def people_lost(
    cursor: Reader | DuckDBPyConnection, limits: list[Patience], period: Period
) -> pa.Table:
    """Everybody who is lost. Columns: person, stage (a code)."""
    sql = lost_ones(tuple(each.stage for each in limits))
    return ask(cursor, sql, **lost_moments(limits, period))


def lost_people(
    cursor: Reader | DuckDBPyConnection, limits: list[Patience], period: Period
) -> dict[int, int]:
    """Stage code → how many are lost there."""
    if not limits:
        return {}
    sql = lost_now(tuple(each.stage for each in limits))
    rows = ask(cursor, sql, **lost_moments(limits, period)).to_pylist()
    return {row["stage"]: row["people"] for row in rows}
