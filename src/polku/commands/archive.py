"""A whole workspace into a ZIP and out of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polku.commands.read import Json

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.studio.unpacking import Archive


def import_workspace(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.zip", help="What `polku export --all` wrote.")
    ],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    json: Json = False,
) -> None:
    """Make a workspace of a ZIP. A file that is broken, or not Polku's, leaves nothing behind."""
    from polku.commands import show

    counts = unpack(file, directory)
    if json:
        show.as_json({"directory": str(directory), **counts})
        return
    typer.echo(f"{directory} is ready: {counts['events']} events of {counts['people']} people.")
    typer.echo(f"  see it living:  polku -C {directory} serve")


def unpack(file: Path, directory: Path) -> dict[str, int]:
    """Made beside and moved into place whole. Raises PolkuError. Gives {"events", "people"}."""
    import tempfile

    from polku.app import Workspace
    from polku.documents import DATA
    from polku.errors import PolkuError, Problem
    from polku.studio.unpacking import Archive, put_keys, put_rows, refused, unpack_documents

    if directory.exists() and any(directory.iterdir()):
        raise PolkuError(Problem("cli.not-empty", str(directory), {"path": directory}))
    if not file.is_file():
        raise refused(file.name)
    unfinished = directory.absolute().with_name(f".{directory.absolute().name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    archive = Archive(file)
    try:
        unfinished.mkdir(parents=True)
        unpack_documents(archive, unfinished)
        put_keys(archive, unfinished / DATA / "control.db")
        with Workspace.open(unfinished) as workspace, tempfile.TemporaryDirectory() as folder:
            put_rows(archive, workspace.control)
            if archive.people:
                _people(archive, workspace, Path(folder))
            counts = workspace.count()
        with_parent = directory.absolute()
        if with_parent.exists():
            with_parent.rmdir()  # an empty folder made beforehand
        unfinished.rename(with_parent)
        return counts
    finally:
        archive.close()
        shutil.rmtree(unfinished, ignore_errors=True)


def _people(archive: Archive, workspace: Workspace, folder: Path) -> None:
    """What people did, and what was paid for ads."""
    from polku import importer
    from polku.documents import DATA
    from polku.studio.archive import EVENT_PARTS, PART

    parts = {name: f"{PART}{name}" for name in EVENT_PARTS}
    for number, source in enumerate(archive.manifest["sources"]):
        rows = folder / "events.jsonl"
        archive.unpack(f"people/events-{number}.jsonl", rows)
        columns = _columns(rows)
        found = {name: column for name, column in parts.items() if column in columns}
        own = [each for each in sorted(columns) if each not in found.values() and "|" not in each]
        if own:
            found["property"] = "|".join(own)
        importer.run(
            rows,
            map=found,
            timezone="UTC",
            warehouse=workspace.warehouse,
            control=workspace.control,
            # as it stood: what is personal was taken out of it when it first came
            privacy=frozenset(),
            rejects_dir=workspace.directory / DATA / "rejects",
            clock=workspace.clock,
            language=workspace.settings.workspace.language,
            name=source,
            currency=workspace.settings.money.currency,
        )
    if archive.has("people/spend.parquet"):
        _spend(archive, workspace, folder)


def _spend(archive: Archive, workspace: Workspace, folder: Path) -> None:
    """What was paid for ads, each source under its own name."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    from polku.app import propose_import
    from polku.studio.unpacking import refused

    whole, part = folder / "spend.parquet", folder / "part.parquet"
    archive.unpack("people/spend.parquet", whole)
    try:
        table = parquet.read_table(whole)
        sources = [str(each) for each in pc.unique(table["source"]).to_pylist()]
    except (pa.ArrowException, OSError, KeyError):
        raise refused(whole.name) from None
    for source in sources:
        rows = table.filter(pc.equal(table["source"], source)).drop_columns(["source"])
        parquet.write_table(rows, part)
        proposal = propose_import(workspace.settings, part, map=None, timezone=None)
        workspace.import_file(part, map=proposal["map"], name=source)


def _columns(path: Path) -> set[str]:
    """The names that any of the rows has."""
    import duckdb

    with duckdb.connect() as con:
        found = con.execute(
            """SELECT DISTINCT unnest(json_keys(line)) FROM read_csv(?, columns={'line': 'VARCHAR'}, delim='\\x1e',
            quote='', escape='', header=false, auto_detect=false)
            WHERE json_valid(line) AND json_type(line) = 'OBJECT'""",
            [str(path)],
        ).fetchall()
    return {str(name) for (name,) in found}
