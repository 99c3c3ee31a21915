"""Several workspaces under one process: each folder has a server process of its own, started again when it dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from polku.documents import JOURNEY, workspaces_in
from polku.errors import PolkuError, Problem
from polku.serverfile import SUPERVISED

log = structlog.get_logger()
LOOK_SECONDS = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0  # who has run so long has started well
FAREWELL_SECONDS = 15.0


@dataclass
class Child:
    """The server of one folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    again: float = 0.0


class Supervisor:
    """`port` is the first child's; each next has the next free one. 0: any free ones."""

    def __init__(self, parent: Path, host: str | None, port: int) -> None:
        if not workspaces_in(parent):
            raise PolkuError(Problem("team.bad-folder", str(parent), {"path": parent}))
        self._parent = parent.resolve()
        self._host = host
        self._port = port
        self._children: dict[Path, Child] = {}
        self._stopped = threading.Event()

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then all children are stopped together."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopped.set())
        try:
            while not self._stopped.is_set():
                self._look()
                self._stopped.wait(LOOK_SECONDS)
        finally:
            self._stop()

    def _look(self) -> None:
        """Start what is new or has died."""
        for folder in workspaces_in(self._parent):
            if folder not in self._children:
                self._children[folder] = Child(folder, self._free_port())
        now = time.monotonic()
        for child in [*self._children.values()]:
            if not (child.folder / JOURNEY).is_file() and child.process is None:
                del self._children[child.folder]
                continue
            if child.process is not None and (code := child.process.poll()) is not None:
                steady = now - child.started > STEADY_SECONDS
                child.pause = 1.0 if steady else min(max(child.pause * 2, 1.0), LONGEST_PAUSE)
                child.again, child.process = now + child.pause, None
                log.warning("a workspace ended", folder=child.folder.name, code=code)
                if code == 2 and self._port:  # most likely the port was taken meanwhile
                    child.port = self._free_port()
            if child.process is None and now >= child.again:
                self._start(child)

    def _start(self, child: Child) -> None:
        host = ["--host", self._host] if self._host else []
        command = [
            *(sys.executable, "-m", "polku.cli", "-C", str(child.folder), "serve"),
            *("--port", str(child.port), *host),
        ]
        child.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            env={**os.environ, SUPERVISED: "1"},
            start_new_session=True,  # Ctrl+C comes to us alone: we end them in order
        )
        child.started = time.monotonic()

    def _stop(self) -> None:
        running = [each.process for each in self._children.values() if each.process is not None]
        for process in running:
            process.terminate()
        until = time.monotonic() + FAREWELL_SECONDS
        for process in running:
            try:
                process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _free_port(self) -> int:
        if not self._port:
            return 0
        taken = {each.port for each in self._children.values()}
        for port in range(self._port, 65_536):
            if port not in taken and _is_free(self._host or "127.0.0.1", port):
                return port
        raise PolkuError(Problem("cli.port-taken", params={"host": self._host, "port": self._port}))


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def end_with_supervisor() -> None:
    """In a child: end when the supervisor does, however it went. Does nothing in a server of its own."""
    if SUPERVISED not in os.environ:
        return

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="polku-supervised", daemon=True).start()
