"""Attribution: which channels get the credit of orders, leads or customers, by several models side by side?"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from polku.analytics.channel_spend import spent
from polku.analytics.touch_paths import OTHER, Touched, touched
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Figure, Sheet
from polku.reports.asked import Asked, ChannelName, ProgrammeKey
from polku.reports.attribution_rows import (
    channel_columns,
    channel_rows,
    model_columns,
    model_rows,
)
from polku.reports.attribution_test import calibration
from polku.reports.money import money_notes
from polku.reports.report import Report, Scene
from polku.reports.said import Count
from polku.science.attribution.model import MODELS, attributed, sums, with_intervals

Goal = Literal["orders", "leads", "customers"]
FEWEST = 10  # conversions below which no interval is told


class AttributionAsked(Asked):
    """Which model, of what, and how far back a touch counts."""

    model: Literal["markov", "shapley", "first", "last", "linear", "position", "decay"] = "markov"
    goal: Goal = "orders"
    days: Annotated[float, Field(ge=1, le=730)] = 90
    half_life: Annotated[float, Field(gt=0, le=365)] = 7
    programme: ProgrammeKey | None = None
    tested: ChannelName = "email"


def answer(scene: Scene, asked: AttributionAsked) -> Answer:
    """A row for each channel, one for what has no known touch, and the total."""
    stages = goal_stages(scene, asked.goal)
    if stages == ():
        return Answer(n=None, notes=[Problem("attribution.no-stage", level="warning")])
    found = touched(scene, asked.days, stages)
    won = int(found.paths.won.sum())
    total = won + found.bare
    if not total:
        return Answer(n=0, notes=[Problem("attribution.no-conversions", level="warning")])
    groups = sums(found.paths, asked.half_life)
    credits, effects = (with_intervals if won >= FEWEST else attributed)(groups)
    costs = {} if scene.limited else spent(scene)
    money = asked.goal == "orders"
    rows = channel_rows(scene, found, credits, asked.model, costs, money)
    sheets = [
        Sheet("channels", channel_columns(money), rows),
        Sheet("models", model_columns(money), model_rows(scene, found, credits, money)),
    ]
    notes = [Problem("attribution.association", level="hint"), *said(scene, found, money)]
    tested = calibration(scene, asked, found)
    sheets += tested.sheets
    ledger = int(found.paths.minor.sum()) + found.bare_minor
    figures = [
        Figure("conversions", "count", total),
        Figure("revenue", "money", ledger) if money else None,
        Figure("unattributed", "share", found.bare / total, n=total),
    ]
    return Answer(
        n=total,
        figures=[each for each in figures if each is not None],
        sheets=sheets,
        charts=[
            Chart(
                "channels", "bars", "channels", x="channel", y=["revenue" if money else "credited"]
            ),
            Chart("models", "bars", "models", x="channel", y=list(MODELS)),
        ],
        notes=[*notes, *tested.notes],
        details={
            "removal": [None if np.isnan(each) else float(each) for each in effects.effect],
            "paths": int(found.paths.won.size),
            "ledger_minor": ledger,
        },
    )


def goal_stages(scene: Scene, goal: Goal) -> tuple[int, ...] | None:
    """The stages whose first entry is the goal; None for orders, () when the document has no such stage."""
    if goal == "orders":
        return None
    bought = scene.path.customer(scene.money.customer)
    step = bought
    if goal == "leads":
        step = scene.path.lead(scene.money.lead, scene.money.customer)
    return () if step is None else scene.path.from_on(step)


def said(scene: Scene, found: Touched, money: bool) -> list[Problem]:
    """What must be read with the credits."""
    notes = []
    won = int(found.paths.won.sum())
    if won < FEWEST:
        notes.append(
            Problem("report.too-few", params={"n": won, "enough": FEWEST}, level="warning")
        )
    if len(found.codes) == 1:
        notes.append(Problem("attribution.one-channel", level="hint"))
    if found.merged:
        notes.append(Problem("attribution.merged", params={"n": Count(found.merged)}, level="hint"))
    if scene.limited:
        notes.append(Problem("attribution.costs-of-all", level="hint"))
    return [*notes, *(money_notes(scene) if money else [])]


def people(scene: Scene, asked: AttributionAsked, row: str, column: str) -> pa.Table:
    """Those who met the channel on a path that ended in a conversion."""
    if column != "met":
        raise KeyError(column)
    found = touched(scene, asked.days, goal_stages(scene, asked.goal))
    channel = found.codes.index(OTHER if row == "other" else int(row.removeprefix("channel:")))
    paths = found.paths
    on = paths.won[paths.path] & (paths.channel == channel)
    return pa.table({"person": np.unique(paths.person[paths.path[on]])})


REPORT = Report("attribution", "money", AttributionAsked, answer, people)
