"""Touch paths: by which channels, in which order, did people come to a conversion, and how often not?"""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from pydantic import Field

from polku.analytics.path_variants import BITS, LONGEST, Variants, variants
from polku.analytics.touch_paths import Touched, touched
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.attribution import Goal, goal_stages
from polku.reports.attribution_rows import channel_word
from polku.reports.money import money_notes
from polku.reports.report import Report, Scene
from polku.science.wilson import share

OTHER_PATHS = {"fi": "Muut polut", "en": "Other paths"}
BARE = {"fi": "Ei tunnettua kohtaamista", "en": "No known touch"}


class TouchpathsAsked(Asked):
    """Of what, how far back, how many, and whether the same channel in a row is one."""

    goal: Goal = "orders"
    days: Annotated[float, Field(ge=1, le=730)] = 90
    most: Annotated[int, Field(ge=1, le=200)] = 20
    collapse: bool = True


def answer(scene: Scene, asked: TouchpathsAsked) -> Answer:
    """A row for each of the most walked paths, one for the others, and one for conversions without a touch."""
    stages = goal_stages(scene, asked.goal)
    if stages == ():
        return Answer(n=None, notes=[Problem("attribution.no-stage", level="warning")])
    found = touched(scene, asked.days, stages)
    money = asked.goal == "orders"
    total = int(found.paths.won.sum()) + found.bare
    if not total and not found.paths.won.size:
        return Answer(n=0, notes=[Problem("attribution.no-conversions", level="warning")])
    walked = variants(found.paths, collapse=asked.collapse)
    order = np.lexsort((walked.code, -walked.lost, -walked.won))
    kept, rest = order[: asked.most], order[asked.most :]
    rows = [
        _row(str(walked.code[v]), words(scene, found, int(walked.code[v])), walked, [v], money)
        for v in kept
    ]
    if rest.size:
        rows.append(_row("other", OTHER_PATHS, walked, rest, money) | {"people": None})
    if found.bare:
        bare: dict[str, Any] = {"id": "unattributed", "path": BARE, "won": found.bare}
        bare |= {"people": None, "lost": None}
        bare |= {"conversion": None, "conversion_low": None, "conversion_high": None}
        rows.append(bare | ({"revenue": found.bare_minor} if money else {}))
    columns = [
        Column("path", "text"),
        Column("won"),
        Column("people", people=True),
        Column("lost"),
        Column("conversion", "share", interval=True),
        *([Column("revenue", "money")] if money else []),
    ]
    notes = [Problem("attribution.association", level="hint")]
    return Answer(
        n=total,
        sheets=[Sheet("paths", columns, rows, more=int(rest.size))],
        charts=[Chart("paths", "bars", "paths", x="path", y=["won"])],
        notes=[*notes, *(money_notes(scene) if money else [])],
    )


def _row(key: str, path: Any, walked: Variants, where: Any, money: bool) -> dict[str, Any]:
    won, lost = int(walked.won[where].sum()), int(walked.lost[where].sum())
    chance = share(won, won + lost)
    row = {"id": key, "path": path, "won": won, "lost": lost, "conversion": chance.value}
    row["people"] = int(walked.people[where].sum())  # of one path; the same people walk several
    row |= {"conversion_low": chance.low, "conversion_high": chance.high}
    return row | ({"revenue": int(walked.minor[where].sum())} if money else {})


def words(scene: Scene, found: Touched, code: int) -> dict[str, str]:
    """The channels of a path in order; "…" before the last LONGEST of a longer one."""
    places = []
    rest = code & ((1 << BITS * LONGEST) - 1)
    while rest:
        places.append((rest & ((1 << BITS) - 1)) - 1)
        rest >>= BITS
    said: dict[str, str] = {}
    for language in ("fi", "en"):
        names = []
        for place in reversed(places):
            name = channel_word(scene, found.codes[place])
            names.append(name if isinstance(name, str) else name[language])
        said[language] = " → ".join([*(["…"] if code >> BITS * LONGEST else []), *names])
    return said


def people(scene: Scene, asked: TouchpathsAsked, row: str, column: str) -> pa.Table:
    """Those who came by the path to a conversion."""
    if column != "people" or row in ("other", "unattributed"):
        raise KeyError(column)
    found = touched(scene, asked.days, goal_stages(scene, asked.goal))
    walked = variants(found.paths, collapse=asked.collapse)
    mine = (walked.code[walked.of] == int(row)) & found.paths.won
    return pa.table({"person": np.unique(found.paths.person[mine])})


REPORT = Report("touchpaths", "money", TouchpathsAsked, answer, people)
