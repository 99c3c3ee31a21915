"""Commands that begin something: demo, init, serve; and what helps with the document: check, schema, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polku.commands import show
from polku.commands.read import Json

Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")]
Host = Annotated[
    str | None, typer.Option("--host", help="127.0.0.1 unless polku.toml says otherwise.")
]


def demo(
    port: Port = None,
    directory: Annotated[Path, typer.Option("--dir", help="Where the demo lives.")] = Path(
        "polku-demo"
    ),
    kind: Annotated[str, typer.Option("--kind", help="shop (verkkokauppa) or b2b.")] = "shop",
    people: Annotated[
        int | None, typer.Option("--people", min=100, help="20000 in the shop, 6000 in B2B.")
    ] = None,
    lang: Annotated[
        str, typer.Option("--lang", help="What the team has written: fi or en.")
    ] = "fi",
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    make_only: Annotated[
        bool, typer.Option("--make-only", help="Make the folder, and do not serve it.")
    ] = False,
) -> None:
    """A living example: a Finnish web shop (or a B2B service) with twelve months of people."""
    from polku.starting import make_demo

    if not (directory / "journey.yaml").exists():
        typer.echo(f"Making the demo in {directory} …", err=True)
        make_demo(
            directory, kind=kind, people=people, port=port, language="en" if lang == "en" else "fi"
        )
    if not make_only:
        _serve(directory, None, port, open_browser=not no_browser)


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    template: Annotated[
        str, typer.Option("--template", help="See `polku templates`.")
    ] = "lifecycle",
    lang: Annotated[str, typer.Option("--lang", help="fi or en.")] = "fi",
    name: Annotated[str | None, typer.Option("--name", help="Name of the workspace.")] = None,
) -> None:
    """Make a workspace: DIR/journey.yaml, DIR/polku.toml and DIR/data/."""
    from polku.starting import make_workspace

    make_workspace(directory, template=template, language="en" if lang == "en" else "fi", name=name)
    typer.echo(
        f"{directory} is ready.\n"
        f"  the journey:    {directory / 'journey.yaml'}\n"
        f"  read events:    polku -C {directory} import FILE\n"
        f"  see it living:  polku -C {directory} serve"
    )


def serve(
    context: typer.Context,
    parent: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PARENT]", help="A folder of workspaces: each is served, by itself."
        ),
    ] = None,
    host: Host = None,
    port: Port = None,
) -> None:
    """Serve the pages, the API and the event door. The other commands work while it runs."""
    from polku import serverfile
    from polku.documents import JOURNEY
    from polku.errors import PolkuError, Problem
    from polku.starting import PORT
    from polku.supervising import Supervisor, end_with_supervisor

    if parent is not None and not (parent / JOURNEY).is_file():
        Supervisor(parent, host, PORT if port is None else port).run()
        return
    if parent is not None:
        context.obj = parent
    end_with_supervisor()
    running = serverfile.read(context.obj)
    if running is not None and running.alive():
        params = {"url": running.url, "path": context.obj}
        raise PolkuError(Problem("cli.already-serving", str(context.obj), params))
    _serve(context.obj, host, port)


def _serve(
    directory: Path, host: str | None, port: int | None, *, open_browser: bool = False
) -> None:
    """Serves until it is ended; a demo that somebody asked for on screen is moved in between."""
    from polku.app import Workspace
    from polku.serving import serve as run_server
    from polku.starting import move_demo_in

    while True:
        with Workspace.open(directory) as workspace:
            anew = run_server(workspace, host=host, port=port, open_browser=open_browser)
        if anew is None:
            return
        move_demo_in(anew.demo, directory)
        anew.demo.parent.rmdir()
        port, open_browser = anew.port, False


def login(context: typer.Context) -> None:
    """Print a new one-time address of the running server: each address opens one browser once."""
    from polku import serverfile
    from polku.documents import DATA
    from polku.errors import NotFound, Problem
    from polku.serving import login_address
    from polku.store.control import Control

    directory: Path = context.obj
    server = serverfile.read(directory)
    if server is None or not server.alive():
        raise NotFound(Problem("cli.no-server", str(directory), {"path": directory}))
    with Control.open(directory / DATA / "control.db") as control:
        typer.echo(login_address(server.url, control))


def check(context: typer.Context, json: Json = False) -> None:
    """Read journey.yaml and polku.toml and say everything that is wrong, or could be better."""
    from polku.documents import read_documents
    from polku.errors import DocumentError

    try:
        problems = read_documents(context.obj).problems
        failed = False
    except DocumentError as error:
        problems, failed = error.problems, True
    if json:
        show.as_json([problem.as_dict(show.language()) for problem in problems])
    else:
        for problem in problems:
            typer.echo(f"{problem.level}: {problem.line(show.language())}")
        if not problems:
            typer.echo("journey.yaml and polku.toml are in order.")
    if failed:
        raise typer.Exit(2)


def schema(
    programme: Annotated[
        bool, typer.Option("--programme", help="Of a care programme instead.")
    ] = False,
) -> None:
    """The JSON Schema of journey.yaml, for editors."""
    if programme:
        from polku.programmes.schema import programme_schema

        show.as_json(programme_schema())
        return
    from polku.journey.schema import schema as journey_schema

    show.as_json(journey_schema())


def diff(
    before: Annotated[Path, typer.Argument(help="A journey.yaml.")],
    after: Annotated[Path, typer.Argument(help="Another journey.yaml.")],
    lang: Annotated[str, typer.Option("--lang", help="fi or en.")] = "en",
    json: Json = False,
) -> None:
    """What changed between two journey documents, in words."""
    from polku.starting import changes

    found = changes(before, after)
    if json:
        show.as_json([change.as_dict() for change in found])
        return
    for change in found:
        typer.echo(change.words("fi" if lang == "fi" else "en"))


def templates(json: Json = False) -> None:
    """The templates that `polku init --template` knows."""
    from polku.journey.templates import template_names

    show.as_json(list(template_names())) if json else typer.echo("\n".join(template_names()))
