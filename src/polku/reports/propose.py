"""Propose a journey: which stages, in which order, do the events themselves speak of?"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from pydantic import Field

from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.path_asked import (
    PathAsked,
    left_out_notes,
    log,
    name_of,
    steps_of,
    table_of,
    top_codes,
)
from polku.reports.report import Report, Scene
from polku.reports.said import Count
from polku.science.paths.order import order_of
from polku.science.paths.proposal import proposal
from polku.science.wilson import share

if TYPE_CHECKING:
    import pyarrow as pa

CANDIDATES = 40
COLUMNS = [
    Column("number", "number"),
    Column("event", "text"),
    Column("paths", people=True),
    Column("share", "share", interval=True),
    Column("place", "share"),
    Column("before", "share", interval=True),
    Column("others", "text"),
]


class ProposeAsked(PathAsked):
    """And how fine."""

    stages: int = Field(default=5, ge=2, le=12, description="At most so many stages")
    least: float = Field(default=0.03, ge=0, le=1, description="Share of people who have an event")
    clear: float = Field(default=0.6, ge=0.5, le=1, description="What counts as clearly before")


def answer(scene: Scene, asked: ProposeAsked) -> Answer:
    """The stages in order, what speaks for them, and the document as YAML in `details`."""
    steps = steps_of(scene, asked)
    walked = log(scene, steps)
    codes = top_codes(walked, CANDIDATES)
    order = order_of(walked.coded(codes), len(codes))
    enough = [
        place for place in range(len(codes)) if order.paths[place] >= asked.least * walked.paths
    ]
    found = proposal(order, enough, asked.stages, asked.clear)
    names = [name_of(scene, steps, code) for code in codes]
    rows: list[dict[str, Any]] = []
    for number, stage in enumerate(found):
        a = stage.entry
        part = share(int(order.paths[a]), walked.paths)
        after = found[number + 1].entry if number + 1 < len(found) else None
        both = 0 if after is None else int(order.both[a, after])
        first = share(0 if after is None else int(order.earlier[a, after]), both)
        others = [_plain(names[kind]) for kind in stage.kinds if kind != a]
        rows.append(
            {
                "id": str(codes[a]),
                "number": number + 1,
                "event": names[a],
                "paths": int(order.paths[a]),
                "share": part.value,
                "share_low": part.low,
                "share_high": part.high,
                "place": float(order.place[a]),
                "before": first.value,
                "before_low": first.low,
                "before_high": first.high,
                "others": ", ".join(others) or None,
            }
        )
    notes = []
    if len(found) < 2:
        params = {"n": Count(walked.paths)}
        notes.append(Problem("paths.no-order", params=params, level="warning"))
    text = journey_yaml([_plain(names[stage.entry]) for stage in found]) if found else None
    return Answer(
        n=walked.paths,
        sheets=[Sheet("stages", COLUMNS, rows, len(codes) - len(enough))],
        charts=[Chart("stages", "bars", "stages", x="event", y=["share"])],
        notes=[*notes, *left_out_notes(scene, steps)],
        details={"yaml": text} if steps.of == "events" and text else {},
    )


def people(scene: Scene, asked: ProposeAsked, row: str, column: str) -> pa.Table:
    """Who has the event."""
    if column != "paths":
        raise KeyError(column)
    walked = log(scene, steps_of(scene, asked))
    return table_of(walked.person[walked.path[walked.event == int(row)]])


def journey_yaml(events: list[str]) -> str:
    """A journey document with a stage for each event, in that order: a draft to be named and added to."""
    lines = ["# Luonnos tapahtumista / A draft from events", "stages:"]
    keys: set[str] = set()
    for event in events:
        key = _slug(event)
        while key in keys:
            key += "-2"
        keys.add(key)
        name = json.dumps(event, ensure_ascii=False)
        lines += [f"  - key: {key}", f"    name: {{fi: {name}, en: {name}}}", "    enter:"]
        lines += [f"      - {{event: {name}}}"]
    return "\n".join(lines) + "\n"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "stage"


def _plain(name: Any) -> str:
    return str(name) if isinstance(name, str) else str(name["fi"])


REPORT = Report("propose", "journey", ProposeAsked, answer, people)
