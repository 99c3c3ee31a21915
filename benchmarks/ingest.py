"""HTTP ingest, durable before 200: events a second in batches, and single requests a second.

    python benchmarks/ingest.py [--seconds 5] [--batch 100] [--connections 16] [--mode batch|single|both]

The real server (uvicorn, one process, uvloop, httptools) runs in a process of its own with real
stores; the client is raw sockets with ready-made requests in which only a counter changes. The floor
is the same server on the same machine answering the same requests without reading their events.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.peak import peak_mb

MARK = b"#########"  # nine places for the counter that makes each message id new


@dataclass(frozen=True)
class Result:
    answered: int  # requests
    rate: float  # requests a second
    p50: float  # seconds
    p99: float
    refused: int  # 429 and 503 answers


def main(argv: list[str] | None = None) -> None:
    """Prints a line for each mode; see the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--mode", choices=["batch", "single", "both"], default="both")
    asked = parser.parse_args(argv)
    if asked.mode != "single":
        run("batch", asked.seconds, asked.batch, asked.connections)
    if asked.mode != "batch":
        run("single", asked.seconds, 1, asked.connections)


def run(mode: str, seconds: float, batch: int, connections: int) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as directory:
        server, port, key = start(Path(directory))
        try:
            path = "/v1/batch" if mode == "batch" else "/v1/track"
            wanted = requests(path, key, batch if mode == "batch" else None)
            floor = asyncio.run(
                load(port, requests("/floor", key, batch), seconds / 2, connections)
            )
            asyncio.run(load(port, wanted, min(1.0, seconds / 2), connections))  # warm
            busy = cpu_seconds(server.pid)
            found = asyncio.run(load(port, wanted, seconds, connections))
            lag = caught_up(port)
            busy = cpu_seconds(server.pid) - busy
            memory = peak_mb(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    print(
        f"ingest {mode}: {found.rate * batch:,.0f} events/s in {found.rate:,.0f} requests/s, "
        f"p50 {found.p50 * 1e3:.1f} ms, p99 {found.p99 * 1e3:.1f} ms, refused {found.refused}, "
        f"in the warehouse {lag:.1f} s after the last answer, peak memory {memory:.0f} MB, "
        f"{busy / found.answered / batch * 1e6:.1f} µs of processor an event, "
        f"{found.rate / floor.rate:.0%} of a server that stores nothing "
        f"({floor.rate * batch:,.0f} events/s)"
    )


def start(directory: Path) -> tuple[subprocess.Popen[bytes], int, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.ingest", "--serve", str(directory), str(port)],
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    key = server.stdout.readline().decode().strip()
    assert key.startswith("wk_"), "the server did not start"
    return server, port, key


def serve(directory: Path, port: int) -> None:
    """The server process: a new shop workspace, served as `polku serve` does, and the floor beside."""
    import uvicorn

    from polku.app import Workspace
    from polku.http.body import read_body
    from polku.http.server import build_app
    from polku.serving import Heart
    from polku.starting import make_workspace

    class Floor:
        def __init__(self, app):  # type: ignore[no-untyped-def]
            self.app = app

        async def __call__(self, scope, receive, send):  # type: ignore[no-untyped-def]
            if scope.get("path") != "/floor":
                return await self.app(scope, receive, send)
            await read_body(receive)
            headers = [(b"content-length", b"16"), (b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b'{"success":true}'})

    make_workspace(directory, template="shop")
    workspace = Workspace.open(directory)
    app = build_app(workspace)
    app.add_middleware(Floor)
    heart = Heart(workspace)
    heart.start()
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(2048)
    print(workspace.control.keys.create("bench")[1], flush=True)
    uvicorn.Server(config).run(sockets=[listener])
    heart.stop()
    workspace.close()


def requests(path: str, key: str, batch: int | None) -> list[bytes]:
    """Whole HTTP requests; MARK stands where the counter goes (as wide as the mark)."""
    made = []
    for number in range(50):
        calls = [call(number, place) for place in range(batch or 1)]
        body = json.dumps(
            {"batch": calls, "sentAt": "2026-11-21T10:15:01.000Z"} if batch else calls[0]
        ).encode()
        authorization = base64.b64encode(f"{key}:".encode()).decode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {authorization}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


def call(number: int, place: int) -> dict[str, object]:
    """A typical call of a shop's server: about 400 bytes, one of 5,000 people for each number."""
    return {
        "type": "track",
        "userId": f"user-{(number * 7919 + place * 104_729) % 200_000}",
        "event": ("Order Completed", "Product Viewed", "Product Added", "Page Viewed")[place % 4],
        "messageId": f"{MARK.decode()}-{number}-{place}",
        "timestamp": "2026-11-21T10:15:00.123Z",
        "properties": {
            "order_id": f"o-{number}-{place}", "revenue": 12.5 + place, "currency": "EUR",
            "category": "shoes", "device": "mobile", "coupon": None,
        },
        "context": {"library": {"name": "analytics-python", "version": "2.4.0"}},
    }  # fmt: skip


async def load(port: int, made: list[bytes], seconds: float, connections: int) -> Result:
    """Keep `connections` busy for a while; each sends its next request when the last was answered."""
    times: list[float] = []
    refused = 0
    end = time.perf_counter() + seconds
    counter = int(time.time() * 1000) % 10**8

    async def one(first: int) -> None:
        nonlocal counter, refused
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        turn = first
        while time.perf_counter() < end:
            counter += 1
            turn += 1
            request = made[turn % len(made)].replace(MARK, b"%09d" % counter)
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            status = int(head[9:12])
            if status == 200:
                times.append(time.perf_counter() - began)
            elif status in (429, 503):
                refused += 1
                await asyncio.sleep(0.05)
            else:
                raise RuntimeError(head.decode())
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one(17 * n) for n in range(connections)))
    took = time.perf_counter() - began
    times.sort()
    return Result(
        len(times),
        len(times) / took,
        times[len(times) // 2],
        times[int(len(times) * 0.99)],
        refused,
    )


def caught_up(port: int) -> float:
    """Seconds until everything accepted is in the warehouse."""
    import httpx

    began = time.perf_counter()
    while httpx.get(f"http://127.0.0.1:{port}/health").json()["lag"]:
        time.sleep(0.02)
    return time.perf_counter() - began


def cpu_seconds(pid: int) -> float:
    """Processor time of the server so far, all threads, the move to the warehouse included."""
    used = psutil.Process(pid).cpu_times()
    return used.user + used.system


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]), int(sys.argv[3]))
        os._exit(0)
    main()
