"""Commands of what programmes do: tick, dry-run, explain, trace, readiness, pressure."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from polku.commands import care_words, show
from polku.commands.programmes import Key, body_of
from polku.commands.read import Json, moment
from polku.commands.workspace import opened

Person = Annotated[str, typer.Argument(metavar="PERSON", help="Any id of the person.")]


def tick(
    context: typer.Context,
    now: Annotated[
        str | None,
        typer.Option(
            "--now",
            metavar="T",
            help="As if it were T: a fast clock for demos and tests. Without a server only.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Move everyone who is due. A running server does it by itself."""
    import polku
    from polku.clock import fixed

    at = moment(now)
    with polku.open(context.obj, clock=None if at is None else fixed(at)) as workspace:
        found = workspace.care.tick()
    show.as_json(found) if json else care_words.ticked(found)


def dry_run(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="KEY|FILE", help="A draft, or a file.")],
    days: Annotated[int, typer.Option("--days", min=1, max=730)] = 90,
    json: Json = False,
) -> None:
    """What a programme would have done over the last days. Nothing is written."""
    with opened(context) as workspace:
        body, key = body_of(workspace, what)
        found = workspace.care.dry_run(key, days=days, body=body, language=show.language())
    show.as_json(found) if json else care_words.dry_run(found)


def explain(context: typer.Context, key: Key, person: Person, json: Json = False) -> None:
    """Why somebody is in a programme or is not, where they wait, what they got and did not get."""
    with opened(context) as workspace:
        found = workspace.care.explain(key, person, language=show.language())
    show.as_json(found) if json else care_words.explanation(found)


def trace(
    context: typer.Context,
    key: Key,
    person: Annotated[
        str | None, typer.Argument(metavar="[PERSON]", help="Any id of the person; else everybody.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=730)] = 30,
    json: Json = False,
) -> None:
    """The engine's rows after each action: the programme played through over the last days."""
    with opened(context) as workspace:
        found = workspace.care.trace(key, person, days=days)
    show.as_json(found) if json else care_words.trace(found)


def replay(context: typer.Context, key: Key, json: Json = False) -> None:
    """What a programme must have done since it was first published, beside what it did."""
    with opened(context) as workspace:
        found = workspace.care.replay(key)
    show.as_json(found) if json else care_words.replay(found)


def readiness(context: typer.Context, json: Json = False) -> None:
    """What is in order and what stops messages from reaching people."""
    with opened(context) as workspace:
        found = workspace.care.readiness(language=show.language())
    show.as_json(found) if json else care_words.readiness(found)


def pressure(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", min=1, max=60)] = 14,
    person: Annotated[str | None, typer.Option("--person", help="Somebody's own days.")] = None,
    json: Json = False,
) -> None:
    """Messages expected per person in the coming days, by stage."""
    with opened(context) as workspace:
        found = workspace.care.pressure(days=days, person=person, language=show.language())
    show.as_json(found) if json else care_words.pressure(found)


def register(app: Any) -> None:
    """Add the commands, in the order of `polku --help`."""
    app.command("tick")(tick)
    app.command("dry-run")(dry_run)
    app.command("explain")(explain)
    app.command("trace")(trace)
    app.command("replay")(replay)
    app.command("readiness")(readiness)
    app.command("pressure")(pressure)
