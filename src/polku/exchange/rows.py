"""The map as rows, one for each cell, and back: what CSV and Excel share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from polku.errors import DocumentError, Language, Problem
from polku.exchange.grid import (
    LEVELS,
    Cell,
    Grid,
    emotion_of,
    free_key,
    key_of,
    known_lane,
    lane_keys,
    level_of,
    written,
)
from polku.spreadsheet import as_written, plain

HEAD = {
    "fi": ("Vaihe", "Rivi", "Teksti", "Tiedon taso", "Lähde"),
    "en": ("Stage", "Lane", "Text", "Evidence", "Source"),
}
MOST = 50_000  # rows


def rows(found: Grid, language: Language) -> Iterator[tuple[str, ...]]:
    """The heading, and a row for each cell, empty ones too: a gap is seen. Texts of a cell stand on lines."""
    yield HEAD[language]
    for stage, stage_name in found.stages:
        for lane, lane_title in found.lanes:
            cell = found.cells.get((stage, lane), Cell(stage, lane, ()))
            level = LEVELS[cell.level][0 if language == "fi" else 1] if cell.level else ""
            said = (stage_name, lane_title, "\n".join(cell.texts), level, cell.source)
            yield tuple(plain(each) for each in said)


def from_rows(lines: Sequence[Sequence[str]], *, name: str, language: Language) -> dict[str, Any]:
    """The document of such rows, or of a grid with stages across and lanes down. Raises DocumentError."""
    table = [[as_written(str(cell)).strip() for cell in line] for line in lines]
    table = [line for line in table if any(line)]
    while len(table) > 2 and sum(map(bool, table[0])) < 2:
        table = table[1:]  # a title stands above the heading
    if len(table) < 2 or len(table[0]) < 2:
        raise DocumentError(Problem("exchange.no-rows", name))
    if len(table) > MOST:
        raise DocumentError(Problem("exchange.too-many-rows", name, {"most": MOST}))
    head = [cell.casefold() for cell in table[0]]
    if any(head[:3] == [each.casefold() for each in heading[:3]] for heading in HEAD.values()):
        return _of_rows(table[1:], name, language)
    return _of_grid(_across(table), name, language)


STAGE_WORDS = ("vaihe", "vaiheet", "stage", "stages", "phase", "phases")


def _across(table: list[list[str]]) -> list[list[str]]:
    """The grid with stages across. Lanes are told by their names; when none is known, a corner that says "stage" tells
    that stages go down."""
    down = sum(known_lane(line[0]) is not None for line in table[1:] if line[0])
    across = sum(known_lane(cell) is not None for cell in table[0][1:] if cell)
    corner = table[0][0].casefold().rstrip(":").split()
    says = bool(corner) and corner[-1] in STAGE_WORDS
    if across < down or (across == down and not says):
        return table
    wide = max(map(len, table))
    return [
        list(line)
        for line in zip(*((*line, *[""] * (wide - len(line))) for line in table), strict=True)
    ]


def _of_rows(table: list[list[str]], name: str, language: Language) -> dict[str, Any]:
    stages: dict[str, str] = {}
    lanes: dict[str, str] = {}
    keys = lane_keys(line[1] for line in table if len(line) > 1 and line[1])
    cells = []
    for line in table:
        stage, lane, text, level, source = (*line, "", "", "", "", "")[:5]
        if not stage:
            continue
        if stage not in stages:
            stages[stage] = free_key(stage, stages.values())
        if not lane:
            continue
        lanes.setdefault(lane, keys[lane])
        texts = tuple(each.strip() for each in text.splitlines() if each.strip())
        if texts:
            cells.append(Cell(stages[stage], lanes[lane], texts, level_of(level), source))
    return written(
        [(key, title) for title, key in stages.items()],
        [(key, title) for title, key in lanes.items()],
        cells,
        name=name,
        language=language,
    )


def _of_grid(table: list[list[str]], name: str, language: Language) -> dict[str, Any]:
    stages: list[tuple[str, str]] = []
    for title in table[0][1:]:
        taken = [key for key, _ in stages]
        stages.append((free_key(title or "stage", taken), title or "–"))
    lanes, cells = [], []
    keys = lane_keys(line[0] for line in table[1:] if line[0])
    for line in table[1:]:
        if not line[0]:
            continue
        lane = keys[line[0]]
        if lane == "emotion" and not all(emotion_of(text) is not None for text in line[1:] if text):
            lane = key_of(line[0])  # words that are no value of the curve are not lost
        lanes.append((lane, line[0]))
        for (stage, _), text in zip(stages, line[1:], strict=False):
            texts = tuple(each.strip() for each in text.splitlines() if each.strip())
            if texts:
                cells.append(Cell(stage, lane, texts))
    return written(stages, lanes, cells, name=name, language=language)
