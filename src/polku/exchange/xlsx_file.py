"""Excel: a sheet with the map as a grid, and one with a row for each cell, which is read back."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from polku.errors import DocumentError, Language, Problem
from polku.exchange.grid import grid
from polku.exchange.rows import MOST, from_rows, rows
from polku.journey.model import Journey
from polku.spreadsheet import plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEETS = {"fi": ("Kartta", "Solut"), "en": ("Map", "Cells")}
LARGEST = 100 * 2**20  # bytes unpacked: a small file may unpack to a disk full
WIDE = 32
WIDEST = 300  # columns that are read
CELL = 32_000  # characters: Excel holds 32,767


def write(journey: Journey, language: Language) -> bytes:
    """Two sheets; texts are texts, also those that look like formulas."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    found = grid(journey, language)
    book = Workbook()
    book.remove(book["Sheet"])
    drawn, cells = (book.create_sheet(title) for title in SHEETS[language])
    _fill(drawn, [["", *(name for _, name in found.stages)]])
    for lane, title in found.lanes:
        texts = [
            "\n".join(cell.texts) if (cell := found.cells.get((stage, lane))) else ""
            for stage, _ in found.stages
        ]
        _fill(drawn, [[title, *texts]])
    _fill(cells, rows(found, language))
    for sheet in (drawn, cells):
        for line in sheet.iter_rows():
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=cell.row == 1 or cell.column == 1)
        for column in sheet.columns:
            sheet.column_dimensions[column[0].column_letter].width = WIDE
        sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, *, name: str, language: Language) -> dict[str, Any]:
    """The sheet with a row for each cell, else the first one. Raises DocumentError."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST:
                raise DocumentError(Problem("exchange.too-large", name, {"most": LARGEST // 2**20}))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        titles = [titles[1] for titles in SHEETS.values() if titles[1] in book.sheetnames]
        lines = _lines(book[titles[0]] if titles else book.worksheets[0])
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        EOFError,
        SyntaxError,
    ) as error:
        raise DocumentError(Problem("exchange.not-xlsx", name)) from error
    return from_rows(lines, name=name, language=language)


def _lines(sheet: Any) -> list[list[str]]:
    """Each row as far as it is written: a sheet may say that it has a million rows of 16,384 cells. One row more than
    is taken is read, so that whoever reads the rows can say so."""
    lines = []
    for line in sheet.iter_rows(max_row=MOST + 1, max_col=WIDEST, values_only=True):
        cells = ["" if cell is None else str(cell) for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        lines.append(cells)
    return lines


def _fill(sheet: Worksheet, lines: Any) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for line in lines:
        sheet.append([plain(ILLEGAL_CHARACTERS_RE.sub("", each)[:CELL]) for each in line])
