"""RFM: which customers are the best, which are slipping away?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from polku.analytics.buyers import buyers
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.reports.words import said
from polku.science.rfm import SEGMENTS, Scores, rfm

if TYPE_CHECKING:
    import numpy.typing as npt

ENOUGH = 25  # buyers, below which fifths say nothing


def _scored(scene: Scene) -> tuple[pa.Table, Scores]:
    rows = scene.ask(buyers(scene.money.currency, scene.limited))
    return rows, rfm(rows["days"].to_numpy(), rows["orders"].to_numpy(), rows["minor"].to_numpy())


def answer(scene: Scene, asked: Asked) -> Answer:
    """A row for each segment, and the people by recency and value."""
    rows, scores = _scored(scene)
    n = rows.num_rows
    notes = money_notes(scene)
    if n < ENOUGH:
        params = {"n": n, "enough": ENOUGH}
        return Answer(
            n=n, notes=[*notes, Problem("report.too-few", params=params, level="warning")]
        )
    people = _sums(scores.segment, None)
    orders = _sums(scores.segment, rows["orders"].to_numpy())
    minor = _sums(scores.segment, rows["minor"].to_numpy())
    days = rows["days"].to_numpy()
    total = max(1, int(minor.sum()))
    segments = [
        {
            "id": name,
            "group": said("rfm", "segments", name),
            "do": said("rfm", "advice", name),
            "people": int(people[place]),
            "share": people[place] / n,
            "orders": int(orders[place]),
            "earned": earned(float(minor[place]), scene.money),
            "of_all": minor[place] / total if 0 <= minor[place] <= total else None,
            "each": earned(minor[place] / people[place], scene.money) if people[place] else None,
            "since": float(np.median(days[scores.segment == place])) if people[place] else None,
        }
        for place, name in enumerate(SEGMENTS)
    ]
    columns = [
        Column("group", "text"),
        Column("people", people=True),
        Column("share", "share"),
        Column("orders"),
        Column("earned", "money"),
        Column("of_all", "share"),
        Column("each", "money"),
        Column("since", "days"),
        Column("do", "text"),
    ]
    cells = _cells(scores)
    return Answer(
        n=n,
        sheets=[
            Sheet("segments", columns, segments),
            Sheet(
                "cells", [Column("recency"), Column("value"), Column("people", people=True)], cells
            ),
        ],
        charts=[
            Chart("people", "bars", "segments", x="group", y=["people"]),
            Chart("cells", "heat", "cells", x="recency", by="value", y=["people"]),
        ],
        notes=notes,
    )


def _sums(places: npt.NDArray[np.int64], of: npt.NDArray[np.int64] | None) -> npt.NDArray[np.int64]:
    found = np.zeros(len(SEGMENTS), np.int64)
    np.add.at(found, places, 1 if of is None else of)
    return found


def _value(scores: Scores) -> npt.NDArray[np.int64]:
    """Frequency and money in one: the mean, rounded up."""
    return (scores.frequency + scores.money + 1) // 2


def _cells(scores: Scores) -> list[dict[str, Any]]:
    value = _value(scores)
    return [
        {
            "id": f"{recency}:{worth}",
            "recency": recency,
            "value": worth,
            "people": int(((scores.recency == recency) & (value == worth)).sum()),
        }
        for worth in range(5, 0, -1)
        for recency in range(1, 6)
    ]


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """The people of a segment, or of a cell."""
    rows, scores = _scored(scene)
    if ":" in row:
        recency, _, worth = row.partition(":")
        here = (scores.recency == int(recency)) & (_value(scores) == int(worth))
    else:
        here = scores.segment == SEGMENTS.index(row)
    return rows.filter(pa.array(here)).select(["person"])


REPORT = Report("rfm", "people", Asked, answer, people)
