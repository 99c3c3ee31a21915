"""E-mail: rendering, DKIM and sending to a local SMTP sink through the real worker.

    python -m benchmarks.email [--messages 3000]

The bar: 300 messages/s on one worker. The rival (Parcelvoy, measured on this kind of machine): 93/s.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.peak import peak_mb
from polku.channels.channel import Outgoing
from polku.channels.email import EmailChannel
from polku.delivery.job import Job, Receiver
from polku.delivery.links import Links
from polku.delivery.render.renderer import Renderer
from polku.delivery.worker import Worker
from polku.events.identity import identity_hash
from polku.programmes.steps.send import Send
from polku.settings import CompanySettings, EmailSettings, PublicSettings, Settings
from polku.store.control import Control
from polku.store.warehouse import Warehouse

BAR = 300  # messages/s
BODY = """# Hei {{ person.first_name | default: "sinä" }}

Kiitos, että latasit oppaan. Siinä on kymmenen kysymystä, jotka kannattaa esittää ennen ostoa.

{% if trait.plan == "pro" %}
Sinulla on jo **Pro**, joten luvut 3 ja 4 ovat sinulle tuttuja.
{% else %}
Lue ensin luvut [3](https://kauppa.example/opas/3)
ja [4](https://kauppa.example/opas/4?p={{ trait.plan | default: "ei" }}).
{% endif %}

[Avaa opas](https://kauppa.example/opas)

- Mitä se maksaa oikeasti?
- Kuka auttaa, kun jokin menee vikaan?
- Pääseekö siitä eroon?

Terveisin
Liisa, {{ company.name }}
"""


@contextmanager
def sink() -> Iterator[int]:
    """The port of a running sink."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.smtp_sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield int(process.stdout.readline())
        process.stdin.close()


def people(control: Control, n: int) -> list[int]:
    """Numbers of n people with an address and a name."""
    now = datetime.now(UTC)
    ids = [f"person{i}@example.com" for i in range(n)]
    numbers = [identity_hash(control.identity_key, "user", each) for each in ids]
    seen = pa.array([round(now.timestamp() * 1e6)] * n, pa.int64())
    columns = {"identity": pa.array(numbers, pa.int64()), "kind": ["user"] * n, "value": ids}
    control.identities.remember(pa.table({**columns, "first_seen": seen}))
    names = pa.table(
        {
            "identity": pa.array(numbers, pa.int64()),
            "key": ["first_name"] * n,
            "value": [f'"Nimi{i}"' for i in range(n)],
            "at": seen,
        }
    )
    control.traits.set_many(names)
    return numbers


def settings_for(port: int) -> Settings:
    """A workspace that sends to the sink, with DKIM, tracking and a bounce domain."""
    return Settings(
        public=PublicSettings(url="https://polku.kauppa.example"),
        company=CompanySettings(name="Kauppa Oy", address="Katu 1, 00100 Helsinki"),
        email=EmailSettings(
            host="127.0.0.1", port=port, tls="none", sender="Kauppa <posti@kauppa.example>",
            bounce_domain="bounce.kauppa.example", dkim_key="dkim.pem", dkim_domain="kauppa.example",
            per_second=100_000,
        ),
    )  # fmt: skip


def channel_alone(
    directory: Path, settings: Settings, control: Control, numbers: list[int], step: Send
) -> tuple[float, float]:
    """(rendered/s, rendered + signed + sent/s) without the worker's bookkeeping."""
    links = Links(settings.public.url or "", control.link_key)
    made = Renderer(settings, links, control, lambda: datetime.now(UTC))
    found = control.deliveries.find(range(1, len(numbers) + 1))
    jobs = [
        Job(
            found[i + 1],
            Receiver(person, str(i), first_name=f"Nimi{i}", email=f"person{i}@example.com"),
            step,
        )
        for i, person in enumerate(numbers)
    ]
    made.render("email", jobs[0])
    start = time.perf_counter()
    contents = [made.render("email", job) for job in jobs]
    rendering = len(jobs) / (time.perf_counter() - start)

    async def send() -> float:
        channel = EmailChannel(settings.email, directory)
        start = time.perf_counter()
        waiting = iter(zip(jobs, contents, strict=True))

        async def lane() -> None:
            for job, content in waiting:
                await channel.send(Outgoing(job.delivery.id, job.receiver.email or "", content))

        await asyncio.gather(*(lane() for _ in range(8)))
        seconds = time.perf_counter() - start
        await channel.close()
        return seconds

    return rendering, len(jobs) / (len(jobs) / rendering + asyncio.run(send()))


def main(argv: list[str] | None = None) -> None:
    """Print messages per second, part by part and as a whole."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=3_000)
    n = parser.parse_args(argv).messages
    with tempfile.TemporaryDirectory() as folder, sink() as port:
        directory = Path(folder)
        key = rsa.generate_private_key(65537, 2048)
        (directory / "dkim.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        settings = settings_for(port)
        with (
            Control.open(directory / "control.db") as control,
            Warehouse.open(directory / "warehouse.duckdb") as warehouse,
        ):
            numbers = people(control, n)
            step = {"email": {"subject": "Oppaasi, {{ person.first_name }}", "body": BODY}}
            for id, person in enumerate(numbers, 1):
                control.deliveries.queue(id, person, intent="guide", step=step, purpose="marketing")
            model = Send.model_validate(step)
            rendering, direct = channel_alone(directory, settings, control, numbers, model)
            before = time.process_time()
            worker = Worker(control, warehouse, settings, lambda: datetime.now(UTC), directory)
            start = time.perf_counter()
            asyncio.run(worker.once())
            through = n / (time.perf_counter() - start)
            own = (time.process_time() - before) / n * 1000
            states = control.deliveries.counts()
        assert states == {("sent", ""): n}, states
    print(f"rendered (Markdown, Liquid, {n:,} people)      {rendering:8,.0f} messages/s")
    print(f"rendered, signed (RSA 2048), sent to a sink  {direct:8,.0f} messages/s")
    print(
        f"the same through the worker, marked, told    {through:8,.0f} messages/s   bar {BAR}, rival 93"
    )
    print(
        f"processor time of the worker {own:.2f} ms/message (what a free core would do: {1000 / own:,.0f}/s)"
    )
    print(f"peak memory {peak_mb():,.0f} MB")


if __name__ == "__main__":
    main()
