"""`polku segments`: saved conditions of people, with live counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polku.commands import show
from polku.commands.read import Json
from polku.commands.workspace import WHO, opened

segments_app = typer.Typer(
    help="Segments: list them with live counts, save, count a condition, delete.",
    invoke_without_command=True,
)

Key = Annotated[str, typer.Argument(metavar="KEY", help="Key of the segment.")]


@segments_app.callback()
def segments(context: typer.Context, json: Json = False) -> None:
    """Segments: saved conditions of people."""
    if context.invoked_subcommand is None:
        list_(context, json=json)


@segments_app.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """Every segment: how many people are in it now, who uses it, and what it asks."""
    with opened(context) as workspace:
        found = workspace.segments.all()
    if json:
        show.as_json(found)
        return
    rows = (
        (
            row["key"],
            row["people"],
            ", ".join(f"{user['kind']} {user['key']}" for user in row["used_by"]),
            row["words"][show.language()],
        )
        for row in found
    )
    show.aligned(("segment", "people", "used by", "who"), rows, (False, True, False, False))


@segments_app.command("show")
def show_one(context: typer.Context, key: Key, json: Json = False) -> None:
    """The document as YAML; with --json its count, people and problems too."""
    with opened(context) as workspace:
        found = workspace.segments.show(key, language=show.language())
    show.as_json(found) if json else typer.echo(found["body"].rstrip("\n"))


@segments_app.command("save")
def save(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML or JSON.")],
    json: Json = False,
) -> None:
    """Keep a file as the segment whose key it says."""
    from polku.care.texts import read_text
    from polku.segments.load import load_segment

    body = read_text(file)
    key = load_segment(body, str(file)).segment.key
    with opened(context) as workspace:
        saved = workspace.segments.save(key, body, who=WHO)
    show.as_json(saved) if json else typer.echo(f"{key}: {saved['people']} people")


@segments_app.command("count")
def count(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="CONDITION|FILE",
            help="A condition such as '{did: Order Completed, count: \">=2\"}', or a segment's file.",
        ),
    ],
    json: Json = False,
) -> None:
    """How many people meet a condition that is not saved. Exit code 2 when it cannot be asked."""
    from polku.care.texts import read_text
    from polku.journey.written import read

    file = Path(what)
    value = read(
        read_text(file) if file.suffix in (".yaml", ".yml", ".json") else what, "condition"
    )
    condition = value.value
    if isinstance(condition, dict) and "condition" in condition:
        condition = condition["condition"]
    with opened(context) as workspace:
        found = workspace.segments.count(condition, language=show.language())
    if json:
        show.as_json(found)
    elif found["people"] is not None:
        typer.echo(f"{found['people']} people: {found['words'][show.language()]}")
    for problem in () if json else found["problems"]:
        typer.echo(f"{problem['where']}: {problem['what']} {problem['fix']}", err=True)
    if found["people"] is None:
        raise typer.Exit(2)


@segments_app.command("delete")
def delete(context: typer.Context, key: Key) -> None:
    """Delete a segment that nobody uses."""
    with opened(context) as workspace:
        workspace.segments.delete(key, who=WHO)
    typer.echo(f"{key}: deleted")
