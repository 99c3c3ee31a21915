"""Response time: how long do people wait for a reply?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from polku.analytics.answers import NOWHERE
from polku.analytics.replies import people_waiting, waits_by_stage
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked, EventName
from polku.reports.report import Report, Scene
from polku.reports.response_tasks import late_people, task_times
from polku.reports.response_waiting import open_questions, pairs_of, waiting_people
from polku.reports.words import said
from polku.science.quantile import quantile
from polku.science.survival import kaplan_meier
from polku.science.wilson import share

if TYPE_CHECKING:
    import pyarrow as pa

HOUR, DAY = 60, 1440
PAIRS = (
    ("Task Created", "Task Answered"),
    ("Support Ticket Opened", "Support Ticket Closed"),
    ("Demo Requested", "Meeting Held"),
    ("Opportunity Created", "Offer Shown"),
)
"""What is looked for when nothing is asked: the first pair of which the data has both."""


class AskedResponses(Asked):
    """`asked` and `answered`: the events of an enquiry and of a reply."""

    asked: tuple[EventName, ...] = Field(default=())
    answered: tuple[EventName, ...] = Field(default=())


def _codes(scene: Scene, asked: AskedResponses) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    codes = scene.codes.get("event", {})
    if asked.asked and asked.answered:
        pairs = [(asked.asked, asked.answered)]
    else:
        pairs = [((one,), (other,)) for one, other in PAIRS]
    for before, after in pairs:
        found = tuple(tuple(codes[n] for n in names if n in codes) for names in (before, after))
        if all(found):
            return found[0], found[1]
    return None


def answer(scene: Scene, asked: AskedResponses) -> Answer:
    """Enquiries by stage, and the tasks of sales: how many were answered in time."""
    tasks = task_times(scene)
    codes = _codes(scene, asked)
    waits = open_questions(scene, pairs_of(scene, asked.asked, asked.answered))
    if codes is None:
        notes = [] if tasks.n else [Problem("responses.no-pair", level="warning")]
        return Answer(n=tasks.n, figures=tasks.figures, sheets=[*tasks.sheets, *waits], notes=notes)
    table = scene.ask(waits_by_stage(*codes, scene.limited))
    n = int(table["askings"].to_numpy().sum())
    words = scene.words("event")
    names = [", ".join(words.get(each, "?") for each in side) for side in codes]
    rule = {
        "fi": f'Kysymys: "{names[0]}". Vastaus: "{names[1]}".',
        "en": f'Enquiry: "{names[0]}". Reply: "{names[1]}".',
    }
    if not n:
        notes = [] if tasks.n else [Problem("responses.nobody", level="warning")]
        sheets = [*tasks.sheets, *waits]
        return Answer(n=tasks.n, rule=rule, figures=tasks.figures, sheets=sheets, notes=notes)
    waiting = len(scene.ask(people_waiting(*codes, scene.limited)))
    every = _stay(table, np.ones(table.num_rows, bool))
    columns = [
        Column("stage", "text"),
        Column("askings"),
        Column("answered"),
        Column("median", "number", interval=True),
        Column("p75", "number"),
        Column("target", "number"),
        Column("in_time", "share", interval=True),
    ]
    rows = [_row(scene, table, code) for code in _stages(scene, table)]
    median = (_hours(every.value), _hours(every.low), _hours(every.high))
    aimed = tasks.targets or any(row["target"] for row in rows)
    return Answer(
        n=n + tasks.n,
        rule=rule,
        figures=[
            *tasks.figures,
            Figure("median", "number", *median, n),
            Figure("waiting", "count", waiting, people=True),
        ],
        sheets=[*tasks.sheets, Sheet("stages", columns, rows), *waits],
        charts=[Chart("stages", "bars", "stages", x="stage", y=["median"])],
        notes=[] if aimed else [Problem("responses.no-target", level="hint")],
    )


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / HOUR


def _stages(scene: Scene, table: pa.Table) -> list[int]:
    found = set(table["stage"].to_pylist())
    ordered = [step.code for step in scene.path.steps if step.code in found]
    return [*([NOWHERE] if NOWHERE in found else []), *ordered]


def _stay(table: pa.Table, here: Any) -> Any:
    minutes, askings = table["minutes"].to_numpy()[here], table["askings"].to_numpy()[here]
    done = table["replied"].to_numpy(zero_copy_only=False)[here]
    return quantile(kaplan_meier(minutes, askings * done, askings * ~done), 0.5)


def _row(scene: Scene, table: pa.Table, code: int) -> dict[str, Any]:
    here = table["stage"].to_numpy() == code
    minutes, askings = table["minutes"].to_numpy()[here], table["askings"].to_numpy()[here]
    done = table["replied"].to_numpy(zero_copy_only=False)[here]
    curve = kaplan_meier(minutes, askings * done, askings * ~done)
    median = quantile(curve, 0.5)
    key = scene.path.key_of(code)
    target = next((s.response_target_minutes for s in scene.journey.stages if s.key == key), None)
    row: dict[str, Any] = {
        "id": key or "none",
        "stage": said("satisfaction", "nowhere") if code == NOWHERE else scene.stage(key),
        "askings": int(askings.sum()),
        "answered": int(askings[done].sum()),
        "median": _hours(median.value),
        "median_low": _hours(median.low),
        "median_high": _hours(median.high),
        "p75": _hours(curve.quantile(0.75)),
        "target": None if target is None else target / HOUR,
        "in_time": None,
        "in_time_low": None,
        "in_time_high": None,
    }
    if target is not None:
        # Whoever waits still, but not for so long yet, is neither in time nor late.
        known = done | (minutes >= target)
        its = share(int(askings[done & (minutes <= target)].sum()), int(askings[known].sum()))
        row.update(in_time=its.value, in_time_low=its.low, in_time_high=its.high)
    return row


def people(scene: Scene, asked: AskedResponses, row: str, column: str) -> pa.Table:
    """Those who still wait for a reply (on one stage: `column` people), or for longer than a task promised."""
    if column in ("late", "task_late"):
        return late_people(scene, row)
    if column == "people":
        return waiting_people(scene, pairs_of(scene, asked.asked, asked.answered), row)
    codes = _codes(scene, asked)
    if column != "waiting" or codes is None:
        raise KeyError(column)
    return scene.ask(people_waiting(*codes, scene.limited))


REPORT = Report("responses", "experience", AskedResponses, answer, people)
