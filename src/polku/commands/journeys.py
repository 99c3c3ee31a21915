"""`polku journeys`: journeys as drafts and versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polku.commands import show
from polku.commands.read import Json
from polku.commands.workspace import WHO, opened
from polku.errors import Language

journeys_app = typer.Typer(
    help="Journeys: list them, show one with its draft and versions, publish, restore.",
    invoke_without_command=True,
)

Key = Annotated[
    str, typer.Argument(metavar="[KEY]", help="Key of the journey; - is the one that runs.")
]


@journeys_app.callback()
def journeys(context: typer.Context, json: Json = False) -> None:
    """Journeys as drafts and versions."""
    if context.invoked_subcommand is None:
        list_(context, json=json)


@journeys_app.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """Every journey: whether it runs, its version, what its draft lacks, and when it is to be reviewed."""
    with opened(context) as workspace:
        found = workspace.studio.journeys()
    if json:
        show.as_json(found)
        return
    rows = (
        (
            row["key"],
            row["name"][show.language()],
            "runs" if row["running"] else "draft",
            row["version"] or "–",
            "yes" if row["draft_differs"] else "",
            row["problems"]["error"],
            f"{row['stale']['due']}{' (stale)' if row['stale']['stale'] else ''}",
        )
        for row in found
    )
    head = ("journey", "name", "state", "version", "unpublished", "errors", "review by")
    show.aligned(head, rows, (False, False, False, True, False, True, False))


@journeys_app.command("show")
def show_one(
    context: typer.Context,
    key: Key = "-",
    history: Annotated[
        bool, typer.Option("--history", help="The versions instead of the draft.")
    ] = False,
    json: Json = False,
) -> None:
    """The draft as YAML; what differs from what was published goes to stderr. With --json all of the page."""
    with opened(context) as workspace:
        if history:
            _history(workspace.studio.versions(key), json=json)
            return
        found = workspace.studio.page(key, language=show.language())
    if json:
        show.as_json(found)
        return
    typer.echo(found["body"].rstrip("\n"))
    for change in found["changes"]:
        typer.echo(f"# {change['words'][show.language()]}", err=True)
    for problem in found["problems"]:
        typer.echo(f"{problem['where']}: {problem['what']} {problem['fix']}", err=True)


def _history(found: dict[str, list[dict[str, object]]], *, json: bool) -> None:
    if json:
        show.as_json(found)
        return
    rows = (
        (
            name,
            row["version"],
            str(row["published"])[:16].replace("T", " "),
            row["who"],
            row["note"],
        )
        for name in ("versions", "named")
        for row in found[name]
    )
    shown = (("published" if kind == "versions" else "named", *rest) for kind, *rest in rows)
    head = ("kind", "version", "at (UTC)", "who", "note")
    show.aligned(head, shown, (False, True, False, False, False))


@journeys_app.command("publish")
def publish(
    context: typer.Context,
    key: Key = "-",
    note: Annotated[str, typer.Option("--note", "-m", help="What changed and why.")] = "",
    json: Json = False,
) -> None:
    """Make the draft the next version; of the journey that runs, it is what runs from now on."""
    with opened(context) as workspace:
        number = workspace.studio.publish(key, note=note, who=WHO)
    show.as_json({"version": number}) if json else typer.echo(f"Published version {number}.")


@journeys_app.command("restore")
def restore(
    context: typer.Context,
    version: Annotated[int, typer.Argument(metavar="VERSION", help="Number of the version.")],
    key: Key = "-",
    named: Annotated[
        bool, typer.Option("--named", help="One of the drafts that were named.")
    ] = False,
    json: Json = False,
) -> None:
    """Take a version back to the draft; what runs stays until it is published."""
    with opened(context) as workspace:
        kept = workspace.studio.restore(key, version, named=named, who=WHO)
    if json:
        show.as_json({"key": kept["key"], "edition": kept["edition"]})
    else:
        typer.echo(f"{kept['key']}: version {version} is the draft now.")


@journeys_app.command("export")
def export(
    context: typer.Context,
    key: Key,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its end tells the format.")],
    language: Annotated[str | None, typer.Option("--lang", help="fi or en.")] = None,
) -> None:
    """The draft as a file: JSON, YAML, CSV, Excel, Markdown, SVG, PNG, PowerPoint, OJF or Mermaid."""
    from polku.exchange import format_of, write_journey
    from polku.journey import load_journey

    spoken: Language = show.language() if language is None else "en" if language == "en" else "fi"
    form = format_of(file.name)
    with opened(context) as workspace:
        body = workspace.studio.page(key, language=spoken)["body"]
    file.write_bytes(write_journey(load_journey(body).journey, form, spoken))


@journeys_app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)],
) -> None:
    """Begin a draft from a file: JSON, YAML, CSV, Excel, OJF or Mermaid. A broken one is refused whole."""
    from polku.exchange import readable
    from polku.journey import load_journey

    text = readable(file.read_bytes(), name=file.name, language=show.language())
    load_journey(text, where=file.name)
    with opened(context) as workspace:
        made = workspace.studio.begin(body=text, who=WHO)
    typer.echo(made["key"])
