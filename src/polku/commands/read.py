"""Commands that read: stages, transitions, person, events. None of them writes a fact."""

from __future__ import annotations

from datetime import datetime
from json import loads
from typing import Annotated, Any

import typer

from polku.commands import show
from polku.commands.workspace import opened

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="T",
        help="The moment to look at, ISO 8601; without a zone UTC, a date is its first instant.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV instead of a table.")]


def stages(
    context: typer.Context, as_of: AsOf = None, json: Json = False, csv: Csv = False
) -> None:
    """How many people stand on each stage."""
    with opened(context) as workspace:
        _print(workspace.stages(as_of=moment(as_of)), json, csv)


def transitions(
    context: typer.Context, as_of: AsOf = None, json: Json = False, csv: Csv = False
) -> None:
    """Every stage change: person, at, from, to, and the rule and event that caused it."""
    with opened(context) as workspace:
        _print(workspace.transitions(as_of=moment(as_of)), json, csv)


def person(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="Any id of the person.")],
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """One person: stage, since when, identities, and the timeline with the reason of each change."""
    with opened(context) as workspace:
        table = workspace.person(id, as_of=moment(as_of))
    if json:
        show.as_json({**table.meta, "timeline": [*map(_opened, table.records())]})
        return
    for key, value in table.meta.items():
        typer.echo(f"{key}: {_words(value)}")
    typer.echo("")
    show.aligned(("at", "what", "why, or for how much"), map(_told, table.records()))


def events(
    context: typer.Context,
    count: Annotated[
        bool, typer.Option("--count", help="Only how many events and people there are.")
    ] = False,
    json: Json = False,
    csv: Csv = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="The newest N accepted only.")
    ] = None,
) -> None:
    """The events, in order of acceptance."""
    with opened(context) as workspace:
        if count:
            counted = workspace.count()
            if json:
                show.as_json(counted)
            elif csv:
                show.as_csv(list(counted), [counted])
            else:
                typer.echo(f"{counted['events']} events, {counted['people']} people")
            return
        _print(workspace.events(limit=limit or (None if csv or json else 50)), json, csv)


def moment(text: str | None) -> datetime | None:
    """`--as-of` as a moment, or an error that says how to write one."""
    if text is None:
        return None
    from polku.clock import parse_instant
    from polku.errors import PolkuError, Problem

    try:
        return parse_instant(text)
    except ValueError:
        raise PolkuError(Problem("cli.bad-moment", "--as-of", {"value": text})) from None


def _print(table: Any, json: bool, csv: bool) -> None:
    if json:
        show.as_json_rows(map(_opened, table.records()))
    elif csv:
        show.as_csv(table.column_names, table.records())
    else:
        show.as_text(table)


def _opened(row: dict[str, Any]) -> dict[str, Any]:
    """Properties as a JSON object, not as the text of one."""
    return {**row, "properties": loads(row["properties"])} if row.get("properties") else row


def _told(row: dict[str, Any]) -> tuple[str, str, str]:
    if row["kind"] == "stage":
        return row["at"], f"→ {row['to']}", row["reason"]
    money = "" if row["revenue"] is None else f"{row['revenue']} {row['currency'] or ''}"
    return row["at"], row["event"], money


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(
            str(item.get("value", item)) if isinstance(item, dict) else str(item) for item in value
        )
    return "–" if value is None else str(value)
