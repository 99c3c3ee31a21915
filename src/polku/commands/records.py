"""Commands about messages, consents and people's rights: messages, consents, data-request, erase, deliver."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polku.commands import show
from polku.commands.read import Json
from polku.commands.workspace import WHO, opened

Id = Annotated[str, typer.Argument(metavar="ID", help="Any id of the person.")]
Message = Annotated[int, typer.Argument(metavar="MESSAGE", help="From `polku messages`.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    messages = typer.Typer(
        help="Messages: sent, held, and not sent with the reason.", invoke_without_command=True
    )
    messages.callback()(listed)
    messages.command("send")(send)
    messages.command("drop")(drop)
    app.add_typer(messages, name="messages")
    consents = typer.Typer(help="The consent ledger.", no_args_is_help=True)
    consents.command("show")(ledger)
    consents.command("import")(import_consents)
    app.add_typer(consents, name="consents")
    app.command("deliver")(deliver)
    app.command("data-request")(data_request)
    app.command("erase")(erase)


def listed(
    context: typer.Context,
    person: Annotated[str | None, typer.Option("--person", help="Any id of a person.")] = None,
    state: Annotated[
        str | None,
        typer.Option("--state", help="ready, held, claimed, sent, refused, failed or uncertain."),
    ] = None,
    programme: Annotated[str | None, typer.Option("--programme", help="Its key.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200)] = 50,
    json: Json = False,
) -> None:
    """Messages and what became of them, the last changed first."""
    if context.invoked_subcommand is not None:
        return
    with opened(context) as workspace:
        found = workspace.records.messages(
            state=state, person=person, programme=programme, limit=limit, language=show.language()
        )["messages"]
    if json:
        show.as_json(found)
        return
    show.aligned(
        ("message", "at", "person", "programme", "channel", "state", "why"),
        (
            (
                each["id"], each["at"], each["person_id"],
                f"{each['programme']}:{each['node']}" if each["programme"] else each["intent"],
                each["channel"], each["state"], (each["reason"] or {}).get("what"),
            )
            for each in found
        ),
    )  # fmt: skip


def send(context: typer.Context, message: Message) -> None:
    """Send an uncertain message again."""
    with opened(context) as workspace:
        workspace.records.settle_message(message, send=True, who=WHO)
    typer.echo(f"{message} is sent again")


def drop(context: typer.Context, message: Message) -> None:
    """Leave an uncertain message as it is."""
    with opened(context) as workspace:
        workspace.records.settle_message(message, send=False, who=WHO)
    typer.echo(f"{message} is not sent again")


def ledger(context: typer.Context, id: Id, json: Json = False) -> None:
    """What a person has agreed to, withdrawn and objected to, the newest first."""
    with opened(context) as workspace:
        found = workspace.records.consents(id)
    if json:
        show.as_json(found)
        return
    columns = ("at", "purpose", "channel", "basis", "given", "source", "text_version")
    show.aligned(columns, ([each[name] for name in columns] for each in found))


def import_consents(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV with the columns person, purpose, channel, basis, given, source, at.",
        ),
    ],
    json: Json = False,
) -> None:
    """Bring consents from another system, each with its source and time."""
    from polku.errors import PolkuError, Problem

    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PolkuError(Problem("cli.not-utf8", str(file), {"byte": error.start})) from None
    except OSError as error:
        params = {"reason": error.strerror or "it cannot be opened"}
        raise PolkuError(Problem("delivery.bad-consents", str(file), params)) from None
    with opened(context) as workspace:
        found = workspace.records.import_consents(text, who=WHO)
    if json:
        show.as_json(found)
        return
    typer.echo(f"{found['rows']} rows, {found['new']} new, {len(found['rejected'])} rejected")
    for each in found["rejected"][:20]:
        typer.echo(f"row {each['row']}: {each['reason']}", err=True)


def deliver(context: typer.Context, json: Json = False) -> None:
    """Send everything that is due now. A running server does it by itself."""
    with opened(context) as workspace:
        found = workspace.deliver_once()
    if json:
        show.as_json(found)
    else:
        typer.echo(", ".join(f"{state} {count}" for state, count in sorted(found.items())) or "–")


def data_request(context: typer.Context, id: Id) -> None:
    """Everything known of a person, as JSON."""
    with opened(context) as workspace:
        show.as_json(workspace.records.person_data(id))


def erase(
    context: typer.Context,
    id: Id,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Erase a person for good: names, addresses and words go, counts stay."""
    if not yes and not typer.confirm(f"Erase {id} for good?", default=False):
        from polku.errors import PolkuError, Problem

        raise PolkuError(Problem("delivery.confirm", id))
    with opened(context) as workspace:
        found = workspace.records.erase(id, who=WHO)
    if json:
        show.as_json(found)
    else:
        typer.echo(f"{found['ids']} ids erased; {found['events_kept']} events stay without a name")
