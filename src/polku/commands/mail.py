"""`polku bounce`: what the mail server's alias for bounces pipes to."""

from __future__ import annotations

import sys
from dataclasses import asdict

import typer

from polku.commands import show
from polku.commands.read import Json
from polku.errors import StoreError

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits: the mail server keeps the message and pipes it again
_LARGEST = 20_000_000


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("bounce")(bounce)


def bounce(context: typer.Context, json: Json = False) -> None:
    """Take one message from standard input: a bounce, a complaint, a delivery receipt. What is none
    of these is passed over. Exit code 75 asks the mail server to try again."""
    import polku

    raw = sys.stdin.buffer.read(_LARGEST)
    try:
        with polku.open(context.obj) as workspace:
            found = workspace.take_mail(raw)
    except StoreError as error:
        typer.echo(error.text(show.language()), err=True)
        raise typer.Exit(TRY_AGAIN) from None
    if json:
        show.as_json({**asdict(found), "message": found.message and str(found.message)})
        return
    typer.echo(f"{found.outcome}{f' {found.message}' if found.message else ''}")
