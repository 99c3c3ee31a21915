"""Stage conversion: of the people who entered each stage, how many went forward?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polku.analytics.stage_conversion import OUTCOMES, people_of, stage_conversion
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.report import Report, Scene

if TYPE_CHECKING:
    import pyarrow as pa


def answer(scene: Scene, asked: Asked) -> Answer:
    """A row for each arrow of the journey."""
    rows, entered = [], 0
    for arrow in scene.path.arrows():
        found = stage_conversion(scene.reader, arrow, scene.period, scene.chosen)
        entered += found.entered
        rows.append(
            {
                "id": arrow.source.key,
                "from": scene.stage(arrow.source.key),
                "to": scene.stage(arrow.target.key),
                "entered": found.entered,
                "advanced": found.advanced,
                "lost": found.lost,
                "open": found.open,
                "conversion": found.value,
                "conversion_low": found.low,
                "conversion_high": found.high,
                "window": found.window_days,
            }
        )
    columns = [
        Column("from", "text"),
        Column("to", "text"),
        Column("entered", people=True),
        Column("advanced", people=True),
        Column("lost", people=True),
        Column("open", people=True),
        Column("conversion", "share", interval=True),
        Column("window", "days"),
    ]
    return Answer(
        n=entered,
        sheets=[Sheet("arrows", columns, rows)],
        charts=[Chart("arrows", "bars", "arrows", x="from", y=["conversion"])],
    )


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """Those who entered the stage of the row, or those with one outcome."""
    arrow = next(each for each in scene.path.arrows() if each.source.key == row)
    outcome = None if column == "entered" else column
    if outcome is not None and outcome not in OUTCOMES:
        raise KeyError(column)
    return people_of(scene.reader, arrow, scene.period, outcome, scene.chosen)


REPORT = Report("conversion", "journey", Asked, answer, people)
