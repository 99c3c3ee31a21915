"""From an event's 200 to its message at the mail server: calm, and while 5,000 other events a second come in.

    python -m benchmarks.latency [--messages 200] [--rate 5000] [--seconds 15]

A real server, a published programme (entry by an event, one message), and an SMTP server in a process of its
own that notes when it has the whole message. So the time spans accept log, warehouse, fold, tick, outbox,
policy, rendering and SMTP. The floor is one HTTP request and one SMTP message by themselves.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import multiprocessing as mp
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

from benchmarks.peak import peak_mb

POLKU = Path(sys.executable).with_name("polku")
PROGRAMME = """
key: hello
name: Hello
stage: lead
purpose: transactional
entry: {event: Trial Started}
goal: {event: Order Completed}
holdout: 0
steps:
  - send:
      intent: hello
      email:
        subject: "Hei {{ person.first_name | default: 'sinä' }}"
        body: "Kokeilusi alkoi. [Avaa](https://example.com/start)"
"""
SETTINGS = """
[company]
name = "Kauppa Oy"
email = "help@kauppa.test"
address = "Katu 1, 00100 Helsinki"
[email]
host = "127.0.0.1"
port = {port}
tls = "none"
sender = "Kauppa <posti@kauppa.test>"
reply_to = "help@kauppa.test"
per_second = 1000.0
[policy]
quiet_from = "00:00"
quiet_to = "00:00"
"""


def main(argv: list[str] | None = None) -> None:
    """Prints a line calm and one under load; see the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--rate", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=15.0)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        here, there = mp.get_context("spawn").Pipe()
        sink = mp.get_context("spawn").Process(target=_sink, args=(there,), daemon=True)
        sink.start()
        smtp_port = here.recv()
        directory = Path(folder) / "w"
        _polku(directory.parent, "init", str(directory), "--template", "lifecycle")
        (directory / "polku.toml").write_text(SETTINGS.format(port=smtp_port), "utf-8")
        (directory / "hello.yaml").write_text(PROGRAMME, "utf-8")
        key = json.loads(_polku(directory, "-C", ".", "keys", "create", "--name", "b", "--json"))[
            "write_key"
        ]
        server = subprocess.Popen(
            [POLKU, "-C", directory, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split("/login")[0].split("Polku: ")[1]
            _polku(directory, "-C", ".", "programmes", "save", "hello.yaml")
            _polku(directory, "-C", ".", "programmes", "publish", "hello", "--note", "b", "--yes")
            floor = _floor(url, smtp_port)
            while here.poll(0.2):
                here.recv()
            asyncio.run(_run(url, key, here, asked.messages, 0, 0.0))  # warm
            for rate in (0, asked.rate):
                times = asyncio.run(_run(url, key, here, asked.messages, rate, asked.seconds))
                _say(rate, times, floor, peak_mb(server.pid))
        finally:
            server.terminate()
            server.wait(20)
            sink.terminate()


def _polku(cwd: Path, *arguments: str) -> str:
    done = subprocess.run([POLKU, *arguments], cwd=cwd, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"polku {' '.join(arguments)}: {done.stderr}{done.stdout}")
    return done.stdout


def _say(rate: int, times: list[float], floor: float, memory: float) -> None:
    ms = sorted(each * 1e3 for each in times)
    p99 = ms[min(len(ms) - 1, int(len(ms) * 0.99))]
    where = f"with {rate:,} other events/s" if rate else "calm"
    print(
        f"event to message, {where}: p50 {statistics.median(ms):.0f} ms, p99 {p99:.0f} ms, "
        f"most {ms[-1]:.0f} ms, n = {len(ms)}, peak memory {memory:.0f} MB, "
        f"{statistics.median(ms) / floor / 1e3:.1f} times one request and one message alone ({floor * 1e3:.1f} ms)"
    )


def _floor(url: str, smtp_port: int) -> float:
    with httpx.Client(trust_env=False) as client, smtplib.SMTP("127.0.0.1", smtp_port) as smtp:
        times = []
        for _ in range(50):
            began = time.perf_counter()
            client.get(f"{url}/health")
            message = EmailMessage()
            message["From"], message["To"] = "a@kauppa.test", "floor@example.com"
            message.set_content("Hei")
            smtp.send_message(message)
            times.append(time.perf_counter() - began)
    return statistics.median(times)


async def _run(
    url: str, key: str, sink: Connection, messages: int, rate: int, seconds: float
) -> list[float]:
    auth = {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}
    people = [f"p{rate}-{time.time_ns()}-{n}@example.com" for n in range(messages)]
    async with httpx.AsyncClient(base_url=url, headers=auth, trust_env=False) as client:
        identified = [
            {"type": "identify", "userId": who, "traits": {"email": who}} for who in people
        ]
        for start in range(0, len(identified), 100):
            answer = await client.post("/v1/batch", json={"batch": identified[start : start + 100]})
            answer.raise_for_status()
        await asyncio.sleep(2)
        stop = asyncio.Event()
        load = asyncio.create_task(_load(client, rate, stop)) if rate else None
        if load:
            await asyncio.sleep(2)
        accepted = {}
        gap = seconds / messages if seconds else 0.05
        for who in people:
            began = time.monotonic()
            body = {"userId": who, "event": "Trial Started"}
            answer = await client.post("/v1/track", json=body)
            accepted[who] = time.time()
            answer.raise_for_status()
            await asyncio.sleep(max(0.0, gap - (time.monotonic() - began)))
        arrived: dict[str, float] = {}
        until = time.monotonic() + 30
        while len(arrived) < messages and time.monotonic() < until:
            while sink.poll():
                who, at = sink.recv()
                arrived[who] = at
            await asyncio.sleep(0.05)
        stop.set()
        if load:
            await load
    if missing := messages - len(arrived):
        sys.exit(f"{missing} of {messages} messages never came")
    return [arrived[who] - accepted[who] for who in people]


async def _load(client: httpx.AsyncClient, rate: int, stop: asyncio.Event) -> None:
    n, began = 0, time.monotonic()
    while not stop.is_set():
        batch = [
            {"type": "track", "userId": f"u{(n + i) % 20_000}", "event": "Product Viewed"}
            for i in range(100)
        ]
        answer = await client.post("/v1/batch", json={"batch": batch})
        answer.raise_for_status()
        n += 100
        await asyncio.sleep(max(0.0, began + n / rate - time.monotonic()))


def _sink(there: Connection) -> None:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, Envelope, Session

    class Note:
        async def handle_DATA(  # noqa: N802
            self, _s: SMTP, _session: Session, envelope: Envelope
        ) -> str:
            there.send((envelope.rcpt_tos[0], time.time()))
            return "250 taken"

    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Note(), hostname="127.0.0.1", port=port)
    controller.start()
    there.send(port)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
