"""The server process: the socket, the address with its one-time token, and the heart that keeps stages true."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import threading
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from polku.errors import PolkuError, Problem
from polku.serverfile import ServerFile

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.store.control import Control

log = structlog.get_logger()
BEAT_SECONDS = 1.0
BACKLOG = 2048
FAREWELL_SECONDS = 3  # a request that is still not answered is then cut off


@dataclass(frozen=True)
class Anew:
    """The server ended so that a demo can be moved in while nobody has the stores open; it goes on at `port`."""

    demo: Path
    port: int


def serve(
    workspace: Workspace,
    *,
    host: str | None = None,
    port: int | None = None,
    open_browser: bool = False,
) -> Anew | None:
    """Serve until interrupted. Prints the address; other commands find the server by `data/server.json`. Gives what
    is to be done before it serves again, when it ended itself for that.

    Raises PolkuError when the port is taken.
    """
    import uvicorn

    from polku.http.server import build_app

    _log_without_values()
    signal.signal(signal.SIGTERM, _end)  # else the process would be gone before it has tidied up

    host = host or workspace.settings.server.host
    listener = _listen(host, workspace.settings.server.port if port is None else port)
    shown = f"[{host}]" if ":" in host else host
    listener_port = listener.getsockname()[1]
    url = f"http://{shown}:{listener_port}"
    anew: Anew | None = None
    server_file = ServerFile(url, secrets.token_urlsafe(32), os.getpid())
    app = build_app(workspace, program_token=server_file.token, host=host)
    heart = Heart(workspace)
    heart.start()
    server_file.write(workspace.directory)
    try:
        address = login_address(url, workspace.control)
        sys.stdout.write(f"Polku: {address}\n")
        sys.stdout.flush()
        if open_browser:
            threading.Timer(1.0, webbrowser.open, [address]).start()

        class Server(uvicorn.Server):
            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                app.state.desk.live.end()  # or it would wait for them, and then cut them off
                await super().shutdown(sockets)

        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            backlog=BACKLOG,
            server_header=False,
            timeout_graceful_shutdown=FAREWELL_SECONDS,
        )
        server = Server(config)

        def end_for(demo: Path) -> None:
            nonlocal anew
            anew = Anew(demo, listener_port)
            server.should_exit = True

        app.state.start.port, app.state.start.end_for = listener_port, end_for
        server.run(sockets=[listener])
    finally:
        server_file.remove(workspace.directory)
        heart.stop()
    return anew


def _log_without_values() -> None:
    """Tracebacks without the values of variables: among them stand names and addresses of people."""
    *others, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plain])


def _end(*_: object) -> None:
    raise SystemExit(0)


def login_address(url: str, control: Control) -> str:
    """An address that signs one browser in, once."""
    return f"{url}/login?token={control.tokens.issue()}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise PolkuError(
            Problem("cli.port-taken", f"{host}:{port}", {"host": host, "port": port})
        ) from None
    listener.listen(BACKLOG)  # from here on nobody who reads the address is refused
    return listener


class Heart(threading.Thread):
    """Once a second: read the document when it changed, fire timed rules that are due, compact when it pays."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(name="polku-heart", daemon=True)
        self._workspace = workspace
        self._stopped = threading.Event()

    def run(self) -> None:
        told = ""
        while not self._stopped.wait(BEAT_SECONDS):
            said = self._beat()
            if said and said != told:  # once, not every second
                log.warning("the fold stands still", reason=said)
            told = said

    def _beat(self) -> str:
        """What keeps the fold from being true, or nothing. A broken journey.yaml or a full disk must
        not stop the heart: the last fold stays, and the next beat tries again."""
        try:
            self._workspace.beat()
        except PolkuError as error:
            return error.text()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def stop(self) -> None:
        """Finish the beat under way, then end."""
        self._stopped.set()
        self.join()
