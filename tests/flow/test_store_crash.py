"""The warehouse when things go wrong: kill -9, a full disk, a second opener, readers in between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import text

from polku.errors import StoreFull, StoreLocked
from polku.store.control import Control
from polku.store.warehouse import Warehouse
from tests.flow.store_writer import PEOPLE, PER_BATCH
from tests.store_rows import Row, batch

ROOT = Path(__file__).parents[2]


def start_writer(path: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.flow.store_writer", str(path)],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


@pytest.mark.slow
def test_kill_9_leaves_the_old_or_the_new_state_and_never_half(tmp_path: Path) -> None:
    path, chance = tmp_path / "w.duckdb", random.Random(7)
    for _ in range(6):
        process = start_writer(path)
        time.sleep(chance.uniform(0.05, 0.8))
        process.send_signal(signal.SIGKILL)
        assert process.stdout
        promised = [int(line) for line in process.stdout.read().split("\n") if line.isdigit()]
        process.stdout.close()
        process.wait()
        with Warehouse.open(path) as warehouse:
            events = warehouse.count().events
            assert events % PER_BATCH == 0
            # All that was promised, and at most the one batch that was on its way.
            if promised:
                assert promised[-1] <= events <= promised[-1] + PER_BATCH
            with warehouse.read() as con:
                assert con.execute("SELECT count(DISTINCT uid) FROM events").fetchall() == [
                    (events,)
                ]
                base = con.execute("SELECT person, ts, seq, n FROM base").fetchall()
            assert base == sorted(base)
            assert sum(1 for row in base if row[3] == 1) == (PEOPLE if base else 0)
    assert events > 0


@pytest.mark.slow
def test_a_second_process_is_told_that_the_warehouse_is_taken(tmp_path: Path) -> None:
    process = start_writer(tmp_path / "w.duckdb")
    try:
        with pytest.raises(StoreLocked) as refused:
            Warehouse.open(tmp_path / "w.duckdb")
        assert "w.duckdb" in refused.value.text("fi")
    finally:
        process.kill()
        process.communicate()
    Warehouse.open(tmp_path / "w.duckdb").close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 40 MB, in memory."""
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", tmp_path], check=False
    ).returncode:
        pytest.skip("a full disk needs root: a small tmpfs is mounted for it")
    yield tmp_path
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


def fill(folder: Path, leave: int) -> Path:
    ballast = folder / "ballast"
    file = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(file, b"x" * 65536)
    os.ftruncate(file, max(0, os.fstat(file).st_size - leave))
    os.close(file)
    return ballast


def wide_rows(first: int, count: int) -> pa.Table:
    random_bytes = np.random.default_rng(first)
    table = batch([Row(1, 0, 0)]).take(pa.array(np.zeros(count, np.int64)))
    table = table.set_column(2, "uid", pa.array(np.arange(first, first + count)))
    return table.set_column(
        8, "properties", pa.array([random_bytes.bytes(60).hex() for _ in range(count)])
    )


@pytest.mark.slow
def test_a_full_disk_stores_nothing_and_heals_without_restart(small_disk: Path) -> None:
    path = small_disk / "w.duckdb"
    with Warehouse.open(path) as warehouse:
        with warehouse.write() as tx:
            tx.append(wide_rows(0, 1000))
        ballast = fill(small_disk, leave=0)
        for count in (10, 1000, 30_000, 250_000):
            with pytest.raises(StoreFull) as refused, warehouse.write() as tx:
                tx.append(wide_rows(1_000_000 + count, count))
            assert "w.duckdb" in refused.value.text()
            assert warehouse.count().events == 1000  # readers go on
        ballast.unlink()
        with warehouse.write() as tx:
            assert tx.append(wide_rows(2_000_000, 1000)).accepted == 1000
        with warehouse.write() as tx:
            assert tx.compact() == 2000
    with Warehouse.open(path) as warehouse:
        assert warehouse.count().events == 2000


@pytest.mark.slow
def test_a_commit_that_fails_in_its_checkpoint_counts_as_what_was_stored(small_disk: Path) -> None:
    """Said to be stored or said not to be: either way the warehouse holds just that."""
    stored = 20_000
    with Warehouse.open(small_disk / "w.duckdb") as warehouse:
        with warehouse.write() as tx:
            tx.append(wide_rows(0, stored))
        outcomes = set()
        for leave in (100_000, 300_000, 500_000, 700_000, 1_500_000, 3_000_000):
            warehouse._root.execute("SET wal_autocheckpoint = '1KB'")
            ballast = fill(small_disk, leave)
            try:
                with warehouse.write() as tx:
                    tx.append(wide_rows(leave * 100, 2000))
                stored += 2000
                outcomes.add("stored")
            except StoreFull:
                outcomes.add("full")
            assert warehouse.count().events == stored
            ballast.unlink()
        assert outcomes == {"stored", "full"}
    with Warehouse.open(small_disk / "w.duckdb") as warehouse:
        assert warehouse.count().events == stored


@pytest.mark.slow
def test_a_full_disk_stops_control_and_it_heals_without_restart(small_disk: Path) -> None:
    with Control.open(small_disk / "control.sqlite") as control:
        control.keys.create("before")
        ballast = fill(small_disk, leave=0)
        with pytest.raises(StoreFull):
            control.audit.record("me", "much", {"text": "x" * 2_000_000})
        assert [key.name for key in control.keys.list()] == ["before"]
        ballast.unlink()
        control.keys.create("after")
        assert [key.name for key in control.keys.list()] == ["before", "after"]
        with control.read() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


@pytest.mark.slow
def test_readers_see_one_whole_state_while_the_writer_appends_merges_and_compacts(
    tmp_path: Path,
) -> None:
    """Every write changes base and tail together; a reader that saw half of one would miscount."""
    wrong: list[object] = []
    reads = [0]
    done = threading.Event()
    with Warehouse.open(tmp_path / "w.duckdb", threads=2) as warehouse:

        def read() -> None:
            while not done.is_set():
                with warehouse.read() as con:
                    first = con.execute(
                        "SELECT count(*), count(DISTINCT uid) FROM events"
                    ).fetchone()
                    time.sleep(0.005)
                    again = con.execute(
                        "SELECT (SELECT count(*) FROM base) + (SELECT count(*) FROM tail)"
                    ).fetchone()
                assert first
                assert again
                if first[0] % 100 or first[0] != first[1] or first[0] != again[0]:
                    wrong.append((first, again))
                reads[0] += 1

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(60):
            with warehouse.write() as tx:
                tx.append(batch(Row(u % 50, u, u) for u in range(number * 100, number * 100 + 100)))
            if number % 10 == 4:
                with warehouse.write() as tx:
                    tx.merge({number % 50: 3, (number + 7) % 50: 3})
            if number % 10 == 9:
                with warehouse.write() as tx:
                    tx.compact()
        # A write that takes long keeps nobody from reading.
        with warehouse.write() as tx:
            tx.append(batch(Row(1, 0, 1_000_000 + u) for u in range(100)))
            before = reads[0]
            deadline = time.monotonic() + 20
            while reads[0] < before + 10 and time.monotonic() < deadline:
                time.sleep(0.01)
            assert reads[0] >= before + 10
        done.set()
        for reader in readers:
            reader.join()
        assert wrong == []
        assert warehouse.count().events == 6100
