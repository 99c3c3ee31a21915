"""Eksyneet: who has stood on a stage much longer than people usually do?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow.compute as pc
from pydantic import Field

from polku.analytics.lost_people import Patience, patience
from polku.analytics.lost_worth import lost_rows
from polku.analytics.stage_value import stage_values
from polku.analytics.time_in_stage import stay_curve, stay_of
from polku.analytics.walks import stays_of, walks
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Number

if TYPE_CHECKING:
    import pyarrow as pa


class AskedLost(Asked):
    """Lost is who has stayed `factor` times as long as three in four do; `order` ranks the stages."""

    factor: float = Field(default=1.5, ge=1.0, le=20.0)
    order: Literal["worth", "people", "path"] = Field(default="worth")


def limits_of(scene: Scene, factor: float) -> list[Patience]:
    """How long a stay may last on each stage: the same for everybody, whatever the filter and the period."""
    whole = replace(scene, chosen=None, period=replace(scene.period, start=None, stop=None))
    walked = walks(whole)
    found = {step.code: stays_of(walked, step.code) for step in scene.path.steps}
    usual = {code: stay_of(stay_curve(rows)) for code, rows in found.items() if len(rows)}
    return patience(scene.path, usual, factor)


def answer(scene: Scene, asked: AskedLost) -> Answer:
    """A row for each stage that leads on to another."""
    limits = limits_of(scene, asked.factor)
    lost = lost_rows(scene, limits) if limits else None
    values = stage_values(scene)
    rows = [_row(scene, each, lost, values) for each in limits]
    notes = [] if rows else [Problem("lost.no-limits", level="hint")]
    for arrow in scene.path.arrows():
        if arrow.source.code not in {each.stage for each in limits} and rows:
            name = Both.of(scene.stage(arrow.source.key))
            notes.append(Problem("lost.no-limit", params={"stage": name}, level="hint"))
    for each in limits:
        if not each.measured:
            params = {
                "stage": Both.of(scene.stage(scene.path.key_of(each.stage))),
                "days": Number(each.usual_days),
            }
            notes.append(Problem("lost.assumed", params=params, level="hint"))
    if not values:
        notes.append(Problem("leaks.no-customers", level="warning"))
    if asked.order == "people":
        rows.sort(key=lambda row: -row["people"])
    elif asked.order == "worth":
        rows.sort(key=lambda row: (row["worth"] is None, -(row["worth"] or 0), -row["people"]))
    found = sum(row["people"] for row in rows)
    columns = [
        Column("stage", "text"),
        Column("usual", "days"),
        Column("measured", "flag"),
        Column("limit", "days"),
        Column("people", people=True),
        Column("waited", "days"),
        Column("paid", "money"),
        Column("each", "money", interval=True),
        Column("worth", "money", interval=True),
    ]
    return Answer(
        n=found,
        figures=[Figure("lost", "count", found, people=True)] if rows else [],
        sheets=[Sheet("stages", columns, rows)],
        charts=[Chart("stages", "bars", "stages", x="stage", y=["people"])],
        notes=[*notes, *(money_notes(scene) if values else [])],
    )


def _row(scene: Scene, limit: Patience, lost: pa.Table | None, values: Any) -> dict[str, Any]:
    key = scene.path.key_of(limit.stage) or str(limit.stage)
    here = None if lost is None else lost.filter(pc.equal(lost["stage"], limit.stage))
    count = 0 if here is None else len(here)
    row: dict[str, Any] = {
        "id": key,
        "stage": scene.stage(key),
        "usual": limit.usual_days,
        "measured": limit.measured,
        "limit": round(limit.limit_days, 2),
        "people": count,
        "waited": None,
        "paid": 0 if here is None else earned(pc.sum(here["minor"]).as_py() or 0, scene.money),
    }
    if here is not None and count:
        end = np.datetime64(scene.period.end.replace(tzinfo=None), "us")
        waits = (end - here["since"].to_numpy().astype("datetime64[us]")) / np.timedelta64(1, "D")
        row["waited"] = round(float(np.median(waits)), 1)
    value = values.get(limit.stage)
    if value is not None and value.value is not None:
        for end_, minor in (("", value.value), ("_low", value.low), ("_high", value.high)):
            one = earned(minor, scene.money)
            row[f"each{end_}"] = one
            row[f"worth{end_}"] = one * count
    return {"each": None, "worth": None} | row


def people(scene: Scene, asked: AskedLost, row: str, column: str) -> pa.Table:
    """Those who are lost on the stage of the row (all, without a row): who has paid the most first."""
    if column not in ("people", "lost"):
        raise KeyError(column)
    limits = limits_of(scene, asked.factor)
    if row:
        code = scene.path.steps[scene.path.place(row)].code
        limits = [each for each in limits if each.stage == code]
    if not limits:
        raise KeyError(row)
    return lost_rows(scene, limits).select(["person"])


REPORT = Report("lost", "journey", AskedLost, answer, people)
