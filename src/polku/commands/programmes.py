"""`polku programmes`: care programmes as documents and what is done with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from polku.commands import care_words, show
from polku.commands.read import Json
from polku.commands.workspace import WHO, opened

programmes_app = typer.Typer(
    help="Care programmes: list them by stage, write, check, publish, pause, results.",
    invoke_without_command=True,
)

Key = Annotated[str, typer.Argument(metavar="KEY", help="Key of the programme.")]


@programmes_app.callback()
def programmes(context: typer.Context, json: Json = False) -> None:
    """Care programmes by stage."""
    if context.invoked_subcommand is not None:
        return
    with opened(context) as workspace:
        found = workspace.care.programmes()
    show.as_json(found) if json else care_words.listed(found)


@programmes_app.command("templates")
def templates(context: typer.Context, json: Json = False) -> None:
    """What a programme can be begun from."""
    with opened(context) as workspace:
        found = workspace.care.templates()
    show.as_json(found) if json else care_words.templates(found)


@programmes_app.command("new")
def new(
    context: typer.Context,
    template: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help="See `programmes templates`.")
    ],
    key: Annotated[
        str | None, typer.Option("--key", help="Else that of the template, or the next free one.")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="fi or en.")] = None,
    json: Json = False,
) -> None:
    """A draft from a template, bound to the stage of this journey that it fits."""
    with opened(context) as workspace:
        made = workspace.care.begin(template, key=key, language=lang, who=WHO)
    show.as_json(made) if json else typer.echo(f"{made['key']}: draft, stage {made['stage']}")


@programmes_app.command("save")
def save(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML or JSON.")],
    json: Json = False,
) -> None:
    """Keep a file as the draft of the programme whose key it says. Problems are told; they block
    publishing only."""
    body, key = _read(file)
    with opened(context) as workspace:
        saved = workspace.care.save(key, body, edition=None, who=WHO)
        problems = workspace.care.check(body, key=key, language=show.language())
    if json:
        show.as_json({"key": key, "edition": saved["edition"], "problems": problems})
        return
    care_words.problems(problems)
    typer.echo(f"{key}: draft, edition {saved['edition']}")


@programmes_app.command("show")
def show_body(
    context: typer.Context,
    key: Key,
    version: Annotated[int | None, typer.Option("--version", help="Else the draft.")] = None,
    json: Json = False,
) -> None:
    """The document as YAML."""
    with opened(context) as workspace:
        found = workspace.care.version(key, version) if version else workspace.care.page(key)
    show.as_json(found) if json else typer.echo(found["body"].rstrip("\n"))


@programmes_app.command("check")
def check(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="KEY|FILE", help="A draft, or a file.")],
    json: Json = False,
) -> None:
    """What is wrong with it. Exit code 2 when something blocks publishing."""
    with opened(context) as workspace:
        body, key = body_of(workspace, what)
        found = workspace.care.check(body, key=key, language=show.language())
    show.as_json(found) if json else care_words.problems(found, none=True)
    if any(problem["level"] == "error" for problem in found):
        raise typer.Exit(2)


@programmes_app.command("diff")
def diff(
    context: typer.Context,
    key: Key,
    a: Annotated[int | None, typer.Argument(help="A version; else the newest.")] = None,
    b: Annotated[int | None, typer.Argument(help="A version; else the draft.")] = None,
    json: Json = False,
) -> None:
    """What changed between two versions, or since the newest one, in words."""
    from polku.care.changes import changes

    with opened(context) as workspace:
        page = workspace.care.page(key)
        number = a or page["version"]
        before = workspace.care.version(key, number)["body"] if number else None
        after = workspace.care.version(key, b)["body"] if b else page["body"]
    found = changes(before, after)
    if json:
        show.as_json(found)
    else:
        typer.echo("\n".join(each[show.language()] for each in found) or "–")


@programmes_app.command("plan")
def plan(context: typer.Context, key: Key, json: Json = False) -> None:
    """What publishing the draft would do."""
    with opened(context) as workspace:
        found = workspace.care.publish_plan(key, language=show.language())
    show.as_json(found) if json else care_words.plan(found)


@programmes_app.command("publish")
def publish(
    context: typer.Context,
    key: Key,
    note: Annotated[str, typer.Option("--note", help="What changes and why.")],
    inside: Annotated[
        str, typer.Option("--inside", help="Those inside: stay (in their version), move or leave.")
    ] = "stay",
    also_now: Annotated[
        bool, typer.Option("--also-now", help="Take in also those who qualify now.")
    ] = False,
    shadow: Annotated[bool, typer.Option("--shadow", help="Run it, send nothing.")] = False,
    recipients: Annotated[
        int | None,
        typer.Option("--recipients", help="Over 1,000 messages and tasks a day: their number."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Make a version of the draft and let it run."""
    with opened(context) as workspace:
        if not yes:
            care_words.plan(workspace.care.publish_plan(key, language=show.language()))
            typer.confirm("Publish?", abort=True)
        number = workspace.care.publish(
            key,
            note=note,
            inside=inside,
            groups={},
            enrol="also_now" if also_now else "forward",
            mode="shadow" if shadow else "live",
            recipients=recipients,
            who=WHO,
        )
    made = {"key": key, "version": number}
    show.as_json(made) if json else typer.echo(f"{key}: version {number} is published")


@programmes_app.command("pause")
def pause(
    context: typer.Context,
    key: Key,
    inside: Annotated[
        str, typer.Option("--inside", help="wait, skip (messages that fall due) or leave.")
    ] = "wait",
) -> None:
    """Nobody enters and nobody moves until `resume`."""
    with opened(context) as workspace:
        workspace.care.pause(key, inside=inside, who=WHO)
    typer.echo(f"{key}: paused")


@programmes_app.command("resume")
def resume(
    context: typer.Context,
    key: Key,
    overdue: Annotated[
        str | None,
        typer.Option(
            "--overdue",
            help="Messages that fell due: send, skip or spread. As the pause said; else spread.",
        ),
    ] = None,
) -> None:
    """Go on after a pause."""
    with opened(context) as workspace:
        workspace.care.resume(key, overdue=overdue, who=WHO)
    typer.echo(f"{key}: goes on")


@programmes_app.command("stop")
def stop(
    context: typer.Context,
    key: Key,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """The end: everyone inside leaves, results stay."""
    if not yes:
        typer.confirm(f"Stop {key}? Everyone inside leaves it.", abort=True)
    with opened(context) as workspace:
        workspace.care.stop(key, who=WHO)
    typer.echo(f"{key}: stopped")


@programmes_app.command("delete")
def delete(context: typer.Context, key: Key) -> None:
    """Delete a draft that was never published."""
    with opened(context) as workspace:
        workspace.care.delete(key, who=WHO)
    typer.echo(f"{key}: deleted")


@programmes_app.command("people")
def people(
    context: typer.Context,
    key: Key,
    node: Annotated[str | None, typer.Option("--node", help="Only who waits at this step.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200)] = 50,
    json: Json = False,
) -> None:
    """Who is inside, where, and until when."""
    with opened(context) as workspace:
        found = workspace.care.people(key, node=node, limit=limit)
    show.as_json(found) if json else care_words.inside(found)


@programmes_app.command("results")
def results(context: typer.Context, key: Key, json: Json = False) -> None:
    """The cared for against the holdout."""
    with opened(context) as workspace:
        found = workspace.care.results(key)
    show.as_json(found) if json else care_words.results(found)


def _read(file: Path) -> tuple[str, str]:
    """The text of a file and the key it says."""
    from polku.care.texts import key_of, read_text

    body = read_text(file)
    return body, key_of(body, str(file))


def body_of(workspace: Any, what: str) -> tuple[str, str]:
    """The text of a draft by key, or of a file."""
    path = Path(what)
    if path.suffix in {".yaml", ".yml", ".json"} or path.is_file():
        return _read(path)
    return str(workspace.care.page(what)["body"]), what
