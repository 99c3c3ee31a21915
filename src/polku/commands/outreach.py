"""`polku forms` and `polku offers`: documents in and out, published and closed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from polku.commands import show
from polku.commands.read import Json
from polku.commands.workspace import WHO, opened

Kind = Literal["form", "offer"]
Key = Annotated[str, typer.Argument(metavar="KEY", help="As `key:` in the document says.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="YAML or JSON.")]
Note = Annotated[str, typer.Option("--note", help="For the history.")]
AsNew = Annotated[
    bool,
    typer.Option(
        "--as-new-version",
        help="Other terms beside those that still hold for somebody: they keep theirs.",
    ),
]


def register(app: typer.Typer) -> None:
    """Adds both groups."""
    offers = _group(
        "offer", "Offers: list, write, publish a version, close. What was shown is frozen."
    )
    offers.command("publish")(publish_offer)
    offers.command("shown")(shown)
    forms = _group("form", "Lead-magnet forms: list, write, publish, close. Pages at /p/form/KEY.")
    forms.command("publish")(publish_form)
    app.add_typer(forms, name="forms")
    app.add_typer(offers, name="offers")


def _group(kind: Kind, about: str) -> typer.Typer:
    group = typer.Typer(help=about, invoke_without_command=True)

    @group.callback()
    def listed(context: typer.Context, json: Json = False) -> None:
        """All of them by key."""
        if context.invoked_subcommand is not None:
            return
        with opened(context) as workspace:
            found = workspace.outreach.all(kind, language=show.language())
        show.as_json(found) if json else _table(found)

    @group.command("save")
    def save(context: typer.Context, file: File, json: Json = False) -> None:
        """Keep a file as the draft of what its key says."""
        body, key = _read(kind, file)
        with opened(context) as workspace:
            row = workspace.outreach.save(
                kind, key, body, edition=None, who=WHO, language=show.language()
            )
        _told(row, json)

    @group.command("close")
    def close(context: typer.Context, key: Key, json: Json = False) -> None:
        """Show it to nobody new; links that were given out go on working."""
        with opened(context) as workspace:
            row = workspace.outreach.close(kind, key, who=WHO, language=show.language())
        _told(row, json)

    @group.command("show")
    def show_body(context: typer.Context, key: Key) -> None:
        """The draft as it was written."""
        with opened(context) as workspace:
            typer.echo(workspace.outreach.one(kind, key)["body"])

    return group


def publish_form(context: typer.Context, key: Key, note: Note = "", json: Json = False) -> None:
    """Show the draft from now on."""
    _publish(context, "form", key, note, json, as_new=False)


def publish_offer(
    context: typer.Context,
    key: Key,
    note: Note = "",
    as_new_version: AsNew = False,
    json: Json = False,
) -> None:
    """Show the draft from now on. Other terms than those that still hold for somebody are refused without
    --as-new-version."""
    _publish(context, "offer", key, note, json, as_new=as_new_version)


def _publish(
    context: typer.Context, kind: Kind, key: str, note: str, json: bool, *, as_new: bool
) -> None:
    with opened(context) as workspace:
        row = workspace.outreach.publish(
            kind, key, who=WHO, note=note, language=show.language(), as_new=as_new
        )
    _told(row, json)


def shown(
    context: typer.Context,
    key: Key,
    version: Annotated[int | None, typer.Option("--version", min=1, help="Only this one.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
) -> None:
    """Who was shown which version of an offer, until when it holds for them, and what each party has said."""
    from polku.care.offer_csv import COLUMNS, csv_rows

    with opened(context) as workspace:
        workspace.outreach.one("offer", key)
        rows = csv_rows(workspace.outreach, key, version)
        if csv:
            show.as_csv(COLUMNS, (dict(zip(COLUMNS, row, strict=True)) for row in rows))
        else:
            show.aligned(COLUMNS, ((cell or None for cell in row) for row in rows))


def _read(kind: Kind, file: Path) -> tuple[str, str]:
    """The text of a file and the key it says. Raises DocumentError, NotFound."""
    from polku.care.texts import read_text
    from polku.forms.load import load_form
    from polku.offers.model import load_offer

    text = read_text(file)
    if kind == "form":
        return text, load_form(text, where=str(file)).key
    return text, load_offer(text, where=str(file)).key


def _table(rows: list[dict[str, Any]]) -> None:
    language = show.language()
    show.aligned(
        ("key", "name", "state", "version", "changed"),
        (
            (row["key"], row["name"][language], row["state"], row["version"], row["changed"])
            for row in rows
        ),
    )


def _told(row: dict[str, Any], json: bool) -> None:
    if json:
        show.as_json(row)
        return
    for problem in row["problems"]:
        typer.echo(f"{problem['level']}: {problem['where']}: {problem['what']} {problem['fix']}")
    version = f", version {row['version']}" if row["version"] else ""
    address = f"\n{row['address']}" if row.get("address") else ""
    typer.echo(f"{row['key']}: {row['state']}{version}{address}")
