"""An import that is killed leaves the workspace as it was, and running it again completes it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.importing import open_desk

ROWS = 300_000
ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from tests.importing import open_desk
with open_desk(Path(sys.argv[1])) as desk:
    print("open", flush=True)
    print(desk.run(Path(sys.argv[2])).accepted, flush=True)
"""


def start(folder: Path, file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), str(file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.slow
def test_killed_at_any_moment_it_is_all_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    with file.open("w") as sink:
        sink.write("user_id,time,event,email,n\n")
        sink.writelines(
            f"u{i % 5000},2026-11-{1 + i % 28:02},E,p{i % 5000}@example.fi,{i}\n"
            for i in range(ROWS)
        )
    whole = tmp_path / "whole"
    whole.mkdir()
    began = time.monotonic()
    with start(whole, file) as process:
        assert process.wait() == 0
    seconds = time.monotonic() - began
    folder = tmp_path / "killed"
    folder.mkdir()
    outcomes = set()
    for step in range(6):
        with start(folder, file) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            time.sleep(seconds * step / 6)
            process.send_signal(signal.SIGKILL)
        with open_desk(folder) as desk:
            outcomes.add(desk.warehouse.count().events)
    assert outcomes <= {0, ROWS}
    with open_desk(folder) as desk:
        before = desk.warehouse.count().events
        result = desk.run(file)
        assert result.accepted == ROWS - before
        assert desk.warehouse.count().events == ROWS
        assert desk.everything() == set(), "what the killed imports left beside is swept away"
