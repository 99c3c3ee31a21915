"""What changed: the last 7 days against the 7 before, only what is more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import ibis
import numpy as np

from polku.analytics.facts import Value, ask, hours_between, moment, question, transitions
from polku.analytics.path import Path
from polku.analytics.period import Period
from polku.science.difference import counts_differ, durations_differ, shares_differ

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis import Table

    from polku.analytics.reader import Reader

CHANCE = 0.05  # shared out among all that is compared (Bonferroni)

Code = Literal["people_up", "people_down", "conversion_up", "conversion_down", "slower", "faster"]
Ways = tuple[tuple[int, tuple[int, ...]], ...]  # stage code → codes ahead of it


@dataclass(frozen=True)
class Change:
    """`now` and `before`: people who entered `stage`; the share of those on it who went forward
    that week; or the median days of those who did. `n` the cases of both weeks together, `p` how
    likely chance alone would differ so much."""

    code: Code
    stage: str
    to: str | None
    now: float
    before: float
    n: int
    p: float


def _stays(ways: Ways) -> tuple[Table, Value]:
    """Stays with where they led, and whether that was forward."""
    t = transitions.filter(transitions.at <= moment("window_end"))
    after = t.select(person_after="person", n_before=t.n - 1, left_at="at", went_to="to_stage")
    stay = t.left_join(after, [t.person == after.person_after, t.n == after.n_before]).select(
        stage=t.to_stage, at=t.at, left_at=after.left_at, went_to=after.went_to
    )
    ahead: Value = ibis.cases(
        *((stay.stage == code, stay.went_to.isin(codes or (-1,))) for code, codes in ways),
        else_=False,
    )
    return stay, ahead.fill_null(False)


@question
def weeks(ways: Ways) -> Table:
    """For each stage and both weeks: people who entered, stays that touched the week, and those of
    them that went forward in it."""
    stay, ahead = _stays(ways)
    end, week, before = moment("window_end"), moment("week_start"), moment("week_before_start")
    lasted = stay.left_at.coalesce(moment("forever"))
    forward = stay.mutate(ahead=ahead, lasted=lasted).filter(lasted > before)
    return forward.group_by("stage").agg(
        entered=forward.count(where=(forward.at > week) & (forward.at <= end)),
        entered_before=forward.count(where=(forward.at > before) & (forward.at <= week)),
        there=forward.count(where=(forward.at <= end) & (forward.lasted > week)),
        there_before=forward.count(where=forward.at <= week),
        went=forward.count(where=forward.ahead & (forward.lasted > week)),
        went_before=forward.count(where=forward.ahead & (forward.lasted <= week)),
    )


@question
def durations(ways: Ways) -> Table:
    """For each stage and whole hours: stays of that length that went forward in either week."""
    stay, ahead = _stays(ways)
    week, before = moment("week_start"), moment("week_before_start")
    done = stay.filter(ahead, stay.left_at > before)
    done = done.mutate(hours=hours_between(done.at, done.left_at))
    return done.group_by("stage", "hours").agg(
        now=done.count(where=done.left_at > week), before=done.count(where=done.left_at <= week)
    )


def changes(
    cursor: Reader | DuckDBPyConnection, path: Path, period: Period, limit: int = 3
) -> list[Change]:
    """The surest changes first, at most `limit`."""
    ways = tuple((arrow.source.code, arrow.ahead) for arrow in path.arrows())
    given: dict[str, datetime | int] = {
        "window_end": period.end,
        "week_start": period.week_start,
        "week_before_start": period.week_before_start,
    }
    counted = {
        row["stage"]: row
        for row in ask(
            cursor, weeks(ways), forever=datetime(9999, 1, 1, tzinfo=UTC), **given
        ).to_pylist()
    }
    lengths = ask(cursor, durations(ways), **given)
    stage, hours, now, before = (lengths[name].to_numpy() for name in lengths.column_names)
    found: list[Change] = []
    for step in path.steps:
        if row := counted.get(step.code):
            found += _entered(step.key, row["entered"], row["entered_before"])
    for arrow in path.arrows():
        if row := counted.get(arrow.source.code):
            found += _went(arrow.source.key, arrow.target.key, row)
        here = stage == arrow.source.code
        found += _took(arrow.source.key, arrow.target.key, hours[here], now[here], before[here])
    sure = [each for each in found if each.p < CHANCE / max(1, len(found))]
    return sorted(sure, key=lambda each: (each.p, each.stage, each.code))[:limit]


def _entered(stage: str, now: int, before: int) -> Iterator[Change]:
    if now + before:
        code: Code = "people_up" if now > before else "people_down"
        yield Change(code, stage, None, now, before, now + before, counts_differ(now, before))


def _went(stage: str, to: str, row: dict[str, int]) -> Iterator[Change]:
    there, before = row["there"], row["there_before"]
    if there and before:
        a, b = row["went"] / there, row["went_before"] / before
        code: Code = "conversion_up" if a > b else "conversion_down"
        p = shares_differ(row["went"], there, row["went_before"], before)
        yield Change(code, stage, to, a, b, there + before, p)


def _took(
    stage: str, to: str, hours: np.ndarray, now: np.ndarray, before: np.ndarray
) -> Iterator[Change]:
    if now.sum() and before.sum():
        order = np.argsort(hours)
        a, b = (_median(hours[order], counts[order]) / 24 for counts in (now, before))
        if a != b:
            code: Code = "slower" if a > b else "faster"
            p = durations_differ(hours, now, before)
            yield Change(code, stage, to, a, b, int(now.sum() + before.sum()), p)


def _median(values: np.ndarray, counts: np.ndarray) -> float:
    return float(values[np.searchsorted(counts.cumsum(), counts.sum() / 2)])
