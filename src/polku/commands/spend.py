"""`polku spend`: the ledger of ad costs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polku.commands.data import bring_in
from polku.commands.mapping import parse_map
from polku.commands.read import Csv, Json, _print
from polku.commands.workspace import opened

spend_app = typer.Typer(
    help="Ad costs: what advertising cost, by day, channel and campaign.", no_args_is_help=True
)


@spend_app.command("import")
def import_spend(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, TSV, Parquet or JSON Lines of ad costs.")],
    map: Annotated[
        str | None,
        typer.Option(
            "--map",
            help="date=Day,cost=Cost,campaign=Campaign,channel='=paid_search': a plain value names a column, '=' "
            "gives a constant. Parts: date, channel (or source and medium), campaign, cost, currency, clicks, "
            "impressions.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be read; write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Read ad costs from a file: the same again changes nothing; a newer one replaces the days that it has."""
    chosen = {"kind": "spend", **(parse_map(map) or {})}
    bring_in(context, file, chosen, None, dry_run=dry_run, yes=yes, json=json)


@spend_app.command("list")
def list_spend(context: typer.Context, json: Json = False, csv: Csv = False) -> None:
    """What the ledger has: day, channel, campaign, cost, currency, clicks, impressions and the file."""
    with opened(context) as workspace:
        _print(workspace.spend(), json, csv)
