"""How tables reach a terminal: aligned for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polku.errors import Language
    from polku.table import Table


def as_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def as_json_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """A JSON array, a row a line, written as it comes so that a million rows need no memory."""
    sys.stdout.write("[")
    separator = "\n"
    for row in rows:
        sys.stdout.write(separator + json.dumps(row, ensure_ascii=False, default=str))
        separator = ",\n"
    sys.stdout.write("\n]\n")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """CSV with a header, comma, UTF-8, missing as an empty cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)


def as_text(table: Table, title: str = "") -> None:
    """An aligned table for people."""
    from rich.console import Console
    from rich.table import Table as RichTable

    shown = RichTable(title=title or None, box=None, pad_edge=False, title_justify="left")
    for name, kind in zip(table.column_names, table.schema.types, strict=True):
        shown.add_column(
            name, justify="right" if str(kind).startswith(("int", "double")) else "left"
        )
    for row in table.records():
        shown.add_row(*("–" if value is None else str(value) for value in row.values()))
    Console(soft_wrap=True).print(shown)


def language() -> Language:
    """The language of messages in the terminal: POLKU_LANG, else English."""
    return "fi" if os.environ.get("POLKU_LANG", "").lower().startswith("fi") else "en"
