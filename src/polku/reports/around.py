"""What did people do just before and after something, and on the way from it to another?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import EventName
from polku.reports.path_asked import (
    PathAsked,
    Steps,
    left_out_notes,
    log,
    name_of,
    steps_of,
    table_of,
    top_codes,
)
from polku.reports.path_pattern import Pattern, pattern_of, usual_anchor
from polku.reports.report import Report, Scene
from polku.reports.step_rows import COLUMNS, NONE, OTHER, fold, matrix_rows
from polku.science.paths.log import Ints, Log
from polku.science.paths.matrix import between, paths_at, step_matrix
from polku.science.paths.pattern import GAP, first_match
from polku.science.wilson import share

if TYPE_CHECKING:
    import pyarrow as pa


class AroundAsked(PathAsked):
    """Around what, how far."""

    anchor: Pattern | None = Field(default=None, description="An event or a pattern; its first")
    until: EventName | None = Field(default=None, description="What comes later: the way to it")
    before: int = Field(default=3, ge=0, le=20, description="Steps before it")
    after: int = Field(default=3, ge=0, le=20, description="Steps after it")
    most: int = Field(default=12, ge=1, le=50, description="Events; the rest are one row")


def answer(scene: Scene, asked: AroundAsked) -> Answer:
    """Rows by step before (negative) and after (positive) the anchor, and what lies between."""
    steps = steps_of(scene, asked)
    walked = log(scene, steps)
    text, tokens, wrong = _anchor(scene, steps, walked, asked)
    if not tokens:
        return Answer(n=0, sheets=[Sheet("steps", COLUMNS, [])], notes=wrong)
    first, last = first_match(walked, tokens)
    offsets = [*range(-asked.before, 0), *range(1, asked.after + 1)]
    codes = list(range(int(walked.event.max(initial=-1)) + 1))
    counts = _counts(walked, first, last, asked, len(codes))
    names, folded = fold(counts, codes, asked.most)
    n = int((first >= 0).sum())
    found = share(n, walked.paths)
    sheets = [Sheet("steps", COLUMNS, matrix_rows(scene, steps, folded, names, offsets))]
    figures = [Figure("found", "share", found.value, found.low, found.high, walked.paths)]
    notes = [] if n else [Problem("paths.no-match", params={"pattern": text}, level="warning")]
    if asked.until is not None:
        more, bad = pattern_of(steps, asked.until)
        notes += bad
        if more:
            sheet, figure = _between(scene, steps, walked, tokens, more, first, last)
            sheets.append(sheet)
            figures.append(figure)
    return Answer(
        n=n,
        figures=figures,
        sheets=sheets,
        charts=[Chart("steps", "heat", "steps", x="step", y=["share"], by="event")],
        notes=[*notes, *left_out_notes(scene, steps)],
        rule={"fi": f"Lähtökohta: {text}", "en": f"Counted from: {text}"},
    )


def people(scene: Scene, asked: AroundAsked, row: str, column: str) -> pa.Table:
    """Who did that at that step."""
    steps = steps_of(scene, asked)
    walked = log(scene, steps)
    _, tokens, _ = _anchor(scene, steps, walked, asked)
    if column != "paths" or not tokens:
        raise KeyError(column)
    first, last = first_match(walked, tokens)
    offset, code = (int(part) for part in row.split(":"))
    kinds: Ints | None = np.array([code])
    if code == OTHER:
        codes = list(range(int(walked.event.max(initial=-1)) + 1))
        counts = _counts(walked, first, last, asked, len(codes))
        kinds = np.setdiff1d(codes, fold(counts, codes, asked.most)[0])
    base = first if offset < 0 else last
    at = paths_at(walked, base, offset, None if code == NONE else kinds)
    return table_of(walked.person[at])


def _anchor(
    scene: Scene, steps: Steps, walked: Log, asked: AroundAsked
) -> tuple[str, tuple[int, ...], list[Problem]]:
    text = asked.anchor or usual_anchor(scene, steps)
    if text is None:  # the most common thing there is
        top = top_codes(walked, 1)
        words = {code: name for name, code in steps.codes.items()}
        text = words.get(top[0]) if top else None
    if text is None:
        return "–", (), [Problem("paths.none", level="warning")]
    return text, *pattern_of(steps, text)


def _counts(walked: Log, first: Ints, last: Ints, asked: AroundAsked, kinds: int) -> Ints:
    before = step_matrix(walked, first, range(-asked.before, 0), kinds)
    after = step_matrix(walked, last, range(1, asked.after + 1), kinds)
    return np.concatenate((before, after), axis=1)


def _between(
    scene: Scene,
    steps: Steps,
    walked: Log,
    tokens: tuple[int, ...],
    more: tuple[int, ...],
    first: Ints,
    last: Ints,
) -> tuple[Sheet, Figure]:
    """What lies between the end of the anchor and the next of what comes later."""
    _, end = first_match(walked, (*tokens, GAP, *more))
    reached = int((end >= 0).sum())
    kinds = int(walked.event.max(initial=-1)) + 1
    people_, times = between(walked, np.where(end >= 0, last, -1), end, kinds)
    rows = []
    for code in sorted(range(kinds), key=lambda each: (-people_[each], each)):
        if people_[code]:
            part = share(int(people_[code]), reached)
            rows.append(
                {
                    "id": f"between:{code}",
                    "event": name_of(scene, steps, code),
                    "between": int(people_[code]),
                    "times": int(times[code]),
                    "share": part.value,
                    "share_low": part.low,
                    "share_high": part.high,
                }
            )
    columns = [
        Column("event", "text"),
        Column("between"),
        Column("times"),
        Column("share", "share", interval=True),
    ]
    went = share(reached, int((first >= 0).sum()))
    return Sheet("between", columns, rows), Figure(
        "reached", "share", went.value, went.low, went.high, went.n
    )


REPORT = Report("around", "journey", AroundAsked, answer, people)
