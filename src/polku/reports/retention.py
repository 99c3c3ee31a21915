"""Retention: who comes back, and what do they pay, by when they first came?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from polku.analytics.calendar_parts import days_of, midnight
from polku.analytics.retention import (
    cohort_sizes,
    ended,
    last_returns,
    paid_by_cohort,
    part_moments,
    people_of_cell,
    people_of_cohort,
    returns,
    rows_of,
)
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked, StageKey
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.science.wilson import share

if TYPE_CHECKING:
    import pyarrow as pa

FEW = 10  # people of a cohort, below which its share is not drawn
Coming = Literal["event", "order", "stage"]


class AskedRetention(Asked):
    """`first` begins the cohort, `back` is a return; `stage` is the one meant where either says stage."""

    first: Coming = "event"
    back: Coming = "event"
    stage: StageKey | None = None
    way: Literal["classic", "rolling"] = Field(default="classic")
    unit: Literal["month", "week"] = "month"


class _Cells:
    """What was found: people by (cohort, offset), money, and sizes of cohorts."""

    def __init__(self, scene: Scene, asked: AskedRetention) -> None:
        self.days = _days(scene, asked)
        shapes = _shapes(scene, asked)
        currency, parts = scene.money.currency, len(self.days)
        given = part_moments(self.days, scene)
        limited = scene.limited
        sizes = (
            rows_of(scene.ask(cohort_sizes(shapes[0], currency, limited, parts), **given))
            if parts
            else []
        )
        born = sum(midnight(day, scene.zone) <= scene.period.cohort_end for day in self.days)
        self.sizes = {row["cohort"]: row["people"] for row in sizes if row["cohort"] < born}
        asked_of = last_returns if asked.way == "rolling" else returns
        found = (
            rows_of(scene.ask(asked_of(*shapes, currency, limited, parts), **given))
            if parts
            else []
        )
        self.people = {(row["cohort"], row["part"]): row["people"] for row in found}
        if asked.way == "rolling":
            self._roll(parts)
        paid = (
            rows_of(scene.ask(paid_by_cohort(shapes[0], currency, limited, parts), **given))
            if parts
            else []
        )
        self.minor = {(row["cohort"], row["part"]): row["minor"] for row in paid}
        self.over = [ended(day, asked.unit, scene) for day in self.days]

    def _roll(self, parts: int) -> None:
        """From those whose last return was in a part to those who returned in it or later."""
        for cohort in self.sizes:
            later = 0
            for part in range(parts - 1, cohort - 1, -1):
                later += self.people.get((cohort, part), 0)
                self.people[cohort, part] = later


def _days(scene: Scene, asked: AskedRetention) -> list[date]:
    """The parts: from the beginning of the period to the end of the data, for who came in the period is followed."""
    return days_of(replace(scene.period, stop=None), scene.zone, asked.unit)[:-1]


def _shapes(scene: Scene, asked: AskedRetention) -> tuple[tuple[str, int], tuple[str, int]]:
    code = -1
    if asked.stage is not None:
        code = scene.codes.get("stage", {}).get(asked.stage, -1)
    elif (customer := scene.path.customer(scene.money.customer)) is not None:
        code = customer.code
    return _shape(asked.first, code), _shape(asked.back, code)


def _shape(coming: Coming, stage: int) -> tuple[str, int]:
    return coming, stage if coming == "stage" else -1


def answer(scene: Scene, asked: AskedRetention) -> Answer:
    """A row for each cohort and month since; and the curve of all cohorts together."""
    cells = _Cells(scene, asked)
    rows = [row for cohort in sorted(cells.sizes) for row in _cohort(scene, asked, cells, cohort)]
    notes = money_notes(scene)
    n = sum(cells.sizes.values())
    if not n:
        return Answer(n=0, notes=[*notes, Problem("retention.nobody", level="warning")])
    if any(not row["closed"] for row in rows):
        notes.append(Problem("retention.open", level="hint"))
    kind: Any = "month" if asked.unit == "month" else "day"
    columns = [
        Column("cohort", kind),
        Column("size", people=True),
        Column("offset", "count"),
        Column("people", people=True),
        Column("share", "share", interval=True),
        Column("paid", "money"),
        Column("each", "money"),
        Column("closed", "flag"),
    ]
    curve = _curve(scene, cells)
    curve_columns = [
        Column("offset", "count"),
        Column("size"),
        Column("people"),
        Column("share", "share", interval=True),
        Column("each", "money"),
    ]
    return Answer(
        n=n,
        sheets=[Sheet("curve", curve_columns, curve), Sheet("cells", columns, rows)],
        charts=[
            Chart("curve", "lines", "curve", x="offset", y=["share"]),
            Chart("cells", "heat", "cells", x="offset", by="cohort", y=["share"]),
            Chart("money", "lines", "curve", x="offset", y=["each"]),
        ],
        notes=notes,
    )


def _cohort(
    scene: Scene, asked: AskedRetention, cells: _Cells, cohort: int
) -> list[dict[str, Any]]:
    day = cells.days[cohort].isoformat()
    size, paid = cells.sizes[cohort], 0
    rows = []
    for part in range(cohort, len(cells.days)):
        people = cells.people.get((cohort, part), 0)
        paid += cells.minor.get((cohort, part), 0)
        its = share(people, size)
        closed = cells.over[part]
        shown = closed and size >= FEW
        rows.append(
            {
                "id": f"{day}:{part - cohort}",
                "cohort": day[:7] if asked.unit == "month" else day,
                "size": size,
                "offset": part - cohort,
                "people": people,
                "share": its.value if shown else None,
                "share_low": its.low if shown else None,
                "share_high": its.high if shown else None,
                "paid": earned(paid, scene.money),
                "each": earned(paid / size, scene.money),
                "closed": closed,
            }
        )
    return rows


def _curve(scene: Scene, cells: _Cells) -> list[dict[str, Any]]:
    """Over all cohorts that have lived through the month: shares of the same people, and money to date."""
    rows = []
    each = 0.0
    for offset in range(len(cells.days)):
        old = [c for c in cells.sizes if c + offset < len(cells.days) and cells.over[c + offset]]
        size = sum(cells.sizes[c] for c in old)
        if not size:
            break
        its = share(sum(cells.people.get((c, c + offset), 0) for c in old), size)
        each += sum(cells.minor.get((c, c + offset), 0) for c in old) / size
        rows.append(
            {
                "id": str(offset),
                "offset": offset,
                "size": size,
                "people": sum(cells.people.get((c, c + offset), 0) for c in old),
                "share": its.value if size >= FEW else None,
                "share_low": its.low if size >= FEW else None,
                "share_high": its.high if size >= FEW else None,
                "each": earned(each, scene.money),
            }
        )
    return rows


def people(scene: Scene, asked: AskedRetention, row: str, column: str) -> pa.Table:
    """The people of a cohort (size), or those of it who came back (people)."""
    day, _, offset = row.partition(":")
    days = _days(scene, asked)
    cohort = days.index(date.fromisoformat(day))
    currency, limited, parts = scene.money.currency, scene.limited, len(days)
    given: dict[str, Any] = {**part_moments(days, scene), "cell_cohort": cohort}
    shapes = _shapes(scene, asked)
    if column == "size":
        return scene.ask(people_of_cohort(shapes[0], currency, limited, parts), **given)
    if column != "people":
        raise KeyError(column)
    rolling = asked.way == "rolling"
    given["cell_part"] = cohort + int(offset)
    return scene.ask(people_of_cell(*shapes, currency, limited, parts, rolling), **given)


REPORT = Report("retention", "people", AskedRetention, answer, people)
