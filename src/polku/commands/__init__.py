"""One file per group of commands; `register` is the visible list of them all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from polku.commands import data, read, start

if TYPE_CHECKING:
    import typer

    from polku.errors import Language


def register(app: typer.Typer) -> None:
    """Give the application its commands, in the order in which `--help` lists them."""
    app.command("demo")(start.demo)
    app.command("init")(start.init)
    app.command("import")(data.import_file)
    app.command("serve")(start.serve)
    app.command("stages")(read.stages)
    app.command("transitions")(read.transitions)
    app.command("person")(read.person)
    app.command("events")(read.events)
    app.command("check")(start.check)
    app.command("schema")(start.schema)
    app.command("diff")(start.diff)
    app.command("templates")(start.templates)
    app.command("export")(data.export)
    app.add_typer(data.keys_app, name="keys")


def language() -> Language:
    """The language of messages in the terminal: POLKU_LANG, else English."""
    return "fi" if os.environ.get("POLKU_LANG", "").lower().startswith("fi") else "en"
