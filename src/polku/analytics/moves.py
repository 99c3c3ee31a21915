"""Who moved from which stage to which lately?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polku.analytics.facts import ask, moment, question, transitions
from polku.analytics.path import Path
from polku.analytics.period import Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader


@dataclass(frozen=True)
class Entered:
    """Different people who entered a stage in the last 7 and 30 days."""

    last_7d: int
    last_30d: int


@question
def entries() -> Table:
    """People who entered each stage."""
    end = moment("window_end")
    t = transitions.filter(transitions.at > moment("recent_start"), transitions.at <= end)
    return t.group_by(stage="to_stage").agg(
        last_7d=t.person.nunique(where=t.at > moment("week_start")), last_30d=t.person.nunique()
    )


@question
def pairs() -> Table:
    """People of the last 30 days by the stage they came from and the one they went to."""
    t = transitions.filter(
        transitions.at > moment("recent_start"), transitions.at <= moment("window_end")
    )
    return t.group_by("from_stage", "to_stage").agg(people=t.person.nunique())


def entered(cursor: Reader | DuckDBPyConnection, period: Period) -> dict[int, Entered]:
    """Stage code → how many people entered."""
    rows = ask(
        cursor,
        entries(),
        window_end=period.end,
        week_start=period.week_start,
        recent_start=period.recent_start,
    ).to_pylist()
    return {row["stage"]: Entered(row["last_7d"], row["last_30d"]) for row in rows}


@dataclass(frozen=True)
class Return:
    """People who went back in the last 30 days; `from_exit` when they had left and came back."""

    from_stage: str
    to_stage: str
    people: int
    from_exit: bool


def returns(cursor: Reader | DuckDBPyConnection, path: Path, period: Period) -> list[Return]:
    """Moves against the direction of the path, and out of exits, most people first."""
    rows = ask(cursor, pairs(), window_end=period.end, recent_start=period.recent_start).to_pylist()
    place = {step.code: i for i, step in enumerate(path.steps)}
    found = [
        Return(a.key, b.key, row["people"], a.exit)
        for row in rows
        if row["from_stage"] in place and row["to_stage"] in place
        for a, b in [(path.steps[place[row["from_stage"]]], path.steps[place[row["to_stage"]]])]
        if not b.exit and (a.exit or place[b.code] < place[a.code])
    ]
    return sorted(found, key=lambda each: (-each.people, each.from_stage, each.to_stage))
