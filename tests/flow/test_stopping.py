"""Ctrl+C ends a server at once and without a word, also while a page listens for live events."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.conftest import POLKU, run_polku

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_stops_quickly_and_quietly_while_streams_are_open(
    tmp_path: Path, how: signal.Signals
) -> None:
    run_polku("init", tmp_path / "shop")
    server = subprocess.Popen(
        [str(POLKU), "-C", str(tmp_path / "shop"), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=dict(os.environ),
    )
    assert server.stdout is not None
    try:
        login = server.stdout.readline().split(" ", 1)[1].strip()
        with httpx.Client(base_url=login.split("/login")[0], trust_env=False) as page:
            page.get(login)
            with (
                page.stream("GET", "/api/events/live") as first,
                page.stream("GET", "/api/events/live") as second,
            ):
                lines = first.iter_lines()
                assert next(lines).startswith("retry")
                assert next(second.iter_lines()).startswith("retry")
                began = time.monotonic()
                server.send_signal(how)
                assert not [line for line in lines if line]  # the stream ends whole, not cut off
                _, words = server.communicate(timeout=20)
    finally:
        server.kill()
        server.wait()
    assert time.monotonic() - began < 2.5
    assert words == ""
