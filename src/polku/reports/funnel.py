"""Journey funnel: of those who took the first step, how many took the next ones?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from polku.analytics.funnel.groups import Group, groups
from polku.analytics.funnel.walk import Counting, Walked, walk
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Figure
from polku.reports.funnel_asked import FunnelAsked, counting_of, steps_of, window_of
from polku.reports.funnel_sheets import (
    branches_sheet,
    groups_sheet,
    lasting,
    rate,
    steps_sheet,
    waiting,
)
from polku.reports.funnel_words import rule_words
from polku.reports.report import Report, Scene
from polku.reports.said import Count, Share

if TYPE_CHECKING:
    from polku.analytics.funnel.grammar import FunnelStep


def answer(scene: Scene, asked: FunnelAsked) -> Answer:
    """A row for each step, one for each branch of a step that may be many, and one for each group."""
    steps = steps_of(scene, asked)
    if not steps:
        return Answer(n=None, notes=[Problem("funnel.no-steps", level="warning")])
    counting = counting_of(scene, asked, steps)
    notes = _unknown(scene, steps, counting)
    walked = walk(scene, steps, counting)
    n, done = len(walked.person), walked.level == len(walked.required)
    share = rate(walked, done, np.ones(n, np.bool_), counting)
    sheets = [steps_sheet(walked, steps, counting)]
    charts = [Chart("steps", "bars", "steps", x="step", y=["total"])]
    if any(len(step.branches) > 1 for step in steps) and walked.attempts is not None:
        sheets.append(branches_sheet(walked, steps, counting))
    if asked.by is not None:
        found = _groups(scene, asked, steps, walked)
        sheets.append(groups_sheet(walked, steps, counting, found))
        charts.append(Chart("groups", "bars", "groups", x="group", y=["conversion"]))
        if not any(each.mark != "unknown" for each in found) and n:
            notes.append(Problem("funnel.no-values", "by", {"dimension": asked.by}, "warning"))
        if asked.by_value == "any":
            notes.append(Problem("funnel.any-value", "by_value", level="hint"))
    figures = [
        Figure("entered", "count", n if n else None, people=n > 0),
        Figure("completed", "count", int(done.sum()) if n else None, n=n, people=n > 0),
        Figure("conversion", "share", share.value, share.low, share.high, n),
        Figure(
            "median", "days", lasting(walked, len(walked.required) - 1, 0)[0], n=int(done.sum())
        ),
    ]
    return Answer(
        n=n,
        figures=figures,
        sheets=sheets,
        charts=charts,
        notes=[*notes, *_notes(walked, counting)],
        rule=rule_words(asked, window_of(scene, asked), steps, counting),
        details={"reached": [int(walked.reached(k).sum()) for k in range(len(steps))]},
    )


def _groups(
    scene: Scene, asked: FunnelAsked, steps: tuple[FunnelStep, ...], walked: Walked
) -> list[Group]:
    first = tuple(branch.event for branch in steps[0].branches)
    return groups(scene, walked, first, str(asked.by), asked.by_value)


def _unknown(scene: Scene, steps: tuple[FunnelStep, ...], counting: Counting) -> list[Problem]:
    known = scene.codes.get("event", {})
    named = [branch.event for step in steps for branch in step.branches]
    named += [each.event for each in counting.breaks]
    missing = dict.fromkeys(name for name in named if name not in known)
    return [Problem("funnel.unknown-event", "steps", {"name": each}, "warning") for each in missing]


def _notes(walked: Walked, counting: Counting) -> list[Problem]:
    n = len(walked.person)
    if not n:
        return [Problem("funnel.nobody", "steps", level="warning")]
    notes = []
    open_ = int(waiting(walked, counting).sum())
    if open_:
        params = {"n": Count(open_), "share": Share(open_ / n)}
        notes.append(Problem("funnel.open", params=params, level="hint"))
    if counting.entries == "every":
        notes.append(Problem("funnel.attempts", "entries", level="hint"))
    return notes


def people(scene: Scene, asked: FunnelAsked, row: str, column: str) -> pa.Table:
    """The people of a step (reached, dropped, open), of a branch, of a group at a step, or of a figure."""
    steps = steps_of(scene, asked)
    counting = counting_of(scene, asked, steps)
    walked = walk(scene, steps, counting)
    some = _cases(scene, asked, steps, walked, counting, row, column)
    return pa.table({"person": pa.array(np.unique(walked.person[some]), pa.int64())})


def _cases(
    scene: Scene,
    asked: FunnelAsked,
    steps: tuple[FunnelStep, ...],
    walked: Walked,
    counting: Counting,
    row: str,
    column: str,
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    kind, _, rest = row.partition(":")
    if row == "":
        return walked.level >= {"entered": 1, "completed": len(walked.required)}[column]
    if kind == "group":
        group = next(each for each in _groups(scene, asked, steps, walked) if each.mark == rest)
        return group.cases & walked.reached(int(column.removeprefix("step_")) - 1)
    if kind == "branch":
        place, _, branch = rest.partition(":")
        through = walked.branch(int(place) - 1, int(branch))
        if column == "went_on":
            through &= walked.level > walked.required.index(int(place) - 1) + 1
        return through
    step = int(kind) - 1
    if column == "reached":
        return walked.reached(step)
    stayed = walked.level == walked.required.index(step) + 1
    going = waiting(walked, counting)
    return np.asarray(stayed & {"open": going, "dropped": ~going}[column])


REPORT = Report("funnel", "journey", FunnelAsked, answer, people)
