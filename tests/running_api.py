"""The application of a workspace on a real socket, for tests of the HTTP API."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette

from polku.app import Workspace
from polku.http.server import build_app

TOKEN = "program-token"


@contextmanager
def running_app(app: Starlette) -> Iterator[httpx.Client]:
    """A client of nobody yet, talking to the application on a free port of loopback."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


@contextmanager
def running_api(workspace: Workspace) -> Iterator[httpx.Client]:
    """The same for the whole application of a workspace."""
    with running_app(build_app(workspace, program_token=TOKEN)) as client:
        yield client


def as_program(client: httpx.Client) -> httpx.Client:
    """The client as a program of this machine: an owner by its bearer token."""
    client.headers["Authorization"] = f"Bearer {TOKEN}"
    return client
