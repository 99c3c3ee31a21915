"""A real ingest server for the tests, in a process of its own: stores, door, log, mover, uvicorn.

    python ingest_server.py DIRECTORY PORT [POINT COUNT] [--max-lag N] [--no-mover]

With POINT and COUNT it kills itself (SIGKILL) when it comes to that point the COUNT-th time. It
prints `ready` when it listens. DIRECTORY/control.db has the write keys, made by the test.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from polku.clock import system_clock
from polku.http.door import Door
from polku.http.ingest import Ingest, ingest_routes
from polku.store.accept_log import AcceptLog
from polku.store.control import Control
from polku.store.mover import Mover, offset_of
from polku.store.warehouse import Warehouse

PERSONAL = ("email", "phone", "name", "first_name", "last_name", "address", "personal_id")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("port", type=int)
    arguments.add_argument("point", nargs="?")
    arguments.add_argument("count", nargs="?", type=int, default=1)
    arguments.add_argument("--max-lag", type=int, default=1_000_000)
    arguments.add_argument("--no-mover", action="store_true")
    asked = arguments.parse_args()

    left = asked.count

    def probe(point: str) -> None:
        nonlocal left
        if point == asked.point:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    control = Control.open(asked.directory / "control.db")
    warehouse = Warehouse.open(asked.directory / "warehouse.duckdb")
    accept_log = AcceptLog(control.db, moved_to=offset_of(warehouse), probe=probe)
    mover = Mover(accept_log, warehouse, control, clock=system_clock, probe=probe)
    door = Door(control.keys.verify, PERSONAL, system_clock)
    ingest = Ingest(door, accept_log, max_lag=asked.max_lag)

    def health(_: object) -> JSONResponse:
        return JSONResponse({"lag": accept_log.lag, "failing": mover.failing})

    app = Starlette(routes=[*ingest_routes(ingest), Route("/health", health)])
    if not asked.no_mover:
        mover.start()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=asked.port, log_level="warning", access_log=False
    )
    server = uvicorn.Server(config)
    started = server.startup

    async def startup(sockets: list[object] | None = None) -> None:
        await started(sockets)  # type: ignore[arg-type]
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    server.startup = startup  # type: ignore[method-assign, assignment]
    server.run()
    if not asked.no_mover:
        mover.stop()
    accept_log.close()
    control.close()
    warehouse.close()


if __name__ == "__main__":
    main()
