"""The bodies of the reports."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from polku.http.shapes.parts import Body, ProblemBody, Words
from polku.reports.answer import Kind
from polku.reports.report import Place


class ChoiceBody(Body):
    """One value that a parameter may have."""

    value: str
    title: Words


class ParameterBody(Body):
    """A parameter of a report. `kind` is choice, flag, whole, number, date or text, or what the text names:
    stage, event, channel, programme, group, dimension, duration. `many`: a list."""

    key: str
    title: Words
    kind: str
    many: bool
    choices: list[ChoiceBody]
    default: Any
    required: bool
    least: float | None
    most: float | None


class MenuItem(Body):
    """A report as the menu shows it."""

    key: str
    place: Place
    title: Words
    question: Words
    definition: Words
    parameters: list[ParameterBody]


class ColumnBody(Body):
    """A column. With `interval` each row has <key>_low and <key>_high too; with `people` its numbers open people."""

    key: str
    title: Words
    kind: Kind
    interval: bool
    people: bool


class SheetBody(Body):
    """A table. A row has "id" and a cell for each column: str, {"fi", "en"}, number, boolean or null (missing)."""

    key: str
    title: Words
    columns: list[ColumnBody]
    rows: list[dict[str, Any]]
    more: int


class FigureBody(Body):
    """One number with its interval and cases."""

    key: str
    title: Words
    kind: Kind
    value: Any
    low: Any
    high: Any
    n: int | None
    people: bool


class ChartBody(Body):
    """A picture of a sheet: see `polku.reports.answer.Chart`."""

    key: str
    title: Words
    kind: Literal["bars", "lines", "steps", "heat", "graph", "dots"]
    sheet: str
    x: str
    y: list[str]
    by: str | None


class AnswerBody(Body):
    """What a report answers. Money is in minor units of `currency`; `from` is exclusive, `to` inclusive."""

    report: str
    title: Words
    question: Words
    definition: Words
    as_of: str
    window_end: str
    from_: str = Field(alias="from")
    to: str
    n: int | None
    currency: str
    rule: Words | None
    figures: list[FigureBody]
    sheets: list[SheetBody]
    charts: list[ChartBody]
    notes: list[ProblemBody]
    details: dict[str, Any]
    asked: dict[str, Any]
    compared: ComparedBody | None


class ComparedBody(Body):
    """The same of the period or group that it is compared with."""

    from_: str = Field(alias="from")
    to: str
    n: int | None
    rule: Words | None
    figures: list[FigureBody]
    sheets: list[SheetBody]
    notes: list[ProblemBody]


class OptionBody(Body):
    """One value that the filter may have."""

    value: str
    title: Words


class Options(Body):
    """What the filter bar offers: the most common first, at most 200 of each."""

    segments: list[OptionBody]
    personas: list[OptionBody]
    channels: list[OptionBody]
    devices: list[OptionBody]
    products: list[OptionBody]
    stages: list[OptionBody]
    events: list[OptionBody]
    programmes: list[OptionBody]
