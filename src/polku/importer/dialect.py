"""How a text file is written: delimiter, quotes, header. Found from its beginning and a few places on."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from polku.importer.encoding import Encoding, find_encoding

Format = Literal["csv", "tsv", "whitespace", "jsonl", "parquet"]

_HEAD = 1 << 18  # bytes read from the beginning
_PEEKS, _PEEK = 12, 1 << 14  # further places, and the bytes read at each
_DELIMITERS = (",", ";", "\t", "|")
_SPACES = re.compile(r"[ \t]+")
_DATA_LIKE = re.compile(
    r"[-+]?[\d.,\s]*\d[\d.,\s]*[€$£%]?|\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*|\S+@\S+\.\S+"
)


@dataclass(frozen=True)
class Dialect:
    """A text file's form. `columns` are its names, made up (`column_1`) where the file has none;
    `unnamed` are those made up. `skip` lines stand before the first data row. `sample` holds cells
    of rows, the first ones first; `sample_bytes` is what one record takes on average.
    """

    format: Format
    encoding: Encoding
    delimiter: str
    quote: str | None
    columns: tuple[str, ...]
    unnamed: frozenset[str]
    skip: int
    sample: tuple[tuple[str, ...], ...]
    sample_bytes: float


def find_dialect(path: Path) -> Dialect | None:
    """The dialect of a text file, or None when there is no way to cut it into columns."""
    encoding = find_encoding(path)
    head, peeks = _peek(path, encoding)
    rule = re.match(r'"?sep=(.)"?\n', head)  # a first line that spreadsheets write
    told = 1 if rule else 0
    body = head[rule.end() :] if rule else head
    delimiter = rule[1] if rule else _delimiter(body)
    if delimiter is None:
        return None
    quote = '"' if delimiter != " " and _is_quoted(body, delimiter) else None
    rows = cut(body, delimiter, quote)
    if not rows:
        return None
    header = has_header(rows)
    names = rows[0] if header else [""] * _usual_width(rows)
    columns = _distinct(names)
    unnamed = frozenset(c for c, name in zip(columns, names, strict=True) if not name.strip())
    sample = [r for r in rows[header:] if len(r) == len(columns)]
    for peek in peeks:
        sample += [r for r in cut(peek, delimiter, quote)[:200] if len(r) == len(columns)]
    return Dialect(
        {"\t": "tsv", " ": "whitespace"}.get(delimiter, "csv"),  # type: ignore[arg-type]
        encoding,
        delimiter,
        quote,
        columns,
        unnamed,
        told + header,
        tuple(tuple(r) for r in sample),
        max(1.0, len(body.encode()) / len(rows)),
    )


def cut(text: str, delimiter: str, quote: str | None) -> list[list[str]]:
    """The cells of each record of a piece of text, blank lines left out."""
    if delimiter == " ":
        return [_SPACES.split(line.strip()) for line in text.split("\n") if line.strip()]
    reader = csv.reader(
        io.StringIO(text.replace("\0", "")),
        delimiter=delimiter,
        quotechar=quote,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    rows: list[list[str]] = []
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return rows
        except csv.Error:  # a field beyond csv's own limit: no use as a sample
            continue
        if row:
            rows.append(row)


def _peek(path: Path, encoding: Encoding) -> tuple[str, list[str]]:
    """The beginning of the file in whole lines, and whole lines from places further on."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(encoding.mark)
        head = _text(file.read(_HEAD), encoding)
        if size > encoding.mark + _HEAD and "\n" in head:
            head = head[: head.rindex("\n") + 1]
        peeks = []
        step = (size - _HEAD) // _PEEKS
        for i in range(_PEEKS if step > _PEEK else 0):
            file.seek((_HEAD + i * step) // 2 * 2 + encoding.mark)
            lines = _text(file.read(_PEEK), encoding).split("\n")
            peeks.append("\n".join(lines[1:-1]))
    return head, peeks


def _text(raw: bytes, encoding: Encoding) -> str:
    text = raw.decode(encoding.name, "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str) -> str | None:
    """The one by which the records have the same number of cells, the header too."""
    best: tuple[float, float, int] = (0.0, 0.0, 0)
    found = None
    for delimiter in (*_DELIMITERS, " "):
        rows = cut(text, delimiter, '"' if delimiter != " " else None)[:1000]
        if not rows:
            continue
        width = _usual_width(rows)
        if width < 2:
            continue
        same = sum(len(r) == width for r in rows) / len(rows)
        # words in a text can be cut by spaces too: only when nothing else cuts at all
        score = (round(same - (0.3 if delimiter == " " else 0.0), 1), len(rows[0]) == width, width)
        if same >= 0.5 and score > best:
            best, found = score, delimiter
    return found


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    return Counter(len(r) for r in rows).most_common(1)[0][0]


def _is_quoted(text: str, delimiter: str) -> bool:
    """Whether `"` quotes fields here, or is only a letter (5" pipe) that must not swallow lines."""
    return '"' not in text or bool(re.search(rf'(?:^|{re.escape(delimiter)})"', text, re.MULTILINE))


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: none of its cells looks like a number or a date."""
    cells = [c.strip() for c in rows[0]]
    if not any(cells):
        return False
    return not any(_DATA_LIKE.fullmatch(c) for c in cells if c)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    columns: list[str] = []
    for i, name in enumerate(names, 1):
        wanted = name.strip() or f"column_{i}"
        column, n = wanted, 2
        while column in columns:
            column, n = f"{wanted}_{n}", n + 1
        columns.append(column)
    return tuple(columns)
