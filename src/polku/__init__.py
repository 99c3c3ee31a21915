"""Customer journeys that run.

import polku
workspace = polku.open("my-shop")
workspace.stages()                       # how many people stand on each stage
workspace.person("ann@example.com")      # one person's timeline, with reasons
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.clock import Clock
    from polku.remote import RemoteWorkspace

__version__ = "0.1.0"

LOCK_PATIENCE_SECONDS = 10.0  # another short command may hold the warehouse just now


def open(directory: str | Path = ".", *, clock: Clock | None = None) -> Workspace | RemoteWorkspace:
    """The workspace in `directory`: embedded, or through the server that owns it when one runs.
    With `clock` embedded only: a server has its own (RequestRefused, `care.own-clock`).

    Raises NotFound when there is no workspace, DocumentError when its documents are not valid, and
    StoreLocked when another process has had the warehouse for ten seconds.
    """
    import time

    from polku import serverfile
    from polku.errors import StoreLocked

    directory = Path(directory)
    patience = time.monotonic() + LOCK_PATIENCE_SECONDS
    while True:
        server = serverfile.read(directory)
        if server is not None and server.alive():
            from polku.remote import RemoteWorkspace

            if clock is not None:
                from polku.errors import Problem, RequestRefused

                raise RequestRefused(Problem("care.own-clock", "--now", {"url": server.url}), 409)
            return RemoteWorkspace(directory, server)
        try:
            from polku.app import Workspace
            from polku.clock import system_clock

            return Workspace.open(directory, clock or system_clock)
        except StoreLocked:
            if time.monotonic() > patience:
                raise
            time.sleep(0.1)
