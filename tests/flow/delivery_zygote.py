"""Runs delivery over the stores of a folder again and again, each time in a fresh fork, to be killed.

    python delivery_zygote.py DIRECTORY SMTP_PORT

Reads lines from standard input: `POINT COUNT SECONDS` forks a process that delivers, and kills
itself (SIGKILL) when it comes to POINT the COUNT-th time, or is killed after SECONDS; `- 0 0` lets it
finish. Answers with `killed` or `done`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

# Imported before the fork, so that each run begins at once.
import polku.channels.email
import polku.delivery.render.renderer
import polku.delivery.worker  # noqa: F401
from tests.delivery_rows import desk


def run(directory: Path, port: int, point: str, count: int, seconds: float) -> None:
    left = count
    lock = threading.Lock()

    def probe(here: str) -> None:
        nonlocal left
        with lock:
            left -= here == point
            if here == point and left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    if seconds:
        timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    email = {
        "host": "127.0.0.1", "port": port, "tls": "none", "per_second": 100_000.0,
        "sender": "Kauppa <posti@kauppa.fi>",
    }  # fmt: skip
    with desk(directory, email=email) as at:
        worker = at.worker(renders=None, probe=probe)
        asyncio.run(worker.once())


def main() -> None:
    directory, port = Path(sys.argv[1]), int(sys.argv[2])
    for line in sys.stdin:
        point, count, seconds = line.split()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                run(directory, port, point, int(count), float(seconds))
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        sys.stdout.write("killed\n" if killed else f"done {os.WEXITSTATUS(status)}\n")
        sys.stdout.flush()


main()
