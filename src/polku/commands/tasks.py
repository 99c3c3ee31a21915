"""`polku tasks`: whom to contact, how soon, what came of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from polku.commands import show
from polku.commands.read import Json
from polku.commands.workspace import WHO, opened

Id = Annotated[int, typer.Argument(metavar="ID", help="From `polku tasks`.")]


class State(StrEnum):
    """Which tasks."""

    open = "open"
    late = "late"
    done = "done"


class Outcome(StrEnum):
    """What came of a task."""

    reached = "reached"
    not_reached = "not_reached"
    meeting = "meeting"
    offer = "offer"
    no_interest = "no_interest"
    other = "other"


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    tasks = typer.Typer(
        help="Tasks of people of yours: open, late, done.", invoke_without_command=True
    )
    tasks.callback()(listed)
    tasks.command("show")(shown)
    tasks.command("log")(log)
    tasks.command("answer")(answer)
    tasks.command("give")(give)
    app.add_typer(tasks, name="tasks")


def listed(
    context: typer.Context,
    state: Annotated[
        State, typer.Option("--state", help="open (late ones too), late or done.")
    ] = State.open,
    owner: Annotated[str | None, typer.Option("--owner", help="Whose.")] = None,
    json: Json = False,
) -> None:
    """Tasks, the nearest target first."""
    if context.invoked_subcommand is not None:
        return
    with opened(context) as workspace:
        found = workspace.tasks.page(state.value, owner)
    if json:
        show.as_json(found)
        return
    columns = ("id", "due", "late", "name", "title", "contact", "owner", "stage", "outcome")
    show.aligned(columns, ([each[name] for name in columns] for each in found["tasks"]))
    counts = found["counts"]
    typer.echo(f"{counts['open']} open, {counts['late']} late, {counts['done']} done")


def shown(context: typer.Context, id: Id) -> None:
    """One task with its brief and log, as JSON."""
    with opened(context) as workspace:
        show.as_json(workspace.tasks.get(id))


def log(
    context: typer.Context, id: Id, text: Annotated[str, typer.Argument(metavar="TEXT")]
) -> None:
    """Write a line in the log of a task."""
    with opened(context) as workspace:
        workspace.tasks.log(id, text, who=WHO)
    typer.echo(f"{id}: written down")


def answer(
    context: typer.Context,
    id: Id,
    outcome: Annotated[Outcome, typer.Option("--outcome", help="What came of it.")],
    text: Annotated[str, typer.Option("--text", help="A line for the log.")] = "",
) -> None:
    """Mark a task done."""
    with opened(context) as workspace:
        workspace.tasks.answer(id, outcome.value, text, who=WHO)
    typer.echo(f"{id}: done ({outcome.value})")


def give(
    context: typer.Context, id: Id, owner: Annotated[str, typer.Argument(metavar="OWNER")]
) -> None:
    """Give a task to somebody else."""
    with opened(context) as workspace:
        workspace.tasks.reassign(id, owner, who=WHO)
    typer.echo(f"{id}: now {owner}'s")
