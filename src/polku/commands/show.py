"""How tables reach a terminal: aligned for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.markup import escape

if TYPE_CHECKING:
    from polku.errors import Language
    from polku.table import Table

WIDEST = 10_000  # columns of text


def as_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=plain) + "\n")


def as_json_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """A JSON array, a row a line, written as it comes so that a million rows need no memory."""
    sys.stdout.write("[")
    separator = "\n"
    for row in rows:
        sys.stdout.write(separator + json.dumps(row, ensure_ascii=False, default=plain))
        separator = ",\n"
    sys.stdout.write("\n]\n")


def plain(value: Any) -> Any:
    """Money as a JSON number; whatever else JSON lacks as text."""
    return float(value) if isinstance(value, Decimal) else str(value)


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """CSV with a header, comma, UTF-8, missing as an empty cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)


def as_text(table: Table) -> None:
    """An aligned table for people."""
    numbers = [str(kind).startswith(("int", "double", "decimal")) for kind in table.schema.types]
    aligned(table.column_names, (row.values() for row in table.records()), numbers)


def aligned(
    heads: Sequence[str], rows: Iterable[Iterable[Any]], numbers: Sequence[bool] = ()
) -> None:
    """Columns as wide as what stands in them; `numbers` tells which are aligned to the right."""
    from rich.console import Console
    from rich.table import Table as RichTable

    shown = RichTable(box=None, pad_edge=False)
    for place, head in enumerate(heads):
        right = place < len(numbers) and numbers[place]
        shown.add_column(head, justify="right" if right else "left", no_wrap=True)
    for row in rows:
        shown.add_row(*(escape("–" if value is None else str(value)) for value in row))
    # The terminal wraps long lines itself; a cut cell could not be copied.
    Console(width=WIDEST, highlight=False).print(shown)


def language() -> Language:
    """The language of messages in the terminal: POLKU_LANG, else English."""
    return "fi" if os.environ.get("POLKU_LANG", "").lower().startswith("fi") else "en"
