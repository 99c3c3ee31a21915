"""Experiments: every holdout and split, and what may be said of it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.experiment_arms import people_on
from polku.errors import Problem
from polku.reports.answer import Answer, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.experiment_figures import figures, given
from polku.reports.experiments_found import experiments
from polku.reports.report import Report, Scene
from polku.reports.words import said

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = [
    Column("experiment", "text"),
    Column("what", "text"),
    Column("arm", "text"),
    Column("entered", people=True),
    Column("closed"),
    Column("share", "share"),
    Column("control", "share"),
    Column("lift", "points", interval=True),
    Column("verdict", "text"),
    Column("balance", "p"),
    Column("days", "days"),
]


def answer(scene: Scene, asked: Asked) -> Answer:
    """A row for each arm that is compared with a control."""
    rows, notes, n = [], [], 0
    for each in experiments(scene):
        if each.metric is None:
            name = each.name
            notes.append(
                Problem("experiment.no-goal", params={"programme": name["fi"]}, level="hint")
            )
            continue
        found = figures(scene, each, each.metric)
        control = found.sides[0]
        n += sum(side.moments.n for side in found.sides)
        if found.balance.blocks:
            notes.append(
                Problem("experiment.uneven", params={"programme": each.key}, level="warning")
            )
        for side in found.sides[1:]:
            effect = found.effect(side)
            verdict = found.verdict(side, effect)
            plain = found.points(plain=True)
            rows.append(
                {
                    "id": f"{each.key}:{side.arm.key}",
                    "experiment": each.name,
                    "what": each.what,
                    "arm": side.arm.title,
                    "entered": sum(s.moments.n + s.open for s in (control, side)),
                    "closed": effect.n,
                    "share": plain[side.arm.key].value,
                    "control": plain[control.arm.key].value,
                    "lift": effect.value,
                    "lift_low": effect.low,
                    "lift_high": effect.high,
                    "verdict": said("experiments", "verdicts", verdict),
                    "balance": found.balance.p,
                    "days": found.days(effect) if verdict in ("unclear", "too-few") else None,
                }
            )
    if not rows:
        notes.append(Problem("experiment.none", level="hint"))
    return Answer(n=n, sheets=[Sheet("experiments", COLUMNS, rows)], notes=notes)


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """Everybody on the arm of the row or on its control."""
    if column != "entered":
        raise KeyError(column)
    key, _, arm = row.rpartition(":")
    for each in experiments(scene):
        if each.key == key:
            places = {
                code for a in (each.arms[0], *each.arms) if a.key == arm or a is each.arms[0]
                for code in a.places
            }  # fmt: skip
            return scene.ask(
                people_on(each.source, tuple(sorted(places)), scene.limited), **given(scene, each)
            )
    raise KeyError(row)


REPORT = Report("experiments", "experiments", Asked, answer, people)
