"""Stage conversion: of the people who entered each stage, how many went forward?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from polku.analytics.breakdown import breakdown
from polku.analytics.calendar_parts import days_of, midnight, next_day
from polku.analytics.conversion_parts import counts_by_group, people_in_part
from polku.analytics.path import Arrow
from polku.analytics.stage_conversion import (
    OUTCOMES,
    Conversion,
    conversion_of,
    people_of,
)
from polku.analytics.walks import Ints, counted, outcomes_of, walks
from polku.analytics.weakest_arrow import weakest_arrow
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked, Dimension, StageKey
from polku.reports.conversion_curve import by_day
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Count

if TYPE_CHECKING:
    import pyarrow as pa


class AskedConversion(Asked):
    """`stage` is the one that cohorts and the curve are drawn of: the weakest, if not said."""

    stage: StageKey | None = None
    by: Dimension | None = None
    cohorts: Literal["month", "week", "none"] = Field(default="month")


COUNTS = [
    Column("entered", people=True),
    Column("advanced", people=True),
    Column("lost", people=True),
    Column("open", people=True),
    Column("conversion", "share", interval=True),
]


def answer(scene: Scene, asked: AskedConversion) -> Answer:
    """A row for each arrow of the journey; its parts by group; and one arrow by cohort and by day."""
    arrows = scene.path.arrows()
    walked = walks(scene)
    cases = {a.source.key: outcomes_of(walked, a) for a in arrows}
    counts = {key: counted(outcome, hours) for key, (_, outcome, hours) in cases.items()}
    found = {a.source.key: conversion_of(counts[a.source.key], a.window_days) for a in arrows}
    rows = [
        _row(scene, a, found[a.source.key], a.source.key) | {"window": a.window_days}
        for a in arrows
    ]
    ways = [Column("from", "text"), Column("to", "text")]
    sheets = [Sheet("arrows", [*ways, *COUNTS, Column("window", "days")], rows)]
    charts = [Chart("arrows", "bars", "arrows", x="from", y=["conversion"])]
    notes: list[Problem] = []
    if asked.by is not None:
        parts = _by_group(scene, asked.by, counts)
        sheets.append(Sheet("groups", [*ways, Column("group", "text"), *COUNTS], parts))
    shown = _shown(scene, asked, found)
    if asked.stage is not None and shown is None:
        notes.append(Problem("conversion.no-arrow", params={"stage": asked.stage}, level="warning"))
    if shown is not None:
        name = Both.of(scene.stage(shown.source.key))
        notes.append(Problem("conversion.shown", params={"stage": name}, level="hint"))
        cohorts = _by_cohort(scene, asked, shown, cases[shown.source.key])
        if cohorts:
            kind: Any = "month" if asked.cohorts == "month" else "day"
            columns = [Column("cohort", kind), *COUNTS, Column("closed", "flag")]
            sheets.append(Sheet("cohorts", columns, cohorts))
            charts.append(Chart("cohorts", "lines", "cohorts", x="cohort", y=["conversion"]))
            young = sum(not each["closed"] for each in cohorts)
            if young:
                params = {"n": Count(young), "days": Count(shown.window_days)}
                notes.append(Problem("conversion.young-cohorts", params=params, level="hint"))
        curve = by_day(shown, counts[shown.source.key])
        if curve:
            columns = [Column("days", "number"), Column("reached", "share", interval=True)]
            columns += [Column("left", "share"), Column("there", "share", interval=True)]
            sheets.append(Sheet("curve", columns, curve))
            charts.append(Chart("curve", "steps", "curve", x="days", y=["reached", "there"]))
    return Answer(
        n=sum(each.entered for each in found.values()), sheets=sheets, charts=charts, notes=notes
    )


def _row(scene: Scene, arrow: Arrow, found: Conversion, row_id: str) -> dict[str, Any]:
    return {
        "id": row_id,
        "from": scene.stage(arrow.source.key),
        "to": scene.stage(arrow.target.key),
        "entered": found.entered,
        "advanced": found.advanced,
        "lost": found.lost,
        "open": found.open,
        "conversion": found.value,
        "conversion_low": found.low,
        "conversion_high": found.high,
    }


def _shown(scene: Scene, asked: AskedConversion, found: dict[str, Conversion]) -> Arrow | None:
    """The arrow whose cohorts and curve are shown."""
    arrows = scene.path.arrows()
    if asked.stage is not None:
        return next((each for each in arrows if each.source.key == asked.stage), None)
    weakest, _ = weakest_arrow(list(found.values()), [each.entered > 0 for each in found.values()])
    if weakest is not None:
        return arrows[weakest]
    return next((each for each in arrows if found[each.source.key].entered), None)


def _by_group(scene: Scene, dimension: str, counts: dict[str, pa.Table]) -> list[dict[str, Any]]:
    parted = breakdown(scene, dimension)
    rows = []
    for arrow in scene.path.arrows():
        parts = counts_by_group(scene, arrow, parted.groups, counts[arrow.source.key])
        for group in sorted(parts, key=lambda each: (each < 0, each)):
            found = conversion_of(parts[group], arrow.window_days)
            row = _row(scene, arrow, found, f"by:{arrow.source.key}:{parted.mark(group)}")
            rows.append(row | {"group": parted.title(group)})
    return rows


def _by_cohort(
    scene: Scene, asked: AskedConversion, arrow: Arrow, cases: tuple[Ints, Ints, Ints]
) -> list[dict[str, Any]]:
    if asked.cohorts == "none":
        return []
    days = days_of(scene.period, scene.zone, asked.cohorts)
    starts = [midnight(day, scene.zone) for day in days]
    entered, outcome, hours = cases
    bounds = np.array([each.timestamp() for each in starts])
    place = np.searchsorted(bounds, entered, side="right") - 1
    parts = [counted(outcome[place == i], hours[place == i]) for i in range(len(starts))]
    rows = []
    for day, part, stop in zip(days, parts, starts[1:], strict=False):
        found = conversion_of(part, arrow.window_days)
        if found.entered:
            row = _row(scene, arrow, found, f"cohort:{arrow.source.key}:{day.isoformat()}")
            row["cohort"] = day.isoformat()[: 7 if asked.cohorts == "month" else 10]
            # Closed when even who entered last in it has been followed for the whole window.
            last = min(stop, scene.period.cohort_end)
            row["closed"] = last + timedelta(days=arrow.window_days) <= scene.period.end
            rows.append(row)
    return rows


def people(scene: Scene, asked: AskedConversion, row: str, column: str) -> pa.Table:
    """Those who entered the stage of the row, or those with one outcome."""
    outcome = None if column == "entered" else column
    if outcome is not None and outcome not in OUTCOMES:
        raise KeyError(column)
    part, _, rest = row.partition(":")
    if not rest:
        return people_of(scene.reader, _arrow(scene, row), scene.period, outcome, scene.chosen)
    stage, _, mark = rest.partition(":")
    arrow = _arrow(scene, stage)
    if part == "cohort" and asked.cohorts != "none":
        day = date.fromisoformat(mark)
        start = midnight(day, scene.zone)
        stop = midnight(next_day(day, asked.cohorts), scene.zone)
        return people_in_part(scene, arrow, outcome, start=start, stop=stop)
    if part != "by" or asked.by is None:
        raise KeyError(row)
    groups, within = breakdown(scene, asked.by).of(mark)
    return people_in_part(scene, arrow, outcome, groups=groups, within=within)


def _arrow(scene: Scene, stage: str) -> Arrow:
    for each in scene.path.arrows():
        if each.source.key == stage:
            return each
    raise KeyError(stage)


REPORT = Report("conversion", "journey", AskedConversion, answer, people)
