"""Time in stage: how long do people stay, and where is it longer than we think?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.breakdown import Breakdown, breakdown
from polku.analytics.conversion_parts import counts_by_group
from polku.analytics.stage_conversion import outcome_counts
from polku.analytics.time_in_stage import (
    by_stage,
    people_who_stayed,
    stay_curve,
    stays_by_group,
)
from polku.analytics.walks import counted, outcomes_of, stays_of, walks
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked, Dimension
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Number
from polku.science.discovery import holm
from polku.science.incidence import incidence_curve
from polku.science.logrank import Difference, logrank
from polku.science.quantile import Quantile, quantile

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.analytics.path import Arrow

ENOUGH = 10  # stays that ended, below which nothing is compared or told of them
SURE = 0.05
WORTH_TELLING = 0.1  # a pace that differs less is not told of, however sure


class AskedTime(Asked):
    """`by` tells people apart and tests whether they differ."""

    by: Dimension | None = None


def answer(scene: Scene, asked: AskedTime) -> Answer:
    """A row for each stage; with `by` also one for each group on it."""
    walked = walks(scene)
    rows = {step.code: stays_of(walked, step.code) for step in scene.path.steps}
    rows = {code: each for code, each in rows.items() if len(each)}
    arrows = {arrow.source.code: arrow for arrow in scene.path.arrows()}
    told, notes = [], []
    for step in scene.path.steps:
        if step.code not in rows:
            continue
        row = {"id": step.key, "stage": scene.stage(step.key), **_stay(rows[step.code])}
        row["assumed"] = step.expected_days
        if step.code in arrows:
            _, outcome, hours = outcomes_of(walked, arrows[step.code])
            row |= _days("to_next", _to_next(counted(outcome, hours), arrows[step.code]))
        told.append(row)
        late = _slower_than_assumed(row)
        if late is not None:
            notes.append(late)
    columns = [Column("stage", "text"), Column("stays"), Column("open", people=True)]
    columns += [Column(key, "days", interval=True) for key in ("median", "p75")]
    columns += [Column("assumed", "days"), Column("to_next", "days", interval=True)]
    sheets = [Sheet("stages", columns, told)]
    charts = [Chart("stages", "bars", "stages", x="stage", y=["median"])]
    if asked.by is not None:
        parted = breakdown(scene, asked.by)
        groups, found = _by_group(scene, parted, rows)
        notes += found
        columns = [Column("stage", "text"), Column("group", "text"), *columns[1:5]]
        columns += [Column("to_next", "days", interval=True), Column("chance", "p")]
        sheets.append(Sheet("groups", columns, groups))
        if not found:
            notes.append(Problem("time.no-difference", level="hint"))
    if told and all(row["median"] is None for row in told):
        notes.append(Problem("time.no-median", level="hint"))
    return Answer(n=sum(row["stays"] for row in told), sheets=sheets, charts=charts, notes=notes)


def _stay(rows: pa.Table) -> dict[str, Any]:
    curve = stay_curve(rows)
    found: dict[str, Any] = {"stays": curve.n, "open": curve.n - curve.ended}
    return found | _days("median", quantile(curve, 0.5)) | _days("p75", quantile(curve, 0.75))


def _to_next(counts: pa.Table, arrow: Arrow) -> Quantile:
    """Half of those who advance within the window have advanced by then."""
    kind, people = counts["outcome"].to_numpy(), counts["people"].to_numpy()
    went, lost, open_ = (people * (kind == each) for each in range(3))
    curve = incidence_curve(counts["hours"].to_numpy(), went, lost, open_)
    return curve.middle(24 * arrow.window_days)


def _days(key: str, found: Quantile) -> dict[str, float | None]:
    values = {key: found.value, f"{key}_low": found.low, f"{key}_high": found.high}
    return {name: None if hours is None else round(hours / 24, 2) for name, hours in values.items()}


def _slower_than_assumed(row: dict[str, Any]) -> Problem | None:
    """A sentence when the whole interval of the median lies above what the journey expects."""
    low, assumed = row["median_low"], row["assumed"]
    if row["median"] is None or low is None or not assumed or low <= assumed:
        return None
    params = {
        "stage": Both.of(row["stage"]),
        "days": Number(row["median"]),
        "assumed": Number(assumed),
    }
    return Problem("time.slower-than-assumed", params=params, level="hint")


def _by_group(
    scene: Scene, parted: Breakdown, whole: dict[int, pa.Table]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Rows, and a sentence for each group that differs from the others (Holm over all that is compared)."""
    rows = by_stage(scene.ask(stays_by_group(scene.limited), grouped=parted.groups))
    told: list[dict[str, Any]] = []
    compared: list[tuple[dict[str, Any], Difference]] = []
    arrows = {arrow.source.code: arrow for arrow in scene.path.arrows()}
    for step in scene.path.steps:
        if step.code not in rows or step.code not in whole:
            continue
        here, arrow = rows[step.code], arrows.get(step.code)
        grp = here["grp"].to_numpy()
        next_ = {}
        if arrow is not None:
            counts = outcome_counts(scene.reader, arrow, scene.period, scene.chosen)
            next_ = counts_by_group(scene, arrow, parted.groups, counts)
        for group in np.unique(grp).tolist():
            its = here.filter(grp == group)
            row = {
                "id": f"by:{step.key}:{parted.mark(group)}",
                "stage": scene.stage(step.key),
                "group": parted.title(group),
                **_stay(its),
                "chance": None,
            }
            if arrow is not None and group in next_:
                row |= _days("to_next", _to_next(next_[group], arrow))
            told.append(row)
            found = _differs(here, grp == group)
            if found is not None:
                compared.append((row, found))
    notes: list[tuple[bool, float, int, Problem]] = []
    for (row, found), p in zip(compared, holm([f.p for _, f in compared]).tolist(), strict=True):
        row["chance"] = p
        if p < SURE and abs(found.observed / found.expected - 1) >= WORTH_TELLING:
            slower = found.observed < found.expected
            notes.append((not slower, p, len(notes), _slower_or_faster(row, found)))
    return told, [each[-1] for each in sorted(notes, key=lambda each: each[:3])[:5]]


def _differs(rows: pa.Table, mine: np.ndarray) -> Difference | None:
    """The group against the others of whom the value is known; None with too few ends on either side."""
    count, left = rows["stays"].to_numpy(), rows["left"].to_numpy(zero_copy_only=False)
    ended = count * left
    if min(ended[mine].sum(), ended[~mine].sum()) < ENOUGH:
        return None
    return logrank(rows["hours"].to_numpy(), ended, count * ~left, mine)


def _slower_or_faster(row: dict[str, Any], found: Difference) -> Problem:
    params = {
        "stage": Both.of(row["stage"]),
        "group": Both.of(row["group"]),
        "rate": Number(found.observed / found.expected, 2),
        "ended": found.observed,
    }
    if found.observed < found.expected:
        return Problem("time.slower", params=params, level="warning")
    return Problem("time.faster", params=params, level="hint")


def people(scene: Scene, asked: AskedTime, row: str, column: str) -> pa.Table:
    """Those who stand on the stage still."""
    if column != "open":
        raise KeyError(column)
    part, _, rest = row.partition(":")
    if not rest:
        code = scene.path.steps[scene.path.place(row)].code
        return scene.ask(people_who_stayed(code, scene.limited, "all", False))
    if part != "by" or asked.by is None:
        raise KeyError(row)
    stage, _, mark = rest.partition(":")
    code = scene.path.steps[scene.path.place(stage)].code
    groups, within = breakdown(scene, asked.by).of(mark)
    return scene.ask(people_who_stayed(code, scene.limited, within, False), grouped=groups)


REPORT = Report("time", "journey", AskedTime, answer, people)
