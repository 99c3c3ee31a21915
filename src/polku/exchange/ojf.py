"""OJF: a journey as JSON with phases, lanes and cells, as mapping tools hand them over.

No text of a standard could be found, so this is a profile of our own (docs/how-to/import-and-export.md). Reading
takes the usual other names too: stages or columns for phases, rows or swimlanes for lanes, cells inside their lane.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from polku.errors import DocumentError, Language, Problem
from polku.exchange.grid import Cell, emotion_of, free_key, grid, lane_key, written
from polku.journey.model import Journey
from polku.journey.syntax import NotJson

VERSION = "1.0"
PHASES = ("phases", "stages", "columns", "steps")
LANES = ("lanes", "rows", "swimlanes")
NAMES = ("name", "title", "label", "text")


def write(journey: Journey, language: Language) -> bytes:
    """Phases, lanes, cells, personas and touchpoints, in one language."""
    found = grid(journey, language)
    body = {
        "format": "ojf",
        "version": VERSION,
        "language": language,
        "title": journey.name.in_(language),
        "personas": [
            {
                "id": persona.key,
                "name": persona.name.in_(language),
                "goal": persona.goal.in_(language) if persona.goal else None,
            }
            for persona in journey.personas
        ],
        "phases": [{"id": key, "name": name} for key, name in found.stages],
        "lanes": [{"id": key, "name": name} for key, name in found.lanes],
        "cells": [
            {"phase": cell.stage, "lane": cell.lane, "items": list(cell.texts)}
            | ({"evidence": cell.level} if cell.level else {})
            | ({"source": cell.source} if cell.source else {})
            for cell in found.cells.values()
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def read(data: bytes, *, name: str, language: Language) -> dict[str, Any]:
    """Raises DocumentError when it is no JSON, or has no phases."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            Problem("exchange.bad-json", name, {"reason": NotJson(error)})
        ) from None
    if isinstance(body, Mapping) and isinstance(inner := body.get("journey"), Mapping):
        body = inner
    if not isinstance(body, Mapping) or not _list(body, PHASES):
        raise DocumentError(Problem("exchange.no-stages", name))
    stages, by_id = _stages(body)
    lanes: list[tuple[str, str]] = []
    cells: list[Cell] = []
    of_lane: dict[str, str] = {}
    for place, lane in enumerate(_list(body, LANES)):
        title = _name(lane) or f"{place + 1}"
        key = lane_key(title)
        if str(lane.get("id")) in of_lane or key in dict(lanes):
            key = free_key(title, [each for each, _ in lanes])
        lanes.append((key, title))
        of_lane[str(lane.get("id", title))] = key
        inside = lane.get("cells", lane.get("items"))
        for order, cell in enumerate(_inside(inside)):
            stage = by_id.get(str(_ref(cell, ("phase", "stage", "column"))))
            if stage is None and order < len(stages):
                stage = stages[order][0]  # cells of a lane in the order of the phases
            cells += _cell(cell, stage, key)
    for cell in _inside(body.get("cells")):
        stage = by_id.get(str(_ref(cell, ("phase", "stage", "column"))))
        lane_id = str(_ref(cell, ("lane", "row", "swimlane")))
        if lane_id not in of_lane:
            of_lane[lane_id] = lane_key(lane_id)
            lanes.append((of_lane[lane_id], lane_id))
        cells += _cell(cell, stage, of_lane[lane_id])
    title = str(_name(body) or name)
    return written(stages, lanes, cells, name=title, language=language)


def _stages(body: Mapping[str, Any]) -> tuple[list[tuple[str, str]], dict[str, str]]:
    stages: list[tuple[str, str]] = []
    by_id = {}
    for place, phase in enumerate(_list(body, PHASES)):
        title = _name(phase) or f"{place + 1}"
        key = free_key(title, [each for each, _ in stages])
        stages.append((key, title))
        by_id[str(phase.get("id", title))] = key
    return stages, by_id


def _cell(cell: Any, stage: str | None, lane: str) -> list[Cell]:
    if stage is None:
        return []
    if isinstance(cell, Mapping):
        value = next(
            (cell[key] for key in ("items", *NAMES, "content", "value") if key in cell), None
        )
        level, source = str(cell.get("evidence") or ""), str(cell.get("source") or "")
    else:
        value, level, source = cell, "", ""
    texts = [value] if not isinstance(value, (list, tuple)) else value
    said = tuple(text for each in texts if (text := _said(each)))
    if not said or (lane == "emotion" and emotion_of(said[0]) is None):
        return []
    return [Cell(stage, lane, said, level, source)]


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        value = _name(value)
    return str(value).strip() if value is not None and not isinstance(value, bool) else ""


def _list(body: Mapping[str, Any], names: Sequence[str]) -> list[Mapping[str, Any]]:
    for key in names:
        found = body.get(key)
        if isinstance(found, list) and found:
            return [each if isinstance(each, Mapping) else {"name": str(each)} for each in found]
    return []


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [{"phase": key, "items": each} for key, each in value.items()]
    return value if isinstance(value, list) else []


def _name(value: Mapping[str, Any]) -> str | None:
    found = next((value[key] for key in NAMES if value.get(key)), None)
    return str(found) if found is not None else None


def _ref(cell: Any, names: Sequence[str]) -> Any:
    if not isinstance(cell, Mapping):
        return None
    found = next(
        (cell[key] for each in names for key in (each, f"{each}Id", f"{each}_id") if key in cell),
        None,
    )
    return found.get("id") if isinstance(found, Mapping) else found
