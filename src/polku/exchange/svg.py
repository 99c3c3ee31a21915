"""SVG: the map as a picture, drawn from the same grid as the screen; text stays text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from polku.errors import Language
from polku.exchange.grid import LEVELS, Cell, Grid, grid
from polku.exchange.lines import wrapped
from polku.journey.model import Journey

WIDE, HEAD, LANE = 230, 54, 150  # px: a stage, the heading row, the column of lane names
PAD, LINE, SIZE = 10, 18, 13
BOLD = 1.12  # times wider than the usual weight
CELL = (WIDE - 2 * PAD) / SIZE  # em: a line of a cell holds
TITLE = (LANE - PAD) / SIZE / BOLD
BULLET = 1.0
MOST_LINES = 60
CURVE = 96  # px: the height of the emotion's row
FONTS = "system-ui, 'DejaVu Sans', 'Liberation Sans', Arial, sans-serif"
INK, QUIET, RULE, WASH, PINE = "#1d2421", "#56605b", "#c9c4b7", "#f0eee8", "#1d6354"


@dataclass(frozen=True)
class Row:
    """One lane, and the lines of its cells by stage."""

    lane: str
    title: list[str]
    lines: list[list[str]]
    height: int


def write(journey: Journey, language: Language) -> bytes:
    """As wide as the stages need; the emotion is a curve with its words."""
    found = grid(journey, language)
    drawn = [_row(found, lane, title, language) for lane, title in found.lanes]
    width = LANE + WIDE * len(found.stages) + 2 * PAD
    top = 2 * PAD + 34
    height = top + HEAD + sum(row.height for row in drawn) + 34
    body = [
        _text(PAD, PAD + 22, [_title(journey.name.in_(language), width)], size=20, weight=700),
        f'<rect x="{PAD}" y="{top}" width="{width - 2 * PAD}" height="{HEAD}" fill="{WASH}"/>',
    ]
    for place, (_, name) in enumerate(found.stages):
        lines = wrapped(name, CELL / BOLD)[:2]
        body.append(_text(PAD + LANE + WIDE * place + PAD, top + 22, lines, weight=700))
    y = top + HEAD
    for row in drawn:
        body += _drawn(row, found, journey, y)
        y += row.height
    for place in range(len(found.stages) + 1):
        x = PAD + LANE + WIDE * place
        body.append(f'<path d="M{x} {top}V{y}" stroke="{RULE}"/>')
    foot = f"Polku · v{journey.version}"
    if journey.last_reviewed:
        foot += f" · {journey.last_reviewed.isoformat()}"
    body.append(_text(PAD, y + 22, [foot], size=11, ink=QUIET))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'lang="{language}" role="img" font-family="{FONTS}">'
        f"<title>{escape(journey.name.in_(language))}</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(body)}</svg>'
    ).encode()


def _row(found: Grid, lane: str, title: str, language: Language) -> Row:
    lines = [
        _lines(found.cells.get((stage, lane)), language) if lane != "emotion" else []
        for stage, _ in found.stages
    ]
    heading = wrapped(title, TITLE)
    tallest = max([len(heading), *map(len, lines)], default=1)
    return Row(lane, heading, lines, CURVE if lane == "emotion" else tallest * LINE + 2 * PAD)


def _drawn(row: Row, found: Grid, journey: Journey, y: int) -> list[str]:
    width = LANE + WIDE * len(found.stages)
    body = [
        f'<path d="M{PAD} {y}h{width}" stroke="{RULE}"/>',
        _text(PAD + 4, y + PAD + SIZE, row.title, weight=700, ink=QUIET),
    ]
    if row.lane == "emotion":
        return [*body, *_curve(found, journey, y)]
    for place, lines in enumerate(row.lines):
        body.append(_text(PAD + LANE + WIDE * place + PAD, y + PAD + SIZE, lines))
    return body


def _curve(found: Grid, journey: Journey, y: int) -> list[str]:
    middle, step = y + CURVE / 2, (CURVE - 44) / 4
    points = [
        (PAD + LANE + WIDE * (place + 0.5), middle - (stage.emotion_assumed or 0) * step, stage)
        for place, stage in enumerate(journey.stages)
        if stage.emotion_assumed is not None
    ]
    body = [
        f'<path d="M{PAD + LANE} {middle}h{WIDE * len(found.stages)}" stroke="{RULE}" stroke-dasharray="4 4"/>'
    ]
    if points:
        path = "M" + "L".join(f"{x:.0f} {at:.0f}" for x, at, _ in points)
        body.append(f'<path d="{path}" fill="none" stroke="{PINE}" stroke-width="2.5"/>')
    for x, at, stage in points:
        body.append(f'<circle cx="{x:.0f}" cy="{at:.0f}" r="5" fill="{PINE}"/>')
        cell = found.cells.get((stage.key, "emotion"))
        words = cell.texts[0] if cell else ""
        body.append(_text(int(x) + 10, int(at) - 6, [words], size=11, ink=QUIET))
    return body


def _lines(cell: Cell | None, language: Language) -> list[str]:
    if cell is None:
        return []
    lines = [
        ("• " if first and len(cell.texts) > 1 else "") + line
        for text in cell.texts
        for first, line in (
            (place == 0, each) for place, each in enumerate(wrapped(text, CELL - BULLET))
        )
    ]
    if cell.level and cell.level != "assumption":
        lines.append(f"({LEVELS[cell.level][0 if language == 'fi' else 1]})")
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…"]


def _title(name: str, width: int) -> str:
    first, *more = wrapped(name, (width - 2 * PAD) / 20 / BOLD - 1)
    return f"{first}…" if more else first


def _text(
    x: int, y: int, lines: Sequence[str], *, size: int = SIZE, weight: int = 400, ink: str = INK
) -> str:
    spans = "".join(
        f'<tspan x="{x}" dy="{0 if place == 0 else LINE}">{_xml(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{ink}">{spans}</text>'


def _xml(text: str) -> str:
    """Escaped, without the characters that XML cannot hold."""
    return escape("".join(char for char in text if char >= " " and char not in "\ufffe\uffff"))
