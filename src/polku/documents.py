"""The documents of a workspace folder, journey.yaml and polku.toml, before any store is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polku.errors import DocumentError, NotFound, Problem

if TYPE_CHECKING:
    from polku.journey import Loaded

JOURNEY, DATA = "journey.yaml", "data"


def read_documents(directory: Path) -> Loaded:
    """The journey of the folder, after polku.toml has been read too.

    Raises DocumentError with the problems of both files, NotFound when there is no workspace.
    """
    from polku.journey import load_journey
    from polku.settings import load_settings

    problems: list[Problem] = []
    loaded = None
    try:
        load_settings(directory)
    except DocumentError as error:
        problems += error.problems
    try:
        loaded = load_journey(journey_text(directory))
    except DocumentError as error:
        problems += error.problems
    if problems or loaded is None:
        raise DocumentError(problems)
    return loaded


def journey_text(directory: Path) -> str:
    """The text of journey.yaml. Raises NotFound when there is no workspace, DocumentError when there is one and the
    file is gone or not UTF-8."""
    try:
        return (directory / JOURNEY).read_text("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(Problem("cli.not-utf8", JOURNEY, {"byte": error.start})) from None
    except (FileNotFoundError, NotADirectoryError):
        if (directory / DATA / "control.db").exists():
            raise DocumentError(Problem("journey.gone", JOURNEY)) from None
        raise NotFound(Problem("store.missing", str(directory), {"path": directory})) from None


def workspaces_in(parent: Path) -> list[Path]:
    """The workspace folders of a folder, by name; hidden ones are unfinished."""
    if not parent.is_dir():
        return []
    folders = (each for each in parent.iterdir() if not each.name.startswith("."))
    return sorted(each for each in folders if (each / JOURNEY).is_file())
