"""The workspace that a command is about, and who is said to have done what it does."""

from __future__ import annotations

from typing import Any

import typer

WHO = "cli"


def opened(context: typer.Context) -> Any:
    """The workspace of -C: its own process's, or a running server's. Use it as a context manager."""
    import polku

    return polku.open(context.obj)
