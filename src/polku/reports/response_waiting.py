"""Whose question waits for a reply now, by the stage on which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polku.analytics.replies import people_waiting_on, waiting_by_stage
from polku.reports.answer import Column, Sheet
from polku.reports.words import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from polku.analytics.replies import Pairs
    from polku.reports.report import Scene

ENQUIRIES = (
    ("Question Asked", "Question Answered"),
    ("Support Ticket Opened", "Support Ticket Closed"),
)
"""What people ask of us, and what tells that they were answered. A task is a question of ours, and a request for a
demonstration is answered in many ways."""
MARK = "waiting:"
NONE = "none"
DAY = 1_440  # minutes
COLUMNS = [
    Column("stage", "text"),
    Column("unanswered"),
    Column("people", people=True),
    Column("longest", "days"),
]


def pairs_of(scene: Scene, asked: Sequence[str], answered: Sequence[str]) -> Pairs:
    """What was asked for, else ENQUIRIES: codes of the pairs of which the data has both sides. Where no reply was ever
    told of, nothing says who still waits."""
    codes = scene.codes.get("event", {})
    named = [(asked, answered)] if asked and answered else [((a,), (b,)) for a, b in ENQUIRIES]
    found = (
        tuple(tuple(codes[name] for name in side if name in codes) for side in pair)
        for pair in named
    )
    return tuple((before, after) for before, after in found if before and after)


def open_questions(scene: Scene, pairs: Pairs) -> list[Sheet]:
    """A row for each stage of the journey, and for those on none where somebody waits; nothing without pairs."""
    if not pairs:
        return []
    told = {
        row["stage"]: row for row in scene.ask(waiting_by_stage(pairs, scene.limited)).to_pylist()
    }
    steps = {step.code: step.key for step in scene.path.steps}
    rows = [_row(key, scene.stage(key), told.get(code)) for code, key in steps.items()]
    elsewhere = [row for code, row in told.items() if code not in steps]
    if elsewhere:
        whole = {
            "askings": sum(row["askings"] for row in elsewhere),
            "people": sum(row["people"] for row in elsewhere),
            "longest": max(row["longest"] for row in elsewhere),
        }
        rows.append(_row(NONE, dict(said("satisfaction", "nowhere")), whole))
    return [Sheet("waiting", COLUMNS, rows)]


def _row(key: str, name: dict[str, str], found: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "id": f"{MARK}{key}",
        "stage": name,
        "unanswered": found["askings"] if found else 0,
        "people": found["people"] if found else 0,
        "longest": found["longest"] / DAY if found else None,
    }


def waiting_people(scene: Scene, pairs: Pairs, row: str) -> pa.Table:
    """Who waits on the stage of a row. Raises KeyError."""
    key = row.removeprefix(MARK)
    if not pairs or key == row:
        raise KeyError(row)
    steps = {step.key: step.code for step in scene.path.steps}
    on = () if key == NONE else (steps[key],)
    off = tuple(steps.values()) if key == NONE else ()
    return scene.ask(people_waiting_on(pairs, on, off, scene.limited))
