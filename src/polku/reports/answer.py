"""The form of every answer: what a page, `polku report` and a CSV file are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Any, Literal

from polku.errors import Problem

Kind = Literal[
    "text",  # a str, or {"fi": …, "en": …}
    "count",  # a whole number of people or events
    "number",  # any other number
    "share",  # 0..1, shown as per cent
    "points",  # the difference of two shares, -1..1, shown as percentage points
    "money",  # minor units of the answer's currency (int or float)
    "days",  # days (float)
    "day",  # "2026-11-22"
    "month",  # "2026-11"
    "moment",  # ISO 8601 with Z
    "flag",  # true or false
    "p",  # a probability of chance, 0..1
]
Cell = Any
"""A value of a Kind; None is missing, which is never 0."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet. With `interval`, each row also has `<key>_low` and `<key>_high` (95 % unless the
    definition says otherwise). With `people`, each number opens the people behind it: `Report.people` gets the
    row's id and this key. Its title stands in the words of the report, under columns.<key>."""

    key: str
    kind: Kind = "count"
    interval: bool = False
    people: bool = False
    title: Mapping[str, str] | None = None  # when it is made from data: {"fi": …, "en": …}


@dataclass(frozen=True)
class Sheet:
    """One table. Each row is a dictionary: "id" (a str that names the row, unique in the sheet) and a cell for
    each column. `more` rows were left out of it (the others are summed in a row "other" where totals must
    reconcile). Its title stands in the words under sheets.<key>."""

    key: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Cell]]
    more: int = 0


@dataclass(frozen=True)
class Figure:
    """One number on top of the page, with its interval and cases. Words: figures.<key>."""

    key: str
    kind: Kind
    value: Cell
    low: Cell = None
    high: Cell = None
    n: int | None = None
    people: bool = False  # opens its people: row "", column <key>


@dataclass(frozen=True)
class Chart:
    """A picture of a sheet; the sheet is its table alternative.

    bars: a bar for each row: x = the text column, y = one or more columns (intervals are drawn).
    lines: y over x (day, month or a number); `by` = a column whose values make lines of their own.
    steps: the same as stairs (survival).
    heat: x and by are the columns of the two axes, y[0] the value.
    graph: an arrow for each row from x to by, y[0] its weight; y[1], when given, colours it.
    dots: a point for each row: x and y[0] numbers, by = the column that names it.
    Words: charts.<key>."""

    key: str
    kind: Literal["bars", "lines", "steps", "heat", "graph", "dots"]
    sheet: str
    x: str
    y: Sequence[str]
    by: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a report answers. `n`: the cases behind it as a whole (the definition says which). `notes`: sentences
    to read with the numbers (problems of level hint or warning): too little data, what was left out, and why a
    number is missing. `rule` says how it was counted this time, in both languages. `details` is for programs
    (never shown): the exact statistics."""

    n: int | None
    figures: Sequence[Figure] = ()
    sheets: Sequence[Sheet] = ()
    charts: Sequence[Chart] = ()
    notes: Sequence[Problem] = ()
    rule: Mapping[str, str] | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def written(value: Cell) -> Cell:
    """A cell as JSON has it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    if isinstance(value, float) and not isfinite(value):  # NaN is no number to show
        return None
    return value
