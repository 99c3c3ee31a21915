"""What was acknowledged is in the warehouse exactly once, wherever the server dies."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from polku.events.identity import uid_hash
from polku.store.control import Control
from tests.running_ingest import IngestServer, ingest_server, make_key, stored

pytestmark = pytest.mark.slow


class Senders:
    """Threads that send small batches until the server is gone, and remember what was acknowledged."""

    def __init__(self, server: IngestServer, run: str) -> None:
        self.acknowledged: set[str] = set()
        self._server = server
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(f"{run}-{n}",)) for n in range(4)
        ]
        for thread in self._threads:
            thread.start()

    def _send(self, name: str) -> None:
        with httpx.Client(auth=(self._server.key, "")) as client:
            for turn in range(10_000):
                if self._stop.is_set():
                    return
                ids = [f"{name}-{turn}-{place}" for place in range(7)]
                batch = [
                    {"type": "track", "event": "E", "messageId": message_id,
                     "userId": f"u{turn % 50}", "anonymousId": f"a{turn % 80}"}
                    for message_id in ids
                ]  # fmt: skip
                try:
                    answer = client.post(f"{self._server.url}/v1/batch", json={"batch": batch})
                except httpx.TransportError:
                    return
                if answer.status_code == 200:
                    self.acknowledged.update(ids)

    def join(self) -> None:
        for thread in self._threads:
            thread.join(30)

    def stop(self) -> None:
        self._stop.set()
        self.join()


def check(directory: Path, key: str, acknowledged: set[str]) -> None:
    """After a restart everything acknowledged is there, nothing twice, and links are whole."""
    with ingest_server(directory, key=key) as server:
        rows = server.rows()
    uids = [row["uid"] for row in rows]
    assert len(set(uids)) == len(uids), "an event is in twice"
    missing = {uid_hash("shop", message_id) for message_id in acknowledged} - set(uids)
    assert not missing, f"{len(missing)} of {len(acknowledged)} acknowledged events are lost"
    with Control.open(directory / "control.db") as control:
        for person in {row["person"] for row in rows}:  # the warehouse knows every link
            assert control.identities.of(person), "a row under a person that control has not"
            assert control.identities.find(control.identities.of(person)[0].value) == person


@pytest.mark.parametrize(
    ("point", "count"),
    [
        ("log.before-commit", 5),
        ("log.committed", 5),
        ("mover.control-written", 3),
        ("mover.before-commit", 3),
        ("mover.committed", 3),
    ],
)
def test_a_crash_at_each_point_loses_and_doubles_nothing(
    tmp_path: Path, point: str, count: int
) -> None:
    with ingest_server(tmp_path, point, str(count)) as server:
        senders = Senders(server, "first")
        senders.join()
        assert server.process.wait(10) == -9
    assert senders.acknowledged or point == "log.before-commit"
    check(tmp_path, server.key, senders.acknowledged)


def test_kill_9_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    acknowledged: set[str] = set()
    moments = random.Random(7)
    for run in range(4):
        with ingest_server(tmp_path, key=key) as server:
            senders = Senders(server, f"run{run}")
            time.sleep(moments.uniform(0.3, 1.2))
            server.process.kill()
            senders.join()
        acknowledged |= senders.acknowledged
    assert len(acknowledged) > 100
    check(tmp_path, key, acknowledged)


def test_a_link_survives_a_crash_between_the_two_databases(tmp_path: Path) -> None:
    """Control knows that two ids are one person; the warehouse learns it after the restart."""
    with ingest_server(tmp_path, "mover.control-written", "3") as server:
        for call in ({"anonymousId": "a"}, {"userId": "u"}, {"anonymousId": "a", "userId": "u"}):
            server.post("/v1/track", {"event": "E", **call})
            time.sleep(0.4)
        assert server.process.wait(10) == -9
    with ingest_server(tmp_path, key=server.key) as server:
        rows = server.rows()
    assert len(rows) == 3
    assert len({row["person"] for row in rows}) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_503_and_passes_without_a_restart(small_disk: Path) -> None:
    """Nothing that was acknowledged is lost, and the senders are told to come again."""
    key = make_key(small_disk)
    kept = 0
    with ingest_server(small_disk, key=key) as server:

        def send(number: int) -> httpx.Response:
            call = {"userId": f"u{number}", "event": "E", "messageId": str(number)}
            return server.post("/v1/track", {**call, "properties": {"text": "x" * 20_000}})

        assert send(0).status_code == 200
        server.settle()
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(b"0" * 65_536):
                    pass
            except OSError:
                pass
        for number in range(1, 400):
            answer = send(number)
            if answer.status_code != 200:
                break
            kept = number
        assert (answer.status_code, answer.json()["code"]) == (503, "store.full")
        assert int(answer.headers["retry-after"]) > 0
        ballast.unlink()
        assert send(kept + 1).status_code == 200
        server.settle(30)
        server.stop()
        assert len(stored(small_disk)) == kept + 2
