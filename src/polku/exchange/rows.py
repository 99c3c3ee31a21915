"""The map as rows, one for each cell, and back: what CSV and Excel share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from polku.errors import DocumentError, Language, Problem
from polku.exchange.grid import LEVELS, Cell, Grid, free_key, lane_key, level_of, written
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
    if len(table) < 2 or len(table[0]) < 2:
        raise DocumentError(Problem("exchange.no-rows", name))
    if len(table) > MOST:
        raise DocumentError(Problem("exchange.too-many-rows", name, {"most": MOST}))
    head = [cell.casefold() for cell in table[0]]
    if any(head[:3] == [each.casefold() for each in heading[:3]] for heading in HEAD.values()):
        return _of_rows(table[1:], name, language)
    return _of_grid(table, name, language)


def _of_rows(table: list[list[str]], name: str, language: Language) -> dict[str, Any]:
    stages: dict[str, str] = {}
    lanes: dict[str, str] = {}
    cells = []
    for line in table:
        stage, lane, text, level, source = (*line, "", "", "", "", "")[:5]
        if not stage:
            continue
        if stage not in stages:
            stages[stage] = free_key(stage, stages.values())
        if not lane:
            continue
        lanes.setdefault(lane, lane_key(lane))
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
    for line in table[1:]:
        if not line[0]:
            continue
        lane = lane_key(line[0])
        lanes.append((lane, line[0]))
        for (stage, _), text in zip(stages, line[1:], strict=False):
            texts = tuple(each.strip() for each in text.splitlines() if each.strip())
            if texts:
                cells.append(Cell(stage, lane, texts))
    return written(stages, lanes, cells, name=name, language=language)
