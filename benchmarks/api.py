"""How fast the API answers on a large workspace, at rest and while events arrive.

    python -m benchmarks.api [--events 10000000] [--people 500000] [--requests 200]

A real server (`polku serve`) in a process of its own; one client on a kept connection. The floor is
`/api/journey/schema` in the same run: a session checked and a few kilobytes of JSON.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.fold_data import fill
from benchmarks.peak import peak_mb
from polku.app import Workspace
from polku.serverfile import ServerFile
from polku.serverfile import read as read_server_file
from polku.starting import make_workspace

POLKU = Path(sys.executable).with_name("polku")
WRITES_EVERY = 0.2  # seconds between batches of 100 events in the second half
FLOOR = "/api/journey/schema"


def build(folder: Path, events: int, people: int) -> str:
    """A workspace with that many events, folded, ids known. Returns a write key."""
    make_workspace(folder, template="shop")
    began = time.perf_counter()
    with Workspace.open(folder) as workspace:
        with workspace.warehouse.write() as tx:
            numbers = fill(tx.con, events, people)
            tx.con.execute("INSERT INTO names VALUES ('source', 0, 'bench')")
            tx.next_seq = events
        workspace.control.identities.remember(identities(numbers))
        made = workspace.create_key("bench-live")
    with Workspace.open(folder) as workspace:  # the names of the events are read at opening
        workspace.refresh()
    print(f"{events:,} events, {people:,} people, made in {time.perf_counter() - began:.0f} s")
    return made["write_key"]


def identities(numbers: np.ndarray) -> pa.Table:
    count = len(numbers)
    return pa.table(
        {
            "identity": numbers,
            "kind": ["user"] * count,
            "value": [f"customer-{place:07}@example.com" for place in range(count)],
            "first_seen": pa.array(np.zeros(count, np.int64)),
        }
    )


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, ServerFile]]:
    process = subprocess.Popen(
        [str(POLKU), "-C", str(folder), "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    found = read_server_file(folder)
    assert found is not None
    while not found.alive():
        time.sleep(0.02)
    try:
        yield process.pid, found
    finally:
        process.terminate()
        process.wait(60)


class Client:
    """One kept connection with the token of programs."""

    def __init__(self, server: ServerFile) -> None:
        host, port = re.findall(r"//(.+):(\d+)", server.url)[0]
        self._connection = http.client.HTTPConnection(host, int(port), timeout=120)
        self._headers = {"Authorization": f"Bearer {server.token}"}

    def get(self, path: str) -> bytes:
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body[:300])
        return body

    def times(self, paths: list[str]) -> np.ndarray:
        """Milliseconds of each."""
        found = []
        for path in paths:
            began = time.perf_counter()
            self.get(path)
            found.append((time.perf_counter() - began) * 1000)
        return np.array(found)


@contextmanager
def writing(server: ServerFile, key: str) -> Iterator[None]:
    """A sender that hands in batches of 100 events all the while."""
    stopped = threading.Event()
    host, port = re.findall(r"//(.+):(\d+)", server.url)[0]

    def send() -> None:
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        number = 0
        while not stopped.wait(WRITES_EVERY):
            batch = [
                {"type": "track", "event": "Page Viewed", "userId": f"new-{number}-{i}"}
                for i in range(100)
            ]
            number += 1
            body = json.dumps({"writeKey": key, "batch": batch})
            connection.request("POST", "/v1/batch", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def questions(client: Client, requests: int) -> dict[str, list[str]]:
    """The routes that are measured: name → addresses."""
    first = json.loads(client.get("/api/people?limit=50"))
    people = [row["person"] for row in first["people"]]
    rng = np.random.default_rng(5)
    searches = [f"customer-{rng.integers(0, 10**5):05}" for _ in range(requests)]
    return {
        "floor": [FLOOR] * requests,
        "home": ["/api/home"] * requests,
        "journey/live": ["/api/journey/live"] * requests,
        "people": ["/api/people"] * requests,
        "people, next page": [f"/api/people?cursor={first['next']}"] * requests,
        "people, lost": ["/api/people?list=lost&stage=lead"] * requests,
        "people, search": [f"/api/people?q={text}" for text in searches[: requests // 4]],
        "person": [f"/api/people/{people[i % len(people)]}" for i in range(requests)],
        "sources": ["/api/sources"] * (requests // 10),
    }


def measure(client: Client, requests: int, title: str) -> None:
    print(title)
    floor = 0.0
    for name, paths in questions(client, requests).items():
        times = client.times(paths)
        p50, p95 = np.percentile(times, [50, 95])
        floor = floor or p50
        print(
            f"  {name:18} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   max {times.max():7.1f} ms"
            f"   ({p50 / floor:.1f} x floor)"
        )


def main(argv: list[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--events", type=int, default=10_000_000)
    asked.add_argument("--people", type=int, default=500_000)
    asked.add_argument("--requests", type=int, default=200)
    asked.add_argument("--folder", type=Path, default=None, help="where the workspace is made")
    options = asked.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        workspace = Path(folder) / "bench"
        key = build(workspace, options.events, options.people)
        with serving(workspace) as (pid, server):
            client = Client(server)
            began = time.perf_counter()
            client.get("/api/home")
            print(f"first Home after start: {time.perf_counter() - began:.2f} s")
            measure(client, options.requests, "at rest")
            with writing(server, key):
                time.sleep(1)
                measure(client, options.requests, "while 500 events/s arrive")
            print(f"peak memory {peak_mb(pid):.0f} MB   ({os.cpu_count()} cores)")


if __name__ == "__main__":
    main(sys.argv[1:])
