"""`polku mcp`: an assistant asks about the workspace and writes drafts."""

from __future__ import annotations

from typing import Annotated

import typer


def mcp(
    context: typer.Context,
    people: Annotated[
        bool, typer.Option("--people", help="Also name people and tell their timelines.")
    ] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Write no drafts.")] = False,
) -> None:
    """Serve the Model Context Protocol on standard input and output: an assistant may look and draft, never publish."""
    import asyncio
    import logging
    import sys

    from polku import __version__
    from polku.commands import show
    from polku.mcp import Api, build_server

    # Standard output carries the protocol: what is said beside it goes elsewhere.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)

    async def run() -> None:
        async with Api.of(context.obj, show.language()) as api:
            server = build_server(api, version=__version__, people=people, drafts=not read_only)
            await server.run_stdio_async()

    asyncio.run(run())
