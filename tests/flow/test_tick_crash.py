"""Killing the tick anywhere and running on gives the same rows: no message lost, none twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from polku.store.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
POINTS = ("tick.advanced", "tick.written", "tick.before-commit", "tick.committed")
KILLS = int(os.environ.get("POLKU_KILLS", "100"))
"""Random ones; delivery has as many (test_delivery_crash.py)."""

pytestmark = pytest.mark.slow


def start(path: Path, probe: str = "-", hits: int = 0) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.flow.tick_writer", str(path), probe, str(hits)],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def finish(path: Path) -> None:
    process = start(path)
    process.communicate()
    assert process.returncode == 0


def tables(path: Path) -> dict[str, list[Any]]:
    found = {}
    with Warehouse.open(path) as house, house.read() as con:
        for table in ("entries", "positions", "steps"):
            found[table] = sorted(con.execute(f"FROM {table}").fetchall(), key=repr)
        found["outbox"] = con.execute("FROM outbox ORDER BY seq").fetchall()
    return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    path = tmp_path_factory.mktemp("whole") / "w.duckdb"
    finish(path)
    whole = tables(path)
    assert len(whole["outbox"]) > 500
    return whole


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point_and_run_on_it_gives_the_same(
    point: str, tmp_path: Path, undisturbed: dict[str, list[Any]]
) -> None:
    path = tmp_path / "w.duckdb"
    for hits in (1, 3):
        process = start(path, point, hits)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    finish(path)
    assert tables(path) == undisturbed


def test_killed_at_any_time_and_run_on_it_gives_the_same(
    tmp_path: Path, undisturbed: dict[str, list[Any]]
) -> None:
    """With test_delivery_crash.py, two hundred kills over the life of a message. Every tenth run begins anew,
    so that no part of the history is the only one in which the engine dies."""
    chance, killed = random.Random(11), 0
    for turn in range(-(-KILLS // 10)):
        path = tmp_path / f"{turn}.duckdb"
        with zygote(path) as run:
            for _ in range(min(10, KILLS - turn * 10)):
                killed += run(chance.uniform(0.02, 0.25)) == "killed"
            assert run(0) == "done 0"
        assert tables(path) == undisturbed
        path.unlink()
    assert killed > KILLS // 2


@contextmanager
def zygote(path: Path) -> Iterator[Callable[[float], str]]:
    """Runs the writer for so many seconds, 0: to its end; gives what became of it."""
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.flow.tick_zygote", str(path)],
        cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        into, out = process.stdin, process.stdout

        def run(seconds: float) -> str:
            into.write(f"{seconds}\n")
            into.flush()
            return out.readline().strip()

        yield run
        into.close()
        process.wait(20)
