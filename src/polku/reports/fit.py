"""Fit: do people walk the journey as it was designed, and does it drift?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.fit_design import KINDS, Pairs, stage_design, stage_kind, touchpoint_design
from polku.reports.months import months
from polku.reports.path_asked import Steps, log, name_of, table_of
from polku.reports.report import Report, Scene
from polku.science.paths.fit import Moves, moves_of, share_of_moves, share_of_paths

if TYPE_CHECKING:
    import pyarrow as pa

    from polku.science.paths.log import Flags, Log

DEVIATIONS = [
    Column("source", "text"),
    Column("target", "text"),
    Column("kind", "text"),
    Column("people", people=True),
    Column("moves"),
    Column("share", "share"),
]
DRIFT = [
    Column("month", "month"),
    Column("moves"),
    Column("fit", "share", interval=True),
]


class FitAsked(Asked):
    """Against which part of the design."""

    of: Literal["stages", "touchpoints"] = Field(
        default="stages", description="The order of stages, or the next links of touchpoints"
    )
    most: int = Field(default=30, ge=1, le=300, description="Deviations; the rest are one row")


def answer(scene: Scene, asked: FitAsked) -> Answer:
    """The fit, its deviations by people, and the fit of each month."""
    steps, pairs = _design(scene, asked)
    if not pairs:
        sheets = [Sheet("deviations", DEVIATIONS, []), Sheet("drift", DRIFT, [])]
        note = Problem("paths.no-design", level="warning")
        return Answer(n=0, sheets=sheets, notes=[note])
    walked = log(scene, steps, times=True)
    moves = moves_of(walked)
    allowed = _allowed(moves, pairs)
    fit, whole = share_of_moves(allowed, moves.path), share_of_paths(allowed, moves.path)
    notes = [] if fit.n else [Problem("paths.no-moves", level="warning")]
    rows, more = _deviations(scene, asked, steps, moves, allowed)
    return Answer(
        n=whole.n,
        figures=[
            Figure("fit", "share", fit.value, fit.low, fit.high, fit.n),
            Figure("whole", "share", whole.value, whole.low, whole.high, whole.n),
        ],
        sheets=[
            Sheet("deviations", DEVIATIONS, rows, more),
            Sheet("drift", DRIFT, _drift(scene, walked, moves, allowed)),
        ],
        charts=[
            Chart("drift", "lines", "drift", x="month", y=["fit"]),
            Chart("deviations", "graph", "deviations", x="source", y=["people"], by="target"),
        ],
        notes=notes,
        details={"design": sorted([int(a), int(b)] for a, b in pairs)},
    )


def people(scene: Scene, asked: FitAsked, row: str, column: str) -> pa.Table:
    """Who strayed there."""
    if column != "people":
        raise KeyError(column)
    steps, pairs = _design(scene, asked)
    walked = log(scene, steps)
    moves = moves_of(walked)
    if row == "other":
        allowed = _allowed(moves, pairs)
        told = {each["id"] for each in _deviations(scene, asked, steps, moves, allowed)[0]}
        names = [f"{a}>{b}" for a, b in zip(moves.source, moves.target, strict=True)]
        hit = ~allowed & np.array([name not in told for name in names], bool)
    else:
        source, target = (int(part) for part in row.split(">"))
        hit = (moves.source == source) & (moves.target == target)
    return table_of(walked.person[moves.path[hit]])


def _design(scene: Scene, asked: FitAsked) -> tuple[Steps, Pairs]:
    if asked.of == "stages":
        codes = dict(scene.codes.get("stage", {}))
        return Steps("stages", (), (), None, False, codes), stage_design(scene)
    codes = dict(scene.codes.get("event", {}))
    events, pairs = touchpoint_design(scene.journey, codes)
    # The same touchpoint again at once is not a move.
    return Steps("events", (), tuple(sorted(events)), None, True, codes), pairs


def _allowed(moves: Moves, pairs: Pairs) -> Flags:
    size = max(max(pair) for pair in pairs)
    size = max(size, int(moves.source.max(initial=0)), int(moves.target.max(initial=0))) + 1
    table = np.zeros((size, size), bool)
    for source, target in pairs:
        if source >= 0 and target >= 0:
            table[source, target] = True
    found: Flags = table[moves.source, moves.target]
    return found


def _deviations(
    scene: Scene, asked: FitAsked, steps: Steps, moves: Moves, allowed: Flags
) -> tuple[list[dict[str, Any]], int]:
    wrong = ~allowed
    size = int(max(moves.source.max(initial=0), moves.target.max(initial=0))) + 1
    pair = (moves.source * size + moves.target)[wrong]
    kinds, counts = np.unique(pair, return_counts=True)
    place = np.searchsorted(kinds, pair)
    paths = int(moves.path.max(initial=0)) + 1
    who = np.bincount(np.unique(place * paths + moves.path[wrong]) // paths, minlength=len(kinds))
    order = np.lexsort((kinds, -counts, -who))
    rows: list[dict[str, Any]] = []
    for at in order[: asked.most].tolist():
        source, target = divmod(int(kinds[at]), size)
        kind = stage_kind(scene, source, target) if asked.of == "stages" else "unplanned"
        rows.append(
            {
                "id": f"{source}>{target}",
                "source": name_of(scene, steps, source),
                "target": name_of(scene, steps, target),
                "kind": KINDS[kind],
                "people": int(who[at]),
                "moves": int(counts[at]),
                "share": int(counts[at]) / len(moves.source),
            }
        )
    rest = order[asked.most :]
    if rest.size:
        left = np.isin(place, rest)
        n = int(counts[rest].sum())
        rows.append(
            {
                "id": "other",
                "source": {"fi": "Muut poikkeamat", "en": "Other deviations"},
                "people": len(np.unique(moves.path[wrong][left])),
                "moves": n,
                "share": n / len(moves.source),
            }
        )
    return rows, int(rest.size)


def _drift(scene: Scene, walked: Log, moves: Moves, allowed: Flags) -> list[dict[str, Any]]:
    """A row for each month, in the workspace's zone, in which somebody moved."""
    if walked.ts is None or not len(moves.step):
        return []
    seconds = walked.ts[moves.step] // 1_000_000
    first, last = (
        datetime.fromtimestamp(int(each), UTC) for each in (seconds.min(), seconds.max())
    )
    calendar = months(first, last, scene.zone)
    month = calendar.of(seconds)
    rows = []
    for place in np.unique(month).tolist():
        mine = month == place
        found = share_of_moves(allowed[mine], moves.path[mine])
        rows.append(
            {
                "id": calendar.keys[place],
                "month": calendar.keys[place],
                "moves": found.n,
                "fit": found.value,
                "fit_low": found.low,
                "fit_high": found.high,
            }
        )
    return rows


REPORT = Report("fit", "journey", FitAsked, answer, people)
