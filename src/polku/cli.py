"""The command `polku`: arguments in, tables and sentences out. The commands themselves are in `commands/`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from polku.commands import (
    archive,
    care,
    data,
    mail,
    mcp,
    outreach,
    read,
    records,
    report,
    show,
    start,
    tasks,
    verify,
)
from polku.commands.journeys import journeys_app
from polku.commands.programmes import programmes_app
from polku.commands.segments import segments_app
from polku.commands.spend import spend_app

app = typer.Typer(
    name="polku",
    help="Polku: the customer journey that runs. Start with `polku demo`, or `polku init DIR`.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def workspace(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Option("-C", "--directory", help="The workspace folder.", envvar="POLKU_DIR")
    ] = Path(),
) -> None:
    """Where the workspace is; every command but `init` and `demo` needs one."""
    context.obj = directory


# The order is that of `polku --help`.
app.command("demo")(start.demo)
app.command("init")(start.init)
app.command("import")(data.import_file)
app.command("serve")(start.serve)
app.command("login")(start.login)
app.command("stages")(read.stages)
app.command("transitions")(read.transitions)
app.command("person")(read.person)
app.command("events")(read.events)
app.command("report")(report.report)
app.command("verify")(verify.verify)
app.command("check")(start.check)
app.command("schema")(start.schema)
app.command("diff")(start.diff)
app.command("templates")(start.templates)
app.command("mcp")(mcp.mcp)
app.command("export")(data.export)
app.command("import-workspace")(archive.import_workspace)
app.add_typer(data.keys_app, name="keys")
app.add_typer(spend_app, name="spend")
app.add_typer(programmes_app, name="programmes")
app.add_typer(journeys_app, name="journeys")
app.add_typer(segments_app, name="segments")
care.register(app)
outreach.register(app)
records.register(app)
tasks.register(app)
mail.register(app)


def main() -> None:
    """Entry point. Errors that a person can mend end with exit code 2 and say how."""
    try:
        app(standalone_mode=True)
    except BrokenPipeError:  # `polku events --csv | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        from polku.errors import PolkuError

        if not isinstance(error, PolkuError):
            raise
        typer.echo(error.text(show.language()), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
