"""What many tests share: the real data, the `polku` command, a running server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
POLKU = Path(sys.executable).with_name("polku")
CHROMIUM = Path(os.environ.get("POLKU_CHROMIUM", "/usr/bin/chromium"))
STATIC = ROOT / "src" / "polku" / "http" / "static" / "index.html"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser go last: Playwright keeps an event loop running in the thread, and then
    nobody else can run one there."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data beside the checkout; tests without it say so, and fail in CI."""
    if SHARED_DATA.is_dir():
        return SHARED_DATA
    reason = "no ../shared/data beside this checkout: the tests on real data did not run"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True)
class Ran:
    """What a `polku` command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run_polku(
    *arguments: str | Path, code: int | None = 0, cwd: Path | None = None, **env: str
) -> Ran:
    """Run the installed command in a process of its own and expect its exit code (None: any)."""
    done = subprocess.run(
        [str(POLKU), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **env},
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if code is not None:
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def polku() -> Callable[..., Ran]:
    """Runs `polku …`."""
    return run_polku


@dataclass
class Server:
    """A running `polku serve` or `polku demo`."""

    process: subprocess.Popen[str]
    directory: Path
    url: str
    login: str  # the whole address with its one-time token

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


@contextmanager
def serving(directory: Path, *extra: str, command: str = "serve", **env: str) -> Iterator[Server]:
    """`polku serve` (or `demo`) on a free port of loopback; stopped at the end."""
    head = [str(POLKU), "-C", str(directory), "serve"]
    if command == "demo":
        head = [str(POLKU), "demo", "--dir", str(directory), "--no-browser"]
    process = subprocess.Popen(
        [*head, "--port", "0", *extra],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if "/login?token=" not in line:
        process.kill()
        raise AssertionError(f"the server did not start: {line!r}")
    login = line.split(" ", 1)[1].strip()
    server = Server(process, directory, login.split("/login")[0], login)
    try:
        yield server
    finally:
        server.stop()
        process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a missing one fails in CI and is skipped aloud elsewhere."""
    if not CHROMIUM.exists():
        reason = f"no Chromium at {CHROMIUM}: the browser tests did not run (POLKU_CHROMIUM)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    assert STATIC.exists(), "the screens are not built: make setup"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()
