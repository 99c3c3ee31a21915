"""Where do people wait, and where do they do the same again?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.move_counts import move_counts, movers
from polku.reports.path_asked import (
    PathAsked,
    left_out_notes,
    log,
    name_of,
    steps_of,
    table_of,
    too_few,
    top_codes,
)
from polku.reports.report import Report, Scene
from polku.science.paths.rework import rework
from polku.science.wilson import share

if TYPE_CHECKING:
    import pyarrow as pa

KINDS = ("repeats", "returns", "again")


class WaitingAsked(PathAsked):
    """And how many of both."""

    most: int = Field(default=12, ge=2, le=50, description="Events that are told apart")
    least: int = Field(default=30, ge=1, description="Moves of an arrow that is shown")


def answer(scene: Scene, asked: WaitingAsked) -> Answer:
    """Arrows by their median wait, and events by how often they are done again."""
    steps = steps_of(scene, asked)
    found = move_counts(scene, steps, asked.most)
    arrows = [
        {
            "id": f"{each.source}>{each.target}",
            "source": name_of(scene, steps, each.source),
            "target": name_of(scene, steps, each.target),
            "moves": each.moves,
            "median": each.days(0.5),
            "p75": each.days(0.75),
            "p90": each.days(0.9),
        }
        for each in found.arrows
        if each.moves >= asked.least
    ]
    arrows.sort(key=lambda row: (-float(row["median"] or 0), str(row["id"])))
    walked = log(scene, steps)
    codes = top_codes(walked, asked.most)
    seen = rework(walked.coded(codes), len(codes) + 1)
    rows = []
    for place, code in enumerate(codes):
        again = share(int(seen.again[place]), int(seen.paths[place]))
        rows.append(
            {
                "id": str(code),
                "event": name_of(scene, steps, code),
                "times": int(seen.times[place]),
                "paths": int(seen.paths[place]),
                "repeats": int(seen.repeats[place]),
                "returns": int(seen.returns[place]),
                "again": again.value,
                "again_low": again.low,
                "again_high": again.high,
            }
        )
    rows.sort(key=lambda row: (-row["returns"] - row["repeats"], row["id"]))
    waits = [
        Column("source", "text"),
        Column("target", "text"),
        Column("moves", people=True),
        Column("median", "days"),
        Column("p75", "days"),
        Column("p90", "days"),
    ]
    again_columns = [
        Column("event", "text"),
        Column("times"),
        Column("paths", people=True),
        Column("repeats", people=True),
        Column("returns", people=True),
        Column("again", "share", interval=True, people=True),
    ]
    return Answer(
        n=walked.paths,
        sheets=[Sheet("arrows", waits, arrows), Sheet("rework", again_columns, rows)],
        charts=[Chart("rework", "bars", "rework", x="event", y=["again"])],
        notes=[*too_few(walked.paths), *left_out_notes(scene, steps)],
    )


def people(scene: Scene, asked: WaitingAsked, row: str, column: str) -> pa.Table:
    """Who made the move, or did the event again."""
    steps = steps_of(scene, asked)
    if column == "moves":
        source, _, target = row.partition(">")
        rest = move_counts(scene, steps, asked.most).rest if "-1" in (source, target) else ()
        return movers(scene, steps, int(source), int(target), rest)
    walked = log(scene, steps)
    mine = walked.event == int(row)
    path, count = np.unique(walked.path[mine], return_counts=True)
    if column == "paths":
        return table_of(walked.person[path])
    if column not in KINDS:
        raise KeyError(column)
    same = np.zeros(len(mine), bool)
    same[1:] = walked.follows & mine[1:] & mine[:-1]
    repeated = np.bincount(walked.path[same], minlength=walked.paths)[path]
    wanted = {"repeats": repeated > 0, "returns": count - 1 - repeated > 0, "again": count > 1}
    return table_of(walked.person[path[wanted[column]]])


REPORT = Report("waiting", "journey", WaitingAsked, answer, people)
