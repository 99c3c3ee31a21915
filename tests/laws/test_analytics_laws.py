"""The laws of the numbers, on random paths, against a slow obvious count of each person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.changes import weeks
from polku.analytics.facts import ask
from polku.analytics.lost_people import Patience, lost_people, patience, people_lost
from polku.analytics.moves import entered, returns
from polku.analytics.path import Path, Step
from polku.analytics.people_by_stage import people_by_stage
from polku.analytics.period import Period
from polku.analytics.stage_conversion import (
    OUTCOMES,
    conversion_by_month,
    people_of,
    stage_conversion,
)
from polku.analytics.time_in_stage import time_in_stage
from polku.store.tables import DDL

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 21, 12, tzinfo=UTC)
PERIOD = Period(END + timedelta(days=3), END)
PATH = Path(
    (
        Step("visitor", 0, False, 10.0),
        Step("lead", 1, False, None),
        Step("customer", 2, False, 30.0),
        Step("left", 3, True, None),
        Step("promoter", 4, False, None),
    )
)


@dataclass(frozen=True)
class Move:
    """One transition of one person, hours before END (negative: after it)."""

    at: datetime
    to: int


moves = st.lists(
    st.tuples(st.integers(-24 * 5, 24 * 420), st.integers(0, 4)), min_size=1, max_size=7
)
crowds = st.lists(moves, min_size=1, max_size=12)


def paths(crowd: list[list[tuple[int, int]]]) -> list[list[Move]]:
    """Each person's transitions in order; consecutive stages differ, as the fold sees to."""
    found = []
    for person in crowd:
        walked: list[Move] = []
        for hours, stage in sorted(person, reverse=True):
            if not walked or walked[-1].to != stage:
                walked.append(Move(END - timedelta(hours=hours), stage))
        found.append(walked)
    return found


def stored(walked: list[list[Move]]) -> duckdb.DuckDBPyConnection:
    """A warehouse's tables with those transitions and the people they leave behind."""
    con = duckdb.connect()
    con.execute(DDL)
    rows = [
        (p, n, m.at.replace(tzinfo=None), path[n - 1].to if n else None, m.to, "r[0]", n)
        for p, path in enumerate(walked)
        for n, m in enumerate(path)
    ]
    con.executemany("INSERT INTO transitions VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    con.executemany(
        "INSERT INTO people VALUES (?, ?, ?, NULL, ?, ?, 1)",
        [
            (p, path[-1].to, *(m.at.replace(tzinfo=None) for m in (path[-1], path[0], path[-1])))
            for p, path in enumerate(walked)
        ],
    )
    return con


def outcome(path: list[Move], source: int, target: int, window: timedelta) -> str | None:
    """What became of a person on the arrow, told step by step; None when not of the cohort."""
    places = {step.code: i for i, step in enumerate(PATH.steps)}
    seen = [m for m in path if m.at <= END]
    starts = [i for i, m in enumerate(seen) if m.to == source and m.at > PERIOD.cohort_start]
    if not starts:
        return None
    entry = seen[starts[0]]
    for move in seen[starts[0] + 1 :]:
        step = PATH.steps[places[move.to]]
        took = move.at - entry.at
        if took >= window:
            break
        if not step.exit and places[move.to] >= target:
            return "advanced"
        if step.exit or places[move.to] < source:
            return "lost"
    return "lost" if END - entry.at >= window else "open"


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_entered_is_advanced_and_lost_and_open(crowd: list[list[tuple[int, int]]]) -> None:
    """On every arrow the counts share out the cohort, and are those of a count by hand; each count
    opens exactly its people."""
    walked = paths(crowd)
    con = stored(walked)
    pairs = [("visitor", "lead"), ("lead", "customer"), ("customer", "promoter")]
    for source, target in [*pairs, ("visitor", "customer")]:
        arrow = PATH.arrow(source, target)
        found = stage_conversion(con, arrow, PERIOD)
        window = timedelta(days=arrow.window_days)
        told = [outcome(p, PATH.place(source), PATH.place(target), window) for p in walked]
        by_hand = Counter(told)
        assert found.entered == found.advanced + found.lost + found.open
        assert (found.advanced, found.lost, found.open) == tuple(by_hand[o] for o in OUTCOMES)
        for kind in OUTCOMES:
            people = people_of(con, arrow, PERIOD, kind)["person"].to_pylist()
            assert sorted(people) == [p for p, o in enumerate(told) if o == kind]
        if found.open == 0 and found.entered:
            assert found.value == pytest.approx(found.advanced / found.entered)
        if found.value is not None:
            assert found.low is not None
            assert found.high is not None
            assert 0 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1


@settings(max_examples=25, deadline=None)
@given(crowds)
def test_months_add_up_to_the_cohort(crowd: list[list[tuple[int, int]]]) -> None:
    """Everybody of the cohort entered in exactly one month."""
    con = stored(paths(crowd))
    months = [datetime(2025 + (9 + i) // 12, (9 + i) % 12 + 1, 1, tzinfo=UTC) for i in range(1, 14)]
    assert months[0] <= PERIOD.cohort_start < months[1]
    whole, parts = conversion_by_month(con, PATH.arrow("lead", "customer"), PERIOD, months)
    assert whole == stage_conversion(con, PATH.arrow("lead", "customer"), PERIOD)
    assert sum(each.entered for each in parts) == whole.entered
    assert sum(each.advanced for each in parts) == whole.advanced


@settings(max_examples=40, deadline=None)
@given(crowds)
def test_stays_are_counted_with_those_still_there(crowd: list[list[tuple[int, int]]]) -> None:
    """n and left are those of a count by hand; the median lies among the stays, or is missing."""
    walked = paths(crowd)
    found = time_in_stage(stored(walked), PERIOD)
    n, left, longest = Counter[int](), Counter[int](), Counter[int]()
    for path in walked:
        seen = [m for m in path if m.at <= END]
        for i, m in enumerate(seen):
            if m.at > PERIOD.cohort_start:
                n[m.to] += 1
                left[m.to] += i + 1 < len(seen)
                until = seen[i + 1].at if i + 1 < len(seen) else END
                longest[m.to] = max(longest[m.to], int((until - m.at) / timedelta(hours=1)))
    assert {stage: (stay.n, stay.left) for stage, stay in found.items()} == {
        stage: (n[stage], left[stage]) for stage in n
    }
    for stage, stay in found.items():
        if stay.median_days is not None:
            assert 0 <= stay.median_days <= longest[stage] / 24 + 0.01
        if 2 * stay.left < stay.n and stay.n == 1:
            assert stay.median_days is None


@settings(max_examples=40, deadline=None)
@given(crowds)
def test_moves_and_people_are_those_of_a_count_by_hand(crowd: list[list[tuple[int, int]]]) -> None:
    """People now, newcomers, returns, the Lost list, and the weeks that changes compare."""
    walked = paths(crowd)
    con = stored(walked)
    assert people_by_stage(con) == Counter(path[-1].to for path in walked)

    def came(path: list[Move], stage: int, days: int) -> bool:
        return any(m.to == stage and END - timedelta(days=days) < m.at <= END for m in path)

    for stage, count in entered(con, PERIOD).items():
        assert count.last_7d == sum(came(path, stage, 7) for path in walked)
        assert count.last_30d == sum(came(path, stage, 30) for path in walked)

    back = Counter[tuple[int, int]]()
    for path in walked:
        steps = {
            (a.to, b.to)
            for a, b in pairwise(path)
            if END - timedelta(days=30) < b.at <= END and b.to != 3 and (a.to == 3 or b.to < a.to)
        }
        back.update(steps)
    codes = {step.key: step.code for step in PATH.steps}
    assert {
        (codes[r.from_stage], codes[r.to_stage]): r.people for r in returns(con, PATH, PERIOD)
    } == back

    limits = [Patience(0, 5.0, 2.0, True), Patience(2, 30.0, 11.0, False)]
    days = {each.stage: each.limit_days for each in limits}
    assert lost_people(con, limits, PERIOD) == Counter(
        path[-1].to
        for path in walked
        if path[-1].to in days and END - path[-1].at > timedelta(days=days[path[-1].to])
    )
    ones = people_lost(con, limits, PERIOD)
    assert len(set(ones["person"].to_pylist())) == len(ones)
    assert Counter(ones["stage"].to_pylist()) == lost_people(con, limits, PERIOD)
    assert len(people_lost(con, [], PERIOD)) == 0

    ways = tuple((arrow.source.code, arrow.ahead) for arrow in PATH.arrows())
    table: pa.Table = ask(
        con,
        weeks(ways),
        window_end=PERIOD.end,
        week_start=PERIOD.week_start,
        week_before_start=PERIOD.week_before_start,
        forever=datetime(9999, 1, 1, tzinfo=UTC),
    )
    ahead = dict(ways)
    there, went = Counter[int](), Counter[int]()
    for path in walked:
        seen = [m for m in path if m.at <= END]
        for i, m in enumerate(seen):
            until = seen[i + 1] if i + 1 < len(seen) else None
            if until is None or until.at > PERIOD.week_start:
                there[m.to] += 1
                went[m.to] += until is not None and until.to in ahead.get(m.to, ())
    assert {str(kind) for kind in table.schema.types} <= {"int32", "int64"}  # no decimals
    for row in table.to_pylist():
        assert (row["there"], row["went"]) == (there[row["stage"]], went[row["stage"]])


def test_nothing_measured_means_the_expected_days_decide() -> None:
    """Without ten stays that ended, patience follows the journey's own expectation, if any."""
    limits = patience(PATH, {})
    assert [(e.stage, e.limit_days, e.usual_days, e.measured) for e in limits] == [
        (0, 30.0, 10.0, False),
        (2, 90.0, 30.0, False),
    ]
    assert np.isfinite([each.limit_days for each in limits]).all()
