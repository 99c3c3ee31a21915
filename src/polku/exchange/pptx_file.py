"""PowerPoint: a title slide, then one slide for each stage with a table of its lanes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from polku.errors import Language
from polku.exchange.grid import Grid, grid
from polku.journey.model import Journey

if TYPE_CHECKING:
    from pptx.presentation import Presentation

TEXT = 600  # characters of a cell on a slide; the rest is in the map
ROWS = 9  # lanes on a slide; more go on the next
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(journey: Journey, language: Language) -> bytes:
    """Widescreen slides whose text can be edited."""
    from pptx import Presentation
    from pptx.util import Inches

    found = grid(journey, language)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    title = deck.slides.add_slide(deck.slide_layouts[0])
    title.shapes.title.text = _short(journey.name.in_(language), 200)
    said = [journey.goal.name.in_(language)] if journey.goal else []
    if journey.owner:
        said.append(journey.owner.in_(language))
    title.placeholders[1].text = _short("\n".join(said))
    for stage in found.stages:
        lanes = [lane for lane in found.lanes if (stage[0], lane[0]) in found.cells] or found.lanes
        for begin in range(0, len(lanes), ROWS):
            _stage(deck, found, stage, lanes[begin : begin + ROWS])
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _stage(
    deck: Presentation, found: Grid, stage: tuple[str, str], lanes: Sequence[tuple[str, str]]
) -> None:
    from pptx.util import Inches, Pt

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = (
        Inches(side) for side in (0.6, 0.3, 12.1, 0.9)
    )
    heading.text = _short(stage[1], 200)
    heading.text_frame.paragraphs[0].font.size = Pt(28)
    box = [Inches(side) for side in (0.6, 1.3, 12.1, 0.4 * len(lanes))]
    table = slide.shapes.add_table(len(lanes), 2, *box).table
    table.first_row = False
    table.columns[0].width, table.columns[1].width = Inches(2.6), Inches(9.5)
    for place, (lane, title) in enumerate(lanes):
        cell = found.cells.get((stage[0], lane))
        for column, text in enumerate((title, "\n".join(cell.texts) if cell else "–")):
            table.cell(place, column).text = _short(text)
            for paragraph in table.cell(place, column).text_frame.paragraphs:
                paragraph.font.size, paragraph.font.bold = Pt(13), column == 0


def _short(text: str, most: int = TEXT) -> str:
    text = _ILLEGAL.sub("", text)
    return text if len(text) <= most else text[: most - 1] + "…"
