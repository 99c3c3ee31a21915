"""The example, made while the server runs: in a folder and a process of its own, then moved in."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from polku.analytics.sources import sources
from polku.errors import Language, PolkuError, Problem, RequestRefused

if TYPE_CHECKING:
    from polku.app import Workspace

State = Literal["idle", "making", "failed"]
KIND = "start"  # the choice of how the team began


class StartDesk:
    """One for each application. `end_for` ends the server so that the folder given to it is moved in;
    whoever serves sets it and `port`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.state: State = "idle"
        self.end_for: Callable[[Path], None] | None = None
        self.port: int | None = None

    @property
    def new(self) -> bool:
        """Whether nothing has begun here: nobody has chosen how, and there is no event."""
        return self._workspace.control.choices.get(KIND) is None and self.empty

    @property
    def empty(self) -> bool:
        """Whether there is no event and no programme: a demo can take the place."""
        with self._workspace.warehouse.read() as cursor:
            if sources(cursor):
                return False
        return not self._workspace.control.definitions.all("programme")

    def make_demo(self, kind: str, language: Language = "fi", people: int | None = None) -> None:
        """Begins to make the demo, its team's texts in `language`. Raises RequestRefused (409) when it is being
        made, or there is data already."""
        with self._lock:
            if self.state == "making":
                raise RequestRefused(Problem("start.making"), 409)
            if self.end_for is None or not self.empty:
                raise RequestRefused(Problem("start.not-empty"), 409)
            self.state = "making"
        threading.Thread(target=self._make, args=(kind, language, people), daemon=True).start()

    def _make(self, kind: str, language: Language, people: int | None) -> None:
        place = self._workspace.directory.absolute()
        # On the same disk as the workspace, so that moving it in is a rename.
        around = Path(tempfile.mkdtemp(prefix=".demo-", dir=place))
        try:
            command = [sys.executable, "-m", "polku.cli", "demo", "--make-only"]
            command += ["--dir", str(around / "demo"), "--kind", kind, "--lang", language]
            if self.port:
                command += ["--port", str(self.port)]  # where the links of its messages lead
            if people:
                command += ["--people", str(people)]
            self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            if self._process.wait() or self.end_for is None:
                raise PolkuError(Problem("start.failed"))
            self.end_for(around / "demo")
        except (PolkuError, OSError):
            self.state = "failed"
            shutil.rmtree(around, ignore_errors=True)

    def close(self) -> None:
        """Ends what is being made."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
