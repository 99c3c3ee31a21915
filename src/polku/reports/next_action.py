"""The next best action: what would help whom, by what holdouts have shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polku.errors import Problem
from polku.reports.actions import Action, actions, best_of_people
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.report import Report, Scene
from polku.reports.said import Count
from polku.reports.words import said
from polku.science.prediction.uplift import FEWEST

if TYPE_CHECKING:
    import pyarrow as pa


def answer(scene: Scene, asked: Asked) -> Answer:
    """A row for each programme, and its effect on those whom it was predicted to help least, and most."""
    found = actions(scene)
    if not found:
        return Answer(n=None, notes=[Problem("prediction.no-holdouts", level="hint")])
    best = best_of_people(found)
    notes = [
        Problem(
            "prediction.small-arm",
            params={
                "programme": each.experiment.key,
                "n": Count(each.smallest),
                "enough": Count(FEWEST),
            },
            level="hint",
        )
        for each in found
        if each.smallest < FEWEST
    ]
    if not best:
        notes.append(Problem("prediction.no-action", level="hint"))
    columns = [
        Column("programme", "text"),
        Column("decision", "text"),
        Column("people", people=True),
        Column("effect", "points", interval=True),
        Column("n"),
        Column("p", "p"),
    ]
    sheets = [Sheet("actions", columns, [_row(each, best) for each in found])]
    charts = []
    groups = [row for each in found for row in _groups(each)]
    if groups:
        shown = [
            Column("group", "text"),
            Column("programme", "text"),
            Column("n"),
            Column("predicted", "points"),
            Column("effect", "points", interval=True),
        ]
        sheets.append(Sheet("groups", shown, groups))
        charts.append(Chart("groups", "bars", "groups", x="group", y=["effect"], by="programme"))
    return Answer(n=sum(each.effect.n for each in found), sheets=sheets, charts=charts, notes=notes)


def _row(action: Action, best: dict[str, pa.Table]) -> dict[str, Any]:
    key = action.experiment.key
    return {
        "id": key,
        "programme": action.experiment.name,
        "decision": said("next-action", "decisions", action.decision),
        "people": len(best[key]) if key in best else 0,
        "effect": action.effect.value,
        "effect_low": action.effect.low,
        "effect_high": action.effect.high,
        "n": action.effect.n,
        "p": None if action.found is None else action.found.p,
    }


def _groups(action: Action) -> list[dict[str, Any]]:
    if action.found is None:
        return []
    return [
        {
            "id": f"{action.experiment.key}:{place}",
            "group": said("next-action", "groups", str(place)),
            "programme": action.experiment.name,
            "n": group.n,
            "predicted": group.predicted,
            "effect": group.effect,
            "effect_low": group.low,
            "effect_high": group.high,
        }
        for place, group in enumerate(action.found.groups)
    ]


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """For whom the programme of the row is the best that is known."""
    import pyarrow as pa

    found = actions(scene)
    if column != "people" or row not in {each.experiment.key for each in found}:
        raise KeyError(row)
    return best_of_people(found).get(row, pa.table({"person": pa.array([], pa.int64())}))


REPORT = Report("next-action", "forecast", Asked, answer, people)
