"""Satisfaction: how do people feel at each stage, and how was it assumed that they would?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from polku.analytics.answers import (
    KINDS,
    NOWHERE,
    answerers,
    answers_by_part,
    answers_by_stage,
    expectations,
    named,
    people_who_answered,
)
from polku.analytics.calendar_parts import days_of
from polku.analytics.retention import part_moments
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.report import Report, Scene
from polku.reports.words import said
from polku.science.scores import SCALES, Score, as_emotion, mean, score_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

ENOUGH = 10  # answers, below which a score is not shown


class AskedSatisfaction(Asked):
    """`kind` is the score that is followed over time."""

    kind: Literal["nps", "csat", "ces", "emotion"] = "nps"


def answer(scene: Scene, asked: AskedSatisfaction) -> Answer:
    """Scores by stage, the emotion curve, one score by month, and the gap to what was expected."""
    names = named(scene.codes.get("event", {}))
    found = scene.ask(answers_by_stage(names, scene.limited)).to_pylist()
    gaps = _gaps(scene)
    n = sum(row["answers"] for row in found)
    notes = []
    if not n and not gaps:
        return Answer(n=0, notes=[Problem("satisfaction.no-answers", level="warning")])
    who = {
        (row["kind"], row["stage"]): row["people"]
        for row in scene.ask(answerers(names, scene.limited)).to_pylist()
    }
    stages = _by_stage(scene, found, who)
    few = [row for row in stages if row["n"] < ENOUGH]
    if few:
        params = {"n": len(few), "enough": ENOUGH}
        notes.append(Problem("satisfaction.few", params=params, level="hint"))
    curve = _curve(scene, found)
    months = _by_month(scene, asked, names)
    score = Column("score", "number", interval=True)
    sheets = [
        Sheet(
            "stages",
            [
                Column("stage", "text"),
                Column("survey", "text"),
                score,
                Column("n"),
                Column("people", people=True),
            ],
            stages,
        ),
        Sheet(
            "curve",
            [
                Column("stage", "text"),
                Column("measured", "number", interval=True),
                Column("assumed", "number"),
                Column("target", "number"),
                Column("n"),
            ],
            curve,
        ),
        Sheet("months", [Column("month", "month"), score, Column("n")], months),
    ]
    if gaps:
        gap = Column("gap", "number", interval=True)
        sheets.append(Sheet("gaps", [Column("stage", "text"), gap, Column("n")], gaps))
    charts = [
        Chart("curve", "lines", "curve", x="stage", y=["measured", "assumed"]),
        Chart("months", "lines", "months", x="month", y=["score"]),
    ]
    return Answer(n=n, sheets=sheets, charts=charts, notes=notes)


def _shown(its: Score, scale: float = 1.0) -> dict[str, float | None]:
    """Hidden below ten answers: too few to say."""
    if its.n < ENOUGH:
        return {"score": None, "score_low": None, "score_high": None}
    ends = zip(("score", "score_low", "score_high"), (its.value, its.low, its.high), strict=True)
    return {name: None if value is None else value * scale for name, value in ends}


_SCALE = {"nps": 100.0, "csat": 100.0, "ces": 1.0, "emotion": 1.0}


def _stage_name(scene: Scene, code: int) -> Mapping[str, str]:
    if code == NOWHERE:
        return said("satisfaction", "nowhere")
    return scene.stage(scene.path.key_of(code))


def _order(scene: Scene, code: int) -> int:
    codes = [step.code for step in scene.path.steps]
    return codes.index(code) if code in codes else -1


def _by_stage(
    scene: Scene, found: list[dict[str, Any]], who: dict[tuple[str, int], int]
) -> list[dict[str, Any]]:
    rows = []
    keys = sorted(
        {(row["stage"], row["kind"]) for row in found},
        key=lambda key: (_order(scene, key[0]), KINDS.index(key[1])),
    )
    for stage, kind in keys:
        here = [row for row in found if (row["stage"], row["kind"]) == (stage, kind)]
        its = score_of(kind, [r["tenths"] / 10 for r in here], [r["answers"] for r in here])
        rows.append(
            {
                "id": f"{kind}:{scene.path.key_of(stage) or ''}",
                "stage": _stage_name(scene, stage),
                "survey": said("satisfaction", "choices", "kind", kind),
                **_shown(its, _SCALE[kind]),
                "n": its.n,
                "people": who.get((kind, stage), 0),
            }
        )
    return rows


def _curve(scene: Scene, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All answers of a stage on the emotion scale, beside what the document assumes and aims at."""
    rows = []
    for stage, step in zip(scene.journey.stages, scene.path.steps, strict=True):
        values, counts = [np.empty(0)], [np.empty(0)]
        for row in found:
            least, most = SCALES[row["kind"]]
            if row["stage"] == step.code and least <= row["tenths"] / 10 <= most:
                values.append(as_emotion(row["kind"], [row["tenths"] / 10]))
                counts.append(np.array([row["answers"]]))
        its = mean(np.concatenate(values), np.concatenate(counts), -2.0, 2.0)
        shown = _shown(its)
        rows.append(
            {
                "id": stage.key,
                "stage": stage.name.both(),
                "measured": shown["score"],
                "measured_low": shown["score_low"],
                "measured_high": shown["score_high"],
                "assumed": stage.emotion_assumed,
                "target": stage.emotion_target,
                "n": its.n,
            }
        )
    return rows


def _by_month(
    scene: Scene, asked: AskedSatisfaction, names: tuple[tuple[str, int], ...]
) -> list[dict[str, Any]]:
    days: list[date] = days_of(scene.period, scene.zone, "month")[:-1]
    if not days:
        return []
    table = scene.ask(answers_by_part(names, scene.limited, len(days)), **part_moments(days, scene))
    rows = []
    for place, day in enumerate(days):
        here = [r for r in table.to_pylist() if (r["part"], r["kind"]) == (place, asked.kind)]
        its = score_of(asked.kind, [r["tenths"] / 10 for r in here], [r["answers"] for r in here])
        shown = _shown(its, _SCALE[asked.kind])
        rows.append({"id": f"{day:%Y-%m}", "month": f"{day:%Y-%m}", **shown, "n": its.n})
    return rows


def _gaps(scene: Scene) -> list[dict[str, Any]]:
    rows = []
    found = scene.ask(expectations(scene.limited)).to_pylist()
    for row in sorted(found, key=lambda each: _order(scene, each["stage"])):
        n, total = row["answers"], row["gap"] / 10
        value = total / n
        variance = max(0.0, (row["squares"] / 100 - n * value * value) / (n - 1)) if n > 1 else 0.0
        spread = 1.96 * (variance / n) ** 0.5
        enough = n >= ENOUGH
        rows.append(
            {
                "id": scene.path.key_of(row["stage"]) or "none",
                "stage": _stage_name(scene, row["stage"]),
                "gap": value if enough else None,
                "gap_low": value - spread if enough else None,
                "gap_high": value + spread if enough else None,
                "n": n,
            }
        )
    return rows


def people(scene: Scene, asked: AskedSatisfaction, row: str, column: str) -> pa.Table:
    """The people who answered on a stage."""
    kind, _, key = row.partition(":")
    if kind not in KINDS:
        raise KeyError(row)
    code = scene.path.steps[scene.path.place(key)].code if key else NOWHERE
    names = named(scene.codes.get("event", {}))
    return scene.ask(people_who_answered(names, scene.limited, kind, code))


REPORT = Report("satisfaction", "experience", AskedSatisfaction, answer, people)
