"""Runs `tick_writer` again and again, each time in a fresh fork, to be killed: `tick_zygote.py PATH`.

Reads SECONDS from standard input: the fork is killed (SIGKILL) after so long, 0 lets it finish. Answers with
`killed` or `done`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from tests.flow.tick_writer import main


def run(path: str, seconds: float) -> None:
    if seconds:
        timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    main(path, "-", 0)


def listen(path: str) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                run(path, float(line))
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        sys.stdout.write("killed\n" if killed else f"done {os.WEXITSTATUS(status)}\n")
        sys.stdout.flush()


listen(sys.argv[1])
