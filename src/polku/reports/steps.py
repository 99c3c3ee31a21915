"""The step matrix: what do people do first, second, third; or after a pattern?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from polku.analytics.moves_between import positions
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Sheet
from polku.reports.path_asked import (
    PathAsked,
    Steps,
    from_the_first,
    left_out_notes,
    log,
    steps_of,
    table_of,
    too_few,
)
from polku.reports.path_pattern import Pattern, pattern_of
from polku.reports.report import Report, Scene
from polku.reports.step_rows import COLUMNS, NONE, OTHER, fold, matrix_rows
from polku.science.paths.log import Ints, Log
from polku.science.paths.matrix import paths_at, step_matrix
from polku.science.paths.pattern import first_match

if TYPE_CHECKING:
    import pyarrow as pa


class StepsAsked(PathAsked):
    """And how many steps, from where."""

    steps: int = Field(default=8, ge=1, le=50, description="How many steps")
    pattern: Pattern | None = Field(
        default=None, description='Steps are counted from its first match, such as "A → * → B"'
    )
    most: int = Field(default=12, ge=1, le=50, description="Events; the rest are one row")


def answer(scene: Scene, asked: StepsAsked) -> Answer:
    """A row for each event at each step."""
    steps = steps_of(scene, asked)
    tokens, wrong = _pattern(steps, asked)
    if wrong:
        return Answer(n=0, sheets=[Sheet("steps", COLUMNS, [])], notes=wrong)
    if not tokens and steps.whole and from_the_first(scene):
        codes, counts = _stored(scene, steps, asked.steps)
    else:
        walked = log(scene, steps)
        anchor = _anchor(walked, tokens)
        codes = list(range(int(walked.event.max(initial=-1)) + 1))
        counts = step_matrix(walked, anchor, range(asked.steps), len(codes))
    names, folded = fold(counts, codes, asked.most)
    numbers = range(1, asked.steps + 1)
    paths = int(counts[:, 0].sum())
    return Answer(
        n=paths,
        sheets=[Sheet("steps", COLUMNS, matrix_rows(scene, steps, folded, names, numbers))],
        charts=[Chart("steps", "heat", "steps", x="step", y=["share"], by="event")],
        notes=[*too_few(paths), *left_out_notes(scene, steps)],
        details={"pattern": list(tokens)},
    )


def people(scene: Scene, asked: StepsAsked, row: str, column: str) -> pa.Table:
    """Who did that at that step."""
    if column != "paths":
        raise KeyError(column)
    steps = steps_of(scene, asked)
    tokens, _ = _pattern(steps, asked)
    walked = log(scene, steps)
    anchor = _anchor(walked, tokens)
    step, code = (int(part) for part in row.split(":"))
    kinds: Ints | None = np.array([code])
    if code == OTHER:
        codes = list(range(int(walked.event.max(initial=-1)) + 1))
        counts = step_matrix(walked, anchor, range(asked.steps), len(codes))
        kept = fold(counts, codes, asked.most)[0]
        kinds = np.setdiff1d(codes, kept)
    at = paths_at(walked, anchor, step - 1, None if code == NONE else kinds)
    return table_of(walked.person[at])


def _pattern(steps: Steps, asked: StepsAsked) -> tuple[tuple[int, ...], list[Problem]]:
    return pattern_of(steps, asked.pattern) if asked.pattern else ((), [])


def _anchor(walked: Log, tokens: tuple[int, ...]) -> Ints:
    return first_match(walked, tokens)[0] if tokens else walked.starts[:-1]


def _stored(scene: Scene, asked: Steps, steps: int) -> tuple[list[int], Ints]:
    """From the stored numbers of events, without looking at whole paths."""
    rows = scene.ask(positions(steps, asked.everything, scene.limited))
    n, event = rows["n"].to_numpy().astype(np.int64), rows["event"].to_numpy().astype(np.int64)
    codes = list(range(int(event.max(initial=-1)) + 1))
    counts = np.zeros((len(codes) + 1, steps), np.int64)
    counts[event, n - 1] = rows["people"].to_numpy()
    counts[-1] = counts[:, 0].sum() - counts.sum(axis=0)
    return codes, counts


REPORT = Report("steps", "journey", StepsAsked, answer, people)
