"""Eventually follows: of those who did one thing, how many did another later, at any distance?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from polku.reports.answer import Answer, Chart, Column, Sheet
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
from polku.science.paths.order import order_of, paths_that_follow
from polku.science.wilson import share

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = [
    Column("source", "text"),
    Column("target", "text"),
    Column("paths", people=True),
    Column("follows", people=True),
    Column("share", "share", interval=True),
]


class FollowsAsked(PathAsked):
    """And how many events."""

    most: int = Field(default=12, ge=2, le=40, description="Events: the most common ones")


def answer(scene: Scene, asked: FollowsAsked) -> Answer:
    """A row for each ordered pair of events that somebody did in that order."""
    steps = steps_of(scene, asked)
    walked = log(scene, steps)
    codes = top_codes(walked, asked.most)
    found = order_of(walked.coded(codes), len(codes))
    rows = []
    for a, source in enumerate(codes):
        for b, target in enumerate(codes):
            if not found.follows[a, b]:
                continue
            part = share(int(found.follows[a, b]), int(found.paths[a]))
            rows.append(
                {
                    "id": f"{source}>{target}",
                    "source": name_of(scene, steps, source),
                    "target": name_of(scene, steps, target),
                    "paths": int(found.paths[a]),
                    "follows": int(found.follows[a, b]),
                    "share": part.value,
                    "share_low": part.low,
                    "share_high": part.high,
                }
            )
    rows.sort(key=lambda row: (-row["follows"], row["id"]))
    kinds = len(np.unique(walked.event))
    return Answer(
        n=walked.paths,
        sheets=[Sheet("follows", COLUMNS, rows, kinds - len(codes))],
        charts=[Chart("follows", "heat", "follows", x="source", y=["share"], by="target")],
        notes=[*too_few(walked.paths), *left_out_notes(scene, steps)],
    )


def people(scene: Scene, asked: FollowsAsked, row: str, column: str) -> pa.Table:
    """Who did the first, or both in that order."""
    source, target = (int(part) for part in row.split(">"))
    walked = log(scene, steps_of(scene, asked))
    if column == "paths":
        return table_of(walked.person[walked.path[walked.event == source]])
    if column != "follows":
        raise KeyError(column)
    return table_of(walked.person[paths_that_follow(walked, source, target)])


REPORT = Report("follows", "journey", FollowsAsked, answer, people)
