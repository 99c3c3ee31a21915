"""CSV: one row for each cell. Finnish Excel reads semicolons, so Finnish files have them."""

from __future__ import annotations

import csv
import io
from typing import Any

from polku.errors import DocumentError, Language, Problem
from polku.exchange.grid import grid
from polku.exchange.rows import from_rows, rows
from polku.journey.model import Journey


def write(journey: Journey, language: Language) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "fi" else ",")
    writer.writerows(rows(grid(journey, language), language))
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes, *, name: str, language: Language) -> dict[str, Any]:
    """Rows or a grid, by comma, semicolon or tab. Raises DocumentError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(Problem("exchange.not-utf8", name, {"byte": error.start})) from None
    if "\0" in text:
        raise DocumentError(Problem("exchange.not-text", name))
    # A title may stand above the heading.
    first = next((line for line in text.split("\n") if any(each in line for each in ";\t,")), "")
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = list(reader)
    except csv.Error:
        params = {"line": reader.line_num}
        raise DocumentError(Problem("exchange.bad-csv", name, params)) from None
    return from_rows(lines, name=name, language=language)
