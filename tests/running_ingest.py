"""A running ingest server for tests, and what its stores hold afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import polku
from polku.store.control import Control
from polku.store.warehouse import Warehouse

SERVER = Path(__file__).parent / "flow" / "ingest_server.py"
PACKAGE = str(Path(polku.__file__).parents[1])


@dataclass
class IngestServer:
    process: subprocess.Popen[str]
    directory: Path
    url: str
    key: str

    def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """POST with the right key, unless `auth` says otherwise."""
        options.setdefault("auth", (self.key, ""))
        return httpx.post(self.url + path, json=json, **options)

    def settle(self, seconds: float = 20) -> None:
        """Wait until everything accepted is in the warehouse."""
        end = time.monotonic() + seconds
        while httpx.get(self.url + "/health").json()["lag"]:
            assert time.monotonic() < end, "the mover does not keep up"
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def rows(self) -> list[dict[str, Any]]:
        """The events, oldest first, after a clean stop."""
        self.settle()
        self.stop()
        return stored(self.directory)


def make_key(directory: Path, name: str = "shop") -> str:
    with Control.open(directory / "control.db") as control:
        return control.keys.create(name)[1]


@contextmanager
def ingest_server(
    directory: Path, *arguments: str, key: str | None = None
) -> Iterator[IngestServer]:
    """The server of tests/flow/ingest_server.py on a free port of loopback; ended at the end."""
    key = key or make_key(directory)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(SERVER), str(directory), str(port), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": PACKAGE},
    )
    assert process.stdout is not None
    while (line := process.stdout.readline()) != "ready\n":
        assert line, "the ingest server did not start"
    try:
        yield IngestServer(process, directory, f"http://127.0.0.1:{port}", key)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        process.stdout.close()


def stored(directory: Path) -> list[dict[str, Any]]:
    """The events of a warehouse that nobody has open: words instead of codes."""
    with Warehouse.open(directory / "warehouse.duckdb") as warehouse, warehouse.read() as con:
        return (
            con.execute(
                """SELECT e.person, e.ts, e.uid, e.revenue, e.currency, e.properties,
                n.name AS event, s.name AS source, c.name AS channel FROM events e
                JOIN names n ON n.kind = 'event' AND n.code = e.event
                JOIN names s ON s.kind = 'source' AND s.code = e.source
                LEFT JOIN names c ON c.kind = 'channel' AND c.code = e.channel ORDER BY e.seq"""
            )
            .to_arrow_table()
            .to_pylist()
        )
