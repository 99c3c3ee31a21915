"""`polku report NAME`: the questions of Metrics in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polku.commands import show
from polku.commands.read import Csv, Json
from polku.commands.workspace import opened

if TYPE_CHECKING:
    from polku.errors import Language

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="Without a name: lists the reports.")
]
Options = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KEY=VALUE]…",
        help="segment=, persona=, channel=, device=, product=, from=, to=, compare=, and the report's own.",
    ),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", help="Only this table (with --csv the first by default).")
]


def report(
    context: typer.Context,
    name: Name = None,
    options: Options = None,
    json: Json = False,
    csv: Csv = False,
    sheet: Sheet = None,
) -> None:
    """Ask a report: `polku report conversion from=2026-01-01 compare=previous`."""
    language = show.language()
    with opened(context) as workspace:
        if name is None:
            _menu(workspace.reports.menu(), language, json)
            return
        asked = _asked(options or [])
        found = workspace.reports.answer(name, asked, language, fresh=True)
    if json:
        show.as_json(found)
    elif csv:
        _csv(_sheets(found, sheet)[0], found["currency"])
    else:
        _text(found, _sheets(found, sheet), language)


def _asked(options: list[str]) -> dict[str, list[str]]:
    from polku.errors import PolkuError, Problem
    from polku.reports.reports import asked_of

    wrong = [each for each in options if "=" not in each]
    if wrong:
        raise PolkuError([Problem("report.not-an-option", each, {"given": each}) for each in wrong])
    return asked_of((key, value) for key, _, value in (each.partition("=") for each in options))


def _sheets(found: Mapping[str, Any], wanted: str | None) -> list[Any]:
    from polku.errors import NotFound, Problem

    sheets = [each for each in found["sheets"] if wanted in (None, each["key"])]
    if not sheets:
        known = ", ".join(each["key"] for each in found["sheets"]) or "–"
        raise NotFound(Problem("report.no-sheet", wanted or "", {"known": known}))
    return sheets


def _menu(menu: Iterable[Mapping[str, Any]], language: Language, json: bool) -> None:
    if json:
        show.as_json(list(menu))
        return
    rows = [
        (
            each["key"],
            each["question"][language],
            " ".join(f"{p['key']}=" for p in each["parameters"]),
        )
        for each in menu
    ]
    show.aligned(("report", "what it answers", "its own options"), rows)


def _csv(sheet: Mapping[str, Any], currency: str) -> None:
    """One table with keys as heads and plain numbers: money in euros, as a spreadsheet reads it, and shares 0..1."""
    from polku.conditions.properties import scale

    heads = ["id", *_heads(sheet)]
    money = [column["key"] for column in sheet["columns"] if column["kind"] == "money"]
    minor = {name for key in money for name in (key, f"{key}_low", f"{key}_high")}
    rows = []
    for row in sheet["rows"]:
        cells = {name: _flat(row.get(name)) for name in heads}
        for name in minor & cells.keys():
            if cells[name] is not None:
                cells[name] = round(cells[name] / scale(currency), 4)
        rows.append(cells)
    show.as_csv(heads, rows)


def _heads(sheet: Mapping[str, Any]) -> Iterator[str]:
    for column in sheet["columns"]:
        yield column["key"]
        if column["interval"]:
            yield f"{column['key']}_low"
            yield f"{column['key']}_high"


def _flat(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value["en"]
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value  # a name is never a formula in a spreadsheet
    return value


def _text(found: Mapping[str, Any], sheets: list[Any], language: Language) -> None:
    from polku.reports.shown import shown

    currency = found["currency"]
    typer.echo(f"{found['title'][language]}: {found['question'][language]}")
    if found["rule"]:
        typer.echo(found["rule"][language])
    for each in found["notes"]:
        typer.echo(f"! {each['what']} {each['fix']}")
    for figure in found["figures"]:
        value = shown(figure["value"], figure["kind"], language, currency)
        between = ""
        if figure["low"] is not None:
            low, high = (
                shown(figure[s], figure["kind"], language, currency) for s in ("low", "high")
            )
            between = f" ({low} … {high})"
        cases = "" if figure["n"] is None else f", n = {figure['n']}"
        typer.echo(f"{figure['title'][language]}: {value}{between}{cases}")
    for sheet in sheets:
        typer.echo("")
        typer.echo(sheet["title"][language])
        heads, numbers = [], []
        for column in sheet["columns"]:
            heads.append(column["title"][language])
            numbers.append(column["kind"] not in ("text", "day", "month", "moment", "flag"))
            if column["interval"]:
                heads.append("95 %")
                numbers.append(True)
        rows = [[*_cells(row, sheet["columns"], language, currency)] for row in sheet["rows"]]
        show.aligned(heads, rows, numbers)
        if sheet["more"]:
            typer.echo(
                {"fi": "Lisäksi rivejä: ", "en": "More rows: "}[language] + str(sheet["more"])
            )
    typer.echo("")
    typer.echo(found["definition"][language])
    typer.echo(f"as of {found['as_of']}, {found['from']} – {found['to']}, n = {found['n']}")


def _cells(
    row: Mapping[str, Any], columns: list[Any], language: Language, currency: str
) -> Iterator[str]:
    from polku.reports.shown import shown

    for column in columns:
        key, kind = column["key"], column["kind"]
        yield shown(row.get(key), kind, language, currency)
        if column["interval"]:
            low, high = row.get(f"{key}_low"), row.get(f"{key}_high")
            yield (
                "–"
                if low is None and high is None
                else f"{shown(low, kind, language, currency)} … {shown(high, kind, language, currency)}"
            )
