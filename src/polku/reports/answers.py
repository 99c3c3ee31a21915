"""Reasons and answers: what do people say, ranked by how many say it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pydantic import Field

from polku.analytics.breakdown import REST as OTHERS
from polku.analytics.said_values import (
    REST,
    most_said,
    people_by_value,
    people_who_said,
    said_by_how_many,
)
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.answers_found import EXIT, Asking, found_asking
from polku.reports.asked import Asked, EventName, PropertyName
from polku.reports.report import Report, Scene
from polku.reports.words import word
from polku.science.newcombe import newcombe
from polku.science.wilson import share

if TYPE_CHECKING:
    from polku.analytics.period import Period

COLUMNS = [
    Column("value", "text"),
    Column("people", people=True),
    Column("share", "share", interval=True),
    Column("before", "share"),
    Column("change", "points", interval=True),
]


class AskedAnswers(Asked):
    """`event` and `property`: where the answer stands; the exit question, when nothing is said. `most`: answers told
    apart; the others are one row."""

    event: EventName | None = None
    property: PropertyName | None = None
    most: int = Field(default=12, ge=1, le=50)


def answer(scene: Scene, asked: AskedAnswers) -> Answer:
    """A row for each answer, the most common first."""
    asking = found_asking(scene, asked.event, asked.property)
    if isinstance(asking, Problem):
        return Answer(n=0, notes=[asking])
    now, different = _sums(scene, asking, scene.period)
    if not now:
        note = Problem("answers.nobody", level="warning")
        return Answer(n=0, rule=asking.rule(), notes=[note])
    earlier = scene.period.before(scene.zone)
    before, _ = _sums(scene, asking, earlier)
    top = scene.ask(most_said(*asking.shape, asked.most, scene.limited))
    values, spellings = top["value"].to_pylist(), top["said"].to_pylist()
    here = dict(enumerate(top["people"].to_pylist()))
    if different > len(values):
        here = _people(scene, asking, values, scene.period)
    then = _people(scene, asking, values, earlier) if before else {}
    rows = []
    for place, (value, spelling) in enumerate(zip(values, spellings, strict=True)):
        title = word("answers", "exit", value) if asking.event == EXIT else None
        rows.append(
            {"id": f"={value}", "value": title or spelling}
            | _numbers(here[place], now, then.get(place, 0), before)
        )
    if different > len(values):
        numbers = _numbers(here.get(REST, 0), now, then.get(REST, 0), before)
        rows.append({"id": "rest", "value": OTHERS, **numbers})
    notes = [] if before else [Problem("answers.nothing-before", level="hint")]
    return Answer(
        n=now,
        rule=asking.rule(),
        figures=[Figure("asked", "text", f"{asking.event} · {asking.shape[1]}")],
        sheets=[Sheet("answers", COLUMNS, rows)],
        charts=[Chart("answers", "bars", "answers", x="value", y=["share"])],
        notes=notes,
    )


def _sums(scene: Scene, asking: Asking, over: Period) -> tuple[int, int]:
    """How many people answered in a period, and how many different answers they gave."""
    table = scene.ask(said_by_how_many(*asking.shape, scene.limited), **_moments(over))
    return int(table["people"][0].as_py() or 0), int(table["different"][0].as_py() or 0)


def _moments(over: Period) -> dict[str, Any]:
    return {"cohort_start": over.cohort_start, "cohort_end": over.cohort_end}


def _people(scene: Scene, asking: Asking, values: list[str], over: Period) -> dict[int, int]:
    """Place of an answer, or REST → people who gave it."""
    asked = people_by_value(*asking.shape, scene.limited)
    table = scene.ask(asked, tables={"listed": _listed(values)}, **_moments(over))
    return dict(zip(table["place"].to_pylist(), table["people"].to_pylist(), strict=True))


def _listed(values: list[str]) -> pa.Table:
    places = pa.array(range(len(values)), pa.int32())
    return pa.table({"value": pa.array(values, pa.string()), "place": places})


def _numbers(people: int, n: int, people_before: int, n_before: int) -> dict[str, Any]:
    its, changed = share(people, n), newcombe(people, n, people_before, n_before)
    return {
        "people": people,
        "share": its.value,
        "share_low": its.low,
        "share_high": its.high,
        "before": people_before / n_before if n_before else None,
        "change": changed.value,
        "change_low": changed.low,
        "change_high": changed.high,
    }


def people(scene: Scene, asked: AskedAnswers, row: str, column: str) -> pa.Table:
    """Those who gave an answer."""
    asking = found_asking(scene, asked.event, asked.property)
    if column != "people" or isinstance(asking, Problem):
        raise KeyError(column)
    if row == "rest":
        top = scene.ask(most_said(*asking.shape, asked.most, scene.limited))
        values, place = top["value"].to_pylist(), REST
    elif row.startswith("="):
        values, place = [row[1:]], 0
    else:
        raise KeyError(row)
    question = people_who_said(*asking.shape, scene.limited, place)
    return scene.ask(question, tables={"listed": _listed(values)})


REPORT = Report("answers", "experience", AskedAnswers, answer, people)
