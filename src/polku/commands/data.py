"""Commands that move data: import, export, write keys."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from decimal import Decimal
from json import dumps
from pathlib import Path
from typing import Annotated, Any

import typer

from polku.commands import show
from polku.commands.mapping import parse_map
from polku.commands.read import Json

keys_app = typer.Typer(
    help="Write keys: what a site or a program sends its events with.", no_args_is_help=True
)

Name = Annotated[str, typer.Option("--name", help="What the key is for: shop, app, crm.")]


def import_file(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="CSV, TSV, whitespace-separated, Parquet or JSON Lines.")
    ],
    map: Annotated[
        str | None,
        typer.Option(
            "--map",
            help="person=customer_id,time=date,event='=Order Completed',revenue=amount,currency='=EUR': a plain value "
            "names a column, '=' gives a constant. Columns not named become properties.",
        ),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option("--timezone", help="Zone of times that have none, such as Europe/Helsinki."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be read; write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Read events (or ad costs: known by the headings) from a file. The mapping and sample rows are shown first."""
    bring_in(context, file, parse_map(map), timezone, dry_run=dry_run, yes=yes, json=json)


def bring_in(
    context: typer.Context,
    file: Path,
    chosen: dict[str, str] | None,
    timezone: str | None,
    *,
    dry_run: bool,
    yes: bool,
    json: bool,
) -> None:
    """Propose, show, ask, run and tell: what `polku import` and `polku spend import` do."""
    import polku

    with polku.open(context.obj) as workspace:
        proposal = workspace.propose(file, map=chosen, timezone=timezone)
        failed = any(problem["level"] == "error" for problem in proposal["problems"])
        if dry_run:
            show.as_json(proposal) if json else _show_proposal(proposal)
            if failed:
                raise typer.Exit(2)
            return
        if not json and not failed:  # what failed is told once, by the import itself
            _show_proposal(proposal)
            if not yes and sys.stdin.isatty():
                _confirm(file)
        with _Bar(hidden=json or not sys.stderr.isatty()) as bar:
            result = workspace.import_file(
                file,
                map=proposal["map"] if chosen is None or proposal["kind"] == "spend" else chosen,
                timezone=timezone,
                progress=bar.move,
            )
    if json:
        show.as_json(result)
    else:
        _show_result(result)


def _confirm(file: Path) -> None:
    if not typer.confirm("Import these rows?", default=True):
        from polku.errors import ImportRefused, Problem

        raise ImportRefused(Problem("cli.confirm", str(file)))


def export(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(help="Where to; the ending chooses the form: .csv, .parquet or .jsonl."),
    ],
    all: Annotated[
        bool, typer.Option("--all", help="The whole workspace as a ZIP, without people.")
    ] = False,
    people: Annotated[
        bool, typer.Option("--people", help="With --all: people and events too.")
    ] = False,
    json: Json = False,
) -> None:
    """Write every event with its person's id, in a form that `polku import` reads back; or with --all everything the
    team has made, for `polku import-workspace`."""
    import polku
    from polku.commands.exporting import write_events
    from polku.errors import PolkuError, Problem

    if all:
        if file.suffix.lower() != ".zip" or not file.absolute().parent.is_dir():
            raise PolkuError(Problem("cli.bad-export", str(file), {"path": file}))
        with polku.open(context.obj) as workspace:
            counts = workspace.export_all(file, people=people)
        if json:
            show.as_json({"file": str(file), "rows": counts})
        else:
            typer.echo(f"the workspace is in {file}" + ("" if people else ", without people"))
        return

    with polku.open(context.obj) as workspace:
        rows = write_events(workspace.events(), file)
    if json:
        show.as_json({"events": rows, "file": str(file)})
    else:
        typer.echo(f"{rows} events written to {file}")


@keys_app.command("create")
def create_key(context: typer.Context, name: Name, json: Json = False) -> None:
    """Make a write key. It is shown this once; only its hash is kept."""
    import polku

    with polku.open(context.obj) as workspace:
        made = workspace.create_key(name)
    if json:
        show.as_json(made)
    else:
        typer.echo(f"{made['write_key']}\nThis is the only time the key is shown.")


@keys_app.command("list")
def list_keys(context: typer.Context, json: Json = False) -> None:
    """The write keys, without the keys themselves."""
    import polku

    with polku.open(context.obj) as workspace:
        found = workspace.list_keys()
    if json:
        show.as_json(found)
        return
    for key in found:
        state = "revoked" if key["revoked"] else f"last used {key['last_used'] or '–'}"
        typer.echo(f"{key['id']}  {key['name']}  {key['prefix']}…  {state}")


@keys_app.command("revoke")
def revoke_key(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="From `polku keys list`.")],
) -> None:
    """Stop a key. Requests that use it get 401 from now on."""
    import polku

    with polku.open(context.obj) as workspace:
        workspace.revoke_key(id)
    typer.echo(f"{id} revoked")


def _show_proposal(proposal: Mapping[str, Any]) -> None:
    names = ("format", "encoding", "delimiter", "date_format", "timezone")
    typer.echo(
        "Read as: " + ", ".join(f"{name} {proposal[name]!r}" for name in names if proposal[name])
    )
    typer.echo("")
    columns = proposal["columns"]
    show.aligned(
        ("column", "becomes", "for example"),
        (
            (each["name"], each["role"], ", ".join(map(str, each["samples"][:3])))
            for each in columns
        ),
    )
    typer.echo("\nThe first rows would become")
    sample = proposal["sample"][:5]
    heads = [name for name in (sample[0] if sample else {}) if name not in ("row", "currency")]
    show.aligned(heads, ([_cell(row[head]) for head in heads] for row in sample))
    typer.echo("")
    for problem in proposal["problems"]:
        said = f"{problem['where']}: {problem['what']} {problem['fix']} [{problem['code']}]"
        typer.echo(said, err=True)
    typer.echo(f"The same as a command:\n  {proposal['command']}\n")


def _cell(value: Any) -> Any:
    """Money as 11.77 EUR, properties as JSON."""
    if isinstance(value, dict) and set(value) == {"minor", "currency"}:
        return f"{Decimal(value['minor']) / 100:.2f} {value['currency'] or ''}".rstrip()
    return dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _show_result(result: Mapping[str, Any]) -> None:
    words = RESULT[show.language()]
    counts = "spend" if result.get("kind") == "spend" else "counts"
    typer.echo(words[counts].format_map(result))
    if result["reject_file"]:
        typer.echo(words["rejects"].format_map(result))


RESULT = {
    "fi": {
        "counts": "Rivejä: {rows}. Tapahtumia tuotu: {accepted}, oli jo täällä: {duplicates}, hylätty: {rejected}. "
        "Ihmisiä: {people}. Aikaa kului {seconds:.1f} s.",
        "spend": "Rivejä: {rows}. Mainoskulujen rivejä tuotu: {accepted}, oli jo täällä: {duplicates}, hylätty: "
        "{rejected}. Korvattuja kampanjapäiviä: {replaced}. Aikaa kului {seconds:.1f} s.",
        "rejects": "Hylätyt rivit ja syyt: {reject_file}",
    },
    "en": {
        "counts": "Rows: {rows}. Events imported: {accepted}, already here: {duplicates}, rejected: {rejected}. "
        "People: {people}. It took {seconds:.1f} s.",
        "spend": "Rows: {rows}. Rows of ad costs imported: {accepted}, already here: {duplicates}, rejected: "
        "{rejected}. Days of a campaign replaced: {replaced}. It took {seconds:.1f} s.",
        "rejects": "Rejected rows and reasons: {reject_file}",
    },
}


class _Bar:
    """A progress bar on standard error, or nothing at all."""

    def __init__(self, *, hidden: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), disable=hidden)

    def __enter__(self) -> _Bar:
        self._progress.start()
        self._task = self._progress.add_task("Importing", total=1.0)
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def move(self, share: float) -> None:
        self._progress.update(self._task, completed=share)
