"""`data/server.json`: where the server that owns this workspace answers, and the token for programs here."""

from __future__ import annotations

import json
import os
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

ANSWER_SECONDS = 5.0
PROGRAM_HEADER = (
    "X-Polku-Program"  # by which a program says its name, and may do less than its machine's owner
)
SUPERVISED = "POLKU_SUPERVISED"
"""Set in a server that has a supervisor: its standard input ends when that does, and then it ends too."""


@dataclass(frozen=True)
class ServerFile:
    """Address, bearer token and process of a running server. The file is readable by its owner only."""

    url: str
    token: str
    pid: int

    def write(self, directory: Path) -> None:
        """Put the file in place whole, mode 0600 from the first byte."""
        path = _path(directory)
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        unfinished.replace(path)

    def remove(self, directory: Path) -> None:
        """Take the file away, if it is still ours."""
        if read(directory) == self:
            _path(directory).unlink(missing_ok=True)

    def alive(self) -> bool:
        """True when the process lives and a Polku server answers at the address."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.url}/health", timeout=ANSWER_SECONDS) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except (OSError, ValueError, KeyError):
            return False


def read(directory: Path) -> ServerFile | None:
    """What the file says, or None when there is none or it is torn."""
    try:
        return ServerFile(**json.loads(_path(directory).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _path(directory: Path) -> Path:
    return directory / "data" / "server.json"
