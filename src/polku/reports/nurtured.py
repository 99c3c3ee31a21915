"""Nurtured or cold: do those whom a programme cared for buy more often?"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field

from polku.analytics.nurtured import outcomes, paid, people_of_arm
from polku.care.counts import ENTER
from polku.care.places import Place
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked, StageKey
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.reports.words import said
from polku.science.quantile import quantile
from polku.science.survival import cumulative_incidence, kaplan_meier
from polku.science.wilson import Z95

if TYPE_CHECKING:
    import pyarrow as pa

ENOUGH = 30
HOUR = 24


class AskedNurtured(Asked):
    """`stage`: the leads' one, if not said. `days`: the landmark."""

    stage: StageKey | None = None
    days: Annotated[int, Field(ge=1, le=365)] = 7


Codes = tuple[int, ...]


def _shape(scene: Scene, asked: AskedNurtured) -> tuple[int, Codes, Codes, Codes] | None:
    path, money = scene.path, scene.money
    customer = path.customer(money.customer)
    if asked.stage is not None:
        lead = next((step for step in path.forward if step.key == asked.stage), None)
    else:
        lead = path.lead(money.lead, money.customer)
    if customer is None or lead is None or path.forward.index(lead) >= path.forward.index(customer):
        return None
    cared = tuple(
        code
        for word, code in sorted(scene.codes.get("place", {}).items())
        if (place := Place.of(word)) and place.node == ENTER and place.port == "in"
    )
    exits = tuple(step.code for step in path.steps if step.exit)
    return lead.code, path.from_on(customer), exits, cared or (-1,)


def answer(scene: Scene, asked: AskedNurtured) -> Answer:
    """The two sides beside each other."""
    shape = _shape(scene, asked)
    notes = money_notes(scene)
    if shape is None:
        return Answer(n=0, notes=[*notes, Problem("nurtured.no-stages", level="warning")])
    given = {"landmark_seconds": asked.days * 86_400}
    table = scene.ask(outcomes(*shape, scene.limited), **given)
    money = {
        row["nurtured"]: row
        for row in scene.ask(paid(*shape, scene.money.currency, scene.limited), **given).to_pylist()
    }
    rows = [_row(scene, table, money, side) for side in (True, False)]
    n = sum(row["people"] for row in rows)
    if not n:
        return Answer(n=0, notes=[*notes, Problem("nurtured.nobody", level="warning")])
    if min(row["people"] for row in rows) < ENOUGH:
        params = {"n": min(row["people"] for row in rows), "enough": ENOUGH}
        notes.append(Problem("report.too-few", params=params, level="warning"))
    notes.append(Problem("nurtured.association", level="hint"))
    figures = _difference(rows)
    columns = [
        Column("side", "text"),
        Column("people", people=True),
        Column("bought"),
        Column("conversion", "share", interval=True),
        Column("median", "days", interval=True),
        Column("each", "money", interval=True),
    ]
    return Answer(
        n=n,
        figures=figures,
        sheets=[Sheet("sides", columns, rows)],
        charts=[Chart("sides", "bars", "sides", x="side", y=["conversion"])],
        notes=notes,
    )


def _row(scene: Scene, table: pa.Table, money: dict[bool, Any], side: bool) -> dict[str, Any]:
    here = table["nurtured"].to_numpy(zero_copy_only=False) == side
    people, hours = table["people"].to_numpy()[here], table["hours"].to_numpy()[here]
    outcome = table["outcome"].to_numpy()[here]
    split = [np.where(outcome == kind, people, 0) for kind in range(3)]
    its = cumulative_incidence(hours, *split)
    spread = Z95 * sqrt(its.variance)
    # Among those who buy: how soon they do. The median over all would say how many do not.
    median = quantile(
        kaplan_meier(hours[outcome == 0], people[outcome == 0], 0 * people[outcome == 0]), 0.5
    )
    row = money.get(side, {"people": 0, "minor": 0, "squares": 0.0})
    n = row["people"]
    mean = row["minor"] / n if n else None
    error = sqrt(max(0.0, row["squares"] / n - (mean or 0) ** 2) / n) if n else 0.0
    key = "nurtured" if side else "cold"

    def money_of(value: float | None) -> float | None:
        return None if value is None else earned(value, scene.money)

    return {
        "id": key,
        "side": said("nurtured", "sides", key),
        "people": int(people.sum()),
        "bought": int(split[0].sum()),
        "conversion": its.value,
        "conversion_low": None if its.value is None else max(0.0, its.value - spread),
        "conversion_high": None if its.value is None else min(1.0, its.value + spread),
        "error": spread / Z95,
        "median": _days(median.value),
        "median_low": _days(median.low),
        "median_high": _days(median.high),
        "each": money_of(mean),
        "each_low": money_of(None if mean is None else mean - Z95 * error),
        "each_high": money_of(None if mean is None else mean + Z95 * error),
    }


def _days(hours: float | None) -> float | None:
    return None if hours is None else hours / HOUR


def _difference(rows: list[dict[str, Any]]) -> list[Figure]:
    a, b = rows
    if a["conversion"] is None or b["conversion"] is None or min(a["people"], b["people"]) < ENOUGH:
        return []
    value = a["conversion"] - b["conversion"]
    spread = Z95 * sqrt(a["error"] ** 2 + b["error"] ** 2)
    low, high = max(-1.0, value - spread), min(1.0, value + spread)
    return [Figure("difference", "points", value, low, high, a["people"] + b["people"])]


def people(scene: Scene, asked: AskedNurtured, row: str, column: str) -> pa.Table:
    """The people of one side."""
    shape = _shape(scene, asked)
    if shape is None or column != "people" or row not in ("nurtured", "cold"):
        raise KeyError(row)
    given = {"landmark_seconds": asked.days * 86_400}
    return scene.ask(people_of_arm(*shape, scene.limited, row == "nurtured"), **given)


REPORT = Report("nurtured", "experience", AskedNurtured, answer, people)
