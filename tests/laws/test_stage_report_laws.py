"""The laws of the reports about stages: parts add up, filters leave what a count by hand leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_analytics_laws import END, PATH, PERIOD, crowds, outcome, paths, stored

from polku.analytics.arrow_days import forward, paces
from polku.analytics.calendar_parts import days_of, midnight
from polku.analytics.conversion_parts import (
    UNKNOWN,
    counts_by_group,
    people_in_part,
)
from polku.analytics.facts import ask
from polku.analytics.lost_people import Patience
from polku.analytics.lost_worth import lost_rows
from polku.analytics.path import Arrow
from polku.analytics.period import Period
from polku.analytics.reader import DuckReader
from polku.analytics.stage_conversion import (
    OUTCOMES,
    conversion_of,
    outcome_counts,
    people_of,
    stage_conversion,
)
from polku.analytics.time_in_stage import by_stage, stay_curve, stays, stays_by_group
from polku.analytics.walks import counted, outcomes_of, stays_of, walks
from polku.reports.report import Scene
from polku.settings import MoneySettings

pytestmark = pytest.mark.slow

HELSINKI = ZoneInfo("Europe/Helsinki")
PAIRS = [("visitor", "lead"), ("lead", "customer"), ("customer", "promoter")]
groupings = st.lists(st.integers(-1, 2), min_size=12, max_size=12)


def scene(con: Any, period: Period = PERIOD, chosen: list[int] | None = None) -> Scene:
    people = None if chosen is None else pa.table({"person": pa.array(chosen, pa.int64())})
    return Scene(
        reader=DuckReader(con),
        journey=SimpleNamespace(stages=()),  # type: ignore[arg-type]
        path=PATH,
        codes={},
        period=period,
        zone=HELSINKI,
        money=MoneySettings(),
        chosen=people,
    )


def counts(found: Any) -> tuple[int, ...]:
    return (found.entered, found.advanced, found.lost, found.open)


@settings(max_examples=30, deadline=None)
@given(crowds, st.sets(st.integers(0, 11)), st.integers(0, 364), st.integers(0, 364))
def test_entered_is_advanced_and_lost_and_open_under_filters_and_periods(
    crowd: list[list[tuple[int, int]]], chosen: set[int], a: int, b: int
) -> None:
    """Whatever people and period are asked, the counts share out the cohort and are those of a count by hand."""
    walked = paths(crowd)
    start, stop = END - timedelta(days=max(a, b)), END - timedelta(days=min(a, b))
    over = replace(PERIOD, start=start, stop=stop)
    con = stored(walked)
    at = scene(con, over, sorted(chosen))
    for source, target in PAIRS:
        arrow = PATH.arrow(source, target)
        found = stage_conversion(at.reader, arrow, over, at.chosen)
        assert found.entered == found.advanced + found.lost + found.open
        window = timedelta(days=arrow.window_days)
        code = arrow.source.code
        told = []
        for person in sorted(chosen & set(range(len(walked)))):
            seen = [m for m in walked[person] if m.at <= END]
            entries = [m for m in seen if m.to == code and start <= m.at <= stop]
            if entries:  # who was there before the period enters by the first entry in it
                later = [m for m in seen if m.at >= entries[0].at]
                told.append(outcome(later, PATH.place(source), PATH.place(target), window))
        assert counts(found) == (len(told), *(told.count(kind) for kind in OUTCOMES))


@settings(max_examples=40, deadline=None)
@given(crowds, st.sets(st.integers(0, 11)), st.integers(0, 364), st.integers(0, 364))
def test_moves_read_once_count_the_same(
    crowd: list[list[tuple[int, int]]], chosen: set[int], a: int, b: int
) -> None:
    """The kernel that reports use counts what the questions of one arrow and one stage count."""
    start, stop = END - timedelta(days=max(a, b)), END - timedelta(days=min(a, b))
    at = scene(stored(paths(crowd)), replace(PERIOD, start=start, stop=stop), sorted(chosen))
    walked = walks(at)
    for source, target in [*PAIRS, ("visitor", "customer"), ("visitor", "promoter")]:
        arrow = PATH.arrow(source, target)
        _, outcome_, hours = outcomes_of(walked, arrow)
        theirs = outcome_counts(at.reader, arrow, at.period, at.chosen)
        assert as_set(counted(outcome_, hours)) == as_set(theirs)
    theirs = by_stage(at.ask(stays(True)))
    for step in PATH.steps:
        ours = stays_of(walked, step.code)
        assert len(ours) == (len(theirs[step.code]) if step.code in theirs else 0)
        if len(ours):
            assert as_set(ours) == as_set(theirs[step.code].select(ours.column_names))


def as_set(table: pa.Table) -> set[tuple[Any, ...]]:
    return {tuple(row.values()) for row in table.to_pylist()}


@settings(max_examples=30, deadline=None)
@given(crowds, groupings)
def test_groups_and_cohorts_add_up_to_the_whole(
    crowd: list[list[tuple[int, int]]], grouping: list[int]
) -> None:
    """Everybody is in one group (or in none: not known) and in one month of entry, and each part opens its people."""
    at = scene(stored(paths(crowd)))
    known = [(p, g) for p, g in enumerate(grouping) if g >= 0]
    groups = pa.table(
        {
            "person": pa.array([p for p, _ in known], pa.int64()),
            "grp": pa.array([g for _, g in known], pa.int32()),
        }
    )
    for source, target in PAIRS:
        arrow = PATH.arrow(source, target)
        whole = outcome_counts(at.reader, arrow, at.period)
        everybody = counts(conversion_of(whole, arrow.window_days))
        parts = counts_by_group(at, arrow, groups, whole)
        found = [counts(conversion_of(each, arrow.window_days)) for each in parts.values()]
        assert tuple(map(sum, zip(*found, strict=True))) == everybody or not found
        for group, part in parts.items():
            assert (part["people"].to_numpy() > 0).all()
            kind = "out" if group == UNKNOWN else "in"
            mine = (
                groups
                if group == UNKNOWN
                else groups.filter(pa.compute.equal(groups["grp"], group))
            )
            people = people_in_part(at, arrow, None, groups=mine, within=kind)
            assert len(people) == conversion_of(part, arrow.window_days).entered
        days = days_of(at.period, HELSINKI, "month")
        starts = [midnight(day, HELSINKI) for day in days]
        entered, kind_, hours = outcomes_of(walks(at), arrow)
        place = np.searchsorted([s.timestamp() for s in starts], entered, side="right") - 1
        months = [counted(kind_[place == i], hours[place == i]) for i in range(len(starts))]
        by_month = [counts(conversion_of(each, arrow.window_days)) for each in months]
        assert tuple(map(sum, zip(*by_month, strict=True))) == everybody
        for start, stop, month in zip(starts, starts[1:], months, strict=False):
            people = people_in_part(at, arrow, "lost", start=start, stop=stop)
            assert len(people) == conversion_of(month, arrow.window_days).lost
            whom = people_of(at.reader, arrow, at.period, "lost")["person"].to_pylist()
            assert set(people["person"].to_pylist()) <= set(whom)


@settings(max_examples=30, deadline=None)
@given(crowds, groupings)
def test_stays_of_groups_are_those_of_their_people(
    crowd: list[list[tuple[int, int]]], grouping: list[int]
) -> None:
    """The curve of a group is the curve of its people alone."""
    con = stored(paths(crowd))
    for group in range(3):
        mine = [p for p, g in enumerate(grouping) if g == group]
        groups = pa.table(
            {
                "person": pa.array(range(len(grouping)), pa.int64()),
                "grp": pa.array(grouping, pa.int32()),
            }
        )
        at = scene(con)
        rows = at.ask(stays_by_group(False), grouped=groups)
        rows = by_stage(rows.filter(pa.compute.equal(rows["grp"], group)))
        alone = by_stage(scene(con, chosen=mine).ask(stays(True)))
        assert rows.keys() == alone.keys()
        for stage, each in rows.items():
            ours, theirs = stay_curve(each), stay_curve(alone[stage])
            assert (ours.n, ours.ended) == (theirs.n, theirs.ended)
            assert ours.surviving == pytest.approx(theirs.surviving)


@settings(max_examples=30, deadline=None)
@given(crowds, st.integers(1, 120))
def test_lost_people_are_those_who_have_waited_too_long(
    crowd: list[list[tuple[int, int]]], days: int
) -> None:
    """Each who stands on the stage since before the limit, and who came within a period when one is asked."""
    walked = paths(crowd)
    con = stored(walked)
    limits = [Patience(0, float(days), days / 1.5, measured=True)]
    last = {p: path[-1] for p, path in enumerate(walked)}
    by_hand = {p for p, m in last.items() if m.to == 0 and m.at < END - timedelta(days=days)}
    assert set(lost_rows(scene(con), limits)["person"].to_pylist()) == by_hand
    start = END - timedelta(days=200)
    at = scene(con, replace(PERIOD, start=start))
    recent = {p for p in by_hand if last[p].at >= start}
    assert set(lost_rows(at, limits)["person"].to_pylist()) == recent


@settings(max_examples=30, deadline=None)
@given(crowds, st.sampled_from([10, 30, 90]))
def test_the_pace_of_an_arrow_is_that_of_its_people(
    crowd: list[list[tuple[int, int]]], window: int
) -> None:
    """People there and moves forward, by day and age, are those of a count of each person and day."""
    walked = paths(crowd)
    con = stored(walked)
    arrow: Arrow = PATH.arrow("visitor", "lead")
    first = END - timedelta(days=60)
    dates = [(first + timedelta(days=d)).date() for d in range(60)]
    bounds = [midnight(day, HELSINKI) for day in dates]
    seconds = np.array([int(each.timestamp()) for each in bounds])
    given_ = {"arrow_start": bounds[0] - timedelta(days=window), "window_end": END}
    rows = ask(con, forward(0, arrow.ahead, False, False), **given_)
    found = paces(rows, seconds, window)
    there, moved = np.zeros(60), np.zeros(60)
    for path in walked:
        seen = [m for m in path if m.at <= END]
        for here, after in zip_longest(seen, seen[1:]):
            if here.to != 0 or here.at <= given_["arrow_start"]:
                continue
            came = day_of(here.at, bounds)
            left = None if after is None else day_of(after.at, bounds)
            for day in range(60):
                if came <= day < came + window and (left is None or day <= left):
                    there[day] += 1
            went = left is not None and 0 <= left < 60 and left - came < window
            if went and after.to in arrow.ahead:
                moved[left] += 1
    if not len(rows):
        assert not there.any()
        return
    assert found.there[0].sum(axis=1).tolist() == there.tolist()
    assert found.forward[0].tolist() == moved.tolist()


def day_of(at: datetime, bounds: list[datetime]) -> int:
    """The number of the day; below zero before the first, whole days back from its midnight."""
    if at < bounds[0]:
        return -(int((bounds[0] - at).total_seconds() + 86_399) // 86_400)
    return sum(each <= at for each in [*bounds, bounds[-1] + timedelta(days=1)]) - 1
