"""Budget: how is money best shared out, what does it bring, and what does a goal cost?"""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import Field

from polku.conditions.properties import scale
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.budget_rows import SPLIT, split_rows
from polku.reports.budget_sources import Known, sources
from polku.reports.report import Report, Scene
from polku.reports.response import followed, spread
from polku.reports.said import Count, Money, Number
from polku.science.budget.plan import (
    WEEKS,
    Plan,
    chance_of,
    counted,
    most,
    reaching,
    spending,
    surely,
)

SURE = 0.8
STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class BudgetAsked(Asked):
    """`goal` customers a month and `budget` a month in whole money; either, both, or neither: then the
    usual spend. `beyond`: also past 1.2 times the largest weekly spend seen."""

    goal: Annotated[float | None, Field(ge=0, le=1e9)] = None
    budget: Annotated[float | None, Field(ge=0, le=1e12)] = None
    months: Annotated[int, Field(ge=1, le=36)] = 1
    beyond: bool = False


def answer(scene: Scene, asked: BudgetAsked) -> Answer:
    """The split, what comes of other sums, and what the goal costs."""
    known = sources(scene)
    if known.paid is None:
        return Answer(n=None, notes=known.notes)
    wide = asked.beyond
    usual = sum(s.curve.usual for s in known.sources if s.paid)
    now = _usual_plan(known)
    needed = None
    if asked.goal is not None:
        needed = reaching(known.sources, asked.goal / WEEKS, beyond=wide)
    if asked.budget is not None:
        plan = spending(
            known.sources, asked.budget * scale(scene.money.currency) / WEEKS, beyond=wide
        )
    elif needed is not None:
        plan = needed
    else:
        plan = spending(known.sources, usual, beyond=wide)
    return Answer(
        n=max(len(each.days) for each in known.paid),
        figures=_figures(known, asked, plan, needed, now, usual),
        sheets=[
            Sheet("split", SPLIT, split_rows(known, plan, beyond=wide, months=asked.months)),
            Sheet("steps", _step_columns(asked), step_rows(known, asked, plan)),
        ],
        charts=[
            Chart("split", "bars", "split", x="channel", y=["spend", "usual"]),
            Chart("steps", "lines", "steps", x="budget", y=["customers"]),
        ],
        notes=[
            Problem("budget.association", level="hint"),
            *followed(known),
            *_limits(scene, known, asked, plan, needed),
            *known.notes,
        ],
        details={"weeks_of_a_month": WEEKS},
    )


def _usual_plan(known: Known) -> Plan:
    spend = np.array([s.curve.usual if s.paid else 0.0 for s in known.sources])
    drawn = [s.customers(float(x)) for s, x in zip(known.sources, spend, strict=True)]
    return Plan(spend, np.stack(drawn, 1), 0.0, 0.0, 0.0)


def _step_columns(asked: BudgetAsked) -> list[Column]:
    return [
        Column("budget", "money"),
        Column("customers", "number", interval=True),
        *([Column("chance", "share")] if asked.goal is not None else []),
    ]


def step_rows(known: Known, asked: BudgetAsked, plan: Plan) -> list[dict[str, Any]]:
    """What other sums would bring, with the chance of the goal; no sum for which there is no place."""
    middle = float(plan.spend.sum()) or sum(s.curve.usual for s in known.sources if s.paid)
    end = most(known.sources, beyond=asked.beyond)
    rows = []
    for step in STEPS:
        week = middle * step
        if week > end * (1 + 1e-9):
            break
        found = spending(known.sources, week, beyond=asked.beyond)
        draws = counted(found, asked.months) / asked.months
        row: dict[str, Any] = {"id": str(step), "budget": week * WEEKS}
        row |= spread("customers", draws) | {"customers": found.expected * WEEKS}
        if asked.goal is not None:
            row["chance"] = chance_of(found, asked.goal, asked.months)
        rows.append(row)
    return rows


def _figures(
    known: Known,
    asked: BudgetAsked,
    plan: Plan,
    needed: Plan | None,
    now: Plan,
    usual: float,
) -> list[Figure]:
    draws = counted(plan, asked.months) / asked.months
    low, high = (float(each) for each in np.percentile(draws, [2.5, 97.5]))
    found = [
        Figure("budget", "money", float(plan.spend.sum()) * WEEKS),
        Figure("customers", "number", plan.expected * WEEKS, low, high),
        Figure("now_budget", "money", usual * WEEKS),
        Figure("now_customers", "number", now.expected * WEEKS),
        Figure("margin", "money", 1 / plan.margin if plan.margin > 0 else None),
    ]
    if asked.goal is None or needed is None:
        return found
    reached = needed.short <= 1e-9
    sure = surely(known.sources, asked.goal, asked.months, SURE, beyond=asked.beyond)
    return [
        *found,
        Figure("needed", "money", float(needed.spend.sum()) * WEEKS if reached else None),
        Figure("chance", "share", chance_of(plan, asked.goal, asked.months)),
        Figure("sure", "money", None if sure is None else sure * WEEKS),
    ]


def _limits(
    scene: Scene, known: Known, asked: BudgetAsked, plan: Plan, needed: Plan | None
) -> list[Problem]:
    """Where the weeks seen end."""
    notes: list[Problem] = []
    money = scene.money.currency
    below = [
        known.text(each.code)
        for each, source, spend in zip(known.paid or [], known.sources, plan.spend, strict=False)
        if source.curve.known and spend < each.spend.min() * (1 - 1e-9)
    ]
    if below:
        names = {"channels": ", ".join(below)}
        notes.append(Problem("budget.below", params=names, level="hint"))
    if plan.left > 1e-6:
        sums = {
            "left": Money(plan.left * WEEKS, money),
            "most": Money(most(known.sources, beyond=asked.beyond) * WEEKS, money),
        }
        notes.append(Problem("budget.left-over", params=sums, level="warning"))
    if needed is not None and needed.short > 1e-9:
        params = {"goal": Number(asked.goal or 0), "most": Count(needed.expected * WEEKS)}
        notes.append(Problem("budget.out-of-reach", params=params, level="warning"))
    if needed is not None and float(needed.spend.sum()) <= 0:
        notes.append(Problem("budget.free", level="hint"))
    if asked.beyond:
        notes.append(Problem("budget.beyond", level="warning"))
    return notes


REPORT = Report("budget", "money", BudgetAsked, answer)
