"""The answer of every report that predicts: bands, reasons, people, and how the last prediction came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.prediction import FEWEST, Check, Model, Past, Target, check, model_of_today
from polku.reports.reasons import by_family, reasons
from polku.reports.said import Count
from polku.reports.words import said

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.analytics.feature_matrix import Matrix
    from polku.reports.report import Scene

BANDS = (("high", 0.1), ("middle", 0.3), ("low", 1.0))
"""The tenth with the highest probability, the next fifth, the rest."""
SHOWN = 20


def predicted(scene: Scene, target: Target) -> tuple[Matrix, Model, Past] | None:
    """Today's people and their model; None when there is too little to learn from."""
    past = Past(scene, target.days)
    model = model_of_today(past, target)
    if model is None:
        return None
    known = past.known(0)
    return known.rows(target.among(known)), model, past


def banded(p: npt.NDArray[np.float64], person: npt.NDArray[np.int64]) -> dict[str, Any]:
    """Band → the places of its people, the most probable first; ties by person."""
    order = np.lexsort((person, -p))
    edges = [0, *(round(len(p) * upto) for _, upto in BANDS)]
    return {
        name: order[start:stop]
        for (name, _), start, stop in zip(BANDS, edges, edges[1:], strict=False)
    }


def answered(scene: Scene, target: Target) -> Answer:
    """Figures, bands, reasons, the people with the highest probability, and the check."""
    found = predicted(scene, target)
    if found is None:
        params = {"enough": Count(FEWEST)}
        return Answer(n=None, notes=[Problem("prediction.too-little", params=params, level="hint")])
    now, model, past = found
    p = model.probability(now.x)
    names, parts = by_family(now, model.contributions(now.x))
    checked = check(past, target)
    bands = banded(p, now.person)
    sheets = [
        _bands(bands, p),
        _reasons(names, parts),
        _people(scene, now, names, parts, p, bands),
    ]
    charts = [Chart("bands", "bars", "bands", x="band", y=["probability"])]
    if checked is not None:
        sheets.append(_calibration(checked))
        charts.append(
            Chart("calibration", "dots", "calibration", x="predicted", y=["came"], by="band")
        )
    return Answer(
        n=len(p),
        figures=_figures(p, checked),
        sheets=sheets,
        charts=charts,
        notes=_notes(p, checked),
        rule={
            "fi": f"Ennuste seuraaville {target.days:g} päivälle.",
            "en": f"A prediction for the next {target.days:g} days.",
        },
        details={
            "base": model.base,
            "calibration": {"shift": model.line.shift, "slope": model.line.slope},
        },
    )


def people_of_band(scene: Scene, target: Target, row: str, column: str) -> pa.Table:
    """The people of a band."""
    import pyarrow as pa

    found = predicted(scene, target)
    if column != "people" or found is None:
        raise KeyError(column)
    now, model, _ = found
    places = banded(model.probability(now.x), now.person)[row]
    return pa.table({"person": pa.array(now.person[places], pa.int64())})


def _figures(p: npt.NDArray[np.float64], checked: Check | None) -> list[Figure]:
    shown = [
        Figure("people", "count", len(p)),
        Figure("expected", "number", float(p.sum()) if len(p) else None, n=len(p)),
    ]
    if checked is not None:
        s = checked.scored
        shown += [
            Figure("skill", "number", s.skill, s.skill_low, s.skill_high, s.n),
            Figure("auc", "number", s.auc, n=s.n),
        ]
    return shown


def _notes(p: npt.NDArray[np.float64], checked: Check | None) -> list[Problem]:
    if not len(p):
        return [Problem("prediction.nobody", level="hint")]
    if checked is None:
        return [Problem("prediction.unchecked", level="warning")]
    if checked.scored.skill_low is None or checked.scored.skill_low <= 0:
        return [Problem("prediction.no-skill", level="warning")]
    return []


def _bands(bands: dict[str, Any], p: npt.NDArray[np.float64]) -> Sheet:
    rows = [
        {
            "id": name,
            "band": said("prediction", "bands", name),
            "people": len(places),
            "probability": float(p[places].mean()) if len(places) else None,
            "expected": float(p[places].sum()) if len(places) else None,
        }
        for name, places in bands.items()
    ]
    columns = [
        Column("band", "text"),
        Column("people", people=True),
        Column("probability", "share"),
        Column("expected", "number"),
    ]
    return Sheet("bands", columns, rows)


def _reasons(names: tuple[str, ...], parts: npt.NDArray[np.float64]) -> Sheet:
    strength = np.abs(parts).mean(axis=0) if len(parts) else np.zeros(len(names))
    rows = [
        {
            "id": names[i],
            "reason": said("prediction", "reasons", names[i]),
            "strength": float(strength[i]),
        }
        for i in np.argsort(-strength, kind="stable")
        if strength[i] > 0.005
    ]
    return Sheet("reasons", [Column("reason", "text"), Column("strength", "number")], rows)


def _people(
    scene: Scene,
    now: Matrix,
    names: tuple[str, ...],
    parts: npt.NDArray[np.float64],
    p: npt.NDArray[np.float64],
    bands: dict[str, Any],
) -> Sheet:
    order = np.concatenate(list(bands.values()))[:SHOWN].astype(np.int64)
    rows = [
        {
            "id": str(now.person[i]),
            "person": name,
            "probability": float(p[i]),
            "why": reasons(scene, now, names, parts, int(i)),
        }
        for i, name in zip(order, _names(scene, now.person[order]), strict=True)
    ]
    columns = [Column("person", "text"), Column("probability", "share"), Column("why", "text")]
    return Sheet("people", columns, rows, more=max(0, len(p) - SHOWN))


def _names(scene: Scene, people: npt.NDArray[np.int64]) -> list[str]:
    """As the list of people calls them: the name, else the id that came in, else the number."""
    if scene.workplace is None or not len(people):
        return [str(each) for each in people]
    control = scene.workplace.control
    labels, names = control.identities.labels(people), control.traits.names(people)
    return [name or label for name, label in zip(names, labels, strict=True)]


def _calibration(checked: Check) -> Sheet:
    rows = [
        {
            "id": str(place),
            "band": str(place + 1),
            "n": each.came.n,
            "predicted": each.predicted,
            "came": each.came.value,
            "came_low": each.came.low,
            "came_high": each.came.high,
        }
        for place, each in enumerate(checked.bins)
    ]
    columns = [
        Column("band", "text"),
        Column("n"),
        Column("predicted", "share"),
        Column("came", "share", interval=True),
    ]
    return Sheet("calibration", columns, rows)
